"""Wear grids in the database, and the one fixed on each contract."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import msgspec

from kernel.db import Database
from kernel.errors import Refusal
from occupancy.domain.wear_grids import (
    ContractGrid,
    WearGrid,
    WearGridExists,
    WearGridFixed,
    WearGridNotFound,
    WearGridWithdrawn,
)
from occupancy.tables.wear import ContractWearGridRow, WearGridRow, WearGridWithdrawalRow


async def list_grids() -> tuple[WearGrid, ...]:
    """Every version of every grid, the latest in effect first."""
    gone = {one["grid_id"]: one["withdrawn_on"] for one in await WearGridWithdrawalRow.select()}
    rows = await WearGridRow.select().order_by(WearGridRow.effective_from, ascending=False).order_by(WearGridRow.name)
    return tuple(_grid(row, gone.get(row["id"])) for row in rows)


async def find_grid(grid_id: UUID) -> WearGrid:
    """Raises `WearGridNotFound`."""
    row = await WearGridRow.select().where(WearGridRow.id == grid_id).first()
    if row is None:
        raise WearGridNotFound("Cette grille n'existe pas.")
    gone = await WearGridWithdrawalRow.select().where(WearGridWithdrawalRow.grid_id == grid_id).first()
    return _grid(row, gone["withdrawn_on"] if gone else None)


async def add_grid(db: Database, grid: WearGrid) -> None:
    """Raises `WearGridExists`."""
    columns = msgspec.structs.asdict(grid) | {"rows": msgspec.json.encode(grid.rows).decode()}
    columns.pop("withdrawn_on")
    with db.refusing({"wear_grid_version": _exists}):
        await WearGridRow.insert(WearGridRow(**columns))


async def add_withdrawal(db: Database, grid: WearGrid, reason: str, by_name: str) -> None:
    """Raises `WearGridWithdrawn` when it already is."""
    row = WearGridWithdrawalRow(
        id=uuid4(), grid_id=grid.id, withdrawn_on=grid.withdrawn_on, reason=reason, withdrawn_by_name=by_name
    )
    with db.refusing({"wear_grid_withdrawn_once": WearGridWithdrawn}):
        await WearGridWithdrawalRow.insert(row)


async def fixed_on(contract_id: UUID) -> ContractGrid | None:
    """What was agreed for a contract, if anything."""
    row = await ContractWearGridRow.select().where(ContractWearGridRow.contract_id == contract_id).first()
    return msgspec.convert(row, ContractGrid) if row else None


async def grid_of_contract(contract_id: UUID) -> WearGrid | None:
    """The grid fixed on a contract, if any."""
    fixed = await fixed_on(contract_id)
    return await find_grid(fixed.grid_id) if fixed else None


async def fix_grid(db: Database, fixed: ContractGrid) -> None:
    """Raises `WearGridFixed`."""
    with db.refusing({"contract_wear_grid_once": WearGridFixed}):
        await ContractWearGridRow.insert(ContractWearGridRow(id=uuid4(), **msgspec.structs.asdict(fixed)))


def _exists() -> Refusal:
    return WearGridExists("Une grille de ce nom a déjà cette version : donnez-lui-en une autre.", field="version")


def _grid(row: Mapping[str, Any], withdrawn_on: Any) -> WearGrid:
    return msgspec.convert({**row, "rows": msgspec.json.decode(row["rows"]), "withdrawn_on": withdrawn_on}, WearGrid)
