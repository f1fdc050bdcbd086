"""Sliding leases over the API: read, and each act at its own address."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging, versioned
from occupancy.actions import sliding_leases as actions
from occupancy.actions.slides import slide, what_is_missing
from occupancy.api.contracts import wake_relay
from occupancy.api.sliding_lease_contract import (
    CalIn,
    ConvocationIn,
    ConvocationProofIn,
    ExtensionIn,
    LandlordIn,
    MinutesIn,
    NotHeldIn,
    PaperIn,
    ProposalIn,
    ReviewOut,
    ScheduleIn,
    SideExit,
    SlideIn,
    SlidingLeaseIn,
    SlidingLeaseOut,
    SlidingLeasePage,
)
from occupancy.domain.sliding_leases import NotHeld, SlidingLease, SlidingState
from occupancy.domain.sliding_reviews import reviews_of
from occupancy.store import contracts, outbox
from occupancy.store import sliding_leases as store
from occupancy.store.law import law_in_force

_TAGS = ["Baux glissants"]
_ONE = "/v1/sliding-leases/{lease_id:uuid}"


async def _answer(lease: SlidingLease, act: Act, status: int = 200) -> Response[SlidingLeaseOut]:
    law = await law_in_force()
    reviews = reviews_of(lease, await store.minutes_of(lease.id), law, today=act.today)
    contract = await contracts.find_contract(lease.contract_id)
    upstream = contract.upstream_contract_id
    waits = upstream is not None and await outbox.waiting_end(lease.unit_id, upstream) is not None
    body = SlidingLeaseOut.of(
        lease,
        reviews=[ReviewOut.of(one) for one in reviews],
        missing=list(await what_is_missing(lease, act.today)) if lease.is_open else [],
        direct_lease=await store.direct_lease_of(lease.id),
        waits=waits,
    )
    return versioned(body, lease.version, status=status)


@get("/v1/sliding-leases", operation_id="list_sliding_leases", summary="Lister les baux glissants", tags=_TAGS)
async def list_sliding_leases(
    paging: NamedDependency[Paging], status: FromQuery[SlidingState | None] = None
) -> SlidingLeasePage:
    """Dossiers, latest first."""
    states = [status] if status else []
    found = await store.list_sliding_leases(states=states, after=paging.after, limit=paging.limit + 1)
    items, more = found[: paging.limit], len(found) > paging.limit
    return SlidingLeasePage(
        items=[SlidingLeaseOut.of(one) for one in items], next=items[-1].reference if more else None
    )


@get(_ONE, operation_id="get_sliding_lease", summary="Lire un bail glissant", tags=_TAGS)
async def get_sliding_lease(lease_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[SlidingLeaseOut]:
    """One dossier, with its calendar and all that stands in the way of the slide."""
    return await _answer(await store.find_sliding_lease(lease_id), act)


@post("/v1/sliding-leases", operation_id="open_sliding_lease", summary="Ouvrir un bail glissant", tags=_TAGS)
async def open_sliding_lease(
    data: JSONBody[SlidingLeaseIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[SlidingLeaseOut]:
    """The convention tripartite of a sub-lease."""
    opening = actions.open_sliding_lease(db, data.contract_id, *data.facts(), act)
    return await _answer(await once(act, SlidingLease, opening), act, status=201)


@post(
    f"{_ONE}/reviews/{{number:int}}/minutes",
    operation_id="record_minutes",
    summary="Enregistrer le compte rendu d'un examen",
    tags=_TAGS,
    status_code=200,
)
async def record_minutes(
    lease_id: FromPath[UUID],
    number: FromPath[int],
    data: JSONBody[MinutesIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """The position of each of the three; the indicators are counted. Number 0: the decision review."""
    doing = actions.record_minutes(db, lease_id, number, data.command(), act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/reviews/{{number:int}}/convocation",
    operation_id="convene_review",
    summary="Convoquer à un examen",
    tags=_TAGS,
    status_code=200,
)
async def convene_review(
    lease_id: FromPath[UUID],
    number: FromPath[int],
    data: JSONBody[ConvocationIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """The landlord and the household are convened, within the delay of the convention."""
    sent = data.convocation(number)
    doing = actions.convene_review(db, lease_id, sent, act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/reviews/{{number:int}}/convocation-proof",
    operation_id="prove_convocation",
    summary="Enregistrer la preuve d'une convocation",
    tags=_TAGS,
    status_code=200,
)
async def prove_convocation(
    lease_id: FromPath[UUID],
    number: FromPath[int],
    data: JSONBody[ConvocationProofIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """How it is known that both got it."""
    doing = actions.prove_convocation(db, lease_id, number, data.proof(), act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/reviews/{{number:int}}/absence",
    operation_id="note_not_held",
    summary="Noter qu'un examen n'a pas eu lieu",
    tags=_TAGS,
    status_code=200,
)
async def note_not_held(
    lease_id: FromPath[UUID],
    number: FromPath[int],
    data: JSONBody[NotHeldIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """Its reason and a new day; the next review keeps its own."""
    absence = NotHeld(number=number, reason=data.reason, noted_on=data.noted_on, new_on=data.new_on)
    doing = actions.note_not_held(db, lease_id, absence, act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/papers",
    operation_id="record_sliding_paper",
    summary="Enregistrer un document du bail glissant",
    tags=_TAGS,
    status_code=200,
)
async def record_sliding_paper(
    lease_id: FromPath[UUID],
    data: JSONBody[PaperIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """A document signed on a day."""
    doing = actions.record_paper(db, lease_id, data.record(), act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/proposal",
    operation_id="propose_slide",
    summary="Proposer le glissement au bailleur",
    tags=_TAGS,
    status_code=200,
)
async def propose_slide(
    lease_id: FromPath[UUID],
    data: JSONBody[ProposalIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """The CCAS proposes; the landlord decides."""
    doing = actions.propose_slide(db, lease_id, data.proposed_on, act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/landlord-position",
    operation_id="record_landlord",
    summary="Enregistrer la position du bailleur",
    tags=_TAGS,
    status_code=200,
)
async def record_landlord(
    lease_id: FromPath[UUID],
    data: JSONBody[LandlordIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """An offer, or a refusal with its reasons."""
    doing = actions.record_landlord(db, lease_id, data.position(), act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/cal-decision",
    operation_id="record_cal",
    summary="Enregistrer la décision de la commission d'attribution",
    tags=_TAGS,
    status_code=200,
)
async def record_cal(
    lease_id: FromPath[UUID],
    data: JSONBody[CalIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """What the commission of the landlord decides."""
    doing = actions.record_cal(db, lease_id, data.decision(), act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/schedule",
    operation_id="schedule_slide",
    summary="Prévoir le glissement",
    tags=_TAGS,
    status_code=200,
)
async def schedule_slide(
    lease_id: FromPath[UUID],
    data: JSONBody[ScheduleIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """The day of the slide and the deposit."""
    doing = actions.schedule_slide(db, lease_id, data.slide_on, data.deposit_mode, act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/extension",
    operation_id="extend_sliding_lease",
    summary="Prolonger la période d'examen",
    tags=_TAGS,
    status_code=200,
)
async def extend_sliding_lease(
    lease_id: FromPath[UUID],
    data: JSONBody[ExtensionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """Beyond the longest duration: with a derogation."""
    doing = actions.extend_sliding_lease(db, lease_id, data.extension(), act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/exit",
    operation_id="leave_sliding_lease",
    summary="Enregistrer une autre issue",
    tags=_TAGS,
    status_code=200,
)
async def leave_sliding_lease(
    lease_id: FromPath[UUID],
    data: JSONBody[SideExit],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """A side exit, with its proof."""
    doing = actions.leave_sliding_lease(db, lease_id, data.state, data.ending(), act, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


@post(
    f"{_ONE}/slide",
    operation_id="slide_lease",
    summary="Enregistrer le glissement",
    tags=_TAGS,
    status_code=200,
    after_response=wake_relay,
)
async def slide_lease(
    lease_id: FromPath[UUID],
    data: JSONBody[SlideIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SlidingLeaseOut]:
    """The household becomes the holder; 409 names all that is missing."""
    doing = slide(db, lease_id, act, arrears_override=data.arrears_override, expected=expected_version)
    return await _answer(await once(act, SlidingLease, doing), act)


HANDLERS = [
    list_sliding_leases,
    get_sliding_lease,
    open_sliding_lease,
    record_minutes,
    convene_review,
    prove_convocation,
    note_not_held,
    record_sliding_paper,
    propose_slide,
    record_landlord,
    record_cal,
    schedule_slide,
    extend_sliding_lease,
    leave_sliding_lease,
    slide_lease,
]
