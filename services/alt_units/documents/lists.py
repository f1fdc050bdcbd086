"""The lists of the park and of the conventions as tables to take away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from alt_units.documents.words import COST_KINDS, DWELLING_TYPES
from alt_units.domain.convention_amounts import CheckedLine
from alt_units.domain.conventions import Convention, month_forecast, year_forecast
from alt_units.domain.costs import Cost
from alt_units.domain.presence import Presence
from alt_units.domain.regimes import Sourced
from alt_units.domain.scales import Scale
from alt_units.domain.units import Unit
from kernel.period import Month
from kernel.sheets import Sheet, amount, cents, day, month, text, whole

DAYS_COUNTED = "Les jours sont comptés premier et dernier compris."


def units_sheet(
    units: Sequence[Unit],
    *,
    today: date,
    states: Mapping[UUID, str],
    presence: Mapping[UUID, Presence],
    amounts: Mapping[UUID, int] | None,
) -> Sheet:
    """The park as it is today. `amounts`: what the conventions fund this month, for those who may see it."""
    this_month = Month.of(today)
    rows = [
        (
            one.reference,
            one.name,
            DWELLING_TYPES[one.dwelling_type],
            one.zone.value,
            one.address,
            one.postal_code,
            one.city,
            len(one.places),
            str(one.programme_on(today) or ""),
            states[one.id],
            one.retired_on,
            presence[one.id].days_occupied if one.id in presence else None,
            presence[one.id].households if one.id in presence else None,
            *((amounts.get(one.id),) if amounts is not None else ()),
        )
        for one in units
    ]
    columns = (
        text("Référence", 14),
        text("Nom"),
        text("Type"),
        text("Zone", 7),
        text("Adresse", 32),
        text("Code postal", 12),
        text("Commune"),
        whole("Places"),
        text("Programme", 12),
        text("État", 16),
        day("Retiré le"),
        whole("Jours occupés du mois"),
        whole("Ménages du mois"),
        *((cents("Aide du mois"),) if amounts is not None else ()),
    )
    notes = (f"État au {today:%d/%m/%Y} ; occupation de {this_month.first_day:%m/%Y}. {DAYS_COUNTED}",)
    return Sheet(name="Logements", columns=columns, rows=tuple(rows), notes=notes)


def scales_sheet(found: Iterable[Scale]) -> Sheet:
    """The tables of the allowance, a row for each type and zone, in the currency of the time."""
    return Sheet(
        name="Barèmes",
        columns=(
            text("Barème", 14),
            day("Depuis"),
            day("Jusqu'au"),
            text("Type"),
            text("Zone", 7),
            text("Monnaie", 9),
            amount("Loyer"),
            amount("Charges"),
            text("Source", 44),
        ),
        rows=tuple(
            (
                one.version,
                one.since,
                one.last_day,
                DWELLING_TYPES[row.dwelling_type],
                zone.value,
                one.currency,
                rent,
                row.charges,
                one.source,
            )
            for one in found
            for row in one.rows
            for zone, rent in row.rent.items()
        ),
        notes=("Une case vide de charges : non connues.",),
    )


def conventions_sheet(found: Iterable[Convention], states: Mapping[UUID, str]) -> Sheet:
    """The conventions, latest year first."""
    return Sheet(
        name="Conventions",
        columns=(
            text("Numéro", 18),
            whole("Année"),
            text("Programme", 12),
            text("Financeur", 32),
            month("Premier mois"),
            whole("Lignes"),
            cents("Prévisionnel"),
            text("État", 18),
            day("Signée le"),
            day("Terminée le"),
        ),
        rows=tuple(
            (
                one.number,
                one.year,
                one.programme.value,
                one.funder,
                one.first_month,
                len(one.lines),
                year_forecast(one),
                states[one.id],
                one.signed_on,
                one.ended_on,
            )
            for one in found
        ),
    )


def convention_sheets(convention: Convention, lines: Sequence[CheckedLine]) -> list[Sheet]:
    """One convention: its lines, then its forecast month by month."""
    months = [Month(convention.year, number) for number in range(1, 13)]
    lined = Sheet(
        name="Lignes",
        columns=(
            text("Référence", 14),
            text("Logement"),
            text("Type conventionné"),
            month("Premier mois"),
            month("Dernier mois"),
            cents("Montant mensuel"),
            cents("Plafond du barème"),
            cents("Au-dessus du barème"),
        ),
        rows=tuple(
            (
                one.unit.reference,
                one.unit.name,
                DWELLING_TYPES[one.line.dwelling_type],
                one.line.first_month,
                one.line.last_month,
                one.line.monthly_cents,
                one.check.value.ceiling_cents if one.check.value else None,
                one.check.excess_cents or None,
            )
            for one in lines
        ),
    )
    forecast = Sheet(
        name="Prévisionnel",
        columns=(month("Mois"), cents("Montant prévisionnel")),
        rows=tuple((one, month_forecast(convention, one)) for one in months),
        totals=("Total", year_forecast(convention)),
    )
    return [lined, forecast]


def vacancies_sheet(rows: Iterable[tuple[Unit, str, str, date, date | None]]) -> Sheet:
    """The vacant places, told to the SIAO or not."""
    columns = (text("Référence", 14), text("Logement"), text("Place", 20), text("Programme", 12))
    return Sheet(
        name="Vacances",
        columns=(*columns, day("Vacante depuis"), day("Déclarée au SIAO")),
        rows=tuple(
            (unit.reference, unit.name, place, programme, since, told) for unit, place, programme, since, told in rows
        ),
    )


def alerts_sheet(rows: Iterable[tuple[Unit, int, date, date, str, Sourced]]) -> Sheet:
    """The places lived in for long, and the dates to watch. No person is named."""
    columns = (day("Date"), text("Référence", 14), text("Logement"), whole("Place"), text("Ce qu'il faut faire", 44))
    return Sheet(
        name="Séjours longs",
        columns=(*columns, day("Occupé depuis"), text("Règle", 44)),
        rows=tuple(
            (on, unit.reference, unit.name, place or None, what, since, source.source)
            for unit, place, on, since, what, source in rows
        ),
    )


def costs_sheet(costs: Sequence[Cost], units: Mapping[UUID, Unit], year: int) -> Sheet:
    """What was paid for the dwellings, reversals included."""
    return Sheet(
        name=f"Dépenses {year}",
        columns=(
            text("Logement"),
            text("Nature", 20),
            month("Premier mois"),
            month("Dernier mois"),
            cents("Montant"),
            text("Pièce", 20),
            text("Libellé", 36),
            day("Saisie le"),
            text("Par"),
            text("Annule", 10),
        ),
        rows=tuple(
            (
                units[one.unit_id].reference if one.unit_id else "Ensemble du parc",
                COST_KINDS[one.kind],
                one.first_month,
                one.last_month,
                one.amount_cents,
                one.reference,
                one.label,
                one.recorded_on,
                one.recorded_by,
                "oui" if one.cancels_id else "",
            )
            for one in costs
        ),
        notes=("Une dépense sur plusieurs mois compte en parts égales, au centime.",),
    )
