"""What is done with a support measure up to its start: opened, diagnosed, agreed, asked for, decided, notified, started."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

from kernel.acts import Act, Tx, writing
from kernel.calendar import Territory
from kernel.db import Database
from kernel.errors import Refusal
from kernel.law import Law
from occupancy.actions.activity import put_years
from occupancy.actions.deadlines import keep_deadlines
from occupancy.actions.support_readers import add_reader, check_reader
from occupancy.domain import support_requests as requests
from occupancy.domain.deadlines import Subject, SubjectKind
from occupancy.domain.free_text import check_note, sensitive_words
from occupancy.domain.support_deadlines import deadlines_of
from occupancy.domain.support_diagnosis import Diagnosis, Heading, state_of
from occupancy.domain.support_measures import (
    Adhesion,
    DeclaredMeasure,
    DurationAllowed,
    Purpose,
    Requester,
    SupportAnswer,
    SupportDayWrong,
    SupportKind,
    SupportMeasure,
    SupportState,
    support_reference,
)
from occupancy.domain.support_notes import NoteKind, NoteWritten, SupportNote
from occupancy.domain.support_operators import OperatorInactive
from occupancy.store import contracts, households
from occupancy.store import support_measures as store
from occupancy.store import support_notes as notes
from occupancy.store import support_operators as operators
from occupancy.store.law import law_in_force
from occupancy.store.members import household_on
from occupancy.store.particulars import particulars_of

Decide = Callable[[SupportMeasure, Law], Awaitable[SupportMeasure]]


class OpenMeasure(Struct, frozen=True, kw_only=True):
    """The facts of a request. `contract_id`: the stay during which the household is supported, when it has one."""

    household_id: UUID
    contract_id: UUID | None
    kind: SupportKind
    purpose: Purpose
    requester: Requester
    referent: str
    landlord: str


async def open_measure(db: Database, facts: OpenMeasure, act: Act) -> SupportMeasure:
    """A draft. Raises `HouseholdNotFound`, `ContractNotFound`, `SupportDayWrong`."""
    async with writing(db, act) as tx:
        household = await households.find_household(facts.household_id)
        contract = await contracts.find_contract(facts.contract_id) if facts.contract_id else None
        if contract is not None and contract.household_id != household.id:
            raise SupportDayWrong("Ce contrat est celui d'un autre ménage.", field="contract_id")
        number = await households.next_number("AS", act.today.year)
        measure = SupportMeasure(
            id=uuid4(),
            version=1,
            reference=support_reference(act.today.year, number),
            territory=contract.territory if contract else Territory.METROPOLE,
            entered_on=contract.first_day if contract else None,
            state=SupportState.DRAFT,
            opened_on=act.today,
            **{name: getattr(facts, name) for name in OpenMeasure.__struct_fields__},
        )
        await store.insert_measure(measure)
        await add_reader(measure.id, "Ouverture de la mesure", act, follows=True)
        return await _done(tx, "support-opened", None, measure, act)


async def record_diagnosis(
    db: Database,
    measure_id: UUID,
    diagnosis: Diagnosis,
    signed: tuple[date | None, date | None],
    act: Act,
    *,
    expected: int,
    note_confirmed: bool,
) -> SupportMeasure:
    """The six headings as they are now, and the two signatures. Raises `NoteToReread`, what `record_diagnosis` raises."""
    await check_reader(measure_id, act)
    for heading in Heading:
        check_note(diagnosis.text(heading), is_confirmed=note_confirmed, field=heading.value)
    text = msgspec.json.encode(diagnosis).decode()
    async with writing(db, act) as tx:
        before = await store.find_measure(measure_id)
        after = requests.record_diagnosis(before, state_of(diagnosis, *signed), today=act.today)
        after = await store.save_measure(after, expected)
        await _write(after, NoteKind.DIAGNOSIS, text, act)
        return await _done(tx, "support-diagnosed", before, after, act)


async def write_note(
    db: Database, measure_id: UUID, kind: NoteKind, text: str, act: Act, *, note_confirmed: bool
) -> SupportMeasure:
    """A text for social workers; the journal keeps who and when, and that a warning was confirmed. Raises `NoteToReread`."""
    await check_reader(measure_id, act)
    check_note(text, is_confirmed=note_confirmed, field="text")
    async with writing(db, act) as tx:
        await tx.lock("support_measure", measure_id)
        measure = await store.find_measure(measure_id)
        note = await _write(measure, kind, text, act)
        written = NoteWritten(number=note.number, kind=kind, was_confirmed=bool(sensitive_words(text)))
        await tx.journal("support-note-written", f"support-measure/{measure_id}", after=written)
        return tx.keep(measure)


async def record_adhesion(
    db: Database, measure_id: UUID, adhesion: Adhesion, act: Act, *, expected: int
) -> SupportMeasure:
    """An adult agrees (ASLL-01). Raises what `requests.record_adhesion` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        household = await household_on(measure.household_id, act.today)
        return requests.record_adhesion(measure, adhesion, adults=household.adults, today=act.today)

    return await change(db, measure_id, "support-joined", decide, act, expected)


async def submit(db: Database, measure_id: UUID, submitted_on: date, act: Act, *, expected: int) -> SupportMeasure:
    """The request leaves. Raises what `requests.submit` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return requests.submit(measure, submitted_on, today=act.today)

    return await change(db, measure_id, "support-submitted", decide, act, expected)


async def allow_duration(
    db: Database, measure_id: UUID, months: int, reason: str, act: Act, *, expected: int
) -> SupportMeasure:
    """The management allows another duration. Raises what `requests.allow_duration` raises, `StaleVersion`."""
    allowed = DurationAllowed(months=months, reason=reason, by=act.by.name, allowed_on=act.today)

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return requests.allow_duration(measure, allowed, today=act.today)

    return await change(db, measure_id, "support-duration-allowed", decide, act, expected)


async def answer_request(
    db: Database, measure_id: UUID, answer: SupportAnswer, act: Act, *, expected: int
) -> SupportMeasure:
    """The decision of the commission. Raises what `requests.answer_request` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return requests.answer_request(measure, answer, law, today=act.today)

    return await change(db, measure_id, "support-decided", decide, act, expected)


async def notify(
    db: Database, measure_id: UUID, notified_on: date, operator_id: UUID, worker: str, act: Act, *, expected: int
) -> SupportMeasure:
    """To the household and the operator. Raises `OperatorNotFound`, `OperatorInactive`, what `requests.notify` raises."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        operator = await operators.find_operator(operator_id)
        if not operator.is_active:
            raise OperatorInactive(f"{operator.name} ne prend plus de mesures.", field="operator_id")
        return requests.notify(measure, notified_on, operator_id, worker, today=act.today)

    return await change(db, measure_id, "support-notified", decide, act, expected)


async def start(
    db: Database,
    measure_id: UUID,
    started_on: date,
    declared: tuple[DeclaredMeasure, ...],
    act: Act,
    *,
    is_confirmed: bool,
    expected: int,
) -> SupportMeasure:
    """The first day. Raises what `requests.start` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        others = await _others(measure)
        known = requests.known_measures(await particulars_of(measure.household_id), started_on)
        said = requests.Start(
            started_on=started_on,
            declared=requests.joined(declared, known),
            is_confirmed=is_confirmed,
            by=act.by.name,
        )
        household = await household_on(measure.household_id, started_on)
        return requests.start(measure, said, others, law, adults=household.adults, today=act.today)

    return await change(db, measure_id, "support-started", decide, act, expected)


async def record_information(
    db: Database, measure_id: UUID, started_on: date, months: int, act: Act, *, expected: int
) -> SupportMeasure:
    """The days of a measure that the département leads. Raises what `requests.record_information` raises."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return requests.record_information(measure, started_on, months, law, today=act.today)

    return await change(db, measure_id, "support-known", decide, act, expected)


async def withdraw(
    db: Database, measure_id: UUID, reason: str, act: Act, *, expected: int, note_confirmed: bool = False
) -> SupportMeasure:
    """Given up before the start. Raises `NoteToReread`, what `requests.withdraw` raises, `StaleVersion`."""
    check_note(reason, is_confirmed=note_confirmed, field="reason")

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return requests.withdraw(measure, reason)

    return await change(db, measure_id, "support-withdrawn", decide, act, expected)


async def change(db: Database, measure_id: UUID, verb: str, decide: Decide, act: Act, expected: int) -> SupportMeasure:
    """One act on a measure: read, decided, saved over the version that was seen."""
    async with writing(db, act) as tx:
        before = await store.find_measure(measure_id)
        decided = await decide(before, await law_in_force())
        with db.refusing({"support_measure_alone": _running}):
            after = await store.save_measure(decided, expected)
        return await _done(tx, verb, before, after, act)


async def _done(tx: Tx, verb: str, before: SupportMeasure | None, after: SupportMeasure, act: Act) -> SupportMeasure:
    """What follows every act on a measure: its deadlines, the journal."""
    subject = Subject(
        kind=SubjectKind.SUPPORT_MEASURE, id=after.id, reference=after.reference, household_id=after.household_id
    )
    await keep_deadlines(subject, deadlines_of(after, await law_in_force()), act)
    if after.started_on is not None and (before is None or before.started_on != after.started_on):
        await put_years([after.started_on.year], act)
    await tx.journal(verb, f"support-measure/{after.id}", before=before, after=after)
    return tx.keep(after)


async def _write(measure: SupportMeasure, kind: NoteKind, text: str, act: Act) -> SupportNote:
    note = SupportNote(
        id=uuid4(),
        support_measure_id=measure.id,
        number=await notes.next_number(measure.id),
        kind=kind,
        written_at=act.at,
        written_by=act.by.name,
        content=text,
    )
    await notes.insert_note(note)
    return note


async def _others(measure: SupportMeasure) -> tuple[SupportMeasure, ...]:
    found = await store.measures_of_household(measure.household_id)
    return tuple(one for one in found if one.id != measure.id)


def _running() -> Refusal:
    return requests.MeasureAlreadyRunning("Une autre mesure du ménage est en cours.")
