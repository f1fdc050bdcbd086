"""The versions of what stands on the papers."""

import msgspec

from kernel.db import Database
from kernel.errors import StaleVersion
from occupancy.domain.letterheads import Letterhead
from occupancy.tables.papers import LetterheadRow


async def list_letterheads() -> tuple[Letterhead, ...]:
    """Every version, first to last."""
    rows = await LetterheadRow.select().order_by(LetterheadRow.number)
    return tuple(msgspec.convert({**row, "clauses": msgspec.json.decode(row["clauses"])}, Letterhead) for row in rows)


async def add_letterhead(db: Database, letterhead: Letterhead) -> None:
    """Raises `StaleVersion` when somebody saved another version at the same moment."""
    columns = msgspec.structs.asdict(letterhead)
    columns["clauses"] = msgspec.json.encode(letterhead.clauses).decode()
    with db.refusing({"letterhead_number": StaleVersion}):
        await LetterheadRow.insert(LetterheadRow(**columns))
