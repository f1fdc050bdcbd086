"""What people do with units: register, amend, change of programme, retire; and their places."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.domain import places, programmes, retirement, units
from alt_units.domain.presence import occupied_periods
from alt_units.domain.units import Programme, Unit, UnitFacts, UnitReferenceTaken
from alt_units.store import conventions as convention_store
from alt_units.store import presence as presence_store
from alt_units.store import units as store
from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import Refusal, StaleVersion


class RegisterUnit(Struct, frozen=True, kw_only=True):
    """A dwelling that enters the park on `first_day`. No place names: it is not shared."""

    facts: UnitFacts
    place_names: tuple[str, ...]
    programme: Programme | None
    first_day: date


async def register_unit(db: Database, command: RegisterUnit, act: Act) -> Unit:
    """Raises `UnitReferenceTaken`, `OverseasZone`, `PlaceNameTaken`."""
    places.check_names(list(command.place_names))
    unit = units.register(
        command.facts,
        unit_id=uuid4(),
        place_names=command.place_names,
        programme=command.programme,
        first_day=command.first_day,
    )
    async with writing(db, act) as tx:
        with db.refusing({"unit_reference": _reference_taken}):
            await store.insert_unit(unit)
        await tx.journal("unit-registered", f"unit/{unit.id}", after=unit)
        return tx.keep(unit)


async def amend_unit(db: Database, unit_id: UUID, facts: UnitFacts, act: Act, *, version: int) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, `UnitReferenceTaken`, `OverseasZone`."""
    async with writing(db, act) as tx:
        with db.refusing({"unit_reference": _reference_taken}):
            return await change_unit(tx, unit_id, version, "unit-amended", lambda unit: units.amend(unit, facts))


async def add_place(
    db: Database, unit_id: UUID, name: str, act: Act, *, version: int, persons_max: int | None = None
) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, `UnitRetired`, `PlaceNameTaken`."""
    async with writing(db, act) as tx:
        return await change_unit(
            tx, unit_id, version, "place-added", lambda unit: places.add_place(unit, name, persons_max)
        )


async def amend_place(
    db: Database, unit_id: UUID, number: int, name: str, act: Act, *, version: int, persons_max: int | None = None
) -> Unit:
    """Raises `UnitNotFound`, `PlaceNotFound`, `StaleVersion`, `PlaceNameTaken`."""
    async with writing(db, act) as tx:
        return await change_unit(
            tx, unit_id, version, "place-amended", lambda unit: places.amend_place(unit, number, name, persons_max)
        )


async def change_programme(
    db: Database, unit_id: UUID, programme: Programme | None, act: Act, *, first_day: date, version: int
) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, `UnitRetired`, `ProgrammeOverlap`, `UnitInUse`."""
    async with writing(db, act) as tx:
        await tx.lock("unit", unit_id)
        lines = await convention_store.running_lines_of_unit(unit_id)
        return await change_unit(
            tx,
            unit_id,
            version,
            "programme-changed",
            lambda unit: programmes.change_programme(unit, programme, first_day=first_day, lines=lines),
        )


async def retire_unit(db: Database, unit_id: UUID, act: Act, *, last_day: date, version: int) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, `UnitRetired`; `UnitInUse` with what stands in the way."""
    async with writing(db, act) as tx:
        await tx.lock("unit", unit_id)
        lines = await convention_store.running_lines_of_unit(unit_id)
        lived = occupied_periods(await presence_store.list_presence(unit_id))
        return await change_unit(
            tx,
            unit_id,
            version,
            "unit-retired",
            lambda unit: retirement.retire(unit, last_day=last_day, lines=lines, lived=lived),
        )


async def change_unit(tx: Tx, unit_id: UUID, version: int, verb: str, decide: Callable[[Unit], Unit]) -> Unit:
    """One act on a unit: the version that was read, the decision, the journal. Raises `UnitNotFound`, `StaleVersion`."""
    await tx.lock("unit", unit_id)
    before = await store.find_unit(unit_id)
    if before.version != version:
        raise StaleVersion("Ce logement a été modifié entre-temps : relisez-le avant de recommencer.")
    after = await store.save_unit(decide(before), before=before, version=version)
    await tx.journal(verb, f"unit/{unit_id}", before=before, after=after)
    return tx.keep(after)


def _reference_taken() -> Refusal:
    return UnitReferenceTaken("Un autre logement porte déjà cette référence.", field="reference")
