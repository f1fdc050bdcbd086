"""The yearly file as papers: account of occupancy, next year's capacity, accounts. The same facts as PDF and as tables.

Ground: R. 851-6 CSS; each table says its denominator and how days are counted.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from alt_units.documents.words import AGES, DWELLING_TYPES, END_REASONS, GENDERS, ORIENTATIONS, RESOURCES, SITUATIONS
from alt_units.domain.activity import ProgrammeActivity
from alt_units.domain.occupation import Occupation, Totals
from alt_units.domain.units import DwellingType
from alt_units.domain.yearly_file import UnitAccount, YearlyFile
from kernel.documents.paper import Fact, Paper, facts
from kernel.sheets import Cell, Sheet, cents, month, per_mille, text, whole
from kernel.web.formats import NONE, day, euros, thousands
from kernel.web.formats import month as in_month
from kernel.web.formats import per_mille as in_percent
from kernel.web.formats import period as in_period

DENOMINATOR = (
    "Taux d'occupation : jours occupés pour cent jours disponibles (logement dans le programme et en service)."
    " Les jours sont comptés premier et dernier compris."
)
UNKNOWN = "Un mois dont la présence n'est pas reçue compte zéro jour occupé."
BALANCE = "Résultat : ALT versée + redevances encaissées − dépenses."
NOT_TOLD = "non renseigné"
_COUNTED = ("Conventionnés", "Mobilisés", "Occupés", "Jours disponibles", "Jours occupés", "Taux")
_MONEY = (
    "ALT due",
    "ALT versée",
    "Redevances dues",
    "Redevances encaissées",
    "Redevances impayées",
    "Dépenses",
    "Résultat",
)

Texts = tuple[str, ...]


class YearlyPaper(Paper, frozen=True, kw_only=True):
    """All that `yearly_file.typ` lays out."""

    figures: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    missing: Texts
    counted: Texts
    by_month: tuple[Texts, ...]
    by_type: tuple[Texts, ...]
    total: Texts
    dwellings: tuple[Texts, ...]
    rooms: str
    activity: tuple[Fact, ...]
    capacity_title: str
    capacity_source: str
    capacity_head: Texts
    capacity: tuple[Texts, ...]
    money: Texts
    accounts: tuple[Texts, ...]
    accounts_total: Texts
    accounts_title: str
    notes: Texts


def yearly_paper(found: YearlyFile, *, number: int, today: date, organisation: str) -> YearlyPaper:
    """The paper. What is missing is listed on its first page, and marks it."""
    lived, last_day = found.occupation, found.report.covers.last_day
    types = _types(found)
    return YearlyPaper(
        title=f"Dossier annuel ALT {found.year}",
        organisation=organisation,
        reference=f"Dossier {found.year}, n° {number}",
        dated=f"Établi le {day(today)}",
        mark="Provisoire" if found.missing else None,
        mark_reason="il manque des éléments, dont la liste suit" if found.missing else "",
        figures=facts(
            {
                "Taux d'occupation": in_percent(lived.total.rate_per_mille),
                "ALT due": euros(found.total.due_cents),
                "ALT versée": euros(found.total.paid_cents),
                "Résultat": euros(found.total.balance_cents),
            }
        ),
        facts=facts(
            {
                "Période du bilan": in_period(found.report.covers),
                "À remettre avant le": day(found.report.due_on),
                "Destinataires": found.report.addressees,
                "Texte": found.report.source,
            }
        ),
        missing=tuple(one.words for one in found.missing),
        counted=_COUNTED,
        by_month=tuple((in_month(one), *_counts(sums)) for one, sums in lived.by_month),
        by_type=tuple((DWELLING_TYPES[one], *_counts(sums)) for one, sums in lived.by_type),
        total=("Total", *_counts(lived.total)),
        dwellings=tuple(_dwelling(found, account) for account in found.accounts if account.unit_id),
        rooms=(
            f"Logements-mois conventionnés : {thousands(lived.dwellings.conventioned)}, mobilisés : "
            f"{thousands(lived.dwellings.mobilised)}. Chambres-mois conventionnées : {thousands(lived.rooms.conventioned)},"
            f" mobilisées : {thousands(lived.rooms.mobilised)}."
        ),
        activity=facts(dict(activity_words(found.activity))),
        capacity_title=f"Capacité envisagée en {found.year + 1}, mois par mois",
        capacity_source=found.capacity_source,
        capacity_head=("Mois", *(DWELLING_TYPES[one] for one in types), "Ensemble", "Montant prévisionnel"),
        capacity=tuple(
            (
                in_month(one.month),
                *(str(one.counts.get(kind, 0)) for kind in types),
                str(sum(one.counts.values())),
                euros(one.forecast_cents),
            )
            for one in found.capacity
        ),
        money=_MONEY,
        accounts=tuple((one.reference or one.name, *_amounts(one)) for one in found.accounts),
        accounts_total=("Total", *_amounts(found.total)),
        accounts_title=f"Comptes arrêtés au {day(last_day)}",
        notes=(DENOMINATOR, UNKNOWN, BALANCE),
    )


def yearly_sheets(found: YearlyFile) -> list[Sheet]:
    """The same file as tables, one sheet each, down to every dwelling and month."""
    activity = Sheet(
        name="Activité",
        columns=(text("Indicateur", 44), text("Valeur", 20)),
        rows=tuple(activity_words(found.activity)),
        notes=("Ménages et personnes ne sont jamais additionnés.",),
    )
    lacking = tuple((one.words,) for one in found.missing)
    return [
        *_occupation_sheets(found.occupation),
        activity,
        _capacity_sheet(found),
        accounts_sheet(found.accounts, found.total, f"Comptes au {day(found.report.covers.last_day)}"),
        Sheet(name="Ce qui manque", columns=(text("À compléter", 80),), rows=lacking),
    ]


def _occupation_sheets(lived: Occupation) -> list[Sheet]:
    counts = (whole("Conventionnés"), whole("Mobilisés"), whole("Occupés"), whole("Jours disponibles"))
    counted = (*counts, whole("Jours occupés"), per_mille("Taux"))
    by_month = Sheet(
        name="Bilan par mois",
        columns=(month("Mois"), *counted),
        rows=tuple((one, *_numbers(sums)) for one, sums in lived.by_month),
        totals=("Total", *_numbers(lived.total)),
        notes=(DENOMINATOR, UNKNOWN),
    )
    by_type = Sheet(
        name="Bilan par type",
        columns=(text("Type"), *counted),
        rows=tuple((DWELLING_TYPES[one], *_numbers(sums)) for one, sums in lived.by_type),
        totals=("Total", *_numbers(lived.total)),
        notes=(DENOMINATOR, UNKNOWN),
    )
    dwelling = (month("Mois"), text("Référence", 14), text("Logement"), text("Type"), text("Conventionné", 14))
    detail = Sheet(
        name="Logements-mois",
        columns=(*dwelling, whole("Jours disponibles"), whole("Jours occupés"), whole("Ménages")),
        rows=tuple(
            (
                one.month,
                one.reference,
                one.name,
                DWELLING_TYPES[one.dwelling_type],
                "oui" if one.is_conventioned else "non",
                one.days_available,
                one.days_occupied,
                one.households,
            )
            for one in lived.rows
        ),
        notes=("Une case vide : la présence de ce mois n'est pas reçue.", DENOMINATOR),
    )
    return [by_month, by_type, detail]


def _capacity_sheet(found: YearlyFile) -> Sheet:
    types = _types(found)
    kinds = tuple(whole(DWELLING_TYPES[one]) for one in types)
    return Sheet(
        name=f"Capacité {found.year + 1}",
        columns=(month("Mois"), *kinds, whole("Ensemble"), cents("Montant prévisionnel")),
        rows=tuple(
            (one.month, *(one.counts.get(kind, 0) for kind in types), sum(one.counts.values()), one.forecast_cents)
            for one in found.capacity
        ),
        notes=(found.capacity_source or "Capacité inconnue.",),
    )


def accounts_sheet(accounts: Sequence[UnitAccount], total: UnitAccount, name: str) -> Sheet:
    """« ALT + redevances − coûts » of each dwelling (ALT-12)."""
    return Sheet(
        name=name.replace("/", "-"),
        columns=(text("Référence", 14), text("Logement"), *(cents(one) for one in _MONEY)),
        rows=tuple((one.reference, one.name, *_whole_amounts(one)) for one in accounts),
        totals=("", "Total", *_whole_amounts(total)),
        notes=(BALANCE,),
    )


def activity_words(told: ProgrammeActivity | None) -> list[tuple[str, str]]:
    """The indicators of the year, in words; what nobody told is said so."""
    if told is None:
        return [("Activité de l'année", NOT_TOLD)]
    lengths = told.stays
    return [
        ("Entrées de l'année (séjours)", str(told.entries)),
        ("Sorties de l'année (séjours)", str(told.exits)),
        ("Ménages accueillis dans l'année", str(told.households)),
        ("Adultes accueillis", str(told.adults)),
        ("Enfants accueillis", str(told.children)),
        ("Ménages présents au 31 décembre", str(told.present_households)),
        ("Personnes présentes au 31 décembre", str(told.present_persons)),
        *((f"Ménages : {SITUATIONS[key].lower()}", str(told.situations.get(key, 0))) for key in SITUATIONS),
        *(
            (f"Orientation à l'entrée : {words}", str(told.orientations.get(key, 0)))
            for key, words in ORIENTATIONS.items()
        ),
        *(
            (f"Sortie : {words.lower()}", str(told.exits_by[key]))
            for key, words in END_REASONS.items()
            if told.exits_by.get(key)
        ),
        ("Refus", NOT_TOLD if told.refusals is None else str(told.refusals)),
        ("Séjours terminés", str(lengths.count)),
        ("Durée moyenne, en jours", NOT_TOLD if lengths.mean_days is None else str(lengths.mean_days)),
        ("Durée médiane, en jours", NOT_TOLD if lengths.median_days is None else str(lengths.median_days)),
        ("Moins d'un mois", str(lengths.under_one_month)),
        ("De 1 à 3 mois", str(lengths.one_to_three_months)),
        ("De 3 à 6 mois", str(lengths.three_to_six_months)),
        ("Plus de 6 mois", str(lengths.over_six_months)),
        *_counted(told.genders, GENDERS, "Hommes et femmes"),
        *_counted(told.ages, AGES, "Âges"),
        *_counted(told.resources, RESOURCES, "Ressources à l'entrée"),
    ]


def _counted(counts: Mapping[str, int] | None, words: Mapping[str, str], title: str) -> list[tuple[str, str]]:
    """One line for each code that counts somebody; one line that says so when nobody told."""
    if counts is None:
        return [(title, NOT_TOLD)]
    return [(f"{title} : {words.get(key, key).lower()}", str(number)) for key, number in counts.items() if number]


def _types(found: YearlyFile) -> list[DwellingType]:
    return [kind for kind in DwellingType if any(kind in one.counts for one in found.capacity)]


def _counts(sums: Totals) -> Texts:
    whole_numbers = (sums.conventioned, sums.mobilised, sums.occupied, sums.days_available, sums.days_occupied)
    return (*(thousands(one) for one in whole_numbers), in_percent(sums.rate_per_mille))


def _numbers(sums: Totals) -> tuple[Cell, ...]:
    counted = (sums.conventioned, sums.mobilised, sums.occupied, sums.days_available, sums.days_occupied)
    return (*counted, sums.rate_per_mille)


def _dwelling(found: YearlyFile, account: UnitAccount) -> Texts:
    rows = [one for one in found.occupation.rows if one.unit_id == account.unit_id]
    available, occupied = sum(one.days_available for one in rows), sum(one.days_occupied or 0 for one in rows)
    kind = DWELLING_TYPES[rows[-1].dwelling_type] if rows else NONE
    rate = in_percent((2000 * occupied + available) // (2 * available)) if available else NONE
    months = str(sum(one.is_conventioned for one in rows))
    return (account.reference, account.name, kind, months, thousands(available), thousands(occupied), rate)


def _whole_amounts(one: UnitAccount) -> tuple[int, ...]:
    return (
        one.due_cents,
        one.paid_cents,
        one.fees_due_cents,
        one.fees_collected_cents,
        one.fees_unpaid_cents,
        one.costs_cents,
        one.balance_cents,
    )


def _amounts(one: UnitAccount) -> Texts:
    return tuple(euros(amount) for amount in _whole_amounts(one))
