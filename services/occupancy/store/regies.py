"""Régies, and the counter of their receipts."""

from uuid import UUID

import msgspec

from kernel.db import Database
from kernel.errors import StaleVersion
from occupancy.domain.regies import Regie, RegieCodeTaken, RegieNotFound
from occupancy.store.ledger import as_values
from occupancy.tables.money import RegieRow

_READ = f"select {', '.join(Regie.__struct_fields__)} from regie where id = {{}}"  # noqa: S608  names of ours
_HELD, _SHARED = f"{_READ} for update", f"{_READ} for share"
TAKEN = {"regie_code": lambda: RegieCodeTaken("Une autre régie porte déjà ce code.", field="code")}


async def find_regie(regie_id: UUID) -> Regie:
    """Raises `RegieNotFound`."""
    found = await RegieRow.select().where(RegieRow.id == regie_id).first()
    if found is None:
        raise RegieNotFound()
    return msgspec.convert(found, Regie)


async def hold_regie(db: Database, regie_id: UUID, *, shared: bool = False) -> Regie:
    """The régie, held until the end of the act, in one trip: alone, or together with the others that share it.

    Raises `RegieNotFound`.
    """
    held = _SHARED if shared else _HELD
    found = await db.run(held if db.dialect == "postgresql" else _READ, regie_id)
    if not found:
        raise RegieNotFound()
    return msgspec.convert(found[0], Regie)


async def list_regies() -> tuple[Regie, ...]:
    """All of them, by code."""
    return tuple(msgspec.convert(row, Regie) for row in await RegieRow.select().order_by(RegieRow.code))


async def add_regie(db: Database, regie: Regie) -> None:
    """Raises `RegieCodeTaken`."""
    with db.refusing(TAKEN):
        await RegieRow.insert(RegieRow(**as_values(regie)))


async def save_regie(db: Database, regie: Regie, expected_version: int) -> Regie:
    """The régie with its next version. Raises `StaleVersion`, `RegieCodeTaken`."""
    saved = msgspec.structs.replace(regie, version=expected_version + 1)
    values = {getattr(RegieRow, name): value for name, value in as_values(saved).items() if name != "id"}
    with db.refusing(TAKEN):
        done = (
            await RegieRow.update(values)
            .where(RegieRow.id == regie.id, RegieRow.version == expected_version)
            .returning(RegieRow.version)
        )
    if not done:
        raise StaleVersion("Cette régie a été modifiée entre-temps. Rechargez la page.")
    return saved


async def next_number(db: Database, regie_id: UUID, year: int) -> int:
    """The next receipt number of a régie and year. Drawn inside the transaction that writes the receipt: when it is
    rolled back, so is the number, and no gap is left (L10)."""
    drawn = await db.run(
        "insert into receipt_counter (regie_id, year, last_number) values ({}, {}, 1)"
        " on conflict (regie_id, year) do update set last_number = receipt_counter.last_number + 1"
        " returning last_number",
        regie_id,
        year,
    )
    return int(drawn[0]["last_number"])
