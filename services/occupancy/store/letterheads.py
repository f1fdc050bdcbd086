"""The versions of what stands on the papers."""

import base64
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from kernel.db import Database
from kernel.errors import StaleVersion
from occupancy.domain.letterheads import Letterhead
from occupancy.tables.papers import LetterheadRow


async def list_letterheads() -> tuple[Letterhead, ...]:
    """Every version, first to last."""
    return tuple(_letterhead(row) for row in await LetterheadRow.select().order_by(LetterheadRow.number))


async def letterhead_on(day: date) -> Letterhead | None:
    """The version that papers of that day take."""
    row = (
        await LetterheadRow.select()
        .where(LetterheadRow.since <= day)
        .order_by(LetterheadRow.since, LetterheadRow.number, ascending=False)
        .first()
    )
    return _letterhead(row) if row else None


async def find_letterhead(letterhead_id: UUID) -> Letterhead:
    """A version that was saved."""
    row = await LetterheadRow.select().where(LetterheadRow.id == letterhead_id).first()
    assert row is not None, "a version is never removed"
    return _letterhead(row)


async def add_letterhead(db: Database, letterhead: Letterhead) -> None:
    """Raises `StaleVersion` when somebody saved another version at the same moment."""
    columns = msgspec.structs.asdict(letterhead)
    columns["clauses"] = msgspec.json.encode(letterhead.clauses).decode()
    columns["logo"] = base64.b64encode(letterhead.logo).decode()
    with db.refusing({"letterhead_number": StaleVersion}):
        await LetterheadRow.insert(LetterheadRow(**columns))


def _letterhead(row: dict[str, Any]) -> Letterhead:
    return msgspec.convert({**row, "clauses": msgspec.json.decode(row["clauses"])}, Letterhead)
