"""Proposals to correct a submitted claim, and what became of each."""

from uuid import UUID

import msgspec
from msgspec import Struct

from alt_units.domain.claim_corrections import (
    ClaimCorrection,
    CorrectionEnd,
    CorrectionEnded,
    CorrectionNotFound,
    CorrectionOutcome,
)
from alt_units.tables.claims import ClaimCorrectionEndRow, ClaimCorrectionRow, ClaimLineRow
from kernel.db import Database, read
from kernel.period import Month

_NAMES = ClaimCorrection.__struct_fields__


class Waiting(Struct, frozen=True, kw_only=True):
    """A proposal that nobody decided yet, with where it is to be read."""

    correction: ClaimCorrection
    convention_id: UUID
    month: Month
    name: str
    """Of the dwelling."""


async def find_correction(correction_id: UUID) -> tuple[ClaimCorrection, UUID]:
    """A proposal, and the claim that it is about. Raises `CorrectionNotFound`."""
    row = await ClaimCorrectionRow.select().where(ClaimCorrectionRow.id == correction_id).first()
    if row is None:
        raise CorrectionNotFound("Cette proposition n'existe pas.")
    found = msgspec.convert(row, ClaimCorrection)
    line = await ClaimLineRow.select(ClaimLineRow.claim_id).where(ClaimLineRow.id == found.claim_line_id).first()
    assert line is not None
    return found, line["claim_id"]


async def corrections_of(claim_id: UUID) -> list[tuple[ClaimCorrection, CorrectionEnd | None]]:
    """Those of a claim with what became of each, the first one first."""
    mine = ClaimLineRow.select(ClaimLineRow.id).where(ClaimLineRow.claim_id == claim_id)
    rows = await ClaimCorrectionRow.select().where(ClaimCorrectionRow.claim_line_id.is_in(mine))
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    ended = await ClaimCorrectionEndRow.select().where(ClaimCorrectionEndRow.correction_id.is_in(ids))
    ends = {
        row["correction_id"]: msgspec.convert({**row, "outcome": CorrectionOutcome(row["outcome"])}, CorrectionEnd)
        for row in ended
    }
    found = sorted((msgspec.convert(row, ClaimCorrection) for row in rows), key=lambda one: one.proposed_at)
    return [(one, ends.get(one.id)) for one in found]


async def corrections_waiting() -> list[Waiting]:
    """Those that nobody decided yet, the oldest first."""
    rows = await read(
        ClaimCorrectionRow,
        "select one.*, claim.convention_id, claim.month, line.name from claim_correction one"
        " join claim_line line on line.id = one.claim_line_id join claim on claim.id = line.claim_id"
        " where not exists (select 1 from claim_correction_end ended where ended.correction_id = one.id)"
        " order by one.proposed_at, one.id",
    )
    return [
        Waiting(
            correction=msgspec.convert({name: row[name] for name in _NAMES}, ClaimCorrection),
            convention_id=row["convention_id"],
            month=Month.parse(row["month"]),
            name=row["name"],
        )
        for row in rows
    ]


async def add_correction(one: ClaimCorrection) -> None:
    await ClaimCorrectionRow.insert(ClaimCorrectionRow(**msgspec.structs.asdict(one)))


async def add_end(db: Database, one: CorrectionEnd) -> None:
    """Raises `CorrectionEnded`."""
    ended = {"claim_correction_ended_once": lambda: CorrectionEnded("Cette correction a déjà été décidée.")}
    with db.refusing(ended):
        await ClaimCorrectionEndRow.insert(ClaimCorrectionEndRow(**msgspec.structs.asdict(one)))
