"""What waits to be told to alt_units. Written with the fact; marked once acknowledged; never removed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from kernel.acts import Act, Staff
from kernel.db import read
from kernel.period import Month
from occupancy.domain.presence import UnitPresence
from occupancy.tables.outbox import OutboxRow

PRESENCE, ACTIVITY, MOBILISATION_END, LETTERHEAD = "presence", "activity", "mobilisation_end", "letterhead"


class Waiting(Struct, frozen=True, kw_only=True):
    """One thing to tell, on behalf of somebody. `seq` is its revision."""

    seq: int
    by_id: UUID
    by_name: str
    created_at: datetime
    attempts: int
    next_try_at: datetime | None
    parked: bool
    last_error: str | None


class WaitingPresence(Waiting, frozen=True, kw_only=True):
    """One month of one unit."""

    unit_id: UUID
    month: str
    presence: UnitPresence


class WaitingActivity(Waiting, frozen=True, kw_only=True):
    """One year, to be told as it stands when it is sent."""

    year: int


class MobilisationEnd(Struct, frozen=True, kw_only=True):
    """A right on a unit that ends because its lease slid to the household."""

    mobilisation_id: UUID
    last_day: date


class WaitingMobilisationEnd(Waiting, frozen=True, kw_only=True):
    """The end of the right on a unit."""

    unit_id: UUID
    ending: MobilisationEnd


class SavedLetterhead(Struct, frozen=True, kw_only=True):
    """Which version of what stands on the papers: a version never changes, and is read when it is sent."""

    letterhead_id: UUID


class WaitingLetterhead(Waiting, frozen=True, kw_only=True):
    """A version of what stands on the papers."""

    saved: SavedLetterhead


async def insert_presence(unit_id: UUID, month: Month, presence: UnitPresence, *, by: Staff, at: datetime) -> None:
    """Put one month in the outbox; the database gives its number."""
    await OutboxRow.raw(
        "insert into outbox (kind, unit_id, month, payload, by_id, by_name, created_at, attempts, parked)"
        " values ({}, {}, {}, {}, {}, {}, {}, 0, {})",
        PRESENCE, unit_id, str(month), msgspec.json.encode(presence).decode(), by.id, by.name, at, False,
    )  # fmt: skip


async def insert_activity(years: Collection[int], act: Act) -> None:
    """Put these years in the outbox, in one trip; the database gives their numbers."""
    rows = ", ".join("({}, {}, '', {}, {}, {}, 0, {})" for _ in years)
    values = [(ACTIVITY, year, act.by.id, act.by.name, act.at, False) for year in sorted(years)]
    await read(
        OutboxRow,
        f"insert into outbox (kind, year, payload, by_id, by_name, created_at, attempts, parked) values {rows}",  # noqa: S608
        *(one for row in values for one in row),
    )


async def insert_mobilisation_end(unit_id: UUID, mobilisation_id: UUID, last_day: date, act: Act) -> None:
    """Put the end of a right in the outbox; the database gives its number."""
    ending = MobilisationEnd(mobilisation_id=mobilisation_id, last_day=last_day)
    await OutboxRow.raw(
        "insert into outbox (kind, unit_id, payload, by_id, by_name, created_at, attempts, parked)"
        " values ({}, {}, {}, {}, {}, {}, 0, {})",
        MOBILISATION_END, unit_id, msgspec.json.encode(ending).decode(), act.by.id, act.by.name, act.at, False,
    )  # fmt: skip


async def insert_letterhead(letterhead_id: UUID, *, by: Staff, at: datetime) -> None:
    """Put a version of what stands on the papers in the outbox; the database gives its number."""
    await OutboxRow.raw(
        "insert into outbox (kind, payload, by_id, by_name, created_at, attempts, parked)"
        " values ({}, {}, {}, {}, {}, 0, {})",
        LETTERHEAD, msgspec.json.encode(SavedLetterhead(letterhead_id=letterhead_id)).decode(), by.id, by.name, at, False,
    )  # fmt: skip


async def letterheads_put() -> frozenset[UUID]:
    """The versions that were put in the outbox, sent or not."""
    rows = await OutboxRow.select(OutboxRow.payload).where(OutboxRow.kind == LETTERHEAD)
    return frozenset(msgspec.json.decode(row["payload"], type=SavedLetterhead).letterhead_id for row in rows)


async def waiting_end(unit_id: UUID, mobilisation_id: UUID) -> Waiting | None:
    """The end of this right while alt_units has not acknowledged it, set aside or not."""
    rows = await OutboxRow.select().where(
        (OutboxRow.kind == MOBILISATION_END) & (OutboxRow.unit_id == unit_id) & OutboxRow.sent_at.is_null()
    )
    found = (one for row in rows if isinstance(one := _waiting(row), WaitingMobilisationEnd))
    return next((one for one in found if one.ending.mobilisation_id == mobilisation_id), None)


async def waiting(*, due_at: datetime | None, limit: int = 50, without_years: Collection[int] = ()) -> list[Waiting]:
    """Rows not sent and not parked, in order; with `due_at`, only those whose next try has come; not those of these years."""
    query = (
        OutboxRow.select()
        .where(OutboxRow.sent_at.is_null() & (OutboxRow.parked == False))  # noqa: E712 (a column, not a truth)
        .order_by(OutboxRow.seq)
        .limit(limit)
    )
    if due_at is not None:
        query = query.where(OutboxRow.next_try_at.is_null() | (OutboxRow.next_try_at <= due_at))
    if without_years:
        query = query.where(OutboxRow.year.is_null() | OutboxRow.year.not_in(list(without_years)))
    return [_waiting(row) for row in await query]


async def parked() -> list[Waiting]:
    """Rows that were refused too often and wait for a person, in order."""
    rows = (
        await OutboxRow.select()
        .where(OutboxRow.sent_at.is_null() & (OutboxRow.parked == True))  # noqa: E712 (a column, not a truth)
        .order_by(OutboxRow.seq)
    )
    return [_waiting(row) for row in rows]


async def newest() -> list[WaitingPresence]:
    """The last row of each unit and month, sent or not."""
    rows = await OutboxRow.select().where(OutboxRow.kind == PRESENCE).order_by(OutboxRow.seq)
    found = {(row["unit_id"], row["month"]): row for row in rows}
    return [one for row in found.values() if isinstance(one := _waiting(row), WaitingPresence)]


async def newest_activity(year: int) -> int:
    """The number of the last row of a year, sent or not; 0 when there is none."""
    row = (
        await OutboxRow.select(OutboxRow.seq)
        .where(OutboxRow.year == year)
        .order_by(OutboxRow.seq, ascending=False)
        .first()
    )
    return int(row["seq"]) if row else 0


async def mark_activity_sent(year: int, until: int, at: datetime) -> None:
    """A year told with the figures of row `until` has told every row before it."""
    sent: dict[Any, Any] = {"sent_at": at, "parked": False, "last_error": None}
    row = OutboxRow
    await row.update(sent).where((row.year == year) & (row.seq <= until) & row.sent_at.is_null())


async def told_without_days() -> list[tuple[UUID, Month, Staff]]:
    """Units and months whose newest row was written before day ranges were told, with who was behind that row."""
    rows = await OutboxRow.raw(
        "select unit_id, month, by_id, by_name from outbox where seq in"
        " (select max(seq) from outbox where kind = {} group by unit_id, month) and payload not like {} order by seq",
        PRESENCE,
        "%aided_households%",
    )
    return [
        (UUID(str(row["unit_id"])), Month.parse(row["month"]), Staff(id=UUID(str(row["by_id"])), name=row["by_name"]))
        for row in rows
    ]


async def backlog() -> dict[str, str]:
    """For the health page, by kind: how much waits, and how much was set aside for a person."""
    found: dict[str, str] = {}
    for kind in (PRESENCE, ACTIVITY, MOBILISATION_END, LETTERHEAD):
        waits = OutboxRow.sent_at.is_null() & (OutboxRow.kind == kind)
        aside = await OutboxRow.count().where(waits & (OutboxRow.parked == True))  # noqa: E712 (a column, not a truth)
        found |= {f"{kind}_waiting": str(await OutboxRow.count().where(waits)), f"{kind}_set_aside": str(aside)}
    return found


async def watched(now: datetime) -> dict[str, int]:
    """For the monitoring, in seconds: since when the oldest row waits that was not set aside; 0 when none does."""
    waits = OutboxRow.sent_at.is_null() & (OutboxRow.parked == False)  # noqa: E712 (a column, not a truth)
    row = await OutboxRow.select(OutboxRow.created_at).where(waits).order_by(OutboxRow.created_at).first()
    return {"outbox_waiting_seconds": max(int((now - row["created_at"]).total_seconds()), 0) if row else 0}


async def late(before: datetime) -> int:
    """How many rows written before an instant are still not sent."""
    return int(await OutboxRow.count().where(OutboxRow.sent_at.is_null() & (OutboxRow.created_at < before)))


async def mark_sent(seq: int, at: datetime) -> None:
    await OutboxRow.update({"sent_at": at, "parked": False, "last_error": None}).where(OutboxRow.seq == seq)


async def mark_refused(seq: int, *, attempts: int, next_try_at: datetime, is_parked: bool, error: str) -> None:
    await OutboxRow.update(
        {"attempts": attempts, "next_try_at": next_try_at, "parked": is_parked, "last_error": error[:300]}
    ).where((OutboxRow.seq == seq) & OutboxRow.sent_at.is_null())


async def unpark_all() -> int:
    """Give every parked row another series of tries; how many there were."""
    rows = (
        await OutboxRow.update({"attempts": 0, "next_try_at": None, "parked": False})
        .where(OutboxRow.sent_at.is_null() & (OutboxRow.parked == True))  # noqa: E712 (a column, not a truth)
        .returning(OutboxRow.seq)
    )
    return len(rows)


def _waiting(row: dict[str, Any]) -> Waiting:
    columns = {name: row[name] for name in Waiting.__struct_fields__}
    if row["kind"] == ACTIVITY:
        return WaitingActivity(**columns, year=row["year"])
    if row["kind"] == MOBILISATION_END:
        ending = msgspec.json.decode(row["payload"], type=MobilisationEnd)
        return WaitingMobilisationEnd(**columns, unit_id=row["unit_id"], ending=ending)
    if row["kind"] == LETTERHEAD:
        return WaitingLetterhead(**columns, saved=msgspec.json.decode(row["payload"], type=SavedLetterhead))
    presence = msgspec.json.decode(row["payload"], type=UnitPresence)
    return WaitingPresence(**columns, unit_id=row["unit_id"], month=row["month"], presence=presence)
