"""The payer's answers over HTTP, and how a silent convention is read."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions import claim_answers as actions
from alt_units.api.answer_contract import AnswerIn, AnswerOut, AnswersOut, ReadingsIn, ReadingsOut
from alt_units.api.claim_contract import ClaimOut
from alt_units.domain.claim_readings import RecordedReadings
from alt_units.domain.claims import Claim
from alt_units.store import claim_answers as store
from alt_units.store import claims, conventions
from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned

ANSWERS = "/v1/claims/{claim_id:uuid}/answers"
READINGS = "/v1/conventions/{convention_id:uuid}/readings"
TAGS = ["Demandes d'aide"]


@get(ANSWERS, operation_id="list_claim_answers", summary="Lire les réponses du financeur", tags=TAGS)
async def list_claim_answers(claim_id: FromPath[UUID]) -> AnswersOut:
    await claims.convention_of_claim(claim_id)
    return AnswersOut(items=[AnswerOut.of(one) for one in await store.answers_of(claim_id)])


@post(ANSWERS, operation_id="answer_claim", summary="Enregistrer une réponse du financeur", tags=TAGS)
async def answer_claim(
    claim_id: FromPath[UUID],
    data: JSONBody[AnswerIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ClaimOut]:
    answering = actions.answer_claim(db, claim_id, data.command(), act, version=expected_version)
    claim = await once(act, Claim, answering)
    return versioned(ClaimOut.of(claim), claim.version, status=201)


@get(READINGS, operation_id="get_readings", summary="Lire comment une convention est lue", tags=TAGS)
async def get_readings(convention_id: FromPath[UUID]) -> Response[ReadingsOut]:
    await conventions.find_convention(convention_id)
    found = await store.find_readings(convention_id)
    return versioned(ReadingsOut.of(found), found.version)


@put(READINGS, operation_id="read_convention", summary="Dire comment une convention est lue", tags=TAGS)
async def read_convention(
    convention_id: FromPath[UUID],
    data: JSONBody[ReadingsIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ReadingsOut]:
    reading = actions.read_convention(db, data.command(convention_id, expected_version), act)
    found = await once(act, RecordedReadings, reading)
    return versioned(ReadingsOut.of(found), found.version)


HANDLERS = [list_claim_answers, answer_claim, get_readings, read_convention]
