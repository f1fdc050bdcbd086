"""What people do with the voids of a unit: declare, move the end, cancel."""

from datetime import date
from uuid import UUID, uuid4

from alt_units.actions.units import change_unit
from alt_units.domain import void_acts as rules
from alt_units.domain.presence import Lived, occupied_periods
from alt_units.domain.units import Unit
from alt_units.domain.voids import VoidFacts, VoidOverlap
from alt_units.store import presence as presence_store
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import Refusal


async def declare_void(db: Database, unit_id: UUID, facts: VoidFacts, act: Act, *, version: int) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, and what `rules.declare_void` raises."""
    void_id = uuid4()
    async with writing(db, act) as tx:
        await tx.lock("unit", unit_id)
        lived = await _lived(unit_id)
        with db.refusing({"void_no_overlap": _overlap}):
            return await change_unit(
                tx,
                unit_id,
                version,
                "void-declared",
                lambda unit: rules.declare_void(unit, facts, void_id=void_id, lived=lived),
            )


async def end_void(
    db: Database, unit_id: UUID, void_id: UUID, act: Act, *, last_day: date | None, version: int
) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, and what `rules.end_void` raises."""
    async with writing(db, act) as tx:
        await tx.lock("unit", unit_id)
        lived = await _lived(unit_id)
        with db.refusing({"void_no_overlap": _overlap}):
            return await change_unit(
                tx,
                unit_id,
                version,
                "void-end-moved",
                lambda unit: rules.end_void(unit, void_id, last_day=last_day, lived=lived),
            )


async def cancel_void(db: Database, unit_id: UUID, void_id: UUID, act: Act, *, reason: str, version: int) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, `VoidNotFound`, `VoidCancelled`."""
    async with writing(db, act) as tx:
        return await change_unit(
            tx,
            unit_id,
            version,
            "void-cancelled",
            lambda unit: rules.cancel_void(unit, void_id, reason=reason, today=act.today),
        )


async def _lived(unit_id: UUID) -> list[Lived]:
    return occupied_periods(await presence_store.list_presence(unit_id))


def _overlap() -> Refusal:
    return VoidOverlap(field="first_day")
