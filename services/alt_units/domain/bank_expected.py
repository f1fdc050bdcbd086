"""What is expected from the payers: the claims and instalments of each convention, and what was recorded by hand already.

Ground: REC-01 (reconciliation key), REC-02 (what is claimed is what is awaited), CSS R. 851-5 (three payments a year since 2017).
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from alt_units.domain.bank_reading import parse_groups
from alt_units.domain.funder_payments import Due, PaymentKind, Share
from kernel.law import Law
from kernel.period import Month


class OpenClaim(Struct, frozen=True, kw_only=True):
    """A submitted claim with its lines, paid or not."""

    month: Month
    dues: tuple[Due, ...]

    @property
    def left_cents(self) -> int:
        """What is still to come; negative when too much came."""
        return sum(due.difference_cents for due in self.dues)

    @property
    def due_cents(self) -> int:
        return sum(due.difference_cents + due.paid_cents for due in self.dues)


class Instalment(Struct, frozen=True, kw_only=True):
    """A payment that the year's schedule still awaits."""

    number: int
    kind: PaymentKind
    expected_on: date | None
    amount_cents: int


class KnownPayment(Struct, frozen=True, kw_only=True):
    """A payment of the convention. `explained`: a bank line is its source already."""

    payment_id: UUID
    received_on: date
    amount_cents: int
    explained: bool


class OpenConvention(Struct, frozen=True, kw_only=True):
    """A signed convention as the matching sees it. `by_instalments`: paid in a few times a year, not month by month."""

    id: UUID
    number: str
    funder: str
    year: int
    by_instalments: bool
    claims: tuple[OpenClaim, ...]
    instalments: tuple[Instalment, ...]
    payments: tuple[KnownPayment, ...]

    def claim_of(self, month: Month) -> OpenClaim | None:
        return next((one for one in self.claims if one.month == month), None)


class MatchingRules(Struct, frozen=True, kw_only=True):
    """The local parameters of the matching, each dated and to be confirmed by the town.

    `proposal_score`: points from which a match is proposed. `margin`: how far the second must be. `days`: how long after its
    month, or around its day, a payment is on time. `most_months`: the longest run of months that one payment may settle.
    """

    amount_points: int
    convention_points: int
    payer_points: int
    month_points: int
    date_points: int
    proposal_score: int
    margin: int
    days: int
    most_months: int
    payers: dict[str, frozenset[str]]


def matching_rules(law: Law, today: date) -> MatchingRules:
    """The parameters in force today. Raises `LawSilent`."""
    names = [name for name in MatchingRules.__struct_fields__ if name != "payers"]
    numbers = {name: law.at(f"bank_match_{name}", today).number for name in names}
    return MatchingRules(**numbers, payers=parse_groups(law.at("bank_match_payers", today).text))


def expected_by(month: Month, rules: MatchingRules) -> date:
    """The last day on which a month's payment is on time (à terme échu)."""
    return month.last_day + timedelta(days=rules.days)


def full_shares(claims: Iterable[OpenClaim]) -> tuple[Share, ...]:
    """Everything that is still to come on these claims."""
    return tuple(
        Share(claim_line_id=due.claim_line_id, amount_cents=due.difference_cents)
        for claim in claims
        for due in claim.dues
        if due.difference_cents > 0
    )


def part_shares(amount_cents: int, claims: Sequence[OpenClaim], used: dict[UUID, int]) -> tuple[Share, ...]:
    """As much as an amount settles, oldest first, after what `used` already takes on each line.

    A negative amount takes back what came in excess.
    """
    sign, shares = (-1 if amount_cents < 0 else 1), []
    left = abs(amount_cents)
    for claim in sorted(claims, key=lambda one: one.month):
        for due in claim.dues:
            part = min(left, sign * due.difference_cents - used.get(due.claim_line_id, 0))
            if part > 0:
                shares.append(Share(claim_line_id=due.claim_line_id, amount_cents=sign * part))
                left -= part
    return tuple(shares)
