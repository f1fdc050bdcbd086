"""The decisions taken by delegation, whatever they are about: one reader for each kind, joined here (R123-22)."""

from collections.abc import Awaitable, Callable

from occupancy.domain.referral_decisions import DecisionOutcome, DelegatedDecision
from occupancy.domain.referrals import referral_page
from occupancy.store.referrals import delegated_referrals

_WHAT = {
    DecisionOutcome.RETAINED: "Candidature retenue",
    DecisionOutcome.WAITING: "Inscription sur la liste d'attente",
    DecisionOutcome.REFUSED: "Candidature refusée",
}


async def delegated_decisions(*, to_report: bool) -> tuple[DelegatedDecision, ...]:
    """Still to report to the board, or reported; in the order in which they were taken."""
    found = [one for reader in READERS for one in await reader(to_report)]
    return tuple(sorted(found, key=lambda one: (one.decided_on, one.reference)))


async def _of_referrals(to_report: bool) -> tuple[DelegatedDecision, ...]:
    return tuple(
        DelegatedDecision(
            id=one.id,
            reference=one.reference,
            what=f"{_WHAT[one.decision.outcome]} : {one.place.words}",
            page=referral_page(one.id),
            decided_on=one.decision.decided_on,
            authority=one.decision.authority,
            deliberation_ref=one.decision.deliberation_ref,
            decider_name=one.decision.decider_name,
            decider_function=one.decision.decider_function,
            reported_on=one.decision.reported_on,
        )
        for one in await delegated_referrals(to_report=to_report)
        if one.decision
    )


READERS: tuple[Callable[[bool], Awaitable[tuple[DelegatedDecision, ...]]], ...] = (_of_referrals,)
