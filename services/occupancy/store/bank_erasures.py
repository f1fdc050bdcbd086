"""Bank lines that were receipts of erased households: forgotten here at once, and told to the service that keeps the lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from occupancy.domain.data_eliminations import Stage, blank
from occupancy.tables.bank_collections import BankCollectionRow, BankLineErasureRow, BankLineReceiptRow
from occupancy.tables.eliminations import DataEliminationLineRow
from occupancy.tables.money import ReceiptRow

_NAMES = ("reference", "label", "payer", "reason")
_SOME = 400


async def erase_lines(under: UUID, rows: Iterable[Mapping[str, Any]], at: datetime) -> None:
    """The lines of these receipts, once none of their households is still in the accounts. Inside the transaction of the act."""
    for line_id in sorted({row["line_id"] for row in rows}):
        if await _is_still_named(line_id):
            continue
        for one in await BankCollectionRow.select().where(BankCollectionRow.line_id == line_id):
            names: dict[Any, Any] = {name: blank(one[name]) for name in _NAMES}
            await BankCollectionRow.update(names).where(BankCollectionRow.id == one["id"])
        if not await BankLineErasureRow.exists().where(
            (BankLineErasureRow.line_id == line_id) & (BankLineErasureRow.elimination_id == under)
        ):
            row = {"id": uuid4(), "line_id": line_id, "elimination_id": under, "asked_at": at, "tries": 0}
            await BankLineErasureRow.insert(BankLineErasureRow(**row, told_at=None, next_try_at=None))


async def untold(due_at: datetime | None) -> dict[UUID, list[dict[str, Any]]]:
    """What the stock's service has not heard yet, by list, some hundreds at a time. `due_at` None: due or not."""
    waiting = await BankLineErasureRow.select().where(BankLineErasureRow.told_at.is_null()).limit(_SOME)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in waiting:
        if due_at is None or row["next_try_at"] is None or row["next_try_at"] <= due_at:
            found.setdefault(row["elimination_id"], []).append(row)
    return found


async def mark_told(ids: Sequence[UUID], at: datetime) -> None:
    """Acknowledged."""
    said: dict[Any, Any] = {BankLineErasureRow.told_at: at}
    await BankLineErasureRow.update(said).where(BankLineErasureRow.id.is_in(list(ids)))


async def untell() -> None:
    """Every line again: whoever keeps them may have come back from a backup that did not know."""
    said: dict[Any, Any] = {BankLineErasureRow.told_at: None, BankLineErasureRow.next_try_at: None}
    await BankLineErasureRow.update(said).where(BankLineErasureRow.told_at.is_not_null())


async def note_try(rows: Sequence[Mapping[str, Any]], next_try_at: datetime) -> None:
    """Refused, or nobody answered: later again."""
    for row in rows:
        said: dict[Any, Any] = {BankLineErasureRow.tries: row["tries"] + 1, BankLineErasureRow.next_try_at: next_try_at}
        await BankLineErasureRow.update(said).where(BankLineErasureRow.id == row["id"])


async def _is_still_named(line_id: UUID) -> bool:
    links = await BankLineReceiptRow.select(BankLineReceiptRow.receipt_id).where(BankLineReceiptRow.line_id == line_id)
    receipts = ReceiptRow.select(ReceiptRow.household_id).where(
        ReceiptRow.id.is_in([row["receipt_id"] for row in links])
    )
    households = {row["household_id"] for row in await receipts}
    gone = await DataEliminationLineRow.select(DataEliminationLineRow.household_id).where(
        DataEliminationLineRow.household_id.is_in(list(households))
        & DataEliminationLineRow.erased.eq(True)
        & (DataEliminationLineRow.stage == Stage.ACCOUNTS.value)
    )
    return bool(households - {row["household_id"] for row in gone})
