"""Voids and mobilisations of units: rows that belong to a unit and are saved with it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import asdict

from alt_units.domain.mobilisations import Mobilisation, MobilisationEnd, MobilisationKind, OwnerKind
from alt_units.domain.units import Unit
from alt_units.domain.voids import CostBearer, Void, VoidReason
from alt_units.tables.park import MobilisationRow, VoidRow


async def voids_of(unit_ids: Sequence[UUID]) -> dict[UUID, list[Void]]:
    """By unit, in order of first day."""
    rows = await VoidRow.select().where(VoidRow.unit_id.is_in(list(unit_ids))).order_by(VoidRow.first_day, VoidRow.id)
    found: dict[UUID, list[Void]] = defaultdict(list)
    for row in rows:
        words: dict[str, Any] = {"reason": VoidReason(row["reason"]), "bearer": CostBearer(row["bearer"])}
        found[row["unit_id"]].append(Void(**_known(Void, row), **words))
    return found


async def mobilisations_of(unit_ids: Sequence[UUID]) -> dict[UUID, list[Mobilisation]]:
    """By unit, in order of first day."""
    rows = (
        await MobilisationRow.select()
        .where(MobilisationRow.unit_id.is_in(list(unit_ids)))
        .order_by(MobilisationRow.first_day)
    )
    found: dict[UUID, list[Mobilisation]] = defaultdict(list)
    for row in rows:
        words: dict[str, Any] = {
            "kind": MobilisationKind(row["kind"]),
            "owner_kind": OwnerKind(row["owner_kind"]),
            "end_reason": MobilisationEnd(row["end_reason"]) if row["end_reason"] else None,
        }
        found[row["unit_id"]].append(Mobilisation(**_known(Mobilisation, row), **words))
    return found


async def save_voids(unit: Unit, before: Unit | None) -> None:
    """What is cut or cancelled is written before what is new: the constraints are checked at each row."""
    former = {one.id: one for one in before.voids} if before else {}
    for void in unit.voids:
        if void.id not in former:
            await VoidRow.insert(VoidRow(unit_id=unit.id, **asdict(void)))
        elif former[void.id] != void:
            values: dict[Any, Any] = {
                VoidRow.last_day: void.last_day,
                VoidRow.cancelled_on: void.cancelled_on,
                VoidRow.cancel_reason: void.cancel_reason,
            }
            await VoidRow.update(values).where(VoidRow.id == void.id)


async def save_mobilisations(unit: Unit, before: Unit | None) -> None:
    """A mobilisation keeps its identifier: contracts remember it."""
    former = {one.id: one for one in before.mobilisations} if before else {}
    for one in unit.mobilisations:
        values = asdict(one)
        if one.id not in former:
            await MobilisationRow.insert(MobilisationRow(unit_id=unit.id, **values))
        elif former[one.id] != one:
            changed: dict[Any, Any] = {
                MobilisationRow._meta.get_column_by_name(name): value for name, value in values.items()
            }
            await MobilisationRow.update(changed).where(MobilisationRow.id == one.id)


_WORDS = frozenset({"reason", "bearer", "kind", "owner_kind", "end_reason"})


def _known(kind: type[Void] | type[Mobilisation], row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in kind.__struct_fields__ if name not in _WORDS}
