"""Help of the FSL for a debt: asked for on a day, answered on a day, with what is granted and whom it pays (LIFECYCLE §6.4).

What the FSL grants is no payment: only the receipt of its transfer pays a claim. While an answer, or a transfer to the CCAS, is
awaited, the social reminders wait too, no longer than a delay that the CCAS confirms. The transfer is known by its receipts,
which name the FSL as the third party: once they come to what was granted, nothing is awaited any longer.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.money import euros

WAIT_MONTHS = "arrears.fsl_wait_months"


class FslRequestNotFound(NotFound):
    """No request to the FSL has this id."""

    code, title = "fsl-request-not-found", "Demande au FSL introuvable"


class FslRequestWrong(RuleBroken):
    """A request is about a debt that there is, and is made once the day has come; one at a time waits for its answer."""

    code, title = "fsl-request-wrong", "Demande au FSL impossible"


class FslDecisionWrong(RuleBroken):
    """The answer comes after the request; help is granted up to what was asked, and is paid to somebody."""

    code, title = "fsl-decision-wrong", "Décision du FSL impossible"


class FslAlreadyDecided(Conflict):
    """The FSL answers a request once."""

    code, title = "fsl-already-decided", "Décision du FSL déjà notée"


class PaidTo(StrEnum):
    """Whom the FSL pays: the CCAS, as a third party of the household, or the household itself."""

    CCAS = "ccas"
    HOUSEHOLD = "household"


class FslDecision(Struct, frozen=True, kw_only=True):
    """The answer. `granted_cents` 0: refused, and `paid_to` None."""

    id: UUID
    request_id: UUID
    decided_on: date
    granted_cents: int
    paid_to: PaidTo | None
    detail: str
    recorded_on: date
    recorded_by: UUID
    recorded_by_name: str


class FslRequest(Struct, frozen=True, kw_only=True):
    """What was asked, in cents, and its answer, None while it is awaited. `reference`: the FSL's own number, if any.

    `received_cents`: what its receipts paid of what was granted to the CCAS; read from them, never recorded here.
    """

    id: UUID
    household_id: UUID
    asked_on: date
    asked_cents: int
    reference: str
    recorded_on: date
    recorded_by: UUID
    recorded_by_name: str
    decision: FslDecision | None = None
    received_cents: int = 0

    @property
    def to_come_cents(self) -> int:
        """What is still to come to the CCAS of what was granted."""
        answer = self.decision
        return answer.granted_cents - self.received_cents if answer and answer.paid_to is PaidTo.CCAS else 0


class FslReceipt(Struct, frozen=True, kw_only=True):
    """Money that a receipt, not cancelled, says to come from the FSL for what a household owes."""

    household_id: UUID
    received_on: date
    amount_cents: int


def received(requests: Sequence[FslRequest], receipts: Iterable[FslReceipt]) -> tuple[FslRequest, ...]:
    """The requests of one household, each with what came of it: a receipt pays the oldest help that was granted by its day."""
    came = {one.id: 0 for one in requests}
    granted = sorted(
        ((one.decision.decided_on, one) for one in requests if one.decision and one.to_come_cents),
        key=lambda pair: pair[0],
    )
    for receipt in sorted(receipts, key=lambda one: one.received_on):
        left = receipt.amount_cents
        for decided_on, one in granted:
            if decided_on <= receipt.received_on:
                part = min(left, one.to_come_cents - came[one.id])
                came[one.id] += part
                left -= part
    return tuple(replace(one, received_cents=one.received_cents + came[one.id]) for one in requests)


def check_request(request: FslRequest, owed_cents: int, before: Sequence[FslRequest], today: date) -> None:
    """`owed_cents`: what is late. Raises `FslRequestWrong`."""
    if request.asked_on > today:
        raise FslRequestWrong("Une demande s'enregistre une fois faite.", field="asked_on")
    if owed_cents <= 0:
        raise FslRequestWrong("Aucune somme échue n'est due par ce ménage.", field="asked")
    if request.asked_cents > owed_cents:
        raise FslRequestWrong(f"Au plus ce qui est en retard : {euros(owed_cents)}.", field="asked")
    if waiting := next((one for one in before if one.decision is None), None):
        raise FslRequestWrong(
            f"La demande du {waiting.asked_on:%d/%m/%Y} attend sa réponse : notez-la d'abord.", field="asked_on"
        )


def check_decision(request: FslRequest, decision: FslDecision, today: date) -> None:
    """Raises `FslDecisionWrong`, `FslAlreadyDecided`."""
    if request.decision is not None:
        raise FslAlreadyDecided("La réponse à cette demande est déjà notée.")
    if not request.asked_on <= decision.decided_on <= today:
        raise FslDecisionWrong(
            f"Une date du {request.asked_on:%d/%m/%Y} (jour de la demande) à aujourd'hui est attendue.",
            field="decided_on",
        )
    if decision.granted_cents > request.asked_cents:
        raise FslDecisionWrong(f"Au plus ce qui est demandé : {euros(request.asked_cents)}.", field="granted")
    if (decision.granted_cents > 0) != (decision.paid_to is not None):
        asked = "Dites à qui l'aide est versée." if decision.granted_cents else "Rien n'est versé : laissez vide."
        raise FslDecisionWrong(asked, field="paid_to")


def awaited(law: Law, requests: Sequence[FslRequest], today: date) -> str:
    """What of the FSL holds the ladder back today, in words; nothing once the money came, or its delay is over."""
    for one in requests:
        answer = one.decision
        from_day = answer.decided_on if answer else one.asked_on
        if today > add_months(from_day, law.at(WAIT_MONTHS, from_day).number):
            continue
        if answer is None:
            return f"Demande au FSL du {one.asked_on:%d/%m/%Y} ({euros(one.asked_cents)}) : réponse attendue"
        if one.to_come_cents:
            came = f", {euros(one.received_cents)} reçus" if one.received_cents else ""
            granted = f"{euros(answer.granted_cents)} accordés{came}"
            return f"Aide du FSL du {answer.decided_on:%d/%m/%Y} ({granted}) : virement attendu"
    return ""


def unanswered_since(law: Law, requests: Sequence[FslRequest], today: date) -> date | None:
    """The day of a request whose answer no longer comes: to be asked after. None: nothing is."""
    late = (one.asked_on for one in requests if one.decision is None and not awaited(law, [one], today))
    return min(late, default=None)


def unpaid_since(law: Law, requests: Sequence[FslRequest], today: date) -> FslRequest | None:
    """The oldest help granted to the CCAS whose transfer no longer comes: to be asked after. None: nothing is."""
    late = (one for one in requests if one.to_come_cents and not awaited(law, [one], today))
    return min(late, key=lambda one: one.asked_on, default=None)
