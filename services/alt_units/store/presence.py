"""Presence of a unit, month by month, as occupancy last told it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

import msgspec

from alt_units.domain.presence import PlacePresence, Presence
from alt_units.tables.park import PresenceRow
from kernel.db import Database
from kernel.period import Month

FEW = 500
_PLACES = msgspec.json.Decoder(tuple[PlacePresence, ...])
_PLAIN = tuple(name for name in Presence.__struct_fields__ if name != "places")


async def find_presence(unit_id: UUID, month: str) -> Presence | None:
    """The stored month, or None when nothing was told of it."""
    rows = await PresenceRow.select().where(PresenceRow.unit_id == unit_id, PresenceRow.month == month)
    return _presence(rows[0]) if rows else None


async def list_presence(unit_id: UUID, *, since: str = "") -> list[Presence]:
    """The months of a unit, latest first; `since` is the earliest month wanted."""
    query = PresenceRow.select().where(PresenceRow.unit_id == unit_id, PresenceRow.month >= since)
    return [_presence(row) for row in await query.order_by(PresenceRow.month, ascending=False)]


async def presence_of_month(month: str) -> dict[UUID, Presence]:
    """What was told of a month, by unit."""
    return {row["unit_id"]: _presence(row) for row in await PresenceRow.select().where(PresenceRow.month == month)}


async def presence_between(first: str, last: str) -> dict[UUID, list[Presence]]:
    """The months from one to the other, both counted, by unit, in order."""
    rows = (
        await PresenceRow.select()
        .where(PresenceRow.month >= first, PresenceRow.month <= last)
        .order_by(PresenceRow.month)
    )
    found: dict[UUID, list[Presence]] = defaultdict(list)
    for row in rows:
        found[row["unit_id"]].append(_presence(row))
    return found


async def presence_of_units(unit_ids: Collection[UUID], month: str) -> dict[UUID, Presence]:
    """What was told of a month for these units, by unit. One unit is asked for by itself, many with the whole month."""
    wanted = set(unit_ids)
    if not wanted:
        return {}
    query = PresenceRow.select().where(PresenceRow.month == month)
    if len(wanted) <= FEW:
        query = query.where(PresenceRow.unit_id.is_in(list(wanted)))
    return {row["unit_id"]: _presence(row) for row in await query if row["unit_id"] in wanted}


async def presence_since(
    since: str, *, unit_id: UUID | None = None, among: Collection[UUID] | None = None
) -> list[Presence]:
    """Every month told from `since` on, of the whole park, of one unit or of those among some."""
    query = PresenceRow.select().where(PresenceRow.month >= since)
    if unit_id is not None:
        query = query.where(PresenceRow.unit_id == unit_id)
    return [_presence(row) for row in await query if among is None or row["unit_id"] in among]


async def lived_in_throughout(db: Database, months: Sequence[Month]) -> set[UUID]:
    """The units lived in on every day of each of these months."""
    each = " or ".join("(month = {} and days_occupied = {})" for _ in months)
    rows = await db.run(
        f"select unit_id from presence where {each} group by unit_id having count(*) = {{}}",  # noqa: S608  marks
        *(value for one in months for value in (str(one), one.days)),
        len(months),
    )
    return {row["unit_id"] for row in rows}


async def save_presence(presence: Presence) -> None:
    """The month as told, in place of what was told before."""
    row = PresenceRow(
        id=uuid5(presence.unit_id, presence.month),
        unit_id=presence.unit_id,
        month=presence.month,
        revision=presence.revision,
        days_occupied=presence.days_occupied,
        households=presence.households,
        persons=presence.persons,
        places=msgspec.json.encode(presence.places).decode(),
        received_at=presence.received_at,
        aided_households=presence.aided_households,
    )
    changing = [
        PresenceRow.revision,
        PresenceRow.days_occupied,
        PresenceRow.households,
        PresenceRow.persons,
        PresenceRow.places,
        PresenceRow.received_at,
        PresenceRow.aided_households,
    ]
    await PresenceRow.insert(row).on_conflict(target=PresenceRow.id, action="DO UPDATE", values=changing)


def _presence(row: dict[str, Any]) -> Presence:
    known = {name: row[name] for name in _PLAIN}
    return Presence(**known, places=_places(row["places"]))


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[PlacePresence, ...]:
    """What was told of the places: the same words stand for most months of most units, and never change."""
    return _PLACES.decode(text)
