"""The yearly open data: one table in long form, a row a figure, small counts hidden; and its Table Schema."""

import json
from collections.abc import Mapping

from msgspec import Struct

from alt_units.documents.statistics import YearFacts
from alt_units.documents.words import AGES, END_REASONS, GENDERS, ORIENTATIONS, REFUSALS, RESOURCES, SITUATIONS, SUPPORT
from alt_units.domain.activity import ActivityFacts, ProgrammeActivity
from alt_units.domain.occupation import Totals
from alt_units.domain.open_data import Sum, hidden

BOTH = "ALT et AML"
_LENGTHS = {
    "under_one_month": "Moins d'un mois",
    "one_to_three_months": "De 1 à 3 mois",
    "three_to_six_months": "De 3 à 6 mois",
    "over_six_months": "Plus de 6 mois",
}
_PARTS: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("households", "Ménages accueillis par situation", "situations", SITUATIONS),
    ("households", "Ménages accueillis par orientation", "orientations", ORIENTATIONS),
    ("households", "Ménages accueillis par ressources", "resources", RESOURCES),
    ("adults", "Adultes accueillis par genre", "genders", GENDERS),
    ("persons", "Personnes accueillies par âge", "ages", AGES),
    ("exits", "Sorties par destination ou motif", "exits_by", END_REASONS),
)
"""Of a programme: the total, the theme, the counts that add up to it, their words."""


class Figure(Struct, frozen=True, kw_only=True):
    """One row. `value` None and `is_hidden`: kept secret; None and not hidden: not known."""

    programme: str
    theme: str
    name: str
    unit: str
    value: int | None
    is_hidden: bool = False


def figures(facts: YearFacts, *, least: int) -> tuple[Figure, ...]:
    """Everything that is published of a year. Households' money is not: a few accounts would be read in it."""
    rows = [*_park("ALT", facts.alt.total), *_park("AML", facts.aml.total)]
    rows += [
        Figure(programme="ALT", theme="Aide", name=name, unit="centimes d'euro", value=value)
        for name, value in (("Aide due", facts.total.due_cents), ("Aide versée", facts.total.paid_cents))
    ]
    if facts.facts:
        for one in facts.facts.programmes:
            rows += _programme(one, least)
        rows += _both(facts.facts, least)
    return tuple(rows)


def _park(programme: str, total: Totals) -> list[Figure]:
    """About dwellings, not about people: nothing to hide."""
    if not total.conventioned and not total.mobilised:
        return []
    return [
        Figure(programme=programme, theme="Logements", name=name, unit=unit, value=value)
        for name, unit, value in (
            ("Logements-mois conventionnés", "logements-mois", total.conventioned),
            ("Logements-mois mobilisés", "logements-mois", total.mobilised),
            ("Taux d'occupation", "pour mille", total.rate_per_mille),
        )
    ]


def _programme(one: ProgrammeActivity, least: int) -> list[Figure]:
    programme = one.programme.value.upper()
    counts = {
        "entries": one.entries,
        "exits": one.exits,
        "households": one.households,
        "persons": one.adults + one.children,
        "adults": one.adults,
        "children": one.children,
    }
    words = dict(_TOTALS)
    themes = dict.fromkeys(counts, "Ménages et personnes")
    sums = [Sum(total="persons", parts=("adults", "children"))]
    for total, theme, name, known in _PARTS:
        told = getattr(one, name)
        if told is not None:
            parts = {f"{name}.{code}": told.get(code, 0) for code in {**known, **told}}
            counts |= parts
            words |= {f"{name}.{code}": known.get(code, code) for code in {**known, **told}}
            themes |= dict.fromkeys(parts, theme)
            sums.append(Sum(total=total, parts=tuple(parts)))
    bands = {f"stays.{name}": getattr(one.stays, name) for name in _LENGTHS}
    counts |= bands
    words |= {f"stays.{name}": title for name, title in _LENGTHS.items()}
    themes |= dict.fromkeys(bands, "Séjours terminés par durée")
    sums.append(Sum(total="exits", parts=tuple(bands)))
    secret = hidden(counts, sums, least=least, together=_TOGETHER)
    rows = [_figure(programme, themes[name], words[name], _unit(name), counts[name], name in secret) for name in counts]
    return [*rows, *_durations(programme, one, least, "exits" in secret)]


def _durations(programme: str, one: ProgrammeActivity, least: int, is_secret: bool) -> list[Figure]:
    """A mean of a few stays would tell each of them."""
    is_secret = is_secret or 0 < one.stays.count < least
    return [
        _figure(programme, "Séjours terminés par durée", title, "jours", value, is_secret and value is not None)
        for title, value in (("Durée moyenne", one.stays.mean_days), ("Durée médiane", one.stays.median_days))
    ]


def _both(facts: ActivityFacts, least: int) -> list[Figure]:
    """What is told of the year, not of a programme."""
    rows = []
    for theme, counts, known, unit in (
        ("Propositions sans suite par motif", facts.refusals, REFUSALS, "propositions"),
        ("Accompagnements commencés par objet", facts.support, SUPPORT, "mesures"),
    ):
        if counts is not None:
            every = {code: counts.get(code, 0) for code in {**known, **counts}}
            told = {"total": sum(every.values())} | every
            secret = hidden(told, (Sum(total="total", parts=tuple(every)),), least=least)
            rows += [
                _figure(BOTH, theme, {"total": "Total", **known}.get(code, code), unit, told[code], code in secret)
                for code in told
            ]
    return rows


def _figure(programme: str, theme: str, name: str, unit: str, value: int | None, is_hidden: bool) -> Figure:
    return Figure(
        programme=programme, theme=theme, name=name, unit=unit, value=None if is_hidden else value, is_hidden=is_hidden
    )


def _unit(name: str) -> str:
    if name.startswith(("adults", "children", "persons", "genders", "ages")):
        return "personnes"
    return "séjours" if name in ("entries", "exits") or name.startswith(("stays", "exits_by")) else "ménages"


_TOTALS = {
    "entries": "Entrées",
    "exits": "Sorties",
    "households": "Ménages accueillis",
    "persons": "Personnes accueillies",
    "adults": "Adultes accueillis",
    "children": "Enfants accueillis",
}
_TOGETHER = (("entries", "exits", "households", "persons", "adults", "children"),)
"""The households of a year are those there on its first day and its entries, or its exits and those there on its last day: from
the figures of three years each of them could be found again. So they are hidden all or none, and who is there on
31 December is not published. Of a few households, the persons would tell each composition."""

# --- The files -------------------------------------------------------------------------------------------------------

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("annee", "year", "Année civile des chiffres"),
    ("organisme", "string", "Organisme qui publie"),
    ("programme", "string", "ALT, AML, ou les deux ensemble"),
    ("theme", "string", "Ce dont parle le chiffre"),
    ("indicateur", "string", "Ce qui est compté"),
    ("unite", "string", "Unité de la valeur"),
    ("valeur", "integer", "Le chiffre ; vide s'il est masqué ou non renseigné"),
    ("masque", "boolean", "oui : effectif trop petit, ou qui permettrait de retrouver un effectif trop petit"),
)


def lines(year: int, publisher: str, rows: tuple[Figure, ...]) -> list[tuple[str, ...]]:
    """The cells of the file, its titles first."""
    titles = tuple(name for name, _, _ in FIELDS)
    return [titles, *(_cells(year, publisher, one) for one in rows)]


def _cells(year: int, publisher: str, one: Figure) -> tuple[str, ...]:
    value = "" if one.value is None else str(one.value)
    secret = "oui" if one.is_hidden else "non"
    return (str(year), publisher, one.programme, one.theme, one.name, one.unit, value, secret)


def schema_file(least: int) -> str:
    """The Table Schema of the file, as JSON."""
    schema = {
        "name": "activite-logement-temporaire",
        "title": "Activité annuelle du logement temporaire d'un CCAS",
        "description": f"Une ligne par chiffre. Les effectifs de 1 à {least - 1} personnes, ménages ou séjours sont masqués, "
        "avec ceux qui permettraient de les retrouver ; zéro est publié.",
        "fields": [_field(*field) for field in FIELDS],
        "primaryKey": ["annee", "organisme", "programme", "theme", "indicateur"],
        "missingValues": [""],
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _field(name: str, kind: str, description: str) -> dict[str, object]:
    field: dict[str, object] = {"name": name, "type": kind, "description": description}
    if kind == "boolean":
        field |= {"trueValues": ["oui"], "falseValues": ["non"]}
    if name != "valeur":
        field["constraints"] = {"required": True}
    return field
