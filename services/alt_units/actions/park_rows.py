"""A filled-in template as what is asked for; and what the rules say of it, back to its cells."""

from collections.abc import Sequence
from datetime import date

from alt_units.actions.park_convention_sheets import (
    AMENDMENTS,
    AML_COLUMNS,
    APPROVAL_COLUMNS,
    CAPACITY,
    CONVENTIONS,
    LINES,
    MONTH_COLUMNS,
)
from alt_units.actions.park_sheets import PARK
from alt_units.actions.park_unit_sheets import MOBILISATION_COLUMNS, PLACES, UNITS, VOIDS
from alt_units.domain.aml import AmlPeriod, AmlTerms, Modality
from alt_units.domain.conventions import Approval, ConventionFacts, EndKind
from alt_units.domain.mobilisations import MobilisationFacts, MobilisationKind, OwnerKind
from alt_units.domain.park_imports import (
    AmlChanges,
    ConventionKey,
    FactChanges,
    Note,
    ParkSheet,
    WantedAmendment,
    WantedCapacity,
    WantedConvention,
    WantedConventionLine,
    WantedPark,
    WantedPlace,
    WantedUnit,
    WantedVoid,
)
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.territories import territory_of
from alt_units.domain.units import DwellingType, Programme, UnitFacts, Zone
from alt_units.domain.voids import CostBearer, VoidReason
from kernel.calendar import Territory
from kernel.intake.files import read_file
from kernel.intake.rows import CellProblem, Filled, Row, read_model
from kernel.law import Law
from kernel.period import Month

_CELLS = {
    ParkSheet.UNITS: {"last_day": "mobilised_until"},
    ParkSheet.VOIDS: {"place_number": "place"},
    ParkSheet.CONVENTIONS: {"aml": "modality"},
    ParkSheet.AMENDMENTS: {"aml": "modality"},
    ParkSheet.LINES: {"unit_id": "unit"},
}
"""Where a rule's field stands in the template, when it has another name there."""
_AML_CELLS = tuple(one.name for one in AML_COLUMNS)
_MOBILISATION_CELLS = tuple(one.name for one in MOBILISATION_COLUMNS)


def read_park(content: bytes) -> Filled:
    """Raises the refusals of `kernel.intake`: of the file, of the template. What is wrong with cells is in the answer."""
    return read_model(PARK, read_file(content))


def wanted_park(filled: Filled, law: Law) -> tuple[WantedPark, list[CellProblem]]:
    """What the rows ask for; and what is wrong between the cells of one row."""
    problems: list[CellProblem] = []
    rows = filled.rows
    broken = frozenset(row.text("reference") for row in rows[UNITS.title] if not row.ok)
    lost = frozenset(_key(row) for row in rows[CONVENTIONS.title] if not row.ok)
    conventions = [_convention(row, law, problems) for row in rows[CONVENTIONS.title] if row.ok]
    amendments = [_amendment(row, problems) for row in rows[AMENDMENTS.title] if row.ok]
    first_months = {(one.key, 0): one.facts.first_month for one in conventions}
    first_months |= {(one.key, one.number): one.first_month for one in amendments}
    return WantedPark(
        units=tuple(_unit(row, problems) for row in rows[UNITS.title] if row.ok),
        places=tuple(
            WantedPlace(
                row=row.number, unit=row.text("unit"), name=row.text("name"), persons_max=row.maybe_whole("persons_max")
            )
            for row in rows[PLACES.title]
            if row.ok
        ),
        voids=tuple(_void(row) for row in rows[VOIDS.title] if row.ok),
        conventions=tuple(conventions),
        amendments=tuple(amendments),
        lines=tuple(_line(row, first_months) for row in rows[LINES.title] if row.ok),
        capacity=tuple(_capacity(row) for row in rows[CAPACITY.title] if row.ok),
        broken_units=broken,
        broken_conventions=lost,
        broken_amendments=frozenset(_key(row) for row in rows[AMENDMENTS.title] if not row.ok),
        broken_lines=frozenset(_key(row) for row in rows[LINES.title] if not row.ok),
    ), problems


def in_cells(filled: Filled, notes: Sequence[Note]) -> list[CellProblem]:
    """What the rules said, each beside its cell."""
    rows = {(row.sheet.title, row.number): row for sheet in filled.rows.values() for row in sheet}
    return [_in_cell(rows[note.sheet, note.row], note) for note in notes]


def _in_cell(row: Row, note: Note) -> CellProblem:
    name = _CELLS.get(note.sheet, {}).get(note.field, note.field)
    known = any(column.name == name for column in row.sheet.columns)
    message = note.message[:1].lower() + note.message[1:].removesuffix(".")
    return row.problem(name if known else "", message)


def _unit(row: Row, problems: list[CellProblem]) -> WantedUnit:
    first_day = row.day("first_day")
    since = row.maybe_day("programme_since") or first_day
    if row.has("programme_since") and not row.has("programme"):
        problems.append(row.problem("programme_since", "indiquez aussi le programme"))
    if since < first_day:
        problems.append(row.problem("programme_since", "le logement n'est pas encore en service ce jour-là"))
    return WantedUnit(
        row=row.number,
        facts=UnitFacts(
            reference=row.text("reference"),
            name=row.text("name"),
            dwelling_type=row.choice("dwelling_type", DwellingType),
            zone=row.choice("zone", Zone),
            address=row.text("address"),
            postal_code=row.text("postal_code"),
            city=row.text("city"),
            surface_dm2=row.maybe_whole("surface_dm2"),
            water_and_wc=row.yes("water_and_wc"),
            heating=row.yes("heating"),
            note=row.text("note"),
            persons_max=row.maybe_whole("persons_max"),
            accessible=row.yes("accessible"),
            floor=row.maybe_whole("floor"),
            has_lift=row.yes("has_lift"),
            turnaround_days=row.whole("turnaround_days"),
            territory=row.maybe_choice("territory", Territory) or territory_of(row.text("postal_code")),
        ),
        first_day=first_day,
        programme=row.maybe_choice("programme", Programme),
        programme_since=since,
        mobilisation=_mobilisation(row, problems),
    )


def _mobilisation(row: Row, problems: list[CellProblem]) -> MobilisationFacts | None:
    """By what right the dwelling is had, when the file says it."""
    if not row.has("kind"):
        filled = [name for name in _MOBILISATION_CELLS if row.has(name)]
        problems += [row.problem(name, "indiquez aussi le mode de mobilisation") for name in filled]
        return None
    if not row.has("owner_kind"):
        problems.append(row.problem("owner_kind", "obligatoire avec un mode de mobilisation"))
    return MobilisationFacts(
        kind=row.choice("kind", MobilisationKind),
        owner_kind=row.choice("owner_kind", OwnerKind),
        landlord=row.text("landlord"),
        reference=row.text("upstream"),
        rent_cents=row.maybe_whole("rent_cents"),
        first_day=row.maybe_day("mobilised_since") or row.day("first_day"),
        last_day=row.maybe_day("mobilised_until"),
    )


def _void(row: Row) -> WantedVoid:
    return WantedVoid(
        row=row.number,
        unit=row.text("unit"),
        place=row.text("place"),
        reason=row.choice("reason", VoidReason),
        bearer=row.maybe_choice("bearer", CostBearer) or CostBearer.TO_SETTLE,
        first_day=row.day("first_day"),
        last_day=row.maybe_day("last_day"),
        reference=row.text("reference"),
        note=row.text("note"),
    )


def _key(row: Row) -> ConventionKey:
    return ConventionKey(row.choice("programme", Programme), row.text("number"), row.whole("year"))


def _convention(row: Row, law: Law, problems: list[CellProblem]) -> WantedConvention:
    """With the rules that the law gives when the paper says nothing, as on the form."""
    year = row.whole("year")
    day = date(year, 1, 1)
    if row.has("ended_on") and not row.has("end_reason"):
        problems.append(row.problem("end_reason", "le motif de la fin est obligatoire avec sa date"))
    if row.has("end_reason") and not row.has("ended_on"):
        problems.append(row.problem("ended_on", "la date de fin manque à côté de son motif"))
    alone = [name for name in ("end_kind", "notified_on") if row.has(name) and not row.has("ended_on")]
    problems += [row.problem(name, "indiquez aussi la date de fin") for name in alone]
    return WantedConvention(
        row=row.number,
        facts=ConventionFacts(
            programme=row.choice("programme", Programme),
            number=row.text("number"),
            funder=row.text("funder"),
            year=year,
            first_month=row.maybe_month("first_month") or Month(year, 1),
            rule=row.maybe_choice("rule", PartialMonthRule) or PartialMonthRule(law.at("partial_month_rule", day).text),
            least_days=row.maybe_whole("least_days"),
            basis=row.maybe_choice("basis", Basis) or Basis(law.at("basis", day).text),
            ceiling=row.maybe_choice("ceiling", CeilingScope) or CeilingScope(law.at("ceiling", day).text),
            ceiling_cents=row.maybe_whole("ceiling_cents"),
            note=row.text("note"),
            aml=_aml(row, problems),
            capacity=(),
            deliberation=row.text("deliberation"),
            deliberated_on=row.maybe_day("deliberated_on"),
            signatories=row.text("signatories"),
        ),
        signed_on=row.maybe_day("signed_on"),
        ended_on=row.maybe_day("ended_on"),
        end_reason=row.text("end_reason"),
        end_kind=row.maybe_choice("end_kind", EndKind) or EndKind.AGREEMENT,
        notified_on=row.maybe_day("notified_on"),
        approval=_approval(row, problems),
        renews=row.text("renews"),
    )


def _approval(row: Row, problems: list[CellProblem]) -> Approval | None:
    if not any(row.has(one.name) for one in APPROVAL_COLUMNS):
        return None
    if not row.has("approval_number"):
        problems.append(row.problem("approval_number", "indiquez aussi le numéro de l'agrément"))
    approved_on, ends_on = row.maybe_day("approved_on"), row.maybe_day("approval_ends_on")
    if approved_on and ends_on and ends_on < approved_on:
        problems.append(row.problem("approval_ends_on", "l'agrément finit avant d'avoir commencé"))
    return Approval(number=row.text("approval_number"), approved_on=approved_on, ends_on=ends_on)


def _aml(row: Row, problems: list[CellProblem]) -> AmlTerms | None:
    """The terms of an AML convention, as the form asks for them; none outside AML."""
    if row.choice("programme", Programme) is not Programme.AML:
        _without_aml(row, problems)
        return None
    missing = [name for name in ("modality", "max_units") if not row.has(name)]
    problems += [row.problem(name, "obligatoire pour une convention AML") for name in missing]
    return AmlTerms(
        period=row.maybe_choice("period", AmlPeriod) or AmlPeriod.YEAR,
        period_cents=row.maybe_whole("period_cents"),
        max_units=row.maybe_whole("max_units") or 1,
        modality=row.choice("modality", Modality),
        advance_per_mille=row.maybe_whole("advance_per_mille"),
        advance_threshold_per_mille=row.maybe_whole("advance_threshold_per_mille"),
        term_ends_on=row.maybe_day("term_ends_on"),
    )


def _without_aml(row: Row, problems: list[CellProblem]) -> None:
    filled = [name for name in _AML_CELLS if row.has(name)]
    problems += [row.problem(name, "seulement pour une convention AML") for name in filled]


def _amendment(row: Row, problems: list[CellProblem]) -> WantedAmendment:
    """Empty cells: as before the avenant."""
    if row.choice("programme", Programme) is not Programme.AML:
        _without_aml(row, problems)
    return WantedAmendment(
        row=row.number,
        key=_key(row),
        number=row.whole("amendment"),
        first_month=row.month("first_month"),
        signed_on=row.maybe_day("signed_on"),
        changes=FactChanges(
            funder=row.text("funder") or None,
            rule=row.maybe_choice("rule", PartialMonthRule),
            least_days=row.maybe_whole("least_days"),
            basis=row.maybe_choice("basis", Basis),
            ceiling=row.maybe_choice("ceiling", CeilingScope),
            ceiling_cents=row.maybe_whole("ceiling_cents"),
            note=row.text("note") or None,
            deliberation=row.text("deliberation") or None,
            deliberated_on=row.maybe_day("deliberated_on"),
            signatories=row.text("signatories") or None,
        ),
        aml=AmlChanges(
            period=row.maybe_choice("period", AmlPeriod),
            period_cents=row.maybe_whole("period_cents"),
            max_units=row.maybe_whole("max_units"),
            modality=row.maybe_choice("modality", Modality),
            advance_per_mille=row.maybe_whole("advance_per_mille"),
            advance_threshold_per_mille=row.maybe_whole("advance_threshold_per_mille"),
            term_ends_on=row.maybe_day("term_ends_on"),
        ),
    )


def _capacity(row: Row) -> WantedCapacity:
    return WantedCapacity(
        row=row.number,
        key=_key(row),
        amendment=row.whole("amendment"),
        dwelling_type=row.choice("dwelling_type", DwellingType),
        units=tuple(row.whole(name) for name in MONTH_COLUMNS),
    )


def _line(row: Row, first_months: dict[tuple[ConventionKey, int], Month]) -> WantedConventionLine:
    key, amendment = _key(row), row.whole("amendment")
    return WantedConventionLine(
        row=row.number,
        key=key,
        amendment=amendment,
        unit=row.text("unit"),
        dwelling_type=row.maybe_choice("dwelling_type", DwellingType),
        first_month=row.maybe_month("first_month") or first_months.get((key, amendment), Month(key.year, 1)),
        last_month=row.maybe_month("last_month") or Month(key.year, 12),
        monthly_cents=row.maybe_whole("monthly_cents"),
    )
