"""What a bank line may settle: candidates with their score and its reasons, best first.

Ground: BNK-02 (amount, label, month; one payment may cover several months; the parts sum to the receipt), REC-01.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.bank_expected import (
    Instalment,
    MatchingRules,
    OpenClaim,
    OpenConvention,
    expected_by,
    full_shares,
    part_shares,
)
from alt_units.domain.bank_reading import BankWords, number_key, payer_groups, payer_words, words_of
from alt_units.domain.funder_payments import PaymentKind, Share
from kernel.period import Month

Target = tuple[str, UUID, str]
"""What a candidate would use up: a claim's month, an instalment, a payment recorded by hand."""
MOST_BY_AMOUNT = 50
MOST_SHOWN = 5
MOST_OTHERS = 2


class MatchLine(Struct, frozen=True, kw_only=True, gc=False):
    """A bank line as the matching sees it. `may_be_known`: it looks like a line told by another format; nothing is proposed."""

    id: UUID
    booked_on: date
    amount_cents: int
    label: str
    payer: str
    may_be_known: bool = False


class MatchReason(StrEnum):
    """Why a candidate scores."""

    AMOUNT = "amount"
    CONVENTION = "convention"
    PAYER = "payer"
    MONTH = "month"
    DATE = "date"
    RECORDED = "recorded"


class Part(Struct, frozen=True, kw_only=True, gc=False):
    """The payment that a line, or a part of it, would become. `payment_id`: it was recorded by hand already.

    `decision_reference`: of an indu, as the agent reads it on the payer's decision; a bank statement does not say it.
    """

    convention_id: UUID
    kind: PaymentKind
    amount_cents: int
    shares: tuple[Share, ...]
    payment_id: UUID | None
    decision_reference: str = ""

    @property
    def wants_decision(self) -> bool:
        """True for an indu that is still to be recorded."""
        return self.kind is PaymentKind.INDU and self.payment_id is None


class Candidate(Struct, frozen=True, kw_only=True, gc=False):
    """One way to explain a line. `exact`: to the cent. `months`: those of the claims that it settles. `is_early`: long before
    the day on which it is expected. `by_instalments`: of a convention that is not paid month by month."""

    parts: tuple[Part, ...]
    targets: tuple[Target, ...]
    months: tuple[Month, ...]
    exact: bool
    on_time: bool
    is_early: bool
    by_instalments: bool
    score: int
    reasons: tuple[MatchReason, ...]

    @property
    def convention_ids(self) -> frozenset[UUID]:
        return frozenset(part.convention_id for part in self.parts)

    @property
    def is_recorded(self) -> bool:
        return any(part.payment_id for part in self.parts)

    @property
    def wants_decision(self) -> bool:
        return any(part.wants_decision for part in self.parts)


class Book:
    """What is expected, indexed once: by convention number, and by amount."""

    def __init__(self, conventions: Sequence[OpenConvention], rules: MatchingRules) -> None:
        self.rules = rules
        self.conventions = {one.id: one for one in conventions}
        self.numbers: dict[str, list[OpenConvention]] = defaultdict(list)
        self.payer_of: dict[UUID, frozenset[str]] = {}
        self.words_of: dict[UUID, frozenset[str]] = {}
        self.of_group: dict[str, list[OpenConvention]] = defaultdict(list)
        self._runs: dict[tuple[UUID, int], list[tuple[OpenClaim, ...]]] = defaultdict(list)
        self._by_amount: dict[int, set[UUID]] = defaultdict(set)
        for one in conventions:
            self._add(one)

    def _add(self, one: OpenConvention) -> None:
        self.numbers[number_key(one.number)].append(one)
        self.payer_of[one.id] = payer_groups(words_of(one.funder), self.rules.payers)
        self.words_of[one.id] = payer_words(one.funder)
        for group in self.payer_of[one.id]:
            self.of_group[group].append(one)
        awaited = sorted((claim for claim in one.claims if claim.left_cents > 0), key=lambda claim: claim.month)
        for first in range(len(awaited)):
            total = 0
            for last in range(first, min(len(awaited), first + self.rules.most_months)):
                total += awaited[last].left_cents
                self._runs[one.id, total].append(tuple(awaited[first : last + 1]))
                self._by_amount[total].add(one.id)
        for amount in (*(x.amount_cents for x in one.instalments), *(x.amount_cents for x in one.payments)):
            self._by_amount[amount].add(one.id)
        if over := sum(min(claim.left_cents, 0) for claim in one.claims):
            self._by_amount[over].add(one.id)

    def scope(self, line: MatchLine, words: BankWords) -> list[list[OpenConvention]]:
        """The conventions that a line may be about: those it names, number by number; else those of this amount."""
        if words.numbers:
            return [self.numbers[number] for number in sorted(words.numbers)]
        known = sorted(self._by_amount.get(line.amount_cents, ()), key=str)
        return [[self.conventions[one] for one in known]] if len(known) <= MOST_BY_AMOUNT else []

    def knows_payer(self, one: OpenConvention, words: BankWords) -> bool:
        """True when the line is signed by the convention's payer, under one of its names."""
        if self.payer_of[one.id]:
            return bool(self.payer_of[one.id] & words.payers)
        return bool(self.words_of[one.id]) and self.words_of[one.id] <= words.words

    def runs(self, convention_id: UUID, amount_cents: int) -> list[tuple[OpenClaim, ...]]:
        """The runs of months, oldest first, that an amount settles to the cent."""
        return self._runs.get((convention_id, amount_cents), [])


def candidates_of(line: MatchLine, words: BankWords, book: Book) -> list[Candidate]:
    """Every way to explain the line, best first; a payment recorded by hand comes before its like."""
    groups = book.scope(line, words)
    found: list[Candidate] = []
    if len(groups) == 1:
        for one in groups[0]:
            found += _of_convention(line, words, one, book)
    elif len(groups) > 1 and line.amount_cents > 0:
        for several in product(*groups):
            found += _of_several(line, words, several, book)
    return sorted(found, key=_order)


def selected(one: OpenConvention, words: BankWords) -> tuple[OpenClaim, ...]:
    """The claims that a line names by their months, paid or not; none when it names no month."""
    return tuple(claim for claim in one.claims if claim.month in words.months)


def _order(one: Candidate) -> tuple[int, int, bool, int, tuple[Month, ...], tuple[Target, ...]]:
    return (-one.exact, -one.score, not one.is_recorded, len(one.months), one.months, one.targets)


def _of_convention(line: MatchLine, words: BankWords, one: OpenConvention, book: Book) -> Iterator[Candidate]:
    if line.amount_cents < 0:
        yield from _given_back(line, words, one, book)
        return
    for payment in one.payments:
        near = abs((payment.received_on - line.booked_on).days) <= book.rules.days
        if payment.amount_cents == line.amount_cents and near and not payment.explained:
            part = _part(one, line.amount_cents, (), PaymentKind.VERSEMENT, payment.payment_id)
            target = ("payment", one.id, str(payment.payment_id))
            named_months = tuple(sorted(words.months))
            yield _scored(line, words, book, [part], [target], named_months, exact=True, on_time=True)
    for run in _likely(book.runs(one.id, line.amount_cents), words):
        yield _of_claims(line, words, book, [(one, run)], exact=True)
    for instalment in one.instalments:
        if instalment.amount_cents == line.amount_cents:
            yield _of_instalments(line, words, book, [(one, instalment)])
    named = tuple(claim for claim in selected(one, words) if claim.left_cents > 0)
    if named and sum(claim.left_cents for claim in named) != line.amount_cents:
        yield _of_claims(line, words, book, [(one, named)], exact=False)
    elif not named and words.numbers and (open_ones := [claim for claim in one.claims if claim.left_cents > 0]):
        yield _of_claims(line, words, book, [(one, open_ones)], exact=False)


def _likely(runs: list[tuple[OpenClaim, ...]], words: BankWords) -> list[tuple[OpenClaim, ...]]:
    """The runs to look at: when the label names months, those first, then a few others for the agent to see."""
    if not words.months:
        return runs
    named = [run for run in runs if len(run) == len(words.months) and all(one.month in words.months for one in run)]
    return named + [run for run in runs if run not in named][:MOST_OTHERS]


def _of_several(
    line: MatchLine, words: BankWords, several: Sequence[OpenConvention], book: Book
) -> Iterator[Candidate]:
    """One transfer for several conventions, each named: all that is open of each, or each one's next instalment."""
    chosen = [
        (one, [claim for claim in (selected(one, words) or one.claims) if claim.left_cents > 0]) for one in several
    ]
    total = sum(claim.left_cents for _, claims in chosen for claim in claims)
    if total == line.amount_cents and all(claims for _, claims in chosen):
        yield _of_claims(line, words, book, chosen, exact=True)
    following = [(one, one.instalments[0]) for one in several if one.instalments]
    if len(following) == len(several) and sum(one.amount_cents for _, one in following) == line.amount_cents:
        yield _of_instalments(line, words, book, following)


def _given_back(line: MatchLine, words: BankWords, one: OpenConvention, book: Book) -> Iterator[Candidate]:
    over = [claim for claim in one.claims if claim.left_cents < 0]
    if over and sum(claim.left_cents for claim in over) == line.amount_cents:
        part = _part(one, line.amount_cents, part_shares(line.amount_cents, over, {}), PaymentKind.INDU)
        targets = [_claim_target(one, claim) for claim in over]
        months = tuple(claim.month for claim in over)
        yield _scored(line, words, book, [part], targets, months, exact=True, on_time=True)


def _of_claims(
    line: MatchLine,
    words: BankWords,
    book: Book,
    chosen: Sequence[tuple[OpenConvention, Sequence[OpenClaim]]],
    *,
    exact: bool,
) -> Candidate:
    parts = []
    for one, claims in chosen:
        amount = sum(claim.left_cents for claim in claims) if exact else line.amount_cents
        shares = full_shares(claims) if exact else part_shares(line.amount_cents, claims, {})
        parts.append(_part(one, amount, shares))
    targets = [_claim_target(one, claim) for one, claims in chosen for claim in claims]
    months = tuple(sorted({claim.month for _, claims in chosen for claim in claims}))
    on_time = months[-1].first_day <= line.booked_on <= expected_by(months[-1], book.rules)
    return _scored(line, words, book, parts, targets, months, exact=exact, on_time=on_time)


def _of_instalments(
    line: MatchLine, words: BankWords, book: Book, chosen: Sequence[tuple[OpenConvention, Instalment]]
) -> Candidate:
    parts = [
        _part(one, each.amount_cents, part_shares(each.amount_cents, one.claims, {}), each.kind) for one, each in chosen
    ]
    targets: list[Target] = [("instalment", one.id, str(each.number)) for one, each in chosen]
    days = timedelta(days=book.rules.days)
    on_time = all(
        abs(line.booked_on - each.expected_on) <= days if each.expected_on else line.booked_on.year == one.year
        for one, each in chosen
    )
    early = any(each.expected_on and line.booked_on < each.expected_on - days for _, each in chosen)
    scored = _scored(line, words, book, parts, targets, (), exact=True, on_time=on_time)
    return replace(scored, is_early=early)


def _part(
    one: OpenConvention,
    amount_cents: int,
    shares: tuple[Share, ...],
    kind: PaymentKind = PaymentKind.VERSEMENT,
    payment_id: UUID | None = None,
) -> Part:
    return Part(convention_id=one.id, kind=kind, amount_cents=amount_cents, shares=shares, payment_id=payment_id)


def _claim_target(one: OpenConvention, claim: OpenClaim) -> Target:
    return ("claim", one.id, str(claim.month))


def _scored(
    line: MatchLine,
    words: BankWords,
    book: Book,
    parts: Sequence[Part],
    targets: Sequence[Target],
    months: tuple[Month, ...],
    *,
    exact: bool,
    on_time: bool,
) -> Candidate:
    rules = book.rules
    concerned = [book.conventions[part.convention_id] for part in parts]
    recorded = any(part.payment_id for part in parts)
    facts = (
        (MatchReason.AMOUNT, exact, rules.amount_points),
        (MatchReason.CONVENTION, bool(words.numbers), rules.convention_points),
        (MatchReason.PAYER, all(book.knows_payer(one, words) for one in concerned), rules.payer_points),
        (MatchReason.MONTH, bool(words.months) and frozenset(months) == words.months, rules.month_points),
        (MatchReason.DATE, on_time, rules.date_points),
        (MatchReason.RECORDED, recorded, 0),
    )
    return Candidate(
        parts=tuple(parts),
        targets=tuple(targets),
        months=months,
        exact=exact,
        on_time=on_time,
        is_early=False,
        by_instalments=any(one.by_instalments for one in concerned),
        score=sum(points for _, true, points in facts if true),
        reasons=tuple(reason for reason, true, _ in facts if true),
    )


def with_room(candidate: Candidate, book: Book, used: dict[UUID, int]) -> Candidate:
    """The candidate with its shares drawn after what earlier proposals already take; its amount does not move."""
    parts = []
    for part in candidate.parts:
        if not part.payment_id and candidate.targets[0][0] == "instalment":
            claims = book.conventions[part.convention_id].claims
            part = replace(part, shares=part_shares(part.amount_cents, claims, used))
        for share in part.shares:
            used[share.claim_line_id] = used.get(share.claim_line_id, 0) + abs(share.amount_cents)
        parts.append(part)
    return replace(candidate, parts=tuple(parts))
