"""The decisions taken by delegation, whatever they are about: one reader for each kind, joined here (R123-22)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from occupancy.domain.contracts import contract_page
from occupancy.domain.referral_decisions import DecisionOutcome, DelegatedDecision, DelegatedKind
from occupancy.domain.referrals import referral_page
from occupancy.domain.renewals import Overstay, RenewalRequest, RequestStatus
from occupancy.store import renewals
from occupancy.store.contracts import contracts_by_id
from occupancy.store.referrals import delegated_referrals
from occupancy.store.referrals import mark_reported as mark_referrals_reported

_WHAT = {
    DecisionOutcome.RETAINED: "Candidature retenue",
    DecisionOutcome.WAITING: "Inscription sur la liste d'attente",
    DecisionOutcome.REFUSED: "Candidature refusée",
}


_RENEWED = {RequestStatus.GRANTED: "Renouvellement accordé", RequestStatus.DENIED: "Renouvellement refusé, demandé"}


async def delegated_decisions(*, to_report: bool) -> tuple[DelegatedDecision, ...]:
    """Still to report to the board, or reported; in the order in which they were taken."""
    found = [one for reader in READERS for one in await reader(to_report)]
    return tuple(sorted(found, key=lambda one: (one.decided_on, one.reference)))


async def _of_referrals(to_report: bool) -> tuple[DelegatedDecision, ...]:
    return tuple(
        DelegatedDecision(
            id=one.id,
            kind=DelegatedKind.REFERRAL,
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


async def _of_renewals(to_report: bool) -> tuple[DelegatedDecision, ...]:
    decided = await renewals.delegated_requests()
    found = [
        (one, f"{_RENEWED[one.status]} jusqu'au {one.last_day:%d/%m/%Y}", DelegatedKind.RENEWAL) for one in decided
    ]
    return await _of_stays(found, to_report)


async def _of_overstays(to_report: bool) -> tuple[DelegatedDecision, ...]:
    decided = await renewals.delegated_overstays()
    found = [(one, f"Dépassement autorisé jusqu'au {one.last_day:%d/%m/%Y}", DelegatedKind.OVERSTAY) for one in decided]
    return await _of_stays(found, to_report)


async def _of_stays(
    found: Sequence[tuple[RenewalRequest | Overstay, str, DelegatedKind]], to_report: bool
) -> tuple[DelegatedDecision, ...]:
    """Those whose report is, or is not, kept."""
    reports = await renewals.reports_of({one.id for one, _, _ in found})
    stays = await contracts_by_id({one.contract_id for one, _, _ in found})
    return tuple(
        DelegatedDecision(
            id=one.id,
            kind=kind,
            reference=stays[one.contract_id].reference,
            what=what,
            page=contract_page(one.contract_id),
            decided_on=one.decided.decided_on,
            authority=one.decided.authority,
            deliberation_ref=one.decided.deliberation_ref,
            decider_name=one.decided.decider_name,
            decider_function=one.decided.decider_function,
            reported_on=reports.get(one.id),
        )
        for one, what, kind in found
        if one.decided is not None and (one.id not in reports) == to_report
    )


READERS: tuple[Callable[[bool], Awaitable[tuple[DelegatedDecision, ...]]], ...] = (
    _of_referrals,
    _of_renewals,
    _of_overstays,
)


async def mark_reported(decisions: Sequence[DelegatedDecision], reported_on: date) -> None:
    """Each kind keeps its report its own way."""
    if referrals := [one.id for one in decisions if one.kind is DelegatedKind.REFERRAL]:
        await mark_referrals_reported(referrals, reported_on)
    for one in decisions:
        if one.kind is not DelegatedKind.REFERRAL:
            await renewals.insert_report(one.id, one.kind.value, reported_on)
