"""The lines of a convention beside the table of the allowance.

Ground: ALT-11 (the table is a ceiling, the convention decides), AC-04 (an amount above it is kept, with a warning).
"""

from collections.abc import Sequence

from msgspec import Struct

from alt_units.domain.aml import AmountFixed, month_cents
from alt_units.domain.conventions import Convention, Line, LineFacts
from alt_units.domain.scales import AmountCheck, Scales, ScaleValue, check_amount
from alt_units.domain.units import DwellingType, Programme, Unit
from kernel.errors import RuleBroken
from kernel.period import Month


class AmountMissing(RuleBroken):
    """Without a table of that date, only the convention itself can say the amount."""

    code, title = "line-amount-missing", "Montant mensuel à saisir"


class CheckedLine(Struct, frozen=True, kw_only=True):
    """A line beside its unit and what the table says of its amount."""

    line: Line
    unit: Unit
    check: AmountCheck


def amount_from(value: ScaleValue | None) -> int:
    """The amount of the table, for a line entered without one. Raises `AmountMissing` when no table gives it."""
    ceiling = value.ceiling_cents if value else None
    if ceiling is None:
        detail = "Aucun barème complet à cette date : saisissez le montant de la convention."
        raise AmountMissing(detail, field="monthly_cents")
    return ceiling


def line_facts(
    convention: Convention,
    unit: Unit,
    scales: Scales,
    *,
    dwelling_type: DwellingType | None,
    months: tuple[Month, Month],
    monthly_cents: int | None,
) -> LineFacts:
    """A line as asked for: without a type it takes the unit's; without an amount, the convention's own where it says one for
    every unit (AML), else the table's.

    Raises `AmountMissing`, `AmountFixed`.
    """
    first, last = months
    kept = dwelling_type or unit.dwelling_type
    fixed = month_cents(convention.aml, first) if convention.aml else None
    if fixed is not None and monthly_cents not in (None, fixed):
        raise AmountFixed("La convention fixe le montant par logement : laissez ce champ vide.", field="monthly_cents")
    cents = monthly_cents if fixed is None else fixed
    if cents is None:
        table = scales.value_at(first.first_day, kept, unit.zone) if convention.programme is Programme.ALT else None
        cents = amount_from(table)
    return LineFacts(unit_id=unit.id, dwelling_type=kept, first_month=first, last_month=last, monthly_cents=cents)


def check_lines(convention: Convention, units: Sequence[Unit], scales: Scales) -> list[CheckedLine]:
    """Each line against the table of its first month, in the unit's zone and the line's type (ALT-11, AC-04).

    The table is the ALT's: it says nothing of an AML amount (BG-03).
    """
    by_id = {unit.id: unit for unit in units}
    checked = []
    for line in convention.lines:
        unit = by_id[line.unit_id]
        if convention.programme is not Programme.ALT:
            check = AmountCheck(monthly_cents=line.monthly_cents, value=None, applies=False)
            checked.append(CheckedLine(line=line, unit=unit, check=check))
            continue
        value = scales.value_at(line.first_month.first_day, line.dwelling_type, unit.zone)
        checked.append(CheckedLine(line=line, unit=unit, check=check_amount(line.monthly_cents, value)))
    return sorted(checked, key=lambda one: (one.unit.reference, one.line.first_month))
