"""The mise en demeure for an attestation of insurance: one month, then the lessor may insure for the household's account.

Ground: loi 89-462 art. 7 g, LIFECYCLE BG-19. It is met by an attestation that covers the day it was received, after the demand;
never by one that was there before, nor by one that was withdrawn.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.calendar import Territory
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from occupancy.domain.contracts import Contract, check_running
from occupancy.domain.deadline_rules import INSURANCE_DEMAND
from occupancy.domain.deadlines import Deadline, deadline
from occupancy.domain.insurances import Attestation, Insured
from occupancy.domain.notices import NoticeChannel


class InsuranceIsThere(Conflict):
    """Nobody is put on notice for an attestation that is there."""

    code, title = "insurance-is-there", "Une attestation couvre déjà ce jour"


class InsuranceAlreadyDemanded(Conflict):
    """One mise en demeure runs at a time."""

    code, title = "insurance-already-demanded", "Une mise en demeure court déjà"


class DemandDayWrong(RuleBroken):
    """It is sent during the stay, and recorded once it is sent."""

    code, title = "demand-day-wrong", "Date de la mise en demeure incohérente"


class DemandNotFound(NotFound):
    """No mise en demeure has this number, and it is not the next one either."""

    code, title = "insurance-demand-not-found", "Mise en demeure introuvable"


class InsuranceDemand(Struct, frozen=True, kw_only=True):
    """One mise en demeure to the household."""

    id: UUID
    contract_id: UUID
    number: int
    sent_on: date
    channel: NoticeChannel


def met_on(demand: InsuranceDemand, attestations: Iterable[Attestation]) -> date | None:
    """The day on which an attestation answered it."""
    answers = (
        one.received_on
        for one in attestations
        if one.insured is Insured.HOUSEHOLD and one.received_on >= demand.sent_on and one.covers(one.received_on)
    )
    return min(answers, default=None)


def expired_on(attestations: Iterable[Attestation], day: date) -> date | None:
    """When the household's last attestation had ended, as it was known on a day; None when there had been none."""
    ends = (
        one.valid_until
        for one in attestations
        if one.insured is Insured.HOUSEHOLD and not one.withdrawn_reason and one.received_on <= day > one.valid_until
    )
    return max(ends, default=None)


def demand_of(
    contract: Contract,
    number: int,
    known: Sequence[InsuranceDemand],
    attestations: Sequence[Attestation],
    *,
    today: date,
) -> tuple[InsuranceDemand, bool]:
    """The demand of a number, and whether it is sent; the next one is as it would be if it were sent today.

    Raises `DemandNotFound`, and for the next one what `check_demand` raises.
    """
    if sent := next((one for one in known if one.number == number), None):
        return sent, True
    if number != len(known) + 1:
        raise DemandNotFound("Ce séjour n'a pas de mise en demeure de ce numéro.")
    wanted = InsuranceDemand(
        id=contract.id, contract_id=contract.id, number=number, sent_on=today, channel=NoticeChannel.REGISTERED_LETTER
    )
    check_demand(contract, wanted, known, attestations, today=today)
    return wanted, False


def check_demand(
    contract: Contract,
    demand: InsuranceDemand,
    known: Sequence[InsuranceDemand],
    attestations: Sequence[Attestation],
    *,
    today: date,
) -> None:
    """Raises `ContractNotRunning`, `DemandDayWrong`, `InsuranceIsThere`, `InsuranceAlreadyDemanded`."""
    check_running(contract)
    if not contract.first_day <= demand.sent_on <= today:
        raise DemandDayWrong(
            f"La mise en demeure part entre le {contract.first_day:%d/%m/%Y} et aujourd'hui.", field="sent_on"
        )
    if any(one.insured is Insured.HOUSEHOLD and one.covers(demand.sent_on) for one in attestations):
        raise InsuranceIsThere("L'attestation du ménage couvre ce jour : il n'y a rien à demander.")
    if open_one := next((one for one in known if met_on(one, attestations) is None), None):
        raise InsuranceAlreadyDemanded(f"La mise en demeure du {open_one.sent_on:%d/%m/%Y} attend sa réponse.")


def demand_deadlines(
    demands: Iterable[InsuranceDemand], attestations: Sequence[Attestation], law: Law, territory: Territory
) -> tuple[Deadline, ...]:
    """One month for each demand, met by the attestation that answers it. `number` 0: one runs at a time, the last one."""
    last = max(demands, key=lambda one: one.number, default=None)
    if last is None:
        return ()
    return (deadline(INSURANCE_DEMAND, last.sent_on, law, territory, met_on=met_on(last, attestations)),)
