"""The lines that the stays claimed."""

from uuid import UUID

import msgspec
from msgspec.structs import asdict

from alt_units.domain.bank_collections import Collection
from alt_units.domain.bank_lines import BankLineAlreadyDecided
from alt_units.tables.bank import BankCollectionRow
from kernel.db import Database


async def find_collection(collection_id: UUID) -> Collection | None:
    """None when this number was never told."""
    row = await BankCollectionRow.select().where(BankCollectionRow.id == collection_id).first()
    return msgspec.convert(row, Collection) if row else None


async def standing_collections() -> dict[UUID, Collection]:
    """Those that were not given back, by line: for invariants."""
    rows = await BankCollectionRow.select()
    found = [msgspec.convert(row, Collection) for row in rows]
    return {one.line_id: one for one in found if not one.returned}


async def add_collection(db: Database, collection: Collection) -> None:
    """Raises `BankLineAlreadyDecided`: a line is claimed once at a time."""
    with db.refusing({"bank_collection_once": BankLineAlreadyDecided}):
        await BankCollectionRow.insert(BankCollectionRow(**asdict(collection)))


async def mark_returned(collection_id: UUID) -> None:
    """The stays gave the line back."""
    await BankCollectionRow.update({BankCollectionRow.returned: True}).where(BankCollectionRow.id == collection_id)
