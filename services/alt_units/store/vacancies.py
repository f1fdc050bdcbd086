"""What the SIAO was told of vacant places."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import asdict

from alt_units.domain.vacancies import Declaration, VacancyDeclarationNotFound
from alt_units.tables.park import VacancyDeclarationRow


async def declarations_of(unit_ids: Sequence[UUID]) -> list[Declaration]:
    """Those of these units, cancelled ones too, latest first."""
    if not unit_ids:
        return []
    rows = (
        await VacancyDeclarationRow.select()
        .where(VacancyDeclarationRow.unit_id.is_in(list(unit_ids)))
        .order_by(VacancyDeclarationRow.declared_on, VacancyDeclarationRow.id, ascending=False)
    )
    return [Declaration(**row) for row in rows]


async def find_declaration(unit_id: UUID, declaration_id: UUID) -> Declaration:
    """Raises `VacancyDeclarationNotFound`."""
    found = next((one for one in await declarations_of([unit_id]) if one.id == declaration_id), None)
    if found is None:
        raise VacancyDeclarationNotFound()
    return found


async def add_declaration(declaration: Declaration) -> None:
    await VacancyDeclarationRow.insert(VacancyDeclarationRow(**asdict(declaration)))


async def save_cancellation(declaration: Declaration) -> None:
    values: dict[Any, Any] = {
        VacancyDeclarationRow.cancelled_on: declaration.cancelled_on,
        VacancyDeclarationRow.cancel_reason: declaration.cancel_reason,
    }
    await VacancyDeclarationRow.update(values).where(VacancyDeclarationRow.id == declaration.id)
