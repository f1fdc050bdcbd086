"""Social support over the API: each act on a measure that runs, at its own address."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from occupancy.actions import support_follow_up as actions
from occupancy.api.support_contract import (
    ContractSignedIn,
    LandlordToldIn,
    MeetingIn,
    RenewalAnswerIn,
    StageReviewIn,
    SupportEndIn,
    SupportOut,
    SupportRenewalIn,
    SupportReportIn,
)
from occupancy.api.support_measures import TAGS, answer
from occupancy.domain.support_measures import SupportMeasure

_ONE = "/v1/support-measures/{measure_id:uuid}"


@post(
    f"{_ONE}/contract",
    operation_id="sign_support_contract",
    summary="Enregistrer le contrat d'accompagnement",
    tags=TAGS,
    status_code=200,
)
async def sign_support_contract(
    measure_id: FromPath[UUID],
    data: JSONBody[ContractSignedIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Written, negotiated with the household."""
    doing = actions.sign_contract(db, measure_id, data.signed_on, act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/meetings",
    operation_id="add_support_meeting",
    summary="Enregistrer une rencontre",
    tags=TAGS,
    status_code=200,
)
async def add_support_meeting(
    measure_id: FromPath[UUID],
    data: JSONBody[MeetingIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Held or missed."""
    doing = actions.add_meeting(db, measure_id, data.meeting(), act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/meetings/withdrawal",
    operation_id="take_support_meeting_back",
    summary="Retirer une rencontre enregistrée par erreur",
    tags=TAGS,
    status_code=200,
)
async def take_support_meeting_back(
    measure_id: FromPath[UUID],
    data: JSONBody[MeetingIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """The meeting as it was recorded."""
    doing = actions.take_meeting_back(db, measure_id, data.meeting(), act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/reviews",
    operation_id="hold_support_review",
    summary="Enregistrer un bilan",
    tags=TAGS,
    status_code=200,
)
async def hold_support_review(
    measure_id: FromPath[UUID],
    data: JSONBody[StageReviewIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """At the start, in the middle, at the end."""
    doing = actions.hold_review(db, measure_id, data.review(), act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/renewal-request",
    operation_id="request_support_renewal",
    summary="Demander la reconduction",
    tags=TAGS,
    status_code=200,
)
async def request_support_renewal(
    measure_id: FromPath[UUID],
    data: JSONBody[SupportRenewalIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Once, exceptionally, before the end."""
    doing = actions.request_renewal(
        db, measure_id, data.renewal(), act, expected=expected_version, note_confirmed=data.confirm_note
    )
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/renewal-answer",
    operation_id="answer_support_renewal",
    summary="Enregistrer la réponse à la reconduction",
    tags=TAGS,
    status_code=200,
)
async def answer_support_renewal(
    measure_id: FromPath[UUID],
    data: JSONBody[RenewalAnswerIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Renewed or not."""
    doing = actions.answer_renewal(
        db,
        measure_id,
        is_granted=data.is_granted,
        decided_on=data.decided_on,
        reference=data.reference,
        act=act,
        expected=expected_version,
    )
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/landlord",
    operation_id="tell_support_landlord",
    summary="Enregistrer l'information du bailleur",
    tags=TAGS,
    status_code=200,
)
async def tell_support_landlord(
    measure_id: FromPath[UUID],
    data: JSONBody[LandlordToldIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """The fact, the day, how: never a note."""
    doing = actions.tell_landlord(db, measure_id, data.told(), act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/end",
    operation_id="end_support",
    summary="Enregistrer la fin de la mesure",
    tags=TAGS,
    status_code=200,
)
async def end_support(
    measure_id: FromPath[UUID],
    data: JSONBody[SupportEndIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Its last day in fact and how it ended."""
    doing = actions.end(db, measure_id, data.outcome, data.ended_on, act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/report",
    operation_id="sign_support_report",
    summary="Enregistrer le bilan signé",
    tags=TAGS,
    status_code=200,
)
async def sign_support_report(
    measure_id: FromPath[UUID],
    data: JSONBody[SupportReportIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Signed by both, or the reason of the break."""
    doing = actions.sign_report(db, measure_id, data.report(), act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/closure",
    operation_id="close_support",
    summary="Clore la mesure",
    tags=TAGS,
    status_code=200,
)
async def close_support(
    measure_id: FromPath[UUID],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Nothing more to do."""
    doing = actions.close(db, measure_id, act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


HANDLERS = [
    sign_support_contract,
    add_support_meeting,
    take_support_meeting_back,
    hold_support_review,
    request_support_renewal,
    answer_support_renewal,
    tell_support_landlord,
    end_support,
    sign_support_report,
    close_support,
]
