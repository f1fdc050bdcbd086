"""Lists of files at their term, suspensions, and the erasure itself. What may go is decided in the domain and the schema."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from piccolo.table import Table

from kernel.db import Database
from occupancy.domain.data_eliminations import (
    DataElimination,
    DataEliminationNotFound,
    DataHold,
    DueFile,
    HoldNotFound,
    Rows,
    Stage,
    blank,
    emptied,
    goes_whole,
)
from occupancy.store.bank_erasures import erase_lines
from occupancy.store.titles import erase_titles
from occupancy.tables import TABLES
from occupancy.tables.contracts import ContractRow
from occupancy.tables.eliminations import DataEliminationLineRow, DataEliminationRow, DataHoldRow, ErasureMarkRow
from occupancy.tables.households import HouseholdRow

SWEPT = {name for stage in Stage for name in (*goes_whole(stage), *emptied(stage))} | {
    "answered_request",
    "bank_collection",
    "title_batch",
}
"""The tables that an erasure touches: their files must keep nothing of it."""
_HEAD = [name for name in DataElimination.__struct_fields__ if name != "lines"]
_LINE = list(DueFile.__struct_fields__)


async def open_holds() -> tuple[DataHold, ...]:
    """Every suspension that stands, the latest first."""
    rows = (
        await DataHoldRow.select().where(DataHoldRow.lifted_on.is_null()).order_by(DataHoldRow.since, ascending=False)
    )
    return tuple(msgspec.convert(row, DataHold) for row in rows)


async def insert_hold(one: DataHold) -> None:
    await DataHoldRow.insert(DataHoldRow(**msgspec.structs.asdict(one)))


async def lift_hold(hold_id: UUID, on: date, by_name: str) -> DataHold:
    """Raises `HoldNotFound`."""
    row = await DataHoldRow.select().where((DataHoldRow.id == hold_id) & DataHoldRow.lifted_on.is_null()).first()
    if row is None:
        raise HoldNotFound("Cette suspension n'existe pas, ou est déjà levée.")
    columns: dict[Any, Any] = {"lifted_on": on, "lifted_by_name": by_name}
    await DataHoldRow.update(columns).where(DataHoldRow.id == hold_id)
    return msgspec.convert({**row, **columns}, DataHold)


async def eliminations() -> tuple[DataElimination, ...]:
    """Every list, the latest first."""
    rows = await DataEliminationRow.select().order_by(DataEliminationRow.reference, ascending=False)
    return tuple([await _with_lines(row) for row in rows])


async def find_elimination(elimination_id: UUID) -> DataElimination:
    """Raises `DataEliminationNotFound`."""
    row = await DataEliminationRow.select().where(DataEliminationRow.id == elimination_id).first()
    if row is None:
        raise DataEliminationNotFound("Ce bordereau n'existe pas.")
    return await _with_lines(row)


async def insert_elimination(one: DataElimination) -> None:
    """The list and its lines."""
    await DataEliminationRow.insert(DataEliminationRow(**{name: getattr(one, name) for name in _HEAD}))
    lines = [
        DataEliminationLineRow(
            id=uuid4(), elimination_id=one.id, **{**msgspec.structs.asdict(line), "stage": line.stage.value}
        )
        for line in one.lines
    ]
    await DataEliminationLineRow.insert(*lines)


async def record_visa(one: DataElimination) -> None:
    """The visa, who carried it out, and which lines go under it."""
    columns: dict[Any, Any] = {name: getattr(one, name) for name in ("visa", "visa_on", "carried_out_on")}
    columns |= {"carried_out_by": one.carried_out_by, "carried_out_by_name": one.carried_out_by_name}
    await DataEliminationRow.update({**columns, "version": one.version + 1}).where(DataEliminationRow.id == one.id)
    for line in one.erased:
        await DataEliminationLineRow.update({"erased": True}).where(
            (DataEliminationLineRow.elimination_id == one.id)
            & (DataEliminationLineRow.household_id == line.household_id)
            & (DataEliminationLineRow.stage == line.stage.value)
        )


async def erased_stages() -> dict[UUID, set[Stage]]:
    """What is gone already, by household."""
    found: dict[UUID, set[Stage]] = {}
    for row in await DataEliminationLineRow.select().where(DataEliminationLineRow.erased.eq(True)):
        found.setdefault(row["household_id"], set()).add(Stage(row["stage"]))
    return found


async def not_housed() -> tuple[UUID, ...]:
    """Households without a contract that runs or is prepared: only their files can be at their term."""
    housed = await ContractRow.select(ContractRow.household_id).where(ContractRow.status.is_in(["draft", "signed"]))
    living = {row["household_id"] for row in housed}
    rows = await HouseholdRow.select(HouseholdRow.id).order_by(HouseholdRow.reference)
    return tuple(row["id"] for row in rows if row["id"] not in living)


async def known_since(db: Database, household_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The last day on which something was recorded of each household itself, by the journal."""
    rows = await db.run(
        "select subject, max(at) as at from journal where subject like 'household/%'"
        " and verb not like 'data-%' and verb <> 'household-data-given' group by subject"
    )
    days = {row["subject"].partition("/")[2]: _date(row["at"]) for row in rows}
    return {one: days.get(str(one), date.min) for one in household_ids}


async def erase(under: UUID, rows: Rows, stage: Stage, at: datetime) -> None:
    """Rows destroyed, columns emptied, inside the transaction of the act. The schema lets it pass under a visa only."""
    described: dict[str, type[Table]] = {table._meta.tablename: table for table in TABLES}
    await ErasureMarkRow.insert(ErasureMarkRow(id=under))
    for name in goes_whole(stage):
        key = described[name]._meta.primary_key
        for row in _leaning_first(rows.get(name, ()), key._meta.name):
            await described[name].delete().where(key == row[key._meta.name])
    for name, columns in emptied(stage).items():
        key = described[name]._meta.primary_key
        for row in rows.get(name, ()):
            after: dict[Any, Any] = {column: blank(row[column]) for column in columns}
            await described[name].update(after).where(key == row[key._meta.name])
    if stage is Stage.ACCOUNTS:
        await erase_lines(under, rows.get("bank_line_receipt", ()), at)
        await erase_titles(rows.get("title", ()))
    await ErasureMarkRow.delete().where(ErasureMarkRow.id == under)


def _leaning_first(rows: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Rows that name another row of the same table before that one: an exit inspection before its entry."""
    rows = list(rows)
    keys = {row[key] for row in rows}
    return sorted(
        rows, key=lambda row: not any(value in keys for name, value in row.items() if name != key and _is_id(value))
    )


def _is_id(value: Any) -> bool:
    return isinstance(value, UUID)


async def _with_lines(row: dict[str, Any]) -> DataElimination:
    reads = DataEliminationLineRow.select().where(DataEliminationLineRow.elimination_id == row["id"])
    lines = await reads.order_by(DataEliminationLineRow.due_on).order_by(DataEliminationLineRow.household_id)
    found = tuple(msgspec.convert({name: one[name] for name in _LINE}, DueFile) for one in lines)
    return DataElimination(**{name: row[name] for name in _HEAD}, lines=found)


def _date(value: Any) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value.date()
