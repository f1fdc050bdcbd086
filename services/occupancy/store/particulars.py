"""What is known of households beyond their members, in the database."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import StaleVersion
from kernel.sealed_columns import first_opened, opened, resealed, sealed
from occupancy.domain.particulars import Particular, ParticularKind, ParticularNotFound
from occupancy.tables.particulars import HouseholdParticularRow


async def particulars_of(household_id: UUID) -> tuple[Particular, ...]:
    """Everything, what was withdrawn and what is over included, the earliest first."""
    rows = (
        await HouseholdParticularRow.select()
        .where(HouseholdParticularRow.household_id == household_id)
        .order_by(HouseholdParticularRow.since, HouseholdParticularRow.id)
    )
    return tuple(_particular(row) for row in await opened(HouseholdParticularRow, rows))


async def resources_of_many(ids: set[UUID]) -> dict[UUID, list[Particular]]:
    """The resources of several households, the earliest first."""
    if not ids:
        return {}
    about = HouseholdParticularRow.household_id.is_in(list(ids))
    rows = (
        await HouseholdParticularRow.select()
        .where(about & (HouseholdParticularRow.kind == ParticularKind.RESOURCES.value))
        .order_by(HouseholdParticularRow.since, HouseholdParticularRow.id)
    )
    found: dict[UUID, list[Particular]] = {}
    for row in await opened(HouseholdParticularRow, rows):
        found.setdefault(row["household_id"], []).append(_particular(row))
    return found


async def find_particular(particular_id: UUID) -> Particular:
    """Raises `ParticularNotFound`."""
    row = await first_opened(
        HouseholdParticularRow, await HouseholdParticularRow.select().where(HouseholdParticularRow.id == particular_id)
    )
    if row is None:
        raise ParticularNotFound("Ce renseignement n'existe pas.")
    return _particular(row)


async def insert_particular(one: Particular) -> None:
    await HouseholdParticularRow.insert(HouseholdParticularRow(**await sealed(HouseholdParticularRow, _columns(one))))


async def save_particular(one: Particular, expected: int) -> Particular:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**await resealed(HouseholdParticularRow, _columns(one)), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await HouseholdParticularRow.update(columns)
        .where((HouseholdParticularRow.id == key) & (HouseholdParticularRow.version == expected))
        .returning(HouseholdParticularRow.id)
    )
    if not rows:
        raise StaleVersion("Ce renseignement a été modifié depuis que la page a été ouverte.")
    return await find_particular(one.id)


def _columns(one: Particular) -> dict[Any, Any]:
    return {**msgspec.structs.asdict(one), "kind": one.kind.value}


def _particular(row: dict[str, Any]) -> Particular:
    return Particular(**{**row, "kind": ParticularKind(row["kind"])})
