"""Claims over HTTP: prepared, looked over, submitted, followed."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from alt_units.actions import claims as actions
from alt_units.api.claim_contract import ClaimedIn, ClaimIn, ClaimOut, ClaimsOut, NoteIn
from alt_units.domain.claims import Claim
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.store import claims as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from kernel.law import Law
from kernel.period import Month

CLAIM = "/v1/claims/{claim_id:uuid}"
LINE = f"{CLAIM}/lines/{{line_id:uuid}}"
TAGS = ["Demandes d'aide"]


@get("/v1/claims", operation_id="list_claims", summary="Lister les demandes d'une année", tags=TAGS)
async def list_claims(year: Annotated[int, QueryParameter(ge=FIRST_YEAR, le=LAST_YEAR)]) -> ClaimsOut:
    return ClaimsOut(items=[ClaimOut.of(one) for one in await store.claims_of_year(year, traced=False)])


@get(CLAIM, operation_id="get_claim", summary="Lire une demande, trace comprise", tags=TAGS)
async def get_claim(claim_id: FromPath[UUID]) -> Response[ClaimOut]:
    return _answer(await store.find_claim(claim_id))


@post(
    "/v1/conventions/{convention_id:uuid}/claims",
    operation_id="prepare_claim",
    summary="Préparer la demande d'un mois",
    tags=TAGS,
)
async def prepare_claim(
    convention_id: FromPath[UUID],
    data: JSONBody[ClaimIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[ClaimOut]:
    preparing = actions.prepare_claim(db, convention_id, Month.parse(data.month), act, law=law)
    return _answer(await once(act, Claim, preparing), status=201)


@post(f"{CLAIM}/refresh", operation_id="refresh_claim", summary="Recalculer une demande", tags=TAGS, status_code=200)
async def refresh_claim(
    claim_id: FromPath[UUID],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[ClaimOut]:
    return _answer(await once(act, Claim, actions.refresh_claim(db, claim_id, act, law=law, version=expected_version)))


@put(f"{LINE}/claimed", operation_id="set_claimed", summary="Décider le montant demandé d'une ligne", tags=TAGS)
async def set_claimed(
    claim_id: FromPath[UUID],
    line_id: FromPath[UUID],
    data: JSONBody[ClaimedIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ClaimOut]:
    changing = actions.set_claimed(db, claim_id, data.command(line_id), act, version=expected_version)
    return _answer(await once(act, Claim, changing))


@post(f"{CLAIM}/submission", operation_id="submit_claim", summary="Transmettre une demande", tags=TAGS)
async def submit_claim(
    claim_id: FromPath[UUID],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[ClaimOut]:
    sending = actions.submit_claim(db, claim_id, act, law=law, version=expected_version)
    return _answer(await once(act, Claim, sending), status=201)


@post(f"{CLAIM}/notes", operation_id="write_claim_note", summary="Annoter, justifier ou clore une demande", tags=TAGS)
async def write_claim_note(
    claim_id: FromPath[UUID],
    data: JSONBody[NoteIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ClaimOut]:
    writing_it = actions.write_note(db, claim_id, data.command(), act, version=expected_version)
    return _answer(await once(act, Claim, writing_it), status=201)


def _answer(claim: Claim, status: int = 200) -> Response[ClaimOut]:
    return versioned(ClaimOut.of(claim), claim.version, status=status)


HANDLERS = [
    list_claims,
    get_claim,
    prepare_claim,
    refresh_claim,
    set_claimed,
    submit_claim,
    write_claim_note,
]
