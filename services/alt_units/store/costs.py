"""What the dwellings cost."""

from typing import Any
from uuid import UUID

from msgspec.structs import asdict

from alt_units.domain.costs import Cost, CostAlreadyCancelled, CostKind, CostNotFound
from alt_units.tables.reports import CostRow
from kernel.db import Database
from kernel.errors import StaleVersion
from kernel.period import Month, Period


async def find_cost(cost_id: UUID) -> Cost:
    """Raises `CostNotFound`."""
    rows = await CostRow.select().where(CostRow.id == cost_id)
    if not rows:
        raise CostNotFound
    return _cost(rows[0])


async def reversals_of(cost_id: UUID) -> list[Cost]:
    """The reversal of a cost, if there is one."""
    return [_cost(row) for row in await CostRow.select().where(CostRow.cancels_id == cost_id)]


async def costs_touching(window: Period) -> list[Cost]:
    """The costs with a month in a closed window, by their first month."""
    assert window.last_day is not None
    first, last = str(Month.of(window.first_day)), str(Month.of(window.last_day))
    rows = CostRow.select().where(CostRow.first_month <= last, CostRow.last_month >= first)
    ordered = await rows.order_by(CostRow.first_month).order_by(CostRow.recorded_on).order_by(CostRow.id)
    return [_cost(row) for row in ordered]


async def add_cost(db: Database, cost: Cost) -> None:
    """Raises `CostAlreadyCancelled`."""
    values = asdict(cost) | {"first_month": str(cost.first_month), "last_month": str(cost.last_month)}
    with db.refusing({"cost_cancelled_once": CostAlreadyCancelled}):
        await CostRow.insert(CostRow(**values))


async def add_proposed_cost(db: Database, cost: Cost) -> None:
    """Raises `StaleVersion` when the same proposal was recorded meanwhile: its identifier is the proposal's."""
    values = asdict(cost) | {"first_month": str(cost.first_month), "last_month": str(cost.last_month)}
    with db.refusing({"cost.id": _recorded_meanwhile, "cost_pkey": _recorded_meanwhile}):
        await CostRow.insert(CostRow(**values))


def _recorded_meanwhile() -> StaleVersion:
    return StaleVersion("Ce loyer vient d'être enregistré par ailleurs : relisez la page.")


def _cost(row: dict[str, Any]) -> Cost:
    months = {name: Month.parse(row[name]) for name in ("first_month", "last_month")}
    return Cost(**{**row, **months, "kind": CostKind(row["kind"])})
