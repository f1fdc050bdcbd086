"""Which days of a programme a unit is really offered: a convention that ran out takes its units with it, without an act.

Ground: SIAO-09 (a convention that is not renewed: its units leave the offer), ALT-06 (a convention ends with its calendar
year). What was recorded of the unit does not change: the day somebody prepares the next convention, it is offered again; a
convention is often signed months after it began, and the households live there meanwhile.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.units import Programme, ProgrammePeriod, Unit
from kernel.period import Period


class Held(Struct, frozen=True, kw_only=True):
    """The days on which a convention, signed or in preparation, has a line for a unit. `last_day`: its end included."""

    unit_id: UUID
    programme: Programme
    first_day: date
    last_day: date


def in_offer(unit: Unit, held: Sequence[Held], today: date) -> Unit:
    """The unit with its programmes as they are offered on a day."""
    return replace(unit, programmes=tuple(_offered(one, unit.id, held, today) for one in unit.programmes))


def ran_out_on(unit: Unit, held: Sequence[Held], today: date) -> date | None:
    """The last day of the conventions that held the unit, when they ran out and its programme was to go on."""
    recorded = next((one for one in unit.programmes if today in one.period), None)
    if recorded is None:
        return None
    offered = _offered(recorded, unit.id, held, today)
    return offered.last_day if offered != recorded else None


def _offered(one: ProgrammePeriod, unit_id: UUID, held: Sequence[Held], today: date) -> ProgrammePeriod:
    """A programme that no signed convention ever held is offered as recorded: its first convention is to come."""
    days = [
        each.last_day
        for each in held
        if each.unit_id == unit_id
        and each.programme is one.programme
        and Period(each.first_day, each.last_day).overlaps(one.period)
    ]
    last = max(days, default=None)
    if last is None or last >= today or (one.last_day is not None and one.last_day <= last):
        return one
    return replace(one, last_day=last)
