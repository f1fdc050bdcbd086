"""What was taken over from the books kept before: one row for each sum, and the last month that those books charged."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import msgspec

from kernel.period import Month
from occupancy.domain.openings import Opening
from occupancy.store.ledger import as_values
from occupancy.tables.openings import FormerFeesRow, OpeningRow


async def add_openings(openings: Sequence[Opening]) -> None:
    """Whatever the ledger writes of them."""
    if openings:
        await OpeningRow.insert(*(OpeningRow(**as_values(one)) for one in openings))


async def of_import(import_id: UUID) -> tuple[Opening, ...]:
    """In the order of their stays."""
    found = await OpeningRow.select().where(OpeningRow.import_id == import_id)
    return _openings(found)


async def of_imports() -> dict[UUID, tuple[Opening, ...]]:
    """All that was ever taken over, by import."""
    by_import: dict[UUID, list[Opening]] = {}
    for one in await all_openings():
        by_import.setdefault(one.import_id, []).append(one)
    return {import_id: tuple(found) for import_id, found in by_import.items()}


async def of_contracts(contract_ids: Collection[UUID]) -> tuple[Opening, ...]:
    """What was taken over for these stays, undone since or not."""
    if not contract_ids:
        return ()
    return _openings(await OpeningRow.select().where(OpeningRow.contract_id.is_in(list(contract_ids))))


async def all_openings() -> tuple[Opening, ...]:
    """For invariants, and for the totals of imports."""
    return _openings(await OpeningRow.select())


async def add_former_fees(contract_id: UUID, import_id: UUID, until: Month) -> None:
    """Once for a stay, for ever."""
    await FormerFeesRow.insert(FormerFeesRow(contract_id=contract_id, import_id=import_id, called_until=str(until)))


async def called_until(contract_ids: Collection[UUID]) -> dict[UUID, Month]:
    """The last month charged before this program, for the stays of which one is known."""
    if not contract_ids:
        return {}
    return _months(await FormerFeesRow.select().where(FormerFeesRow.contract_id.is_in(list(contract_ids))))


async def all_called_until() -> dict[UUID, Month]:
    """The same for every stay: for the runs over all of them."""
    return _months(await FormerFeesRow.select())


def _months(rows: Sequence[dict[str, Any]]) -> dict[UUID, Month]:
    return {row["contract_id"]: Month.parse(row["called_until"]) for row in rows}


def _openings(rows: Sequence[dict[str, Any]]) -> tuple[Opening, ...]:
    found = (msgspec.convert(row, Opening) for row in rows)
    return tuple(sorted(found, key=lambda one: (str(one.contract_id), one.due_on, one.kind.value, str(one.id))))
