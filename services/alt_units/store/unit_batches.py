"""Many new units at once: a few statements instead of one for each row, for an import of thousands."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from msgspec.structs import asdict
from piccolo.table import Table

from alt_units.domain.units import Unit, UnitFacts
from alt_units.tables.park import MobilisationRow, PlaceRow, ProgrammePeriodRow, ServicePeriodRow, UnitRow

BATCH = 400
"""Rows of a statement: both engines take some 32 000 values in one."""


async def insert_units(units: Sequence[Unit]) -> None:
    """New units with their parts, as `units.insert_unit` writes one; a new unit has no void."""
    assert not any(unit.voids for unit in units), "a new unit was never out of service"
    await _insert(UnitRow, [_unit(unit) for unit in units])
    await _insert(
        PlaceRow, [{"id": uuid4(), "unit_id": unit.id, **asdict(one)} for unit in units for one in unit.places]
    )
    for table, part in ((ProgrammePeriodRow, "programmes"), (ServicePeriodRow, "service")):
        rows = [{"id": uuid4(), "unit_id": unit.id, **asdict(one)} for unit in units for one in getattr(unit, part)]
        await _insert(table, rows)
    await _insert(
        MobilisationRow, [{"unit_id": unit.id, **asdict(one)} for unit in units for one in unit.mobilisations]
    )


def _unit(unit: Unit) -> dict[str, Any]:
    facts = {name: getattr(unit, name) for name in UnitFacts.__struct_fields__}
    return {"id": unit.id, "version": unit.version, "retired_on": unit.retired_on, **facts}


async def _insert(table: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        await table.insert(*(table(**row) for row in rows[start : start + BATCH]))
