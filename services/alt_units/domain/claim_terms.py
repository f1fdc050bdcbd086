"""What a convention foresees and allows for a month, and the dwellings of a month as a claim needs them.

Ground: CSS R. 851-2 (forecast month by month, effect), R. 851-7 (end). One dwelling is one line, whatever its households.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from alt_units.domain.conventions import Convention, Line, month_forecast
from alt_units.domain.presence import Presence, aided_households, turnaround_periods
from alt_units.domain.regimes import CeilingScope
from alt_units.domain.units import Programme, ProgrammePeriod, Unit
from alt_units.domain.voids import Void, void_of_all
from kernel.period import Month, Period, covered_days


class Reason(StrEnum):
    """Why an amount is not the one before it."""

    BEFORE_EFFECT = "before_effect"
    AFTER_END = "after_end"
    NOT_IN_PROGRAMME = "not_in_programme"
    OUT_OF_SERVICE = "out_of_service"
    NOT_AVAILABLE_WHOLE_MONTH = "not_available_whole_month"
    NOT_OCCUPIED = "not_occupied"
    PRESENCE_UNKNOWN = "presence_unknown"
    CEILING_REACHED = "ceiling_reached"
    MAX_UNITS_REACHED = "max_units_reached"
    NOT_CLAIMED_BY_DECISION = "not_claimed_by_decision"
    CLAIMED_BY_DECISION = "claimed_by_decision"
    ADJUSTED = "adjusted"
    UNDERPAID = "underpaid"
    OVERPAID = "overpaid"
    AWAITING_PAYMENT = "awaiting_payment"
    IN_TURNAROUND = "in_turnaround"
    AIDED_HOUSEHOLDS = "aided_households"
    AIDED_SHARED = "aided_shared"
    REDUCED_BY_PAYER = "reduced_by_payer"
    REFUSED_BY_PAYER = "refused_by_payer"


class Verdict(StrEnum):
    """What the payer answers about a line."""

    ACCEPTED = "accepted"
    REDUCED = "reduced"
    REFUSED = "refused"


class UnitMonth(Struct, frozen=True, kw_only=True, gc=False):
    """A dwelling during a month, as the claim needs it. `days_occupied` None: no presence was received.

    `void`: the days on which the whole dwelling cannot be lived in.
    `households`: those that lived there; `aided_households`: those of them that hold AL or APL. `turnaround`: the days on
    which the whole dwelling was being made ready again.
    """

    line: Line
    reference: str
    name: str
    in_programme: tuple[Period, ...]
    in_service: tuple[Period, ...]
    days_occupied: int | None
    void: tuple[Period, ...] = ()
    households: int = 0
    aided_households: int = 0
    turnaround: tuple[Period, ...] = ()


class Dwelling(Struct, frozen=True, kw_only=True, gc=False):
    """What a claim looks at in a unit: its name, and the periods that say on which days it counts. `numbers`: its places."""

    reference: str
    name: str
    programmes: tuple[ProgrammePeriod, ...]
    service: tuple[Period, ...]
    voids: tuple[Void, ...] = ()
    numbers: tuple[int, ...] = ()

    def is_in(self, programme: Programme, day: date) -> bool:
        """True when the unit belongs to the programme on that day."""
        return any(one.programme is programme and day in one.period for one in self.programmes)


class Room(Struct, frozen=True, kw_only=True):
    """The ceiling of the month or year, and what the other claims under it already take."""

    ceiling_cents: int
    used_cents: int

    @property
    def left_cents(self) -> int:
        return max(0, self.ceiling_cents - self.used_cents)


def unit_month(convention: Convention, line: Line, unit: Unit, presence: Presence | None) -> UnitMonth:
    """The dwelling of a line, with the days that may count: in the convention's programme, in service."""
    return dwelling_month(convention, line, dwelling_of(unit), presence)


def dwelling_of(unit: Unit) -> Dwelling:
    """What a claim looks at in a unit."""
    return Dwelling(
        reference=unit.reference,
        name=unit.name,
        programmes=unit.programmes,
        service=tuple(one.period for one in unit.service),
        voids=unit.voids,
        numbers=tuple(place.number for place in unit.places),
    )


def dwelling_month(convention: Convention, line: Line, dwelling: Dwelling, presence: Presence | None) -> UnitMonth:
    """The month of a dwelling, from what a claim looks at in it."""
    mine = [_counted(convention, one) for one in dwelling.programmes if one.programme is convention.programme]
    return UnitMonth(
        line=line,
        reference=dwelling.reference,
        name=dwelling.name,
        in_programme=tuple(mine),
        in_service=dwelling.service,
        days_occupied=presence.days_occupied if presence else None,
        void=void_of_all(dwelling.voids, dwelling.numbers) if dwelling.voids else (),
        households=presence.households if presence else 0,
        aided_households=aided_households(presence) if presence else 0,
        turnaround=turnaround_periods(presence, dwelling.numbers) if presence else (),
    )


def _counted(convention: Convention, one: ProgrammePeriod) -> Period:
    """The days in the programme. A unit that leaves it on the day its convention ends counts to the end of that month, which is
    still due (R. 851-7 I: payment stops on the first day of the following month).
    """
    if convention.ended_on is None or one.last_day != convention.ended_on:
        return one.period
    return Period(one.first_day, Month.of(convention.ended_on).last_day)


def out_of_force(convention: Convention, month: Month) -> Reason | None:
    """Why the convention gives nothing for a month, or None. The month of termination is still due (R. 851-7)."""
    if month < convention.first_month:
        return Reason.BEFORE_EFFECT
    if month > convention.last_month:
        return Reason.AFTER_END
    return None


def planned_cents(convention: Convention, month: Month) -> int:
    """The forecast of a month: the lines that cover it, while the convention is in force."""
    return 0 if out_of_force(convention, month) else month_forecast(convention, month)


def forecast_cents(convention: Convention) -> int:
    """The forecast of the year: the « montant prévisionnel », as far as the convention ran."""
    return sum(planned_cents(convention, Month(convention.year, number)) for number in range(1, 13))


def ceiling_cents(convention: Convention, month: Month) -> int:
    """What the claims of the month, or of its year, may not exceed together."""
    held = convention.at(month)
    if held.ceiling_cents is not None:
        return held.ceiling_cents
    if held.ceiling is CeilingScope.MENSUEL:
        return planned_cents(convention, month)
    return forecast_cents(convention)


def available_days(month: Month, unit: UnitMonth) -> int:
    """Days of the month when the dwelling was in the programme and in service, less those when all of it was void.

    The void of one place leaves the dwelling available; so does the remise en état after a stay (CAL-12).
    """
    return _less_void(month, unit, _available(unit))


def turnaround_days(month: Month, unit: UnitMonth) -> int:
    """Those of the available days on which the whole dwelling was being made ready again."""
    if not unit.turnaround:
        return 0
    both = [part for here in _available(unit) for there in unit.turnaround if (part := here.common(there))]
    return _less_void(month, unit, both)


def _less_void(month: Month, unit: UnitMonth, days: list[Period]) -> int:
    void = [part for here in days for hole in unit.void if (part := here.common(hole))]
    return covered_days(month.period, days) - (covered_days(month.period, void) if void else 0)


def _available(unit: UnitMonth) -> list[Period]:
    if len(unit.in_programme) == len(unit.in_service) == 1:
        both = unit.in_programme[0].common(unit.in_service[0])
        return [both] if both else []
    return [part for here in unit.in_programme for there in unit.in_service if (part := here.common(there))]
