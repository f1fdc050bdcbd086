"""The deadlines of a stay, from its preparation to its exit inspection: the one definition of tray, badges and calendar.

Ground: SIAO-03 (alerts before the term, overstay never silent), loi 89-462 art. 3-2 (inspections), LIFECYCLE §9.
"""

from collections.abc import Collection, Sequence
from datetime import date

from kernel.law import Law
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.deadline_rules import (
    ENTRY_INSPECTION,
    EXIT_INSPECTION,
    LEAVING,
    RENEWAL_DECISION,
    TERM,
    TERM_FIRST_ALERT,
    TERM_LAST_ALERT,
    TERM_SECOND_ALERT,
    TO_SIGN,
)
from occupancy.domain.deadlines import Deadline, DeadlineRule, Subject, SubjectKind, deadline
from occupancy.domain.deposit_deadlines import DepositFacts, deposit_deadlines
from occupancy.domain.inspection_amendments import amendment_deadlines
from occupancy.domain.inspections import Inspection, InspectionKind
from occupancy.domain.insurance_demands import InsuranceDemand, demand_deadlines
from occupancy.domain.insurances import Attestation, insurance_deadlines
from occupancy.domain.regime_effects import Answer, Point, answer
from occupancy.domain.renewals import Overstay, allowed_until


def contract_subject(contract: Contract) -> Subject:
    """The stay, named by its reference."""
    return Subject(
        kind=SubjectKind.CONTRACT,
        id=contract.id,
        reference=contract.reference,
        household_id=contract.household_id,
    )


def contract_deadlines(
    contract: Contract,
    law: Law,
    *,
    inspected: Collection[InspectionKind],
    entry: Inspection | None,
    deposit: DepositFacts,
    attestations: Sequence[Attestation],
    demands: Collection[InsuranceDemand],
    overstays: Sequence[Overstay],
    has_pending_request: bool,
    today: date,
) -> tuple[Deadline, ...]:
    """All the deadlines that the stay has now. `inspected`: the inspections that are signed; `entry`: the signed one."""
    if contract.status is ContractStatus.CANCELLED:
        return deposit_deadlines(contract, deposit, law)
    if contract.status is ContractStatus.DRAFT:
        return (_at(TO_SIGN, contract, law, contract.first_day),)
    found: list[Deadline] = []
    if contract.is_running:
        found += _running(contract, law, allowed_until(contract, overstays), has_pending_request=has_pending_request)
        if _asks(contract, Point.INSURANCE):
            found += insurance_deadlines(attestations, law, contract.territory, today=today)
            found += demand_deadlines(demands, attestations, law, contract.territory)
        if InspectionKind.ENTRY not in inspected and _asks(contract, Point.INSPECTION):
            found.append(_at(ENTRY_INSPECTION, contract, law, contract.first_day))
        if entry is not None:
            found += amendment_deadlines(entry, law, contract.territory)
    if contract.end is not None and InspectionKind.EXIT not in inspected and _asks(contract, Point.INSPECTION):
        found.append(_at(EXIT_INSPECTION, contract, law, contract.end.ended_on))
    return (*found, *deposit_deadlines(contract, deposit, law))


def _running(contract: Contract, law: Law, until: date, *, has_pending_request: bool) -> list[Deadline]:
    """Who leaves has no term to prepare; who stays has the alerts, the term, and the request that waits.

    `until`: the term, or the end of the overstay that was allowed.
    """
    if contract.notice is not None:
        return [_at(LEAVING, contract, law, contract.notice.last_day)]
    rules = [TERM_FIRST_ALERT, TERM_SECOND_ALERT, TERM_LAST_ALERT, TERM]
    if until > contract.last_day:
        rules = [TERM]
    if has_pending_request:
        rules = [RENEWAL_DECISION, TERM]
    return [_at(rule, contract, law, until) for rule in rules]


def _asks(contract: Contract, point: Point) -> bool:
    """By the law or by the rules of the CCAS: the effects matrix says, for the regime of the contract (§1.2)."""
    return answer(contract.legal_regime, point) is not Answer.NO


def _at(rule: DeadlineRule, contract: Contract, law: Law, anchor: date) -> Deadline:
    return deadline(rule, anchor, law, contract.territory)
