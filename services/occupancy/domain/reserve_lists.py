"""The reserve list of a place: used in the order of its ranks, or with a reason, until an entry expires.

Ground: LLTS-04, applied to the commission of the CCAS: each use fills a place that has come free, an expired entry is proposed
no more.
"""

from collections.abc import Iterable
from datetime import date

from kernel.errors import Conflict, RuleBroken
from occupancy.domain.referrals import Referral


class RankTaken(Conflict):
    """Each rank of the reserve list of a place is one household's."""

    code, title = "rank-taken", "Rang déjà attribué"


class ListExpired(Conflict):
    """Past its last day, an entry of the reserve list is proposed no more (LLTS-04)."""

    code, title = "list-expired", "Inscription sur la liste d'attente expirée"


class OutOfRank(RuleBroken):
    """The reserve list is used in the order of its ranks, or with a reason."""

    code, title = "out-of-rank", "Un autre ménage vient avant sur la liste"


def is_expired(referral: Referral, *, today: date) -> bool:
    """True from the day after the last one on which the entry may be proposed."""
    assert referral.decision is not None
    return referral.decision.expires_on is not None and today > referral.decision.expires_on


def reserve_list(entries: Iterable[Referral], *, today: date) -> tuple[Referral, ...]:
    """The entries of one place that may be proposed, in the order of their ranks."""
    usable = [one for one in entries if one.decision and not is_expired(one, today=today)]
    return tuple(sorted(usable, key=_rank))


def check_call(referral: Referral, entries: Iterable[Referral], reason: str | None, *, today: date) -> None:
    """May this entry be proposed now? `entries`: those of the same place. Raises `ListExpired`, `OutOfRank`."""
    assert referral.decision is not None
    if is_expired(referral, today=today):
        raise ListExpired(
            f"L'inscription de {referral.reference} valait jusqu'au {referral.decision.expires_on:%d/%m/%Y}."
        )
    first = next(iter(reserve_list(entries, today=today)), referral)
    if first.id != referral.id and not reason:
        assert first.decision is not None
        raise OutOfRank(
            f"{first.reference} a le rang {first.decision.rank} : indiquer pourquoi passer outre.", field="reason"
        )


def _rank(referral: Referral) -> int:
    assert referral.decision is not None
    assert referral.decision.rank is not None
    return referral.decision.rank
