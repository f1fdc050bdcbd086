"""The statistics of several years side by side: the indicators of the yearly account and the declared figures."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from alt_units.documents.words import (
    AGES,
    END_REASONS,
    GENDERS,
    ORIENTATIONS,
    REFUSALS,
    RESOURCES,
    SITUATIONS,
    SUPPORT,
)
from alt_units.domain.activity import ActivityFacts, ProgrammeActivity
from alt_units.domain.occupation import Occupation
from alt_units.domain.statistics import TOPICS, Table, shares
from alt_units.domain.yearly_file import UnitAccount
from kernel.sheets import Cell, Column, Kind, Sheet, per_mille, text, whole


class YearFacts(Struct, frozen=True, kw_only=True):
    """What is known of one year. `slid`: leases that slid in the year; `modalities`: AML dwellings on 31 December."""

    year: int
    alt: Occupation
    aml: Occupation
    activity: ProgrammeActivity | None
    facts: ActivityFacts | None
    total: UnitAccount
    deposits_held_cents: int | None
    modalities: dict[str, int]
    slid: int


class Indicator(Struct, frozen=True, kw_only=True):
    """One line of the comparison: a value for each year, None where it is not known."""

    group: str
    title: str
    kind: Kind
    values: tuple[Cell, ...]


def indicators(years: Sequence[YearFacts]) -> tuple[Indicator, ...]:
    """The indicators of the domain notes, §6, a column a year."""
    rows: list[Indicator] = []

    def add(group: str, title: str, values: Sequence[Cell], kind: Kind = Kind.WHOLE) -> None:
        rows.append(Indicator(group=group, title=title, kind=kind, values=tuple(values)))

    def told(title: str, name: str) -> None:
        add(_HOUSEHOLDS, title, [getattr(one.activity, name) if one.activity else None for one in years])

    capacity = "Capacité ALT"
    add(capacity, "Logements-mois conventionnés", [one.alt.dwellings.conventioned for one in years])
    add(capacity, "Logements-mois mobilisés", [one.alt.dwellings.mobilised for one in years])
    add(capacity, "Chambres-mois conventionnées", [one.alt.rooms.conventioned for one in years])
    add(capacity, "Chambres-mois mobilisées", [one.alt.rooms.mobilised for one in years])
    add(capacity, "Jours disponibles", [one.alt.total.days_available for one in years])
    add(capacity, "Jours occupés", [one.alt.total.days_occupied for one in years])
    add(capacity, "Taux d'occupation", [one.alt.total.rate_per_mille for one in years], Kind.PER_MILLE)
    for name, title in _TOLD.items():
        told(title, name)
    for group, codes, name in _BY_CODE:
        rows += _counted(group, codes, [getattr(one.activity, name) if one.activity else None for one in years])
    for name, title in _LENGTHS.items():
        values = [getattr(one.activity.stays, name) if one.activity else None for one in years]
        add("Durée des séjours terminés", title, values)
    for name, title in _MONEY.items():
        needs_fees = name.startswith("fees") or name == "balance_cents"
        values = [None if needs_fees and not one.activity else getattr(one.total, name) for one in years]
        add("Argent", title, values, Kind.CENTS)
    add("Argent", "Dépôts de garantie détenus", [one.deposits_held_cents for one in years], Kind.CENTS)
    add("AML", "Logements-mois mobilisés", [one.aml.total.mobilised for one in years])
    add("AML", "Taux d'occupation", [one.aml.total.rate_per_mille for one in years], Kind.PER_MILLE)
    for modality in sorted({key for one in years for key in one.modalities}):
        add("AML", f"Logements au 31/12 : {modality}", [one.modalities.get(modality, 0) for one in years])
    add("AML", "Baux glissés dans l'année", [one.slid for one in years])
    rows += _counted(*_REFUSALS, [one.facts.refusals if one.facts else None for one in years])
    supported = [one.facts.support if one.facts else None for one in years]
    rows += _counted(*_SUPPORT, supported)
    rows += _shares(*_SUPPORT, supported)
    return tuple(rows)


def _counted(group: str, words: Mapping[str, str], counts: Sequence[Mapping[str, int] | None]) -> list[Indicator]:
    """A line for each code, those of the list first, then what occupancy told beyond it."""
    told = {key for each in counts if each for key in each}
    titles = {**words, **{key: key for key in sorted(told - set(words))}}
    return [
        Indicator(
            group=group,
            title=title,
            kind=Kind.WHOLE,
            values=tuple(None if each is None else each.get(key, 0) for each in counts),
        )
        for key, title in titles.items()
    ]


def _shares(group: str, words: Mapping[str, str], counts: Sequence[Mapping[str, int] | None]) -> list[Indicator]:
    """Each code in thousandths of its year, recomputed from the counts (AC-40)."""
    parts = [{one.heading: one.per_mille for one in shares(list(each.items()))} if each else {} for each in counts]
    return [
        Indicator(
            group=group,
            title=f"Part : {title.lower()}",
            kind=Kind.PER_MILLE,
            values=tuple(each.get(key) for each in parts),
        )
        for key, title in words.items()
    ]


_HOUSEHOLDS = "Ménages et séjours"
_BY_CODE: tuple[tuple[str, Mapping[str, str], str], ...] = (
    (_HOUSEHOLDS, SITUATIONS, "situations"),
    (_HOUSEHOLDS, {key: f"Orientation : {words}" for key, words in ORIENTATIONS.items()}, "orientations"),
    ("Adultes accueillis, à l'entrée", GENDERS, "genders"),
    ("Personnes accueillies par âge, à l'entrée", AGES, "ages"),
    ("Ménages accueillis par ressources, à l'entrée", RESOURCES, "resources"),
    ("Sorties par orientation", END_REASONS, "exits_by"),
)
_REFUSALS = ("Propositions sans suite, ALT et AML, par motif", REFUSALS)
_SUPPORT = ("Accompagnements commencés, ALT et AML, par objet", SUPPORT)
_TOLD = {
    "entries": "Entrées",
    "exits": "Sorties",
    "households": "Ménages accueillis",
    "adults": "Adultes accueillis",
    "children": "Enfants accueillis",
    "present_households": "Ménages présents au 31/12",
    "present_persons": "Personnes présentes au 31/12",
}
_LENGTHS = {
    "count": "Séjours terminés",
    "mean_days": "Durée moyenne, en jours",
    "median_days": "Durée médiane, en jours",
    "under_one_month": "Moins d'un mois",
    "one_to_three_months": "De 1 à 3 mois",
    "three_to_six_months": "De 3 à 6 mois",
    "over_six_months": "Plus de 6 mois",
}
_MONEY = {
    "due_cents": "ALT due",
    "paid_cents": "ALT versée",
    "fees_due_cents": "Redevances dues",
    "fees_collected_cents": "Redevances encaissées",
    "fees_unpaid_cents": "Redevances impayées",
    "costs_cents": "Dépenses",
    "balance_cents": "ALT + redevances − dépenses",
}


def statistics_sheets(years: Sequence[YearFacts], tables: Sequence[Table]) -> list[Sheet]:
    """A row a year, so that each column holds one kind of value; then the declared figures."""
    found = indicators(years)
    compared = Sheet(
        name="Statistiques",
        columns=(whole("Année"), *(Column(f"{one.group} : {one.title}", one.kind) for one in found)),
        rows=tuple((one.year, *(row.values[at] for row in found)) for at, one in enumerate(years)),
        notes=(
            "Taux d'occupation : jours occupés pour cent jours disponibles, premier et dernier jours compris.",
            "Une case vide : non renseigné.",
        ),
    )
    declared = Sheet(
        name="Chiffres déclarés",
        columns=(
            text("Tableau", 36),
            whole("Année"),
            text("Ligne", 44),
            whole("Chiffre"),
            per_mille("Part"),
            text("Source", 40),
        ),
        rows=tuple(row for table in tables for row in _declared(table)),
        notes=("Totaux et parts sont recalculés ; un total imprimé qui en diffère est montré à côté.",),
    )
    return [compared, declared]


def _declared(table: Table) -> list[tuple[Cell, ...]]:
    topic, sources = TOPICS.get(table.topic, table.topic), " ; ".join(table.sources)
    rows: list[tuple[Cell, ...]] = [
        (topic, table.year, one.heading, one.figure, one.per_mille, sources) for one in table.rows
    ]
    rows.append(
        (topic, table.year, "Total recalculé", table.total.computed, 1000 if table.total.computed else None, sources)
    )
    if table.total.difference:
        rows.append((topic, table.year, "Total imprimé dans la source", table.total.printed, None, sources))
    return rows
