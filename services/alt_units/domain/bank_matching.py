"""The matching of bank lines with what is expected: it proposes, flags, and decides nothing.

A line gets a proposal only when one candidate passes every guard, scores enough, and stands clear of the next. What gets none
stays in suspense, with what looks wrong about it. Ground: REC-01, BNK-02; the points and delays are dated local parameters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from msgspec import Struct

from alt_units.domain.bank_anomalies import Anomaly, Missing, about, anomalies_of, missing_of, named_targets
from alt_units.domain.bank_candidates import (
    MOST_SHOWN,
    Book,
    Candidate,
    MatchLine,
    MatchReason,
    Part,
    Target,
    candidates_of,
    with_room,
)
from alt_units.domain.bank_expected import MatchingRules, OpenClaim, OpenConvention, part_shares
from alt_units.domain.bank_guards import GUARDS, Guard, Seen, Taken
from alt_units.domain.bank_reading import BankWords, read_words
from alt_units.domain.funder_payments import PaymentKind
from kernel.period import Month

MOST_PIECES = 12


class Outcome(Struct, frozen=True, kw_only=True, gc=False):
    """What the matching says of a line. `candidates`: the best ones, proposed or not, for the agent to choose from."""

    line_id: UUID
    proposal: Candidate | None
    candidates: tuple[Candidate, ...]
    anomalies: tuple[Anomaly, ...]


class MatchingRun(Struct, frozen=True, kw_only=True):
    """One run over the open lines."""

    outcomes: dict[UUID, Outcome]
    missing: tuple[Missing, ...]


def match_lines(
    lines: Sequence[MatchLine],
    conventions: Sequence[OpenConvention],
    rules: MatchingRules,
    *,
    as_of: date,
    guards: Sequence[Guard] = GUARDS,
) -> MatchingRun:
    """Every line with its proposal, its candidates and what looks wrong; then what is missing on a day."""
    book = Book(conventions, rules)
    seen = [_look(line, book) for line in sorted(lines, key=lambda one: (one.booked_on, str(one.id)))]
    taken = Taken(targets=set(), lines={}, reversed_ids=_reversed(seen, book))
    proposals: dict[UUID, Candidate] = {}
    ambiguous: set[UUID] = set()
    for one in sorted(seen, key=lambda each: (-_best(each), each.line.booked_on)):
        _propose(one, book, taken, guards, proposals, ambiguous)
    split = _split(seen, book, taken, proposals)
    outcomes = {}
    named: set[Target] = set()
    for one in seen:
        anomalies = anomalies_of(one, book, taken, proposals.get(one.line.id), one.line.id in ambiguous, split)
        if {Anomaly.SHORT, Anomaly.OVER} & set(anomalies):
            named |= named_targets(one, book)
        outcomes[one.line.id] = Outcome(
            line_id=one.line.id,
            proposal=proposals.get(one.line.id),
            candidates=tuple(one.candidates[:MOST_SHOWN]),
            anomalies=anomalies,
        )
    return MatchingRun(outcomes=outcomes, missing=missing_of(book, taken.targets | named, as_of))


def still_missing(
    proposals: Iterable[Candidate],
    unsettled: Iterable[MatchLine],
    conventions: Sequence[OpenConvention],
    rules: MatchingRules,
    *,
    as_of: date,
) -> tuple[Missing, ...]:
    """What is missing on a day after a run, oldest first, without matching again.

    `proposals`: those that the run kept. `unsettled`: the lines that it found short or over, whose money came in part.
    """
    book = Book(conventions, rules)
    settled = {target for one in proposals for target in one.targets}
    for line in unsettled:
        settled |= named_targets(_look(line, book), book)
    return tuple(sorted(missing_of(book, settled, as_of), key=lambda one: one.expected_on))


def _look(line: MatchLine, book: Book) -> Seen:
    words = read_words(line.label, line.payer, line.booked_on, numbers=book.numbers, groups=book.rules.payers)
    return Seen(line=line, words=words, candidates=candidates_of(line, words, book))


def _best(seen: Seen) -> int:
    return seen.candidates[0].score if seen.candidates else 0


def _propose(
    seen: Seen,
    book: Book,
    taken: Taken,
    guards: Sequence[Guard],
    proposals: dict[UUID, Candidate],
    ambiguous: set[UUID],
) -> None:
    if seen.line.may_be_known:
        return
    viable = [one for one in seen.candidates if all(guard(seen, one, taken) for guard in guards)]
    if not viable or viable[0].score < book.rules.proposal_score:
        return
    first = viable[0]
    rival = next((one for one in viable if one.convention_ids != first.convention_ids), None)
    if rival is not None and first.score - rival.score < book.rules.margin:
        ambiguous.add(seen.line.id)
        return
    taken.targets.update(first.targets)
    proposals[seen.line.id] = with_room(first, book, taken.lines)


def _split(seen: Sequence[Seen], book: Book, taken: Taken, proposals: dict[UUID, Candidate]) -> set[UUID]:
    """Several lines that together settle what one was expected to: each is proposed its part."""
    groups: dict[tuple[UUID, frozenset[Month]], list[Seen]] = defaultdict(list)
    for one in seen:
        free = one.line.id not in proposals and one.line.id not in taken.reversed_ids and not one.line.may_be_known
        concerned = about(one, book) if free and one.line.amount_cents > 0 else []
        if len(concerned) == 1:
            groups[concerned[0].id, one.words.months].append(one)
    split: set[UUID] = set()
    for (convention_id, months), group in groups.items():
        convention = book.conventions[convention_id]
        for pieces in _sets(group, book.rules.days):
            total = sum(one.line.amount_cents for one in pieces)
            found = _whole(convention, months, total, taken, pieces[0].words)
            if found is None or any(one.line.id in split for one in pieces):
                continue
            taken.targets.update(found[0])
            for one in pieces:
                proposals[one.line.id] = _piece(one, convention_id, *found, book, taken)
                split.add(one.line.id)
    return split


def _sets(group: Sequence[Seen], days: int) -> Iterator[tuple[Seen, ...]]:
    """The lines that may be pieces of one payment: two to four near each other, few enough to try them all."""
    if len(group) > MOST_PIECES:
        return
    for size in range(2, min(4, len(group)) + 1):
        for pieces in combinations(group, size):
            if (pieces[-1].line.booked_on - pieces[0].line.booked_on).days <= days:
                yield pieces


def _whole(
    one: OpenConvention, months: frozenset[Month], total: int, taken: Taken, words: BankWords
) -> tuple[tuple[Target, ...], tuple[OpenClaim, ...]] | None:
    """What several lines may be the pieces of: the claims of these months, else an instalment."""
    claims = tuple(claim for claim in one.claims if claim.month in months and claim.left_cents > 0)
    targets: tuple[Target, ...] = tuple(("claim", one.id, str(claim.month)) for claim in claims)
    if claims and sum(claim.left_cents for claim in claims) == total and not set(targets) & taken.targets:
        return targets, claims
    for each in one.instalments:
        target: Target = ("instalment", one.id, str(each.number))
        said = (each.kind in words.kinds or not words.kinds) and (each.number in words.ranks or not words.ranks)
        if not months and said and each.amount_cents == total and target not in taken.targets:
            return (target,), one.claims
    return None


def _piece(
    one: Seen, convention_id: UUID, targets: tuple[Target, ...], claims: Sequence[OpenClaim], book: Book, taken: Taken
) -> Candidate:
    shares = part_shares(one.line.amount_cents, claims, taken.lines)
    for share in shares:
        taken.lines[share.claim_line_id] = taken.lines.get(share.claim_line_id, 0) + share.amount_cents
    part = Part(
        convention_id=convention_id,
        kind=PaymentKind.VERSEMENT,
        amount_cents=one.line.amount_cents,
        shares=shares,
        payment_id=None,
    )
    reasons = (MatchReason.AMOUNT, MatchReason.CONVENTION)
    rules = book.rules
    return Candidate(
        parts=(part,),
        targets=targets,
        months=tuple(sorted(one.words.months)),
        exact=True,
        on_time=True,
        is_early=False,
        by_instalments=book.conventions[convention_id].by_instalments,
        score=rules.amount_points + rules.convention_points,
        reasons=reasons,
    )


def _reversed(seen: Sequence[Seen], book: Book) -> set[UUID]:
    """The transfers that the bank took back, with the lines that take them back: the nearest equal one before."""
    found: set[UUID] = set()
    days = timedelta(days=book.rules.days)
    earlier: dict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        if one.line.amount_cents > 0:
            earlier[one.line.amount_cents].append(one)
            continue
        for other in reversed(earlier[-one.line.amount_cents]):
            near = one.line.booked_on - other.line.booked_on <= days
            same = one.words.numbers == other.words.numbers and one.words.months == other.words.months
            if (
                near
                and same
                and other.line.id not in found
                and (one.words.numbers or one.words.payers & other.words.payers)
            ):
                found |= {one.line.id, other.line.id}
                break
    return found
