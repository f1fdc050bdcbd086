"""What the API says of the months that an end or a retirement makes count otherwise, version 1."""

from msgspec import Struct

from alt_units.domain.counted_months import Counted, CountedMonth
from alt_units.domain.regimes import Basis, PartialMonthRule


class CountedOut(Struct, frozen=True, kw_only=True):
    """The dwellings for which something may be claimed, their days that count, the sum."""

    units: int
    days: int
    cents: int

    @classmethod
    def of(cls, one: Counted) -> "CountedOut":
        return cls(units=one.units, days=one.days, cents=one.cents)


class CountedMonthOut(Struct, frozen=True, kw_only=True):
    """A month of a convention, before and after. `in_days`: the claim is worth days, not whole months."""

    month: str
    convention: str
    rule: PartialMonthRule
    basis: Basis
    in_days: bool
    before: CountedOut
    after: CountedOut

    @classmethod
    def of(cls, one: CountedMonth) -> "CountedMonthOut":
        return cls(
            month=str(one.month),
            convention=one.convention_label,
            rule=one.rule,
            basis=one.basis,
            in_days=one.in_days,
            before=CountedOut.of(one.before),
            after=CountedOut.of(one.after),
        )
