"""Renewals of a stay: asked, then granted or denied by somebody named. And the stay beyond its term, with leave.

Ground: SIAO-03 and SIAO-10 (3 months renewable once, 6 months renewable; over-stay is explicit, with its reason and a plan, never
silent), REG-04 (who decides), AC-31 (one renewal more than the rule is a derogation with its authority and motive). One request
waits at a time.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import Blocker, Conflict, RuleBroken
from occupancy.domain.contracts import Contract, check_running, contract_page
from occupancy.domain.decisions import DecidedBy, check_decided
from occupancy.domain.notices import NoticeBy
from occupancy.domain.terms import check_reach


class RequestStatus(StrEnum):
    """Where a request is."""

    PENDING = "pending"
    GRANTED = "granted"
    DENIED = "denied"
    DROPPED = "dropped"


class RenewalAlreadyAsked(Conflict):
    """One request waits at a time: it is decided before another one."""

    code, title = "renewal-already-asked", "Une demande de renouvellement attend déjà"


class LeavingNoRenewal(Conflict):
    """Who has given notice leaves: the notice is taken back before a renewal is asked for."""

    code, title = "leaving-no-renewal", "Un congé est enregistré"


class NoRenewalAsked(Conflict):
    """Only a request that waits is denied."""

    code, title = "no-renewal-asked", "Aucune demande de renouvellement en attente"


class RenewalDayWrong(RuleBroken):
    """A request is made during the stay, and decided the same day or later."""

    code, title = "renewal-day-wrong", "Date de la demande incohérente"


class OverstayDaysWrong(RuleBroken):
    """An authorised overstay follows the term, or the one before it, and has an end."""

    code, title = "overstay-days-wrong", "Dates du dépassement incohérentes"


class RenewalRequest(Struct, frozen=True, kw_only=True):
    """A request for a further period. `decided`, `decision_reason`: once it is granted or denied."""

    id: UUID
    contract_id: UUID
    number: int
    asked_by: NoticeBy
    asked_on: date
    first_day: date
    last_day: date
    reason: str
    status: RequestStatus = RequestStatus.PENDING
    decided: DecidedBy | None = None
    decision_reason: str | None = None


class Overstay(Struct, frozen=True, kw_only=True):
    """Days beyond the term that the CCAS allows, and the way out that is being prepared."""

    id: UUID
    contract_id: UUID
    number: int
    first_day: date
    last_day: date
    reason: str
    rehousing_plan: str
    decided: DecidedBy


def pending(requests: Sequence[RenewalRequest]) -> RenewalRequest | None:
    """The request that waits."""
    return next((one for one in requests if one.status is RequestStatus.PENDING), None)


def ask(contract: Contract, request: RenewalRequest, known: Sequence[RenewalRequest], *, today: date) -> RenewalRequest:
    """The request, checked. Raises `ContractNotRunning`, `LeavingNoRenewal`, `RenewalAlreadyAsked`, `RenewalDayWrong`."""
    check_running(contract)
    if contract.notice is not None:
        raise LeavingNoRenewal(
            f"Un congé mène au {contract.notice.last_day:%d/%m/%Y} : le retirer avant de demander un renouvellement.",
            blocker=Blocker(label=f"Contrat {contract.reference}", href=contract_page(contract.id)),
        )
    if waiting := pending(known):
        raise RenewalAlreadyAsked(f"La demande du {waiting.asked_on:%d/%m/%Y} attend sa décision.")
    if not contract.first_day <= request.asked_on <= today:
        raise RenewalDayWrong(
            f"La demande se fait entre le {contract.first_day:%d/%m/%Y} et aujourd'hui.", field="asked_on"
        )
    return request


def granted(request: RenewalRequest, last_day: date, by: DecidedBy, reason: str, *, today: date) -> RenewalRequest:
    """The request, granted until a day. Raises `DecidedInFuture`, `DelegationMissing`, `RenewalDayWrong`."""
    return replace(_decided(request, by, reason, today), status=RequestStatus.GRANTED, last_day=last_day)


def denied(request: RenewalRequest | None, by: DecidedBy, reason: str, *, today: date) -> RenewalRequest:
    """The request, denied. Raises `NoRenewalAsked`, and what `granted` raises."""
    if request is None:
        raise NoRenewalAsked("Aucune demande n'attend de décision.")
    return replace(_decided(request, by, reason, today), status=RequestStatus.DENIED)


def dropped(request: RenewalRequest) -> RenewalRequest:
    """The request of a household that leaves: nobody decides it any more."""
    return replace(request, status=RequestStatus.DROPPED)


def check_overstay(contract: Contract, one: Overstay, *, today: date) -> None:
    """Raises `ContractNotRunning`, `OverstayDaysWrong`, `DecidedInFuture`, `DelegationMissing`."""
    check_running(contract)
    check_reach(one.last_day, "last_day")
    check_decided(one.decided, today=today)
    if one.last_day < one.first_day:
        raise OverstayDaysWrong(f"Le dépassement commence le {one.first_day:%d/%m/%Y}.", field="last_day")


def overstay_from(contract: Contract, known: Sequence[Overstay]) -> date:
    """The first day that a further overstay would cover: the day after the term, or after the last one allowed."""
    allowed = [one.last_day for one in known if one.first_day > contract.last_day]
    return max([contract.last_day, *allowed]) + timedelta(days=1)


def allowed_until(contract: Contract, known: Sequence[Overstay]) -> date:
    """The last day on which the household is there with a right: its term, or its authorised overstay."""
    return overstay_from(contract, known) - timedelta(days=1)


def _decided(request: RenewalRequest, by: DecidedBy, reason: str, today: date) -> RenewalRequest:
    check_decided(by, today=today)
    if by.decided_on < request.asked_on:
        raise RenewalDayWrong(f"La demande est du {request.asked_on:%d/%m/%Y}.", field="decided_on")
    return replace(request, decided=by, decision_reason=reason)
