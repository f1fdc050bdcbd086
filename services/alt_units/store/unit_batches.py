"""Many new units at once: a few statements instead of one for each row, for an import of thousands."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from msgspec.structs import asdict
from piccolo.table import Table

from alt_units.domain.units import Unit, UnitFacts
from alt_units.tables.park import MobilisationRow, PlaceRow, ProgrammePeriodRow, ServicePeriodRow, UnitRow, VoidRow

BATCH = 400
"""Rows of a statement: both engines take some 32 000 values in one."""


async def insert_units(units: Sequence[Unit]) -> None:
    """New units with their parts, as `units.insert_unit` writes one."""
    await _insert(UnitRow, [_unit(unit) for unit in units])
    await _insert(
        PlaceRow, [{"id": uuid4(), "unit_id": unit.id, **asdict(one)} for unit in units for one in unit.places]
    )
    periods: tuple[tuple[type[Table], str], ...] = (
        (ProgrammePeriodRow, "programmes"),
        (ServicePeriodRow, "service"),
    )
    for table, part in periods:
        rows = [{"id": uuid4(), "unit_id": unit.id, **asdict(one)} for unit in units for one in getattr(unit, part)]
        await _insert(table, rows)
    named: tuple[tuple[type[Table], str], ...] = ((MobilisationRow, "mobilisations"), (VoidRow, "voids"))
    for table, part in named:
        await _insert(table, [{"unit_id": unit.id, **asdict(one)} for unit in units for one in getattr(unit, part)])


def _unit(unit: Unit) -> dict[str, Any]:
    facts = {name: getattr(unit, name) for name in UnitFacts.__struct_fields__}
    return {"id": unit.id, "version": unit.version, "retired_on": unit.retired_on, **facts}


async def _insert(table: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        await table.insert(*(table(**row) for row in rows[start : start + BATCH]))
