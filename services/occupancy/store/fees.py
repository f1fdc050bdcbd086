"""Charged months and the runs that charged them."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from kernel.db import Database
from kernel.errors import Conflict
from kernel.period import Month
from occupancy.domain.fees import Charge, FeeRun, MonthFee
from occupancy.store.ledger import as_values
from occupancy.tables.money import ChargeRow, FeeRunRow

_COLUMNS = (*(name for name in Charge.__struct_fields__ if name != "trace"), "trace")


class MonthAlreadyCharged(Conflict):
    """A month of a contract is charged once; a correction is a new attempt."""

    code, title = "month-already-charged", "Mois déjà facturé"


async def charges_of(contract_id: UUID) -> tuple[Charge, ...]:
    """Every charge of a contract, month by month, attempt by attempt."""
    found = (
        await ChargeRow.select()
        .where(ChargeRow.contract_id == contract_id)
        .order_by(ChargeRow.month)
        .order_by(ChargeRow.attempt)
    )
    return tuple(_charge(row) for row in found)


async def charges_of_many(contract_ids: Collection[UUID]) -> dict[UUID, tuple[Charge, ...]]:
    """The same for several contracts, in one reading."""
    if not contract_ids:
        return {}
    found = await ChargeRow.select().where(ChargeRow.contract_id.is_in(list(contract_ids)))
    by_contract: dict[UUID, list[Charge]] = {one: [] for one in contract_ids}
    for row in sorted(found, key=lambda one: (one["month"], one["attempt"])):
        by_contract[row["contract_id"]].append(_charge(row))
    return {one: tuple(charges) for one, charges in by_contract.items()}


async def charges_of_month(month: Month) -> dict[UUID, tuple[Charge, ...]]:
    """Every charge of a month by its contract, attempt by attempt."""
    found = await ChargeRow.select().where(ChargeRow.month == str(month)).order_by(ChargeRow.attempt)
    by_contract: dict[UUID, list[Charge]] = {}
    for row in found:
        by_contract.setdefault(row["contract_id"], []).append(_charge(row))
    return {one: tuple(charges) for one, charges in by_contract.items()}


async def charges_of_slice(month: Month, contract_ids: Collection[UUID]) -> dict[UUID, tuple[Charge, ...]]:
    """The charges of a month, for these contracts alone, attempt by attempt."""
    query = ChargeRow.select().where((ChargeRow.month == str(month)) & ChargeRow.contract_id.is_in(list(contract_ids)))
    by_contract: dict[UUID, list[Charge]] = {}
    for row in await query.order_by(ChargeRow.attempt):
        by_contract.setdefault(row["contract_id"], []).append(_charge(row))
    return {one: tuple(charges) for one, charges in by_contract.items()}


async def add_charges(db: Database, charges: Sequence[Charge]) -> None:
    """In one trip. Raises `MonthAlreadyCharged`."""
    rows = [
        [getattr(one, name) for name in _COLUMNS[:-1]] + [msgspec.json.encode(one.trace).decode()] for one in charges
    ]
    with db.refusing({"charge_once": MonthAlreadyCharged}):
        await db.insert_many("charge", _COLUMNS, rows)


async def months_run() -> frozenset[str]:
    """The months whose fees have been run at least once."""
    return frozenset(row["month"] for row in await FeeRunRow.select(FeeRunRow.month))


async def runs() -> tuple[FeeRun, ...]:
    """The runs, latest month first."""
    found = await FeeRunRow.select().order_by(FeeRunRow.month, ascending=False).order_by(FeeRunRow.ran_on)
    return tuple(msgspec.convert(row, FeeRun) for row in found)


async def add_run(run: FeeRun) -> None:
    await FeeRunRow.insert(FeeRunRow(**as_values(run)))


def _charge(row: dict[str, object]) -> Charge:
    trace = msgspec.json.decode(str(row["trace"]), type=MonthFee)
    return msgspec.convert({**row, "trace": msgspec.to_builtins(trace)}, Charge)
