"""The books of the régies over the API."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from occupancy.actions import regisseurs as service_acts
from occupancy.actions import tills as actions
from occupancy.api.money_contract import ReasonIn
from occupancy.api.till_contract import (
    ChequesIn,
    ChequesOut,
    HandoverAcceptanceOut,
    HandoverIn,
    HandoverOut,
    PayOverCancellationOut,
    PayOverIn,
    PayOverOut,
    RegisseurTermEndIn,
    RegisseurTermIn,
    RegisseurTermOut,
    TillClosingIn,
    TillClosingOut,
    TillOut,
)
from occupancy.domain.pay_overs import ChequeRemittance, PayOver, PayOverCancellation
from occupancy.domain.regisseurs import Handover, HandoverAcceptance, RegisseurTerm
from occupancy.domain.tills import TillClosing
from occupancy.store import regies, regisseurs

REGIE = "/v1/regies/{regie_id:uuid}"


@get(f"{REGIE}/till", operation_id="get_till", summary="Lire ce que détient une régie", tags=["Régies"])
async def get_till(regie_id: FromPath[UUID], act: NamedDependency[Act]) -> TillOut:
    """What the régie holds by means, what it paid over, and why it has to pay over."""
    return TillOut.of(await actions.till_state(await regies.find_regie(regie_id), act.today))


@post(f"{REGIE}/closings", operation_id="close_till", summary="Arrêter la caisse", tags=["Régies"])
async def close_till(
    regie_id: FromPath[UUID],
    data: JSONBody[TillClosingIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> TillClosingOut:
    """The cash is counted and the book closed up to that day, never to be opened again."""
    closing = actions.close_till(db, regie_id, data.command(), act)
    return TillClosingOut.of(await once(act, TillClosing, closing))


@post(f"{REGIE}/pay-overs", operation_id="record_pay_over", summary="Verser au comptable", tags=["Régies"])
async def record_pay_over(
    regie_id: FromPath[UUID], data: JSONBody[PayOverIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> PayOverOut:
    """Never more than the accounts hold."""
    return PayOverOut.of(await once(act, PayOver, actions.record_pay_over(db, regie_id, data.command(), act)))


@post(
    "/v1/pay-overs/{pay_over_id:uuid}/cancellation",
    operation_id="cancel_pay_over",
    summary="Annuler un versement",
    tags=["Régies"],
)
async def cancel_pay_over(
    pay_over_id: FromPath[UUID],
    data: JSONBody[ReasonIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> PayOverCancellationOut:
    """By its exact mirror, once."""
    cancelling = actions.cancel_pay_over(db, pay_over_id, data.reason, act)
    return PayOverCancellationOut.of(await once(act, PayOverCancellation, cancelling))


@post(f"{REGIE}/cheque-remittances", operation_id="remit_cheques", summary="Remettre des chèques", tags=["Régies"])
async def remit_cheques(
    regie_id: FromPath[UUID], data: JSONBody[ChequesIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> ChequesOut:
    """Cheques become money on the account at the Treasury, or one comes back unpaid."""
    return ChequesOut.of(await once(act, ChequeRemittance, actions.remit_cheques(db, regie_id, data.command(), act)))


@get(f"{REGIE}/regisseurs", operation_id="list_regisseurs", summary="Lister les régisseurs", tags=["Régies"])
async def list_regisseurs(regie_id: FromPath[UUID]) -> list[RegisseurTermOut]:
    """Everybody named for the régie, first one first."""
    await regies.find_regie(regie_id)
    return [RegisseurTermOut.of(one) for one in await regisseurs.terms_of(regie_id)]


@post(f"{REGIE}/regisseurs", operation_id="appoint_regisseur", summary="Nommer un régisseur", tags=["Régies"])
async def appoint_regisseur(
    regie_id: FromPath[UUID],
    data: JSONBody[RegisseurTermIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[RegisseurTermOut]:
    """From then on only who is named handles the money of the régie."""
    term = await once(act, RegisseurTerm, service_acts.appoint_regisseur(db, regie_id, data.command(), act))
    return versioned(RegisseurTermOut.of(term), term.version, status=201)


@post(
    "/v1/regisseurs/{term_id:uuid}/end",
    operation_id="end_term",
    summary="Mettre fin aux fonctions d'un régisseur",
    tags=["Régies"],
    status_code=200,
)
async def end_term(
    term_id: FromPath[UUID],
    data: JSONBody[RegisseurTermEndIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[RegisseurTermOut]:
    """The last day of an appointment."""
    ending = service_acts.end_term(db, term_id, data.last_day, act, expected_version=expected_version)
    term = await once(act, RegisseurTerm, ending)
    return versioned(RegisseurTermOut.of(term), term.version)


@post(f"{REGIE}/handovers", operation_id="propose_handover", summary="Remettre le service", tags=["Régies"])
async def propose_handover(
    regie_id: FromPath[UUID], data: JSONBody[HandoverIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> HandoverOut:
    """The signature of who gives, on the cash counted and closed that day."""
    return HandoverOut.of(await once(act, Handover, service_acts.propose_handover(db, regie_id, data.command(), act)))


@post(
    "/v1/handovers/{handover_id:uuid}/acceptance",
    operation_id="accept_handover",
    summary="Signer la remise de service",
    tags=["Régies"],
)
async def accept_handover(
    handover_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> HandoverAcceptanceOut:
    """The signature of who takes."""
    accepting = service_acts.accept_handover(db, handover_id, act)
    return HandoverAcceptanceOut.of(await once(act, HandoverAcceptance, accepting))


HANDLERS = [
    get_till,
    close_till,
    record_pay_over,
    cancel_pay_over,
    remit_cheques,
    list_regisseurs,
    appoint_regisseur,
    end_term,
    propose_handover,
    accept_handover,
]
