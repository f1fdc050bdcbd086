"""Operators of social support in the database."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import StaleVersion
from occupancy.domain.support_operators import OperatorNotFound, SupportOperator
from occupancy.tables.support import SupportOperatorRow


async def find_operator(operator_id: UUID) -> SupportOperator:
    """Raises `OperatorNotFound`."""
    row = await SupportOperatorRow.select().where(SupportOperatorRow.id == operator_id).first()
    if row is None:
        raise OperatorNotFound("Cet opérateur n'existe pas.")
    return _operator(row)


async def list_operators() -> tuple[SupportOperator, ...]:
    """The directory, by name."""
    return tuple(_operator(row) for row in await SupportOperatorRow.select().order_by(SupportOperatorRow.name))


async def insert_operator(operator: SupportOperator) -> None:
    await SupportOperatorRow.insert(SupportOperatorRow(**msgspec.structs.asdict(operator)))


async def save_operator(operator: SupportOperator, expected: int) -> SupportOperator:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**msgspec.structs.asdict(operator), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await SupportOperatorRow.update(columns)
        .where((SupportOperatorRow.id == key) & (SupportOperatorRow.version == expected))
        .returning(SupportOperatorRow.id)
    )
    if not rows:
        raise StaleVersion("Cet opérateur a été modifié depuis que la page a été ouverte.")
    return await find_operator(operator.id)


def _operator(row: dict[str, Any]) -> SupportOperator:
    return SupportOperator(**row)
