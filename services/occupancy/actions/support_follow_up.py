"""What is done with a support measure that runs: contract, meetings, reviews, renewal, landlord told, end, report, closure."""

from datetime import date
from uuid import UUID

from kernel.acts import Act
from kernel.db import Database
from kernel.law import Law
from occupancy.actions.support_measures import change
from occupancy.domain import support_follow_up as follow_up
from occupancy.domain.free_text import check_note
from occupancy.domain.support_measures import (
    EndOutcome,
    LandlordTold,
    Meeting,
    Renewal,
    Report,
    StageReview,
    SupportMeasure,
)


async def sign_contract(db: Database, measure_id: UUID, signed_on: date, act: Act, *, expected: int) -> SupportMeasure:
    """The written contract (ASLL-09). Raises what `follow_up.sign_contract` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.sign_contract(measure, signed_on, today=act.today)

    return await change(db, measure_id, "support-contract-signed", decide, act, expected)


async def add_meeting(db: Database, measure_id: UUID, meeting: Meeting, act: Act, *, expected: int) -> SupportMeasure:
    """A meeting held or missed. Raises what `follow_up.add_meeting` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.add_meeting(measure, meeting, today=act.today)

    return await change(db, measure_id, "support-met", decide, act, expected)


async def take_meeting_back(
    db: Database, measure_id: UUID, meeting: Meeting, act: Act, *, expected: int
) -> SupportMeasure:
    """Recorded by mistake. Raises what `follow_up.take_meeting_back` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.take_meeting_back(measure, meeting)

    return await change(db, measure_id, "support-meeting-taken-back", decide, act, expected)


async def hold_review(
    db: Database, measure_id: UUID, review: StageReview, act: Act, *, expected: int
) -> SupportMeasure:
    """A review (ASLL-11). Raises what `follow_up.hold_review` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.hold_review(measure, review, today=act.today)

    return await change(db, measure_id, "support-reviewed", decide, act, expected)


async def request_renewal(
    db: Database, measure_id: UUID, renewal: Renewal, act: Act, *, expected: int, note_confirmed: bool = False
) -> SupportMeasure:
    """A renewal, exceptional (ASLL-04). Raises `NoteToReread`, what `follow_up.request_renewal` raises, `StaleVersion`."""
    check_note(renewal.reason, is_confirmed=note_confirmed, field="reason")

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.request_renewal(measure, renewal, law, today=act.today)

    return await change(db, measure_id, "support-renewal-requested", decide, act, expected)


async def answer_renewal(
    db: Database, measure_id: UUID, *, is_granted: bool, decided_on: date, reference: str, act: Act, expected: int
) -> SupportMeasure:
    """Renewed or not. Raises what `follow_up.answer_renewal` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.answer_renewal(
            measure, is_granted=is_granted, decided_on=decided_on, reference=reference, today=act.today
        )

    verb = "support-renewed" if is_granted else "support-not-renewed"
    return await change(db, measure_id, verb, decide, act, expected)


async def tell_landlord(
    db: Database, measure_id: UUID, told: LandlordTold, act: Act, *, expected: int
) -> SupportMeasure:
    """The landlord is told (ASLL-07, ASLL-12). Raises what `follow_up.tell_landlord` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.tell_landlord(measure, told, today=act.today)

    return await change(db, measure_id, "support-landlord-told", decide, act, expected)


async def end(
    db: Database, measure_id: UUID, outcome: EndOutcome, ended_on: date, act: Act, *, expected: int
) -> SupportMeasure:
    """The last day in fact. Raises what `follow_up.end` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.end(measure, outcome, ended_on, today=act.today)

    return await change(db, measure_id, "support-ended", decide, act, expected)


async def sign_report(db: Database, measure_id: UUID, report: Report, act: Act, *, expected: int) -> SupportMeasure:
    """The shared evaluation (ASLL-12). Raises what `follow_up.sign_report` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.sign_report(measure, report, today=act.today)

    return await change(db, measure_id, "support-reported", decide, act, expected)


async def close(db: Database, measure_id: UUID, act: Act, *, expected: int) -> SupportMeasure:
    """Nothing more to do. Raises what `follow_up.close` raises, `StaleVersion`."""

    async def decide(measure: SupportMeasure, law: Law) -> SupportMeasure:
        return follow_up.close(measure, today=act.today)

    return await change(db, measure_id, "support-closed", decide, act, expected)
