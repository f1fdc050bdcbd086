"""Who can be where, and when: the one predicate of search, signature, renewal, arrival, departure, void and planning.

Days are inclusive at both ends. Place 0 is the whole unit: what concerns it concerns every place, and what concerns one
place concerns it. Inside the days in service, a day has one state, the first that holds of: occupied, void, turnaround,
free. So, per place-day and per unit-day, occupied + void + turnaround + free = in service. Whether the unit is in a
programme that day is another question: a place is offered on a day that is in service, free *and* in a programme.

The turnaround (remise en état) is counted in working days of the territory after the last day of a stay; none blocks
nothing. Ground: PEERS §2.1 (weaknesses w2, w3, w4, w6) and §6, rules 2 to 4, 19 and 20.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.calendar import Territory, add_working_days
from kernel.period import Period

WHOLE = 0
_ONE_DAY = timedelta(days=1)


class DayState(StrEnum):
    """What a day is for a place. The first four share out the days in service."""

    OCCUPIED = "occupied"
    VOID = "void"
    TURNAROUND = "turnaround"
    FREE = "free"
    OUT_OF_SERVICE = "out_of_service"


class ObstacleKind(StrEnum):
    """What keeps a stay from a place. The first that holds on the day is the one that is named."""

    OUT_OF_SERVICE = "out_of_service"
    OCCUPIED = "occupied"
    VOID = "void"
    TURNAROUND = "turnaround"
    OUT_OF_PROGRAMME = "out_of_programme"
    NEXT_STAY = "next_stay"
    """The stay fits, but its own turnaround would reach into a stay that follows."""


_ORDER = list(ObstacleKind)
_TAKEN = (DayState.OCCUPIED, DayState.VOID, DayState.TURNAROUND)
_IN_SERVICE = DayState.FREE
"""A day in service is free until something takes it."""


class Hold(Struct, frozen=True, kw_only=True):
    """Days on which a place is occupied, void or being put in order; `id`, `label`: the contract or void to name."""

    state: DayState
    place: int
    period: Period
    id: UUID
    label: str = ""


class ProgrammeDays(Struct, frozen=True, kw_only=True):
    """Days on which the unit is in a programme."""

    programme: str
    period: Period


class UnitCalendar(Struct, frozen=True, kw_only=True):
    """All that decides of one unit's days. `service`: the days on which it is in the park, works and voids included."""

    service: tuple[Period, ...]
    programmes: tuple[ProgrammeDays, ...] = ()
    holds: tuple[Hold, ...] = ()


class Turnaround(Struct, frozen=True, kw_only=True):
    """How long a place is put in order after a departure. Zero is a legal length."""

    working_days: int
    territory: Territory

    def after(self, last_day: date) -> Period | None:
        """The days that follow a stay, or None when there are none."""
        if self.working_days == 0:
            return None
        return Period(last_day + _ONE_DAY, add_working_days(last_day, self.working_days, self.territory))


NO_TURNAROUND = Turnaround(working_days=0, territory=Territory.METROPOLE)


class Obstacle(Struct, frozen=True, kw_only=True):
    """What is in the way, from its first day inside the stay that is wanted; `period` is all of it."""

    kind: ObstacleKind
    first_day: date
    period: Period
    hold: Hold | None = None


class DayCounts(Struct, frozen=True, kw_only=True):
    """Days of a period by state. `offered`: those of the free days that are in a programme."""

    occupied: int
    void: int
    turnaround: int
    free: int
    offered: int
    out_of_service: int

    @property
    def in_service(self) -> int:
        return self.occupied + self.void + self.turnaround + self.free


def compete(one: int, other: int) -> bool:
    """True when two places of one unit are the same, or one is the whole unit."""
    return one == other or WHOLE in (one, other)


def first_obstacle(
    unit: UnitCalendar,
    place: int,
    stay: Period,
    *,
    turnaround: Turnaround = NO_TURNAROUND,
    programme: str | None = None,
    minding: Collection[ObstacleKind] = _ORDER,
) -> Obstacle | None:
    """The first thing that keeps a closed stay from a place, or None: then, and only then, the place may be given.

    `turnaround` is the stay's own. `programme` None: that of its first day. `minding`: the only obstacles looked at.
    """
    assert stay.last_day is not None
    holds = [hold for hold in unit.holds if compete(hold.place, place)]
    found = [
        *_gap(ObstacleKind.OUT_OF_SERVICE, stay, unit.service),
        *_gap(ObstacleKind.OUT_OF_PROGRAMME, stay, _programme_days(unit, programme, stay.first_day)),
        *(_blocked(ObstacleKind(hold.state.value), hold, stay) for hold in holds if hold.period.overlaps(stay)),
    ]
    after = turnaround.after(stay.last_day)
    if after is not None:
        found += (
            _blocked(ObstacleKind.NEXT_STAY, hold, after)
            for hold in holds
            if hold.state is DayState.OCCUPIED and hold.period.overlaps(after)
        )
    minded = [one for one in found if one.kind in minding]
    return min(minded, key=lambda one: (one.first_day, _ORDER.index(one.kind)), default=None)


def next_free_day(
    unit: UnitCalendar,
    place: int,
    from_day: date,
    days: int,
    *,
    turnaround: Turnaround = NO_TURNAROUND,
    programme: str | None = None,
) -> date | None:
    """The first day, from `from_day` on, from which a stay of that many days fits. None: never, as things are known."""
    day: date | None = from_day
    while day is not None and (date.max - day).days > days:
        stay = Period(day, day + timedelta(days=days - 1))
        obstacle = first_obstacle(unit, place, stay, turnaround=turnaround, programme=programme)
        if obstacle is None:
            return day
        day = _next_try(unit, day, obstacle, programme)
    return None


def day_state(unit: UnitCalendar, place: int, day: date) -> DayState:
    """The one state of a place (0: of the unit) on a day."""
    if not any(day in period for period in unit.service):
        return DayState.OUT_OF_SERVICE
    there = {hold.state for hold in unit.holds if compete(hold.place, place) and day in hold.period}
    return next((state for state in DayState if state in there), DayState.FREE)


def day_states(unit: UnitCalendar, place: int, within: Period) -> tuple[tuple[Period, DayState], ...]:
    """The states of a closed period, run by run, in order; together they cover it exactly.

    One pass over the days on which something begins or has just ended: a planning asks it of hundreds of places.
    """
    assert within.last_day is not None
    changes = _changes(unit, place, within)
    there = dict.fromkeys(DayState, 0)
    runs: list[tuple[date, DayState]] = []
    for day in sorted(changes):
        for state, by in changes[day]:
            there[state] += by
        now = DayState.OUT_OF_SERVICE
        if there[_IN_SERVICE]:
            now = next((state for state in _TAKEN if there[state]), DayState.FREE)
        if not runs or runs[-1][1] is not now:
            runs.append((day, now))
    ends = [*(start - _ONE_DAY for start, _ in runs[1:]), within.last_day]
    return tuple((Period(start, end), state) for (start, state), end in zip(runs, ends, strict=True))


def count_days(unit: UnitCalendar, place: int, within: Period) -> DayCounts:
    """Days of a closed period by state: occupied + void + turnaround + free = in service, always."""
    counts = dict.fromkeys(DayState, 0)
    offered = 0
    for run, state in day_states(unit, place, within):
        counts[state] += run.days
        if state is DayState.FREE:
            offered += sum(
                part.days
                for part in _parts(run, [one.period for one in unit.programmes])
                if any(part.first_day in one.period for one in unit.programmes)
            )
    return DayCounts(**{state.value: counts[state] for state in DayState}, offered=offered)


def _changes(unit: UnitCalendar, place: int, within: Period) -> dict[date, list[tuple[DayState, int]]]:
    """By day of a closed period: what begins (+1) and what ended the day before (-1). Its first day is always there."""
    assert within.last_day is not None
    changes: dict[date, list[tuple[DayState, int]]] = {within.first_day: []}
    periods = [(period, _IN_SERVICE) for period in unit.service]
    periods += [(hold.period, hold.state) for hold in unit.holds if compete(hold.place, place)]
    for period, state in periods:
        if period.first_day > within.last_day or (period.last_day is not None and period.last_day < within.first_day):
            continue
        changes.setdefault(max(period.first_day, within.first_day), []).append((state, 1))
        if period.last_day is not None and period.last_day < within.last_day:
            changes.setdefault(period.last_day + _ONE_DAY, []).append((state, -1))
    return changes


def _programme_days(unit: UnitCalendar, programme: str | None, first_day: date) -> list[Period]:
    """The days of the programme that is asked, else of the one that the unit is in on the first day."""
    asked = programme or next((one.programme for one in unit.programmes if first_day in one.period), None)
    return [one.period for one in unit.programmes if one.programme == asked]


def _gap(kind: ObstacleKind, stay: Period, covering: Iterable[Period]) -> list[Obstacle]:
    """The first days of the stay that nothing covers, as far as they go: none, or one."""
    assert stay.last_day is not None
    day = stay.first_day
    for period in sorted(covering, key=lambda one: one.first_day):
        if period.first_day > day:
            return [] if day > stay.last_day else [_missing(kind, Period(day, period.first_day - _ONE_DAY))]
        if period.last_day is None:
            return []
        day = max(day, period.last_day + _ONE_DAY)
    return [] if day > stay.last_day else [_missing(kind, Period(day))]


def _missing(kind: ObstacleKind, days: Period) -> Obstacle:
    return Obstacle(kind=kind, first_day=days.first_day, period=days)


def _blocked(kind: ObstacleKind, hold: Hold, wanted: Period) -> Obstacle:
    return Obstacle(kind=kind, first_day=max(hold.period.first_day, wanted.first_day), period=hold.period, hold=hold)


def _next_try(unit: UnitCalendar, day: date, obstacle: Obstacle, programme: str | None) -> date | None:
    """The next first day worth trying: no earlier one can be free of this obstacle."""
    if obstacle.kind is not ObstacleKind.OUT_OF_PROGRAMME:
        return obstacle.period.last_day and obstacle.period.last_day + _ONE_DAY
    later = [
        one.period.first_day
        for one in unit.programmes
        if one.period.first_day > day and programme in (None, one.programme)
    ]
    return min(later, default=None)


def _parts(within: Period, periods: Iterable[Period]) -> list[Period]:
    """The period cut wherever one of the others starts or has just ended."""
    assert within.last_day is not None
    cuts = {within.first_day}
    for period in periods:
        cuts.add(period.first_day)
        if period.last_day is not None and period.last_day < date.max:
            cuts.add(period.last_day + _ONE_DAY)
    starts = sorted(cut for cut in cuts if cut in within)
    ends = [*(start - _ONE_DAY for start in starts[1:]), within.last_day]
    return [Period(start, end) for start, end in zip(starts, ends, strict=True)]
