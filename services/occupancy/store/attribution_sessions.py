"""Housing operations and their sessions in the database."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from msgspec.structs import asdict

from kernel.calendar import Territory
from kernel.errors import StaleVersion
from occupancy.domain.attribution_sessions import Operation, OperationKind, OperationNotFound, Session, SessionNotFound
from occupancy.tables.attributions import AttributionSessionRow, HousingOperationRow


async def find_operation(operation_id: UUID) -> Operation:
    """Raises `OperationNotFound`."""
    row = await HousingOperationRow.select().where(HousingOperationRow.id == operation_id).first()
    if row is None:
        raise OperationNotFound("Ce programme de logements n'existe pas.")
    return _operation(row)


async def list_operations(
    *, kind: OperationKind | None = None, after: str | None = None, limit: int
) -> tuple[Operation, ...]:
    """The latest first; `after`: the reference of the last one seen."""
    query = HousingOperationRow.select().order_by(HousingOperationRow.reference, ascending=False).limit(limit)
    if kind is not None:
        query = query.where(HousingOperationRow.kind == kind.value)
    if after is not None:
        query = query.where(HousingOperationRow.reference < after)
    return tuple(_operation(row) for row in await query)


async def operations_by_id(operation_ids: Collection[UUID]) -> dict[UUID, Operation]:
    """Several operations, one query."""
    if not operation_ids:
        return {}
    rows = await HousingOperationRow.select().where(HousingOperationRow.id.is_in(list(operation_ids)))
    return {row["id"]: _operation(row) for row in rows}


async def insert_operation(operation: Operation) -> None:
    columns = {**asdict(operation), "kind": operation.kind.value, "territory": operation.territory.value}
    await HousingOperationRow.insert(HousingOperationRow(**columns))


async def find_session(session_id: UUID) -> Session:
    """Raises `SessionNotFound`."""
    row = await AttributionSessionRow.select().where(AttributionSessionRow.id == session_id).first()
    if row is None:
        raise SessionNotFound("Cette séance n'existe pas.")
    return Session(**row)


async def sessions_by_id(session_ids: Collection[UUID]) -> dict[UUID, Session]:
    """Several sessions, one query."""
    if not session_ids:
        return {}
    rows = await AttributionSessionRow.select().where(AttributionSessionRow.id.is_in(list(session_ids)))
    return {row["id"]: Session(**row) for row in rows}


async def sessions_of(operation_ids: Collection[UUID]) -> dict[UUID, tuple[Session, ...]]:
    """The sessions of several operations, by day, one query."""
    if not operation_ids:
        return {}
    rows = (
        await AttributionSessionRow.select()
        .where(AttributionSessionRow.operation_id.is_in(list(operation_ids)))
        .order_by(AttributionSessionRow.commission_on)
    )
    found: dict[UUID, tuple[Session, ...]] = {}
    for row in rows:
        found[row["operation_id"]] = (*found.get(row["operation_id"], ()), Session(**row))
    return found


async def insert_session(session: Session) -> None:
    await AttributionSessionRow.insert(AttributionSessionRow(**asdict(session)))


async def save_session(session: Session, expected: int) -> Session:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**asdict(session), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await AttributionSessionRow.update(columns)
        .where((AttributionSessionRow.id == key) & (AttributionSessionRow.version == expected))
        .returning(AttributionSessionRow.id)
    )
    if not rows:
        raise StaleVersion("Cette séance a été modifiée depuis que la page a été ouverte.")
    return await find_session(session.id)


def _operation(row: dict[str, Any]) -> Operation:
    return Operation(**{**row, "kind": OperationKind(row["kind"]), "territory": Territory(row["territory"])})
