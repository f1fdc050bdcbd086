"""What a convention foresees and allows for a month, and the dwellings of a month as a claim needs them.

Ground: CSS R. 851-2 (forecast month by month, effect), R. 851-7 (end). One dwelling is one line, whatever its households.
"""

from enum import StrEnum

from msgspec import Struct

from alt_units.domain.conventions import Convention, Line, month_forecast
from alt_units.domain.presence import Presence
from alt_units.domain.regimes import CeilingScope
from alt_units.domain.units import Unit
from alt_units.domain.voids import void_of_all
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


class UnitMonth(Struct, frozen=True, kw_only=True):
    """A dwelling during a month, as the claim needs it. `days_occupied` None: no presence was received.

    `void`: the days on which the whole dwelling cannot be lived in.
    """

    line: Line
    reference: str
    name: str
    in_programme: tuple[Period, ...]
    in_service: tuple[Period, ...]
    days_occupied: int | None
    void: tuple[Period, ...] = ()


class Room(Struct, frozen=True, kw_only=True):
    """The ceiling of the month or year, and what the other claims under it already take."""

    ceiling_cents: int
    used_cents: int

    @property
    def left_cents(self) -> int:
        return max(0, self.ceiling_cents - self.used_cents)


def unit_month(convention: Convention, line: Line, unit: Unit, presence: Presence | None) -> UnitMonth:
    """The dwelling of a line, with the days that may count: in the convention's programme, in service."""
    in_programme = [one.period for one in unit.programmes if one.programme is convention.programme]
    return UnitMonth(
        line=line,
        reference=unit.reference,
        name=unit.name,
        in_programme=tuple(in_programme),
        in_service=tuple(one.period for one in unit.service),
        days_occupied=presence.days_occupied if presence else None,
        void=void_of_all(unit.voids, [place.number for place in unit.places]),
    )


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
    if convention.ceiling_cents is not None:
        return convention.ceiling_cents
    if convention.ceiling is CeilingScope.MENSUEL:
        return planned_cents(convention, month)
    return forecast_cents(convention)


def available_days(month: Month, unit: UnitMonth) -> int:
    """Days of the month when the dwelling was in the programme and in service, less those when all of it was void.

    The void of one place leaves the dwelling available; so does the remise en état after a stay (CAL-12).
    """
    both = [part for here in unit.in_programme for there in unit.in_service if (part := here.common(there))]
    taken = [part for here in both for hole in unit.void if (part := here.common(hole))]
    return covered_days(month.period, both) - covered_days(month.period, taken)


def occupied_days(month: Month, unit: UnitMonth) -> int:
    """Days when somebody lived there, never more than the days when it was available. Unknown counts as none."""
    return min(unit.days_occupied or 0, available_days(month, unit))
