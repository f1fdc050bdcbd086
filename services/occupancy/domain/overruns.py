"""Overruns: stays beyond the rule, and by what right — a longer term, a renewal by derogation, an authorised overstay, or none.

Ground: SIAO-03 and SIAO-10 (an overstay is explicit, with its reason and a plan, never silent), AC-31 (a derogation has its
motive).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from occupancy.domain.contracts import Contract
from occupancy.domain.renewals import Overstay
from occupancy.domain.terms import Term


class OverrunKind(StrEnum):
    """From what is most pressing to what was decided long ago."""

    UNAUTHORISED = "unauthorised"
    AUTHORISED = "authorised"
    DEROGATION = "derogation"
    BEYOND_RULE = "beyond_rule"


class Overrun(Struct, frozen=True, kw_only=True):
    """One overrun of a contract: the days it covers, and why. `last_day` None: nobody has said until when."""

    contract: Contract
    kind: OverrunKind
    first_day: date
    last_day: date | None
    reason: str
    rehousing_plan: str

    def days(self, today: date) -> int:
        """Days of it lived so far, today included."""
        last = min(today, self.last_day or today)
        return max((last - self.first_day).days + 1, 0)


def overruns_of(
    contract: Contract, terms: Sequence[Term], overstays: Sequence[Overstay], *, today: date
) -> tuple[Overrun, ...]:
    """All the overruns of a stay that takes place or has taken place, in the order of their days."""
    if not contract.is_occupying:
        return ()
    found = [*_by_derogation(contract, terms), *_authorised(contract, overstays)]
    found += _unauthorised(contract, today)
    return tuple(sorted(found, key=lambda one: one.first_day))


def _by_derogation(contract: Contract, terms: Sequence[Term]) -> list[Overrun]:
    """A first term longer than the rule; a renewal more, or longer, than the rule."""
    return [
        Overrun(
            contract=contract,
            kind=OverrunKind.DEROGATION if term.number else OverrunKind.BEYOND_RULE,
            first_day=term.first_day,
            last_day=term.last_day,
            reason=term.override_reason,
            rehousing_plan="",
        )
        for term in terms
        if term.override_reason
    ]


def _authorised(contract: Contract, overstays: Sequence[Overstay]) -> list[Overrun]:
    return [
        Overrun(
            contract=contract,
            kind=OverrunKind.AUTHORISED,
            first_day=one.first_day,
            last_day=one.last_day,
            reason=one.reason,
            rehousing_plan=one.rehousing_plan,
        )
        for one in overstays
    ]


def _unauthorised(contract: Contract, today: date) -> list[Overrun]:
    """Days after the last one with a right: until today while nobody left, until the real end otherwise."""
    allowed = max(contract.last_day, contract.allowed_until or contract.last_day)
    last = contract.end.ended_on if contract.end else None
    if (last or today) <= allowed:
        return []
    return [
        Overrun(
            contract=contract,
            kind=OverrunKind.UNAUTHORISED,
            first_day=allowed + timedelta(days=1),
            last_day=last,
            reason=contract.end.note if contract.end else "",
            rehousing_plan="",
        )
    ]
