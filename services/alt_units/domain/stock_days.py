"""What each day was for a dwelling and for each of its places, from the park's own facts: service, voids, presence.

Ground: PEERS §6, rules 2 to 4: one day convention (days inclusive, `kernel.availability`), printed under each table.
A dwelling's day is the best of its places' days: occupied when one of them is, else free, else in turnaround, else void.
So occupied + void + turnaround + free = in service, per place-day and per unit-day.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from alt_units.domain.presence import Lived, Presence, occupied_periods, turnarounds
from alt_units.domain.units import Unit
from alt_units.domain.voids import WHOLE_UNIT
from kernel.availability import DayState, Hold, ProgrammeDays, UnitCalendar, count_days, day_states
from kernel.period import Period

NOBODY = UUID(int=0)
"""A stay as the park knows it: days, never a person, never a contract."""

_BEST = (DayState.OUT_OF_SERVICE, DayState.OCCUPIED, DayState.FREE, DayState.TURNAROUND, DayState.VOID)

Runs = tuple[tuple[Period, DayState], ...]


class Days(Struct, frozen=True, kw_only=True):
    """Days of a period by state. `offered`: those of the free days that are in a programme."""

    occupied: int
    void: int
    turnaround: int
    free: int
    offered: int

    @property
    def in_service(self) -> int:
        """The denominator of every rate."""
        return self.occupied + self.void + self.turnaround + self.free

    @property
    def occupied_per_mille(self) -> int | None:
        """None when there was no day in service: no rate is given."""
        return round(1000 * self.occupied / self.in_service) if self.in_service else None


NO_DAYS = Days(occupied=0, void=0, turnaround=0, free=0, offered=0)


def slots(unit: Unit) -> tuple[int, ...]:
    """The places that can be given: those of a shared unit, else the whole unit (0)."""
    return tuple(place.number for place in unit.places) or (WHOLE_UNIT,)


def calendar_of(unit: Unit, told: Sequence[Presence]) -> UnitCalendar:
    """The days of a unit: in the park, in a programme, void, lived in and in remise en état."""
    return calendar_with(unit, occupied_periods(told), turnarounds(told))


def calendar_with(unit: Unit, lived: Iterable[Lived], between: Iterable[Lived] = ()) -> UnitCalendar:
    """The same, from stays whose days are already joined; `between`: the remise en état."""
    return UnitCalendar(
        service=tuple(one.period for one in unit.service),
        programmes=tuple(ProgrammeDays(programme=one.programme, period=one.period) for one in unit.programmes),
        holds=(
            *(
                Hold(state=DayState.VOID, place=void.place_number, period=void.period, id=void.id)
                for void in unit.live_voids()
            ),
            *_holds(DayState.OCCUPIED, lived),
            *_holds(DayState.TURNAROUND, between),
        ),
    )


def unit_runs(unit: Unit, calendar: UnitCalendar, within: Period) -> Runs:
    """The states of the dwelling as a whole over a closed period, run by run."""
    return best_runs([day_states(calendar, number, within) for number in slots(unit)])


def best_runs(of_places: Sequence[Runs]) -> Runs:
    """The states of a dwelling from those of its places over the same period: each day the best of theirs."""
    if len(of_places) == 1:
        return of_places[0]
    starts: dict[date, list[tuple[int, DayState]]] = defaultdict(list)
    for at, runs in enumerate(of_places):
        for run, state in runs:
            starts[run.first_day].append((at, state))
    there: dict[int, DayState] = {}
    joined: list[tuple[date, DayState]] = []
    for day in sorted(starts):
        there.update(starts[day])
        best = min(there.values(), key=_BEST.index)
        if not joined or joined[-1][1] is not best:
            joined.append((day, best))
    ends = [*(start - timedelta(days=1) for start, _ in joined[1:]), of_places[0][-1][0].last_day]
    return tuple((Period(start, end), state) for (start, state), end in zip(joined, ends, strict=True))


def place_days(calendar: UnitCalendar, number: int, within: Period) -> Days:
    """The days of one place over a closed period."""
    counts = count_days(calendar, number, within)
    return Days(
        occupied=counts.occupied,
        void=counts.void,
        turnaround=counts.turnaround,
        free=counts.free,
        offered=counts.offered,
    )


def unit_days(unit: Unit, calendar: UnitCalendar, within: Period) -> Days:
    """The days of the dwelling as a whole over a closed period."""
    counts = dict.fromkeys(DayState, 0)
    offered = 0
    for run, state in unit_runs(unit, calendar, within):
        counts[state] += run.days
        if state is DayState.FREE:
            parts = [run.common(one.period) for one in calendar.programmes]
            offered += sum(part.days for part in parts if part)
    return Days(
        occupied=counts[DayState.OCCUPIED],
        void=counts[DayState.VOID],
        turnaround=counts[DayState.TURNAROUND],
        free=counts[DayState.FREE],
        offered=offered,
    )


def total(days: Iterable[Days]) -> Days:
    """Days added up, state by state."""
    summed = NO_DAYS
    for one in days:
        summed = Days(**{name: getattr(summed, name) + getattr(one, name) for name in Days.__struct_fields__})
    return summed


def _holds(state: DayState, lived: Iterable[Lived]) -> list[Hold]:
    return [Hold(state=state, place=one.place_number, period=one.period, id=NOBODY) for one in lived]
