"""What the claims of a convention count of its dwellings in a month, as things are and as they would be after a change.

Ground: R. 851-5 CSS (what is due follows the capacity, as the convention counts an incomplete month), R. 851-7 (the month of the
end is still due). Whole months are counted in dwelling-months, a pro rata in days: never days where the rule counts months.
"""

from collections.abc import Sequence

from msgspec import Struct

from alt_units.domain.claim_amounts import compute
from alt_units.domain.claim_readings import Readings
from alt_units.domain.claim_terms import Room, UnitMonth
from alt_units.domain.conventions import Convention
from alt_units.domain.regimes import Basis, PartialMonthRule
from kernel.law import Law
from kernel.period import Month


class Counted(Struct, frozen=True, kw_only=True):
    """The dwellings for which something may be claimed, their days that count, and the sum."""

    units: int
    days: int
    cents: int


class CountedMonth(Struct, frozen=True, kw_only=True):
    """A month of a convention, before and after a change, under the rule and basis in force then."""

    month: Month
    convention_label: str
    rule: PartialMonthRule
    basis: Basis
    before: Counted
    after: Counted

    @property
    def in_days(self) -> bool:
        """True when the claim is worth days, not whole months."""
        return self.rule is PartialMonthRule.PRORATA_JOURS

    @property
    def lost_units(self) -> int:
        return self.before.units - self.after.units

    @property
    def lost_days(self) -> int:
        return self.before.days - self.after.days

    @property
    def lost_cents(self) -> int:
        return self.before.cents - self.after.cents


def count_month(
    law: Law, convention: Convention, month: Month, units: Sequence[UnitMonth], *, room: Room, readings: Readings
) -> Counted:
    """What a claim of the month would count on these facts."""
    basis = convention.at(month).basis
    lines = [
        line
        for line in compute(law, month, convention, units, room=room, readings=readings)
        if line.claimable_cents > 0
    ]
    days = [
        line.days_available if basis is Basis.DISPONIBILITE else min(line.days_occupied or 0, line.days_available)
        for line in lines
    ]
    return Counted(units=len(lines), days=sum(days), cents=sum(line.claimable_cents for line in lines))
