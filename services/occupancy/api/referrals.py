"""Referrals over the API: read, and each act at its own address."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging, versioned
from occupancy.actions import referral_decisions as decisions
from occupancy.actions import referrals as actions
from occupancy.api.referral_contract import (
    AgendaIn,
    AgreementIn,
    AnswerIn,
    CallIn,
    ClosureIn,
    DecisionIn,
    OpinionIn,
    ReferralIn,
    ReferralOut,
    ReferralPage,
    RefusalCountsOut,
)
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.referral_answers import refusals_by_motive
from occupancy.domain.referrals import Referral, ReferralStatus
from occupancy.store import referrals as store

_TAGS = ["Orientations"]
_ONE = "/v1/referrals/{referral_id:uuid}"


def _answer(referral: Referral, status: int = 200) -> Response[ReferralOut]:
    return versioned(ReferralOut.of(referral), referral.version, status=status)


@get("/v1/referrals", operation_id="list_referrals", summary="Lister les orientations", tags=_TAGS)
async def list_referrals(
    paging: NamedDependency[Paging],
    status: FromQuery[ReferralStatus | None] = None,
    unit_id: FromQuery[UUID | None] = None,
) -> ReferralPage:
    """Referrals, latest first; of one state, for one unit."""
    found = await store.list_referrals(
        statuses=[status] if status else (), unit_id=unit_id, after=paging.after, limit=paging.limit + 1
    )
    items, more = found[: paging.limit], len(found) > paging.limit
    return ReferralPage(items=[ReferralOut.of(one) for one in items], next=items[-1].reference if more else None)


@get(
    "/v1/referral-refusals",
    operation_id="count_referral_refusals",
    summary="Compter les refus par motif",
    tags=_TAGS,
)
async def count_referral_refusals() -> RefusalCountsOut:
    """By year of the answer, kind and motive."""
    return RefusalCountsOut(items=refusals_by_motive(await store.all_answers()))


@get(_ONE, operation_id="get_referral", summary="Lire une orientation", tags=_TAGS)
async def get_referral(referral_id: FromPath[UUID]) -> Response[ReferralOut]:
    """One referral."""
    return _answer(await store.find_referral(referral_id))


@post("/v1/referrals", operation_id="receive_referral", summary="Enregistrer une orientation", tags=_TAGS)
async def receive_referral(
    data: JSONBody[ReferralIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[ReferralOut]:
    """Linked to the vacancy that the SIAO was told, when there is one."""
    receiving = actions.receive_referral(db, data.command(), act, alt_units=alt_units)
    return _answer(await once(act, Referral, receiving), status=201)


@post(f"{_ONE}/opinion", operation_id="give_opinion", summary="Donner l'avis technique", tags=_TAGS, status_code=200)
async def give_opinion(
    referral_id: FromPath[UUID],
    data: JSONBody[OpinionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ReferralOut]:
    """The opinion of the social workers, before any decision."""
    giving = actions.give_opinion(
        db, referral_id, data.kind, data.criteria(), data.given_on, act, expected=expected_version
    )
    return _answer(await once(act, Referral, giving))


@post(f"{_ONE}/agenda", operation_id="put_on_agenda", summary="Inscrire à une commission", tags=_TAGS, status_code=200)
async def put_on_agenda(
    referral_id: FromPath[UUID],
    data: JSONBody[AgendaIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ReferralOut]:
    """On the agenda of a session, or off it."""
    putting = decisions.put_on_agenda(db, referral_id, data.commission_id, act, expected=expected_version)
    return _answer(await once(act, Referral, putting))


@post(
    f"{_ONE}/decision", operation_id="decide_referral", summary="Enregistrer la décision", tags=_TAGS, status_code=200
)
async def decide_referral(
    referral_id: FromPath[UUID],
    data: JSONBody[DecisionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[ReferralOut]:
    """Once; 409 names the household already retained, or the stay in the way."""
    deciding = decisions.decide_referral(
        db, referral_id, data.command(), act, expected=expected_version, alt_units=alt_units
    )
    return _answer(await once(act, Referral, deciding))


@post(f"{_ONE}/call", operation_id="call_from_list", summary="Proposer la place", tags=_TAGS, status_code=200)
async def call_from_list(
    referral_id: FromPath[UUID],
    data: JSONBody[CallIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[ReferralOut]:
    """From the reserve list, in the order of its ranks or with a reason."""
    calling = actions.call_from_list(
        db, referral_id, data.first_day, data.reason, act, expected=expected_version, alt_units=alt_units
    )
    return _answer(await once(act, Referral, calling))


@post(
    f"{_ONE}/agreement",
    operation_id="record_agreement",
    summary="Enregistrer l'accord du ménage",
    tags=_TAGS,
    status_code=200,
)
async def record_agreement(
    referral_id: FromPath[UUID],
    data: JSONBody[AgreementIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ReferralOut]:
    """A contract may then be prepared."""
    recording = actions.record_agreement(db, referral_id, data.agreed_on, act, expected=expected_version)
    return _answer(await once(act, Referral, recording))


@post(f"{_ONE}/answers", operation_id="send_answer", summary="Enregistrer la réponse envoyée", tags=_TAGS)
async def send_answer(
    referral_id: FromPath[UUID],
    data: JSONBody[AnswerIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ReferralOut]:
    """What it says follows from what was decided."""
    sending = actions.send_answer(db, referral_id, data.sent_on, data.household_told_on, act, expected=expected_version)
    return _answer(await once(act, Referral, sending), status=201)


@post(f"{_ONE}/closure", operation_id="close_referral", summary="Clore une orientation", tags=_TAGS, status_code=200)
async def close_referral(
    referral_id: FromPath[UUID],
    data: JSONBody[ClosureIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ReferralOut]:
    """A retained household that does not come frees its place."""
    closing = actions.close_referral(db, referral_id, data.closure, data.closed_on, act, expected=expected_version)
    return _answer(await once(act, Referral, closing))


HANDLERS = [
    list_referrals,
    count_referral_refusals,
    get_referral,
    receive_referral,
    give_opinion,
    put_on_agenda,
    decide_referral,
    call_from_list,
    record_agreement,
    send_answer,
    close_referral,
]
