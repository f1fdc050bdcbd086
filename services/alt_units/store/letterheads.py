"""The versions of what stands on the papers, as occupancy told them."""

import base64
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from alt_units.domain.letterheads import Letterhead, in_force
from alt_units.tables.papers import LetterheadRow


async def find_letterhead(letterhead_id: UUID) -> Letterhead | None:
    """A version, or None while occupancy did not tell of it."""
    rows = await LetterheadRow.select().where(LetterheadRow.id == letterhead_id)
    return _letterhead(rows[0]) if rows else None


async def letterhead_on(day: date) -> Letterhead | None:
    """The version that papers of that day take."""
    return in_force([_letterhead(row) for row in await LetterheadRow.select().where(LetterheadRow.since <= day)], day)


async def add_letterhead(letterhead: Letterhead) -> None:
    """For ever."""
    columns = msgspec.structs.asdict(letterhead) | {"logo": base64.b64encode(letterhead.logo).decode()}
    await LetterheadRow.insert(LetterheadRow(**columns))


def _letterhead(row: dict[str, Any]) -> Letterhead:
    return msgspec.convert(row, Letterhead)
