"""A household asks to read what is written of it: recorded, handed over, answered."""

from datetime import date
from uuid import UUID, uuid4

import msgspec

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import Refusal
from occupancy.actions.particulars import keep_household_deadlines
from occupancy.domain.data_requests import (
    DataRequest,
    DataRequestAlreadyOpen,
    GivenNote,
    IdentityCheck,
    NotesGiven,
    answered,
    check_received,
)
from occupancy.domain.support_diagnosis import HEADING_WORDS, Diagnosis, Heading
from occupancy.domain.support_notes import NoteKind, SupportNote
from occupancy.domain.terms import check_reach
from occupancy.store import data_requests as store
from occupancy.store import households
from occupancy.store import support_measures as measures
from occupancy.store import support_notes as notes
from occupancy.store.law import law_in_force


async def record_request(
    db: Database, household_id: UUID, received_on: date, identity: IdentityCheck, act: Act
) -> DataRequest:
    """Raises `HouseholdNotFound`, `DayOutOfReach`, `DataRequestDayWrong`, `DataRequestAlreadyOpen`."""
    check_reach(received_on, "received_on")
    async with writing(db, act) as tx:
        await households.find_household(household_id)
        check_received(received_on, today=act.today)
        request = DataRequest(
            id=uuid4(),
            version=1,
            household_id=household_id,
            received_on=received_on,
            identity=identity,
            received_by=act.by.name,
        )
        with tx.db.refusing({"data_request_one_open": _already}):
            await store.insert_request(request)
        await keep_household_deadlines(household_id, await law_in_force(), act)
        await tx.journal("data-requested", f"household/{household_id}", after=request)
        return tx.keep(request)


async def answer_request(db: Database, household_id: UUID, answered_on: date, act: Act) -> DataRequest:
    """Raises `DataRequestMissing`, `DataRequestDayWrong`."""
    async with writing(db, act) as tx:
        before = await store.open_request(household_id)
        after = answered(before, answered_on, act.by.name, today=act.today)
        await store.close_request(after)
        await keep_household_deadlines(household_id, await law_in_force(), act)
        await tx.journal("data-answered", f"household/{household_id}", before=before, after=after)
        return tx.keep(after)


async def hand_over_notes(db: Database, household_id: UUID, shape: str, act: Act) -> NotesGiven:
    """The journal keeps that it was done, and how much; the texts are read by `notes_for`. Raises `DataRequestMissing`."""
    async with writing(db, act) as tx:
        await store.open_request(household_id)
        found = await notes_for(household_id)
        given = NotesGiven(notes=len(found), measures=tuple(sorted({one.measure for one in found})), shape=shape)
        await tx.journal("support-notes-given", f"household/{household_id}", after=given)
        return tx.keep(given)


async def notes_for(household_id: UUID) -> tuple[GivenNote, ...]:
    """All that social workers wrote of a household, in full, the first first (RGPD-08)."""
    found = []
    for measure in reversed(await measures.measures_of_household(household_id)):
        found += [_given(measure.reference, one) for one in await notes.all_notes_of(measure.id)]
    return tuple(found)


def _given(measure: str, one: SupportNote) -> GivenNote:
    text = _diagnosis(one.content) if one.kind is NoteKind.DIAGNOSIS else one.content
    return GivenNote(measure=measure, kind=one.kind, written_at=one.written_at, written_by=one.written_by, text=text)


def _diagnosis(content: str) -> str:
    read = msgspec.json.decode(content, type=Diagnosis)
    return "\n".join(
        f"{HEADING_WORDS[one][0].upper()}{HEADING_WORDS[one][1:]} : {read.text(one)}"
        for one in Heading
        if read.text(one)
    )


def _already() -> Refusal:
    return DataRequestAlreadyOpen("Répondez d'abord à la demande qui attend.")
