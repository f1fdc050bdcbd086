"""Social support over the API: read, and each act up to the start at its own address; what only social workers read."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging, versioned
from occupancy.actions import support_measures as measures
from occupancy.actions.support_readers import check_reader, open_notes
from occupancy.api.support_contract import (
    AdhesionIn,
    DiagnosisIn,
    DurationIn,
    InformationIn,
    NoteIn,
    NoteOut,
    NotesAccessIn,
    NotesOut,
    NotificationIn,
    SubmissionIn,
    SupportDecisionIn,
    SupportMeasureIn,
    SupportOut,
    SupportPage,
    SupportStartIn,
    WithdrawalIn,
)
from occupancy.domain.support_follow_up import rhythm
from occupancy.domain.support_measures import Adhesion, SupportMeasure, SupportState
from occupancy.domain.support_notes import NoteKind
from occupancy.store import support_measures as store
from occupancy.store import support_notes as notes
from occupancy.store.law import law_in_force

TAGS = ["Accompagnement social"]
_ONE = "/v1/support-measures/{measure_id:uuid}"


async def answer(measure: SupportMeasure, act: Act, status: int = 200) -> Response[SupportOut]:
    """A measure as the API shows it."""
    found = rhythm(measure, await law_in_force(), today=act.today)
    return versioned(SupportOut.of(measure, found), measure.version, status=status)


@get("/v1/support-measures", operation_id="list_supports", summary="Lister les mesures d'accompagnement", tags=TAGS)
async def list_supports(
    paging: NamedDependency[Paging], act: NamedDependency[Act], status: FromQuery[SupportState | None] = None
) -> SupportPage:
    """Measures, latest first."""
    found = await store.list_measures(states=[status] if status else [], after=paging.after, limit=paging.limit + 1)
    items, more = found[: paging.limit], len(found) > paging.limit
    law = await law_in_force()
    return SupportPage(
        items=[SupportOut.of(one, rhythm(one, law, today=act.today)) for one in items],
        next=items[-1].reference if more else None,
    )


@get(_ONE, operation_id="get_support", summary="Lire une mesure d'accompagnement", tags=TAGS)
async def get_support(measure_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[SupportOut]:
    """Facts, days and signatures."""
    return await answer(await store.find_measure(measure_id), act)


@get(f"{_ONE}/notes", operation_id="list_support_notes", summary="Lire le diagnostic et les notes", tags=TAGS)
async def list_support_notes(measure_id: FromPath[UUID], act: NamedDependency[Act]) -> NotesOut:
    """Only for the social workers who follow the household, and for those who said why."""
    await store.find_measure(measure_id)
    await check_reader(measure_id, act)
    written = [NoteOut.of(one) for one in await notes.notes_of(measure_id)]
    return NotesOut(diagnosis=await notes.latest_diagnosis(measure_id), items=written)


@post(
    f"{_ONE}/notes-access",
    operation_id="open_support_notes",
    summary="Ouvrir les notes d'un ménage",
    tags=TAGS,
    status_code=200,
)
async def open_support_notes(
    measure_id: FromPath[UUID], data: JSONBody[NotesAccessIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[SupportOut]:
    """With a reason that the journal keeps: for the day, or for good when this person follows the household."""
    opening = open_notes(db, measure_id, data.reason, act, follows=data.follows)
    return await answer(await once(act, SupportMeasure, opening), act)


@post("/v1/support-measures", operation_id="open_support", summary="Ouvrir une mesure d'accompagnement", tags=TAGS)
async def open_support(
    data: JSONBody[SupportMeasureIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[SupportOut]:
    """A draft."""
    opening = measures.open_measure(db, data.command(), act)
    return await answer(await once(act, SupportMeasure, opening), act, status=201)


@post(f"{_ONE}/notes", operation_id="write_support_note", summary="Écrire une note", tags=TAGS, status_code=200)
async def write_support_note(
    measure_id: FromPath[UUID], data: JSONBody[NoteIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[SupportOut]:
    """Only for social workers; the journal keeps who and when, no word of it."""
    kind, text = NoteKind(data.kind), data.text.strip()
    writing = measures.write_note(db, measure_id, kind, text, act, note_confirmed=data.confirm_note)
    return await answer(await once(act, SupportMeasure, writing), act)


@post(
    f"{_ONE}/diagnosis",
    operation_id="record_support_diagnosis",
    summary="Enregistrer le diagnostic",
    tags=TAGS,
    status_code=200,
)
async def record_support_diagnosis(
    measure_id: FromPath[UUID],
    data: JSONBody[DiagnosisIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """The six headings, co-signed; only social workers read the text."""
    doing = measures.record_diagnosis(
        db,
        measure_id,
        data.diagnosis(),
        (data.household_signed_on, data.worker_signed_on),
        act,
        expected=expected_version,
        note_confirmed=data.confirm_note,
    )
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/adhesions",
    operation_id="record_adhesion",
    summary="Enregistrer une adhésion",
    tags=TAGS,
    status_code=200,
)
async def record_adhesion(
    measure_id: FromPath[UUID],
    data: JSONBody[AdhesionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """An adult of the household agrees."""
    doing = measures.record_adhesion(db, measure_id, Adhesion(**data.facts()), act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/submission",
    operation_id="submit_support",
    summary="Envoyer la demande",
    tags=TAGS,
    status_code=200,
)
async def submit_support(
    measure_id: FromPath[UUID],
    data: JSONBody[SubmissionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """With a complete, co-signed diagnosis."""
    doing = measures.submit(db, measure_id, data.submitted_on, act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/duration-override",
    operation_id="allow_support_duration",
    summary="Admettre une autre durée",
    tags=TAGS,
    status_code=200,
)
async def allow_support_duration(
    measure_id: FromPath[UUID],
    data: JSONBody[DurationIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """By the management, with its reason."""
    doing = measures.allow_duration(db, measure_id, data.months, data.reason, act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/decision",
    operation_id="decide_support",
    summary="Enregistrer la décision",
    tags=TAGS,
    status_code=200,
)
async def decide_support(
    measure_id: FromPath[UUID],
    data: JSONBody[SupportDecisionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """What the commission of the FSL, or whoever pays, answers."""
    doing = measures.answer_request(db, measure_id, data.answer(), act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/notification",
    operation_id="notify_support",
    summary="Notifier la décision",
    tags=TAGS,
    status_code=200,
)
async def notify_support(
    measure_id: FromPath[UUID],
    data: JSONBody[NotificationIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """To the household and to the operator."""
    doing = measures.notify(
        db, measure_id, data.notified_on, data.operator_id, data.worker, act, expected=expected_version
    )
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/start",
    operation_id="start_support",
    summary="Commencer la mesure",
    tags=TAGS,
    status_code=200,
)
async def start_support(
    measure_id: FromPath[UUID],
    data: JSONBody[SupportStartIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Once each adult has agreed."""
    doing = measures.start(
        db,
        measure_id,
        data.started_on,
        data.measures(),
        act,
        is_confirmed=data.confirm_incompatible,
        expected=expected_version,
    )
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/information",
    operation_id="know_support",
    summary="Enregistrer les jours d'une mesure du département",
    tags=TAGS,
    status_code=200,
)
async def know_support(
    measure_id: FromPath[UUID],
    data: JSONBody[InformationIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Of a measure that somebody else leads."""
    doing = measures.record_information(db, measure_id, data.started_on, data.months, act, expected=expected_version)
    return await answer(await once(act, SupportMeasure, doing), act)


@post(
    f"{_ONE}/withdrawal",
    operation_id="withdraw_support",
    summary="Laisser la demande sans suite",
    tags=TAGS,
    status_code=200,
)
async def withdraw_support(
    measure_id: FromPath[UUID],
    data: JSONBody[WithdrawalIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SupportOut]:
    """Before the start."""
    doing = measures.withdraw(
        db, measure_id, data.reason, act, expected=expected_version, note_confirmed=data.confirm_note
    )
    return await answer(await once(act, SupportMeasure, doing), act)


HANDLERS = [
    list_supports,
    get_support,
    list_support_notes,
    open_support_notes,
    open_support,
    write_support_note,
    record_support_diagnosis,
    record_adhesion,
    submit_support,
    allow_support_duration,
    decide_support,
    notify_support,
    start_support,
    know_support,
    withdraw_support,
]
