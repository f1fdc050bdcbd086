"""The activity of each year, as occupancy last told it."""

from collections.abc import Iterable
from typing import Any

import msgspec

from alt_units.domain.activity import Activity, ActivityFacts
from alt_units.tables.reports import ActivityRow


async def find_activity(year: int) -> Activity | None:
    """What was told of a year, or None."""
    found = await activities_of([year])
    return found[0] if found else None


async def activities_of(years: Iterable[int]) -> list[Activity]:
    """What was told of these years."""
    rows = await ActivityRow.select().where(ActivityRow.id.is_in([*years, 0])).order_by(ActivityRow.id)
    return [_activity(row) for row in rows]


async def save_activity(told: Activity) -> None:
    """The year as told, in place of what was told before."""
    row = ActivityRow(
        id=told.year,
        revision=told.revision,
        content=msgspec.json.encode(told.facts).decode(),
        received_at=told.received_at,
    )
    changing = [ActivityRow.revision, ActivityRow.content, ActivityRow.received_at]
    await ActivityRow.insert(row).on_conflict(target=ActivityRow.id, action="DO UPDATE", values=changing)


def _activity(row: dict[str, Any]) -> Activity:
    facts = msgspec.json.decode(row["content"], type=ActivityFacts)
    return Activity(year=row["id"], revision=row["revision"], facts=facts, received_at=row["received_at"])
