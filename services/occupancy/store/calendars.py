"""Calendars at a secret address, in the database."""

from datetime import datetime
from typing import Any
from uuid import UUID

from occupancy.domain.calendars import GONE, CalendarFeed, CalendarNotFound
from occupancy.tables.deadlines import CalendarFeedRow

_IN_FORCE = CalendarFeedRow.revoked_at.is_null()


async def feed_of(person_id: UUID) -> CalendarFeed | None:
    """The calendar of a person, when there is one."""
    row = await CalendarFeedRow.select().where((CalendarFeedRow.person_id == person_id) & _IN_FORCE).first()
    return _feed(row) if row else None


async def feed_at(secret_sha256: str) -> CalendarFeed:
    """The calendar that a secret opens, found by what it comes to. Raises `CalendarNotFound`."""
    row = await CalendarFeedRow.select().where((CalendarFeedRow.secret_sha256 == secret_sha256) & _IN_FORCE).first()
    if row is None:
        raise CalendarNotFound(GONE)
    return _feed(row)


async def insert_feed(feed: CalendarFeed, secret_sha256: str) -> None:
    await CalendarFeedRow.insert(
        CalendarFeedRow(
            id=feed.id,
            person_id=feed.person_id,
            secret_sha256=secret_sha256,
            created_at=feed.created_at,
            last_used_at=None,
            revoked_at=None,
        )
    )


async def mark(feed_id: UUID, column: str, at: datetime) -> None:
    """Used, or taken back, at a time."""
    columns: dict[Any, Any] = {column: at}
    await CalendarFeedRow.update(columns).where(CalendarFeedRow.id == feed_id)


def _feed(row: dict[str, Any]) -> CalendarFeed:
    return CalendarFeed(
        id=row["id"],
        person_id=row["person_id"],
        created_at=row["created_at"],
        last_used_at=row["last_used_at"],
    )
