"""What a change of the dates of a stay will do, told before it is confirmed: fees, presence, months whose aid may be asked.

Ground: PEERS §5, screen 5 (dates change once what follows has been read), AC-31. A comparison of the contract before and after;
it decides nothing. The place itself is checked by the one predicate (`places.check_place`), before and at the act.
"""

from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kernel.law import Law
from kernel.period import Month, Period
from occupancy.domain.charges import MonthPlan, Outcome
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.fees import month_fee
from occupancy.domain.presence import months_changed, presence


class FeeDifference(Struct, frozen=True, kw_only=True):
    """The fee of a month, before and after. `is_charged`: the month was charged already and will be corrected."""

    month: str
    before_cents: int
    after_cents: int
    is_charged: bool

    @property
    def difference_cents(self) -> int:
        return self.after_cents - self.before_cents


class PresenceDifference(Struct, frozen=True, kw_only=True):
    """The days on which the unit is lived in during a month, before and after.

    `is_begun`: the month has begun; it is told again and settled in the claims. `is_claimed`: its aid was asked for; None: nobody
    could say.
    """

    month: str
    before_days: int
    after_days: int
    is_begun: bool
    is_claimed: bool | None = None


class Consequences(Struct, frozen=True, kw_only=True):
    """The stay before and after, month by month where something differs."""

    before: Period
    after: Period
    fees: tuple[FeeDifference, ...]
    presence: tuple[PresenceDifference, ...]

    @property
    def fees_cents(self) -> int:
        return sum(one.difference_cents for one in self.fees)


def consequences(
    law: Law, before: Contract, after: Contract, others: Collection[Contract], plans: Sequence[MonthPlan], *, now: Month
) -> Consequences:
    """`others`: the other contracts of the unit. `plans`: for the months already run, what `after` brings them to."""
    return Consequences(
        before=before.there,
        after=after.there,
        fees=_fees(law, before, after, {one.fee.month: one for one in plans}),
        presence=_presence(before, after, [one for one in others if one.id != after.id], now),
    )


def with_claims(told: Consequences, claimed: Collection[str] | None) -> Consequences:
    """The same, with the months whose aid was asked for. None: nobody could say."""
    if claimed is None:
        return told
    months = tuple(replace(one, is_claimed=one.month in claimed) for one in told.presence)
    return replace(told, presence=months)


def leaving_as_noticed(noticed: Contract) -> Contract:
    """The contract as it will be if the household leaves on the day its notice leads to: an expectation, never saved."""
    assert noticed.notice is not None
    return replace(noticed, last_day=noticed.notice.last_day)


def as_signed(draft: Contract) -> Contract:
    """A draft as it would stand once signed: an expectation, never saved."""
    return replace(draft, status=ContractStatus.SIGNED, signed_on=draft.first_day)


def _fees(law: Law, before: Contract, after: Contract, plans: dict[str, MonthPlan]) -> tuple[FeeDifference, ...]:
    months = sorted({*before.there.months(), *after.there.months()})
    found = (
        _corrected(plans[str(month)])
        if str(month) in plans
        else FeeDifference(
            month=str(month),
            before_cents=_fee(law, before, month),
            after_cents=_fee(law, after, month),
            is_charged=False,
        )
        for month in months
    )
    return tuple(one for one in found if one.difference_cents)


def _corrected(plan: MonthPlan) -> FeeDifference:
    """A month already run: from the charge that stands to the one that takes its place, unless it was decided otherwise."""
    before = plan.standing.amount_cents if plan.standing else 0
    after = before if plan.outcome is Outcome.DECIDED else plan.fee.cents
    return FeeDifference(month=plan.fee.month, before_cents=before, after_cents=after, is_charged=True)


def _fee(law: Law, contract: Contract, month: Month) -> int:
    return month_fee(law, contract.fee.cents, contract.there, month).cents if contract.is_occupying else 0


def _presence(
    before: Contract, after: Contract, others: Collection[Contract], now: Month
) -> tuple[PresenceDifference, ...]:
    found = (
        PresenceDifference(
            month=str(month),
            before_days=presence((*others, before), month).days_occupied,
            after_days=presence((*others, after), month).days_occupied,
            is_begun=month <= now,
        )
        for month in months_changed(before, after)
    )
    return tuple(one for one in found if one.before_days != one.after_days)
