"""Support measures in the database."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import StaleVersion
from kernel.sealed_columns import first_opened, opened, resealed, sealed
from occupancy.domain.support_measures import (
    SupportKind,
    SupportMeasure,
    SupportMeasureNotFound,
    SupportState,
)
from occupancy.tables.support import SupportMeasureRow


async def find_measure(measure_id: UUID) -> SupportMeasure:
    """Raises `SupportMeasureNotFound`."""
    row = await first_opened(
        SupportMeasureRow, await SupportMeasureRow.select().where(SupportMeasureRow.id == measure_id)
    )
    if row is None:
        raise SupportMeasureNotFound("Cette mesure d'accompagnement n'existe pas.")
    return _measure(row)


async def measures_by_id(ids: Collection[UUID]) -> tuple[SupportMeasure, ...]:
    """Several measures, by their reference."""
    if not ids:
        return ()
    query = SupportMeasureRow.select().where(SupportMeasureRow.id.is_in(list(ids)))
    return await _measures(query.order_by(SupportMeasureRow.reference))


async def measures_of_household(household_id: UUID) -> tuple[SupportMeasure, ...]:
    """The measures of a household, the latest first."""
    query = SupportMeasureRow.select().where(SupportMeasureRow.household_id == household_id)
    return await _measures(query.order_by(SupportMeasureRow.reference, ascending=False))


async def list_measures(
    *,
    states: Collection[SupportState] = (),
    kind: SupportKind | None = None,
    after: str | None = None,
    limit: int,
) -> tuple[SupportMeasure, ...]:
    """The latest first; `after`: the reference of the last one seen."""
    query = SupportMeasureRow.select().order_by(SupportMeasureRow.reference, ascending=False).limit(limit)
    if states:
        query = query.where(SupportMeasureRow.state.is_in([one.value for one in states]))
    if kind is not None:
        query = query.where(SupportMeasureRow.kind == kind.value)
    if after is not None:
        query = query.where(SupportMeasureRow.reference < after)
    return await _measures(query)


async def measures_running(first_day: date, last_day: date) -> tuple[SupportMeasure, ...]:
    """The measures that started by the end of a period and whose days reach into it."""
    query = SupportMeasureRow.select().where(
        (SupportMeasureRow.started_on <= last_day) & (SupportMeasureRow.last_day >= first_day)
    )
    return await _measures(query.order_by(SupportMeasureRow.reference))


async def insert_measure(measure: SupportMeasure) -> None:
    await SupportMeasureRow.insert(SupportMeasureRow(**await sealed(SupportMeasureRow, _columns(measure))))


async def save_measure(measure: SupportMeasure, expected: int) -> SupportMeasure:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**await resealed(SupportMeasureRow, _columns(measure)), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await SupportMeasureRow.update(columns)
        .where((SupportMeasureRow.id == key) & (SupportMeasureRow.version == expected))
        .returning(SupportMeasureRow.id)
    )
    if not rows:
        raise StaleVersion("Cette mesure a été modifiée depuis que la page a été ouverte.")
    return await find_measure(measure.id)


def _columns(measure: SupportMeasure) -> dict[str, Any]:
    report = measure.report
    return {
        "id": measure.id,
        "version": measure.version,
        "reference": measure.reference,
        "household_id": measure.household_id,
        "contract_id": measure.contract_id,
        "operator_id": measure.operator_id,
        "kind": measure.kind.value,
        "purpose": measure.purpose.value,
        "state": measure.state.value,
        "diagnosed_on": None if measure.diagnosis.missing else measure.diagnosis.signed_on,
        "joined_on": max((one.signed_on for one in measure.adhesions), default=None),
        "started_on": measure.started_on,
        "last_day": measure.last_day,
        "ended_on": measure.ended_on,
        "report_signed_on": report.household_signed_on if report else None,
        "break_reason": report.break_reason.value if report and report.break_reason else None,
        "content": msgspec.json.encode(measure).decode(),
    }


async def _measures(query: Any) -> tuple[SupportMeasure, ...]:
    return tuple(_measure(row) for row in await opened(SupportMeasureRow, await query))


def _measure(row: dict[str, Any]) -> SupportMeasure:
    kept = msgspec.json.decode(row["content"], type=SupportMeasure)
    return msgspec.structs.replace(kept, version=row["version"], state=SupportState(row["state"]))
