"""What the payer answered, and how a convention is read where it is silent."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from alt_units.domain.claim_answers import Answer, LineAnswer
from alt_units.domain.claim_readings import InduReturn, RecordedReadings, SharedAided, StatementForm, Turnaround
from alt_units.domain.claim_terms import Verdict
from alt_units.domain.claims import Adjustment
from alt_units.store.claims import add_adjustments
from alt_units.tables.claims import ClaimAnswerRow, ClaimLineAnswerRow, ClaimReadingRow
from kernel.db import Database
from kernel.errors import StaleVersion

_LINE = LineAnswer.__struct_fields__
_HEAD = tuple(name for name in Answer.__struct_fields__ if name != "lines")


async def add_answer(db: Database, answer: Answer, adjustments: Sequence[Adjustment]) -> None:
    """A new answer, the adjustments that it makes, and its lines, which name them."""
    await ClaimAnswerRow.insert(ClaimAnswerRow(**{name: getattr(answer, name) for name in _HEAD}))
    await add_adjustments(db, adjustments)
    rows = [[answer.id, *(getattr(line, name) for name in _LINE)] for line in answer.lines]
    await db.insert_many("claim_line_answer", ("answer_id", *_LINE), rows)


async def answers_of(claim_id: UUID) -> list[Answer]:
    """The answers about a claim, first to last."""
    heads = (
        await ClaimAnswerRow.select().where(ClaimAnswerRow.claim_id == claim_id).order_by(ClaimAnswerRow.recorded_at)
    )
    if not heads:
        return []
    lines: dict[UUID, list[LineAnswer]] = defaultdict(list)
    rows = ClaimLineAnswerRow.select().where(ClaimLineAnswerRow.answer_id.is_in([head["id"] for head in heads]))
    for row in await rows.order_by(ClaimLineAnswerRow.claim_line_id):
        known: dict[str, Any] = {name: row[name] for name in _LINE}
        lines[row["answer_id"]].append(LineAnswer(**{**known, "verdict": Verdict(row["verdict"])}))
    return [Answer(**{name: head[name] for name in _HEAD}, lines=tuple(lines[head["id"]])) for head in heads]


async def find_readings(convention_id: UUID) -> RecordedReadings:
    """What was recorded for a convention; version 0 when nothing was."""
    rows = await ClaimReadingRow.select().where(ClaimReadingRow.id == convention_id)
    if not rows:
        return RecordedReadings(convention_id=convention_id)
    (row,) = rows
    return RecordedReadings(
        convention_id=convention_id,
        version=row["version"],
        shared_aided=SharedAided(row["shared_aided"]) if row["shared_aided"] else None,
        turnaround=Turnaround(row["turnaround"]) if row["turnaround"] else None,
        long_stay_months=row["long_stay_months"],
        justification_months=row["justification_months"],
        statement_form=StatementForm(row["statement_form"]) if row["statement_form"] else None,
        retention_months=row["retention_months"],
        indu_return=InduReturn(row["indu_return"]) if row["indu_return"] else None,
        note=row["note"],
    )


async def save_readings(db: Database, readings: RecordedReadings, *, expected: int) -> RecordedReadings:
    """Record the readings of a convention. Raises `StaleVersion`."""
    values = [
        readings.shared_aided,
        readings.turnaround,
        readings.long_stay_months,
        readings.justification_months,
        readings.statement_form,
        readings.retention_months,
        readings.indu_return,
        readings.note,
    ]
    if expected == 0:
        rows = await db.run(
            "insert into claim_reading"
            " (id, version, shared_aided, turnaround, long_stay_months, justification_months, statement_form,"
            " retention_months, indu_return, note)"
            " values ({}, 1, {}, {}, {}, {}, {}, {}, {}, {}) on conflict (id) do nothing returning version",
            readings.convention_id,
            *values,
        )
    else:
        rows = await db.run(
            "update claim_reading set shared_aided = {}, turnaround = {}, long_stay_months = {},"
            " justification_months = {}, statement_form = {}, retention_months = {}, indu_return = {}, note = {},"
            " version = version + 1 where id = {} and version = {} returning version",
            *values,
            readings.convention_id,
            expected,
        )
    if not rows:
        raise StaleVersion(
            "Les lectures de la convention ont changé depuis que vous les avez ouvertes. Rechargez la page."
        )
    return msgspec.structs.replace(readings, version=expected + 1)
