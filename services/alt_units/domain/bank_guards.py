"""What a match must pass before it is proposed: one guard, one reason why a score alone is not enough."""

from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from alt_units.domain.bank_candidates import Candidate, MatchLine, Target
from alt_units.domain.bank_reading import BankWords


class Seen(Struct, frozen=True, kw_only=True, gc=False):
    """A line with what it says and what it may settle."""

    line: MatchLine
    words: BankWords
    candidates: list[Candidate]


class Taken(Struct, kw_only=True):
    """What the proposals of this run already use up."""

    targets: set[Target]
    lines: dict[UUID, int]
    reversed_ids: set[UUID]


Guard = Callable[[Seen, Candidate, Taken], bool]


def amount_explained(seen: Seen, one: Candidate, taken: Taken) -> bool:
    """To the cent: a short or excessive payment is for an agent to judge."""
    return one.exact and sum(part.amount_cents for part in one.parts) == seen.line.amount_cents


def convention_not_another(seen: Seen, one: Candidate, taken: Taken) -> bool:
    """Money sent for a convention that is none of ours is not ours by its amount."""
    return not seen.words.unknown_number


def period_as_said(seen: Seen, one: Candidate, taken: Taken) -> bool:
    """A label that names months settles these months and no others, one that says « solde » the balance; nothing comes early."""
    if one.is_recorded:
        return True
    if one.targets[0][0] == "instalment":
        return not one.is_early and _instalment_said(seen.words, one)
    if not seen.words.months:
        return not one.by_instalments
    return frozenset(one.months) == seen.words.months


def _instalment_said(words: BankWords, one: Candidate) -> bool:
    """« Solde », « 2e versement »: that one. A label that does not say which is believed only at the day of the schedule."""
    if words.ranks:
        return {int(number) for _, _, number in one.targets} <= words.ranks
    if words.kinds:
        return {part.kind for part in one.parts} <= words.kinds
    return one.on_time


def taken_once(seen: Seen, one: Candidate, taken: Taken) -> bool:
    """What is expected is settled once: the second of two equal transfers finds nothing left."""
    if any(target in taken.targets for target in one.targets):
        return False
    from_claims = one.targets[0][0] == "claim"
    return not from_claims or not any(share.claim_line_id in taken.lines for part in one.parts for share in part.shares)


def not_reversed(seen: Seen, one: Candidate, taken: Taken) -> bool:
    """A transfer that the bank took back settles nothing."""
    return seen.line.id not in taken.reversed_ids


GUARDS: tuple[Guard, ...] = (amount_explained, convention_not_another, period_as_said, taken_once, not_reversed)
