"""What staff type about a convention and its lines, read field by field."""

from datetime import date

from alt_units.actions.convention_ends import EndConvention
from alt_units.actions.convention_papers import ExpectDocument
from alt_units.actions.conventions import WantedLine
from alt_units.domain.aml import AmlPeriod, AmlTerms, Modality, default_terms
from alt_units.domain.convention_differences import capacity_of, typed_capacity
from alt_units.domain.conventions import (
    FIRST_YEAR,
    LAST_YEAR,
    Approval,
    Capacity,
    Convention,
    ConventionFacts,
    EndKind,
    Line,
)
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType, Programme
from kernel.law import Law
from kernel.period import Month
from kernel.web.form import Form
from kernel.web.formats import amount


def blank_convention(law: Law, year: int) -> Form:
    """A new convention of a year, with the rules that the law gives when the paper says nothing."""
    day, aml = date(year, 1, 1), default_terms(law, Month(year, 1))
    return Form.blank(
        programme=Programme.ALT,
        year=year,
        first_month=Month(year, 1),
        rule=law.at("partial_month_rule", day).text,
        basis=law.at("basis", day).text,
        ceiling=law.at("ceiling", day).text,
        aml_period=aml.period,
        advance_per_mille=aml.advance_per_mille,
        advance_threshold_per_mille=aml.advance_threshold_per_mille,
        term_ends_on=aml.term_ends_on,
    )


def read_convention(form: Form, capacity: tuple[Capacity, ...] = ()) -> ConventionFacts:
    """The facts of a convention; the form knows what is wrong with them. `capacity` has a page of its own."""
    programme = form.choice("programme", Programme)
    return ConventionFacts(
        programme=programme,
        number=form.text("number", 40),
        funder=form.text("funder", 120),
        year=form.integer("year", FIRST_YEAR, LAST_YEAR),
        first_month=form.month("first_month"),
        rule=form.choice("rule", PartialMonthRule),
        least_days=form.maybe_integer("least_days", 1, 31),
        basis=form.choice("basis", Basis),
        ceiling=form.choice("ceiling", CeilingScope),
        ceiling_cents=form.maybe_euros("ceiling_euros"),
        note=form.text("note", 2000, required=False),
        aml=_read_aml(form) if programme is Programme.AML else None,
        capacity=capacity,
        deliberation=form.text("deliberation", 120, required=False),
        deliberated_on=form.maybe_date("deliberated_on"),
        signatories=form.text("signatories", 500, required=False),
    )


def read_amendment(form: Form, convention: Convention) -> ConventionFacts:
    """The facts of an avenant; programme, number and year are those of its convention."""
    form.values |= {"programme": [convention.programme], "number": [convention.number], "year": [str(convention.year)]}
    return read_convention(form, convention.capacity)


def read_end(form: Form) -> EndConvention:
    """The end of a convention, by whom and with what notice."""
    return EndConvention(
        ended_on=form.date("ended_on"),
        reason=form.text("reason", 200),
        kind=form.choice("kind", EndKind),
        notified_on=form.maybe_date("notified_on"),
    )


def read_approval(form: Form) -> Approval:
    return Approval(
        number=form.text("approval_number", 40, required=False),
        approved_on=form.maybe_date("approved_on"),
        ends_on=form.maybe_date("approval_ends_on"),
    )


def read_document(form: Form) -> ExpectDocument:
    return ExpectDocument(
        label=form.text("label", 120), due_on=form.maybe_date("due_on"), received_on=form.maybe_date("received_on")
    )


def read_capacity(form: Form, year: int) -> tuple[Capacity, ...]:
    """The grid, one field for each month and type: `units_03_t1`. An empty field is none."""
    units = {
        (Month(year, number), kind): form.maybe_integer(f"units_{number:02d}_{kind}", 0, 10_000) or 0
        for number in range(1, 13)
        for kind in DwellingType
    }
    return typed_capacity(units)


def filled_capacity(convention: Convention) -> Form:
    """The grid as it was typed in, else as the lines give it."""
    cells = capacity_of(convention).items()
    return Form.blank(**{f"units_{month.number:02d}_{kind}": units for (month, kind), units in cells})


def _read_aml(form: Form) -> AmlTerms:
    return AmlTerms(
        period=form.choice("aml_period", AmlPeriod),
        period_cents=form.maybe_euros("period_euros"),
        max_units=form.integer("max_units", 1, 10_000),
        modality=form.choice("modality", Modality),
        advance_per_mille=form.maybe_integer("advance_per_mille", 0, 1000),
        advance_threshold_per_mille=form.maybe_integer("advance_threshold_per_mille", 0, 1000),
        term_ends_on=form.maybe_date("term_ends_on"),
    )


def filled_convention(law: Law, convention: Convention) -> Form:
    """The form of an existing convention."""
    apart = {"ceiling_cents", "aml", "capacity"}
    facts = {name: getattr(convention, name) for name in ConventionFacts.__struct_fields__ if name not in apart}
    aml = convention.aml or default_terms(law, convention.first_month)
    own = {} if convention.aml is None else {"max_units": aml.max_units, "modality": aml.modality}
    return Form.blank(
        **facts,
        **own,
        ceiling_euros=amount(convention.ceiling_cents),
        aml_period=aml.period,
        period_euros=amount(aml.period_cents),
        advance_per_mille=aml.advance_per_mille,
        advance_threshold_per_mille=aml.advance_threshold_per_mille,
        term_ends_on=aml.term_ends_on,
    )


def read_line(form: Form) -> WantedLine:
    """A line as asked for."""
    return WantedLine(
        unit_id=form.identifier("unit_id"),
        dwelling_type=form.maybe_choice("dwelling_type", DwellingType),
        first_month=form.month("first_month"),
        last_month=form.month("last_month"),
        monthly_cents=form.maybe_euros("monthly_cents"),
    )


def blank_line(convention: Convention) -> Form:
    """A line for the whole of the convention's time."""
    return Form.blank(first_month=convention.first_month, last_month=Month(convention.year, 12))


def filled_line(line: Line) -> Form:
    """The form of an existing line."""
    return Form.blank(
        unit_id=line.unit_id,
        dwelling_type=line.dwelling_type,
        first_month=line.first_month,
        last_month=line.last_month,
        monthly_cents=amount(line.monthly_cents),
    )
