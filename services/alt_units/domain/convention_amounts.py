"""The lines of a convention beside the table of the allowance.

Ground: ALT-11 (the table is a ceiling, the convention decides), AC-04 (an amount above it is kept, with a warning).
"""

from collections.abc import Sequence

from msgspec import Struct

from alt_units.domain.conventions import Convention, Line
from alt_units.domain.scales import AmountCheck, Scales, ScaleValue, check_amount
from alt_units.domain.units import Unit
from kernel.errors import RuleBroken


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


def check_lines(convention: Convention, units: Sequence[Unit], scales: Scales) -> list[CheckedLine]:
    """Each line against the table of its first month, in the unit's zone and the line's type (ALT-11, AC-04)."""
    by_id = {unit.id: unit for unit in units}
    checked = []
    for line in convention.lines:
        unit = by_id[line.unit_id]
        value = scales.value_at(line.first_month.first_day, line.dwelling_type, unit.zone)
        checked.append(CheckedLine(line=line, unit=unit, check=check_amount(line.monthly_cents, value)))
    return sorted(checked, key=lambda one: (one.unit.reference, one.line.first_month))
