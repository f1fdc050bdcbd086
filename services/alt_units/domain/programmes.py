"""The programme of a unit, day by day.

Ground: AML excludes ALT (AML-07, BG-03): a unit is funded by one programme on any one day.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from alt_units.domain.units import (
    Programme,
    ProgrammePeriod,
    RunningLine,
    Unit,
    UnitInUse,
    blocked_by,
    check_in_park,
    ended,
)
from kernel.errors import Conflict
from kernel.period import Month


class ProgrammeOverlap(Conflict):
    """A unit is never in two programmes on one day: AML excludes ALT (AML-07)."""

    code, title = "programme-overlap", "Le logement relève déjà d'un programme à ces dates"


def change_programme(unit: Unit, programme: Programme | None, *, first_day: date, lines: Sequence[RunningLine]) -> Unit:
    """The unit changes programme on `first_day`, or leaves any programme (None). The former one ends the day before.

    Raises `UnitRetired`, `ProgrammeOverlap` when something is already decided on or after that day, `UnitInUse` when a
    convention line of another programme runs on.
    """
    check_in_park(unit)
    if unit.programme_on(first_day) == programme:
        raise ProgrammeOverlap("Le logement est déjà dans cette situation à cette date.", field="programme")
    if any(one.first_day >= first_day for one in unit.programmes):
        raise ProgrammeOverlap("Un programme commence déjà ce jour-là ou plus tard.", field="first_day")
    for line in lines:
        if line.programme != programme and line.last_month >= Month.of(first_day):
            raise UnitInUse("Une ligne de convention court encore sur l'autre programme.", blocker=blocked_by(line))
    kept = tuple(ended(one, first_day) for one in unit.programmes)
    added = (ProgrammePeriod(programme=programme, first_day=first_day),) if programme else ()
    return msgspec.structs.replace(unit, programmes=kept + added)
