"""What looks wrong about a bank line, and what was expected and did not come: one of a few kinds, for an agent to judge."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.bank_candidates import Book, Candidate, Target, selected
from alt_units.domain.bank_expected import OpenClaim, OpenConvention, expected_by
from alt_units.domain.bank_guards import Seen, Taken, period_as_said, taken_once
from kernel.period import Month


class Anomaly(StrEnum):
    """What looks wrong about a line, or about what was expected and did not come."""

    MISSING = "missing"
    DOUBLE = "double"
    SHORT = "short"
    OVER = "over"
    WRONG_PERIOD = "wrong_period"
    LATE = "late"
    REVERSED = "reversed"
    UNKNOWN_CONVENTION = "unknown_convention"
    SPLIT = "split"
    MERGED = "merged"
    UNKNOWN_PAYER = "unknown_payer"
    AMBIGUOUS = "ambiguous"
    UNEXPECTED = "unexpected"
    MAYBE_KNOWN = "maybe_known"


class Missing(Struct, frozen=True, kw_only=True):
    """What was expected by now, and no line settles or names. `month` None: an instalment of the year.

    `expected_on`: its day in the schedule; else the last day on which the payment of the month was on time."""

    convention_id: UUID
    month: Month | None
    number: int
    amount_cents: int
    expected_on: date

    def days_late(self, today: date) -> int:
        return (today - self.expected_on).days


def about(seen: Seen, book: Book) -> list[OpenConvention]:
    """The convention that a line is about, when it says which: by one number, or by a payer that has only one."""
    if len(seen.words.numbers) == 1:
        (number,) = seen.words.numbers
        return book.numbers[number]
    if seen.words.numbers or seen.words.unknown_number or not seen.words.payers:
        return []
    known = {one.id: one for group in seen.words.payers for one in book.of_group.get(group, ())}
    return list(known.values()) if len(known) == 1 else []


def anomalies_of(
    seen: Seen, book: Book, taken: Taken, proposal: Candidate | None, ambiguous: bool, split: set[UUID]
) -> tuple[Anomaly, ...]:
    if seen.line.may_be_known:
        return (Anomaly.MAYBE_KNOWN,)
    if seen.line.id in taken.reversed_ids:
        return (Anomaly.REVERSED,)
    if proposal is not None:
        claims = [target for target in proposal.targets if target[0] == "claim"]
        several = len(claims) > 1 or len(proposal.parts) > 1
        facts = (
            (Anomaly.SPLIT, seen.line.id in split),
            (Anomaly.MERGED, several and seen.line.amount_cents > 0 and seen.line.id not in split),
            (Anomaly.LATE, _is_late(seen, proposal, book)),
        )
        return tuple(anomaly for anomaly, true in facts if true)
    if ambiguous:
        return (Anomaly.AMBIGUOUS,)
    return (_unproposed(seen, book, taken),)


def _is_late(seen: Seen, proposal: Candidate, book: Book) -> bool:
    if proposal.on_time or seen.line.amount_cents < 0:
        return False
    if proposal.months:
        return seen.line.booked_on > expected_by(proposal.months[-1], book.rules)
    return True


def _unproposed(seen: Seen, book: Book, taken: Taken) -> Anomaly:
    """What looks wrong about a line that nothing explains."""
    if seen.words.unknown_number:
        return Anomaly.UNKNOWN_CONVENTION
    concerned = about(seen, book)
    if seen.line.amount_cents < 0:
        paid_before = any(
            payment.amount_cents == -seen.line.amount_cents for one in concerned for payment in one.payments
        )
        return Anomaly.REVERSED if paid_before else Anomaly.UNEXPECTED
    if _is_double(seen, concerned, book, taken):
        return Anomaly.DOUBLE
    if concerned:
        claims = [claim for one in concerned for claim in selected(one, seen.words)]
        if seen.words.months and not claims:
            return Anomaly.WRONG_PERIOD
        return _short_or_over(seen, concerned, claims)
    if not seen.words.numbers and not seen.words.payers:
        return Anomaly.UNKNOWN_PAYER
    return Anomaly.UNEXPECTED


def _is_double(seen: Seen, concerned: Sequence[OpenConvention], book: Book, taken: Taken) -> bool:
    """The same money came already: in this run, or as a payment that settled the claim it names."""
    known = seen.words.numbers or seen.words.payers
    for one in seen.candidates:
        again = one.exact and not taken_once(seen, one, taken) and period_as_said(seen, one, taken)
        if known and again:
            return True
    claims = [claim for one in concerned for claim in selected(one, seen.words)]
    if claims:
        paid = all(claim.left_cents <= 0 for claim in claims)
        return paid and sum(claim.due_cents for claim in claims) == seen.line.amount_cents
    equal = [payment for one in concerned for payment in one.payments if payment.amount_cents == seen.line.amount_cents]
    return any(abs((payment.received_on - seen.line.booked_on).days) <= book.rules.days for payment in equal)


def _short_or_over(seen: Seen, concerned: Sequence[OpenConvention], claims: Sequence[OpenClaim]) -> Anomaly:
    awaited = sum(claim.left_cents for claim in claims)
    if not claims:
        first = [one.instalments[0].amount_cents for one in concerned if one.instalments]
        first += [claim.left_cents for one in concerned for claim in one.claims if claim.left_cents > 0][:1]
        awaited = first[0] if first else 0
    if awaited <= 0:
        return Anomaly.UNEXPECTED
    return Anomaly.SHORT if seen.line.amount_cents < awaited else Anomaly.OVER


def named_targets(seen: Seen, book: Book) -> set[Target]:
    return {("claim", one.id, str(claim.month)) for one in about(seen, book) for claim in selected(one, seen.words)}


def missing_of(book: Book, settled: set[Target], as_of: date) -> tuple[Missing, ...]:
    found = []
    days = timedelta(days=book.rules.days)
    for one in book.conventions.values():
        for each in one.instalments:
            if each.expected_on is None or each.expected_on + days >= as_of:
                continue
            if ("instalment", one.id, str(each.number)) not in settled:
                found.append(_missing(one, None, each.number, each.amount_cents, each.expected_on))
        for claim in () if one.by_instalments else one.claims:
            due_on = expected_by(claim.month, book.rules)
            if claim.left_cents > 0 and due_on < as_of and ("claim", one.id, str(claim.month)) not in settled:
                found.append(_missing(one, claim.month, 0, claim.left_cents, due_on))
    return tuple(found)


def _missing(one: OpenConvention, month: Month | None, number: int, cents: int, expected_on: date) -> Missing:
    return Missing(convention_id=one.id, month=month, number=number, amount_cents=cents, expected_on=expected_on)
