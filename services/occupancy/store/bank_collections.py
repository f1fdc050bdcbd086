"""Lines of bank statements taken by the régies, and the receipts that they made."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from kernel.db import Database
from occupancy.domain.bank_collections import (
    BankCollection,
    BankLineTaken,
    CollectionState,
    NamedHousehold,
    short_reference,
    words,
)
from occupancy.store.payments import ReceiptSeen, find_receipt
from occupancy.tables.bank_collections import BankCollectionRow, BankLineReceiptRow

TAKEN = dict.fromkeys(
    ("bank_collection_once", "bank_collection_attempt", "bank_collection_pkey", "bank_collection.id"), BankLineTaken
)
LIVE = (CollectionState.ASKED.value, CollectionState.RECEIPTED.value, CollectionState.RETURNING.value)


async def live_collection(line_id: UUID) -> BankCollection | None:
    """The collection that holds a line now."""
    found = (
        await BankCollectionRow.select()
        .where(BankCollectionRow.line_id == line_id, BankCollectionRow.state.is_in(list(LIVE)))
        .first()
    )
    return _collection(found) if found else None


async def find_collection(collection_id: UUID) -> BankCollection | None:
    """By the number told to alt_units."""
    found = await BankCollectionRow.select().where(BankCollectionRow.id == collection_id).first()
    return _collection(found) if found else None


async def attempts(line_id: UUID) -> int:
    """How many times a line was taken."""
    found: int = await BankCollectionRow.count().where(BankCollectionRow.line_id == line_id)
    return found


async def reserve(db: Database, collection: BankCollection) -> None:
    """Raises `BankLineTaken`: a line is in one collection at a time."""
    values = asdict(collection) | {"state": collection.state.value}
    with db.refusing(TAKEN):
        await BankCollectionRow.insert(BankCollectionRow(**values))


async def move(db: Database, collection_id: UUID, before: CollectionState, after: CollectionState, reason: str) -> bool:
    """From one state to the next, once: False when it was no more in that state."""
    rows = await db.run(
        "update bank_collection set state = {}, reason = {}, tries = 0, next_try_at = null"
        " where id = {} and state = {} returning id",
        after.value, reason, collection_id, before.value,
    )  # fmt: skip
    return bool(rows)


async def unfinished(db: Database, *, asked_before: datetime, due_at: datetime | None) -> list[BankCollection]:
    """What is still to be told to alt_units: given back, or reserved so long ago that its receipt will not come."""
    row = BankCollectionRow
    stale = (row.state == CollectionState.ASKED.value) & (row.asked_at < asked_before)
    query = row.select().where((row.state == CollectionState.RETURNING.value) | stale).order_by(row.asked_at)
    found = [_collection(one) for one in await query]
    return [one for one in found if due_at is None or one.next_try_at is None or one.next_try_at <= due_at]


async def note_try(collection: BankCollection, next_try_at: datetime) -> None:
    """alt_units refused to take a line back: later again."""
    await BankCollectionRow.update(
        {BankCollectionRow.tries: collection.tries + 1, BankCollectionRow.next_try_at: next_try_at}
    ).where(BankCollectionRow.id == collection.id)


async def add_line_receipt(db: Database, collection: BankCollection, receipt_id: UUID, part: int, cents: int) -> None:
    """The receipt of one part of a line. Raises `BankLineTaken`."""
    row = BankLineReceiptRow(
        receipt_id=receipt_id, collection_id=collection.id, line_id=collection.line_id, part=part, amount_cents=cents
    )
    with db.refusing({"bank_line_receipt_once": BankLineTaken}):
        await BankLineReceiptRow.insert(row)


async def collection_of_receipt(receipt_id: UUID) -> BankCollection | None:
    """The line that a receipt was drawn up from, if there is one."""
    link = await BankLineReceiptRow.select().where(BankLineReceiptRow.receipt_id == receipt_id).first()
    return await find_collection(link["collection_id"]) if link else None


async def receipts_of_collection(collection_id: UUID) -> tuple[ReceiptSeen, ...]:
    """The receipts of a line, part by part."""
    links = (
        await BankLineReceiptRow.select()
        .where(BankLineReceiptRow.collection_id == collection_id)
        .order_by(BankLineReceiptRow.part)
    )
    return tuple([await find_receipt(one["receipt_id"]) for one in links])


async def latest_collections(limit: int) -> list[tuple[BankCollection, tuple[ReceiptSeen, ...]]]:
    """The last lines that were taken, with their receipts."""
    rows = (
        await BankCollectionRow.select()
        .where(BankCollectionRow.state.is_in(list(LIVE)))
        .order_by(BankCollectionRow.asked_at, ascending=False)
        .limit(limit)
    )
    return [(_collection(one), await receipts_of_collection(one["id"])) for one in rows]


async def all_collections(db: Database) -> list[dict[str, Any]]:
    """Each collection with its number of receipts, of receipts that stand, and their cents: for invariants."""
    return await db.run(
        "select c.id as id, c.state as state, c.amount_cents as amount_cents, count(l.receipt_id) as receipts,"
        " coalesce(sum(r.amount_cents), 0) as cents,"
        " count(l.receipt_id) - count(x.receipt_id) as standing"
        " from bank_collection c left join bank_line_receipt l on l.collection_id = c.id"
        " left join receipt r on r.id = l.receipt_id left join receipt_cancellation x on x.receipt_id = l.receipt_id"
        " group by c.id, c.state, c.amount_cents"
    )


async def named_households(db: Database) -> list[NamedHousehold]:
    """Every household as a line may quote or name it."""
    quoted: dict[UUID, list[str]] = defaultdict(list)
    for row in await db.run("select household_id, reference from contract"):
        quoted[UUID(str(row["household_id"]))].append(short_reference(row["reference"]))
    found = []
    for row in await db.run("select id, last_name, first_name, reference from household"):
        household_id = UUID(str(row["id"]))
        references = [short_reference(row["reference"]), *quoted[household_id]]
        found.append(
            NamedHousehold(
                household_id=household_id,
                references=tuple(one for one in references if one),
                last_name=words(row["last_name"]),
                first_name=words(row["first_name"]),
            )
        )
    return found


def _collection(row: dict[str, Any]) -> BankCollection:
    return msgspec.convert(row, BankCollection)
