"""What happened to a thing, read from the journal."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from occupancy.tables.contracts import ContractRow


class Event(Struct, frozen=True, kw_only=True):
    """One act: when, who, which."""

    at: datetime
    actor_name: str
    verb: str
    subject: str


async def timeline(subjects: tuple[str, ...], limit: int = 100) -> list[Event]:
    """The acts on any of these subjects, latest first."""
    marks = ", ".join("{}" for _ in subjects)
    rows: list[dict[str, Any]] = await ContractRow.raw(
        f"select at, actor_name, verb, subject from journal where subject in ({marks})"  # noqa: S608 (placeholders only)
        f" order by at desc limit {limit:d}",
        *subjects,
    )
    return [Event(**row) for row in rows]
