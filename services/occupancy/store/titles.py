"""Titles: the settings of the exchange, bordereaux and their titles, what the comptable said of them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

import msgspec

from kernel.acts import Act
from kernel.db import Database
from occupancy.domain.data_eliminations import blank
from occupancy.domain.titles import (
    Title,
    TitleAlreadySent,
    TitleBatch,
    TitleBatchNotFound,
    TitleNotSent,
    TitleSettings,
    TitleState,
    TitleStatus,
    nameless,
)
from occupancy.store.ledger import as_values
from occupancy.tables.titles import TitleBatchRow, TitleRow, TitleSettingRow, TitleStatusRow


async def settings() -> tuple[TitleSettings | None, int]:
    """The last version of the settings, and its number; None and 0 before the first."""
    row = await TitleSettingRow.select().order_by(TitleSettingRow.version, ascending=False).first()
    return (msgspec.json.decode(row["content"], type=TitleSettings), row["version"]) if row else (None, 0)


async def add_settings(found: TitleSettings, version: int, act: Act) -> None:
    """The next version."""
    row = TitleSettingRow(
        id=uuid4(),
        version=version,
        content=msgspec.json.encode(found).decode(),
        recorded_on=act.today,
        recorded_by=act.by.id,
        recorded_by_name=act.by.name,
    )
    await TitleSettingRow.insert(row)


async def sent_acts() -> set[UUID]:
    """The lines of the diary whose title is in a bordereau."""
    return {row["act_id"] for row in await TitleRow.select(TitleRow.act_id)}


async def last_numbers(year: int) -> tuple[int, int]:
    """The last number of a bordereau and of a title of a year; 0 before the first."""
    batches = await TitleBatchRow.raw("select max(number) as n from title_batch where year = {}", year)
    titles = await TitleRow.raw("select max(number) as n from title where year = {}", year)
    return batches[0]["n"] or 0, titles[0]["n"] or 0


async def add_batch(db: Database, batch: TitleBatch) -> None:
    """Raises `TitleAlreadySent`."""
    values = as_values(batch) | {"titles": msgspec.json.encode(batch.titles).decode()}
    rows = [
        TitleRow(act_id=one.act_id, batch_id=batch.id, year=one.year, number=one.number, amount_cents=one.cents)
        for one in batch.titles
    ]
    taken = dict.fromkeys(("title_pkey", "title.act_id", "title_number", "title_batch_once"), TitleAlreadySent)
    with db.refusing(taken):
        await TitleBatchRow.insert(TitleBatchRow(**values))
        await TitleRow.insert(*rows)


async def list_batches() -> tuple[TitleBatch, ...]:
    """All of them, the last first."""
    rows = TitleBatchRow.select().order_by(TitleBatchRow.year, TitleBatchRow.number, ascending=False)
    return tuple(_batch(row) for row in await rows)


async def find_batch(batch_id: UUID) -> TitleBatch:
    """Raises `TitleBatchNotFound`."""
    row = await TitleBatchRow.select().where(TitleBatchRow.id == batch_id).first()
    if row is None:
        raise TitleBatchNotFound()
    return _batch(row)


async def find_sent(act_id: UUID) -> tuple[TitleBatch, Title]:
    """A title with its bordereau. Raises `TitleNotSent`."""
    row = await TitleRow.select(TitleRow.batch_id).where(TitleRow.act_id == act_id).first()
    if row is None:
        raise TitleNotSent("Ce titre n'est dans aucun bordereau.")
    batch = await find_batch(row["batch_id"])
    return batch, next(one for one in batch.titles if one.act_id == act_id)


async def statuses_of(act_ids: Collection[UUID]) -> dict[UUID, tuple[TitleStatus, ...]]:
    """What was said of each of these titles, in the order of its days."""
    found: dict[UUID, list[TitleStatus]] = {one: [] for one in act_ids}
    if found:
        rows = await TitleStatusRow.select().where(TitleStatusRow.act_id.is_in(list(found)))
        for row in sorted(rows, key=lambda one: (one["on_day"], one["recorded_on"], str(one["id"]))):
            found[row["act_id"]].append(TitleStatus(**{**row, "state": TitleState(row["state"])}))
    return {one: tuple(said) for one, said in found.items()}


async def add_status(status: TitleStatus) -> None:
    await TitleStatusRow.insert(TitleStatusRow(**as_values(status)))


async def erase_titles(rows: Iterable[Mapping[str, Any]]) -> None:
    """The debtors of these titles go from the bordereaux that copied them; its other debtors stay in the list.

    The file that was sent goes whole: its term is past once the accounts of one of its debtors are at theirs.
    """
    gone: dict[UUID, set[str]] = {}
    for row in rows:
        gone.setdefault(row["batch_id"], set()).add(str(row["act_id"]))
    for batch_id, acts in gone.items():
        batch = await find_batch(batch_id)
        titles = tuple(nameless(one) if str(one.act_id) in acts else one for one in batch.titles)
        after: dict[Any, Any] = {
            "titles": msgspec.json.encode(titles).decode(),
            "exchange": blank(batch.exchange),
        }
        await TitleBatchRow.update(after).where(TitleBatchRow.id == batch_id)


def _batch(row: dict[str, Any]) -> TitleBatch:
    return TitleBatch(**{**row, "titles": msgspec.json.decode(row["titles"], type=tuple[Title, ...])})
