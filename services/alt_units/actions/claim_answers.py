"""What people do with the payer's answers: record them line by line, or accept the rest at once; record how silent texts
are read.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.actions.claims import hold_claim, room_of, told
from alt_units.domain import claim_answers as rules
from alt_units.domain.claim_answers import Letter, Said, everything_accepted
from alt_units.domain.claim_readings import RecordedReadings
from alt_units.domain.claims import Claim
from alt_units.store import claim_answers as store
from alt_units.store import claims, conventions
from kernel.acts import Act, writing
from kernel.db import Database


class AnswerClaim(Struct, frozen=True, kw_only=True):
    """What a letter of the payer says. `rest_accepted`: every line not answered yet, and not said here, is accepted."""

    answered_on: date
    reference: str
    said: tuple[Said, ...]
    rest_accepted: bool = False


async def answer_claim(db: Database, claim_id: UUID, command: AnswerClaim, act: Act, *, version: int) -> Claim:
    """Record an answer, with the adjustments that it makes. Raises what `rules.answer` raises, and `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await hold_claim(tx, claim_id)
        convention = await conventions.find_convention(before.convention_id)
        said = _said(before, command)
        letter = Letter(
            answer_id=uuid4(),
            answered_on=command.answered_on,
            reference=command.reference,
            recorded_by=act.by.name,
            recorded_at=act.at,
            ids=[(uuid4(), uuid4()) for _ in said],
        )
        known = await store.answers_of(claim_id)
        last = max((one.answered_on for one in known), default=None)
        room = await room_of(db, convention, before.month)
        done = rules.answer(before, said, letter, last=last, room=room, today=act.today)
        await store.add_answer(db, done.answer, done.adjustments)
        after = await claims.save_status(done.claim, expected=version)
        await tx.journal("claim-answered", f"claim/{claim_id}", before=told(before), after=done.answer)
        return tx.keep(after)


async def read_convention(db: Database, readings: RecordedReadings, act: Act) -> RecordedReadings:
    """Record how the organisation reads a convention where it is silent. Raises `ConventionNotFound`, `StaleVersion`."""
    async with writing(db, act) as tx:
        await conventions.find_convention(readings.convention_id)
        await tx.lock("convention", readings.convention_id)
        before = await store.find_readings(readings.convention_id)
        after = await store.save_readings(db, readings, expected=readings.version)
        subject = f"convention/{readings.convention_id}"
        await tx.journal("convention-read", subject, before=before if before.version else None, after=after)
        return tx.keep(after)


def _said(claim: Claim, command: AnswerClaim) -> Sequence[Said]:
    if not command.rest_accepted:
        return command.said
    cited = {one.line_id for one in command.said}
    return (*command.said, *(one for one in everything_accepted(claim) if one.line_id not in cited))
