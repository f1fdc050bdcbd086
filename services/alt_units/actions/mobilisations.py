"""What people do with the mobilisations of a unit: record, correct, end."""

from datetime import date
from uuid import UUID, uuid4

from alt_units.actions.units import change_unit
from alt_units.domain import mobilisation_acts as rules
from alt_units.domain.mobilisations import MobilisationEnd, MobilisationFacts, MobilisationOverlap
from alt_units.domain.units import Unit
from alt_units.store import units as store
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import Refusal


async def mobilise_unit(db: Database, unit_id: UUID, facts: MobilisationFacts, act: Act, *, version: int) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, and what `rules.mobilise` raises."""
    mobilisation_id = uuid4()
    async with writing(db, act) as tx:
        with db.refusing({"mobilisation_no_overlap": _overlap}):
            return await change_unit(
                tx,
                unit_id,
                version,
                "unit-mobilised",
                lambda unit: rules.mobilise(unit, facts, mobilisation_id=mobilisation_id),
            )


async def amend_mobilisation(
    db: Database, unit_id: UUID, mobilisation_id: UUID, facts: MobilisationFacts, act: Act, *, version: int
) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, and what `rules.amend_mobilisation` raises."""
    async with writing(db, act) as tx:
        with db.refusing({"mobilisation_no_overlap": _overlap}):
            return await change_unit(
                tx,
                unit_id,
                version,
                "mobilisation-amended",
                lambda unit: rules.amend_mobilisation(unit, mobilisation_id, facts),
            )


async def end_mobilisation(
    db: Database,
    unit_id: UUID,
    mobilisation_id: UUID,
    act: Act,
    *,
    last_day: date,
    reason: MobilisationEnd,
    version: int,
) -> Unit:
    """Raises `UnitNotFound`, `StaleVersion`, and what `rules.end_mobilisation` raises."""
    async with writing(db, act) as tx:
        with db.refusing({"mobilisation_no_overlap": _overlap}):
            return await change_unit(
                tx,
                unit_id,
                version,
                "mobilisation-ended",
                lambda unit: rules.end_mobilisation(unit, mobilisation_id, last_day=last_day, reason=reason),
            )


async def slide_mobilisation(db: Database, unit_id: UUID, mobilisation_id: UUID, act: Act, *, last_day: date) -> Unit:
    """The lease slid to the household, as occupancy tells it: applied once, however often it is told.

    Raises `UnitNotFound`, and what `rules.end_mobilisation` raises.
    """
    known = await store.find_unit(unit_id)
    if rules.has_slid(known, mobilisation_id, last_day=last_day):
        return known
    async with writing(db, act) as tx:
        with db.refusing({"mobilisation_no_overlap": _overlap}):
            return await change_unit(
                tx,
                unit_id,
                known.version,
                "mobilisation-slid",
                lambda unit: rules.slide(unit, mobilisation_id, last_day=last_day),
            )


def _overlap() -> Refusal:
    return MobilisationOverlap(field="first_day")
