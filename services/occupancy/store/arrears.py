"""The diary of debts."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from kernel.sealed_columns import opened, sealed
from occupancy.domain.arrears_ladder import ActKind, ArrearsAct, TitledClaim
from occupancy.store.ledger import as_values
from occupancy.tables.arrears import ArrearsActRow


async def diary_of(household_id: UUID) -> tuple[ArrearsAct, ...]:
    """What was done about a household's debt, the oldest first."""
    return (await diaries_of([household_id]))[household_id]


async def diaries_of(household_ids: Collection[UUID]) -> dict[UUID, tuple[ArrearsAct, ...]]:
    """The same for several households."""
    found: dict[UUID, list[ArrearsAct]] = {one: [] for one in household_ids}
    if found:
        rows = await ArrearsActRow.select().where(ArrearsActRow.household_id.is_in(list(found)))
        acts = [_act(row) for row in await opened(ArrearsActRow, rows)]
        for one in sorted(acts, key=lambda act: (act.done_on, act.recorded_on, str(act.id))):
            found[one.household_id].append(one)
    return {one: tuple(acts) for one, acts in found.items()}


async def titles_asked() -> tuple[ArrearsAct, ...]:
    """Every title that was asked for, the oldest first: what an export takes."""
    rows = (
        await ArrearsActRow.select()
        .where(ArrearsActRow.kind == ActKind.TITLE_ASKED.value)
        .order_by(ArrearsActRow.done_on)
    )
    return tuple(_act(row) for row in await opened(ArrearsActRow, rows))


async def add_act(one: ArrearsAct) -> None:
    values = as_values(one) | {"claims": msgspec.json.encode(one.claims).decode()}
    await ArrearsActRow.insert(ArrearsActRow(**await sealed(ArrearsActRow, values)))


def _act(row: dict[str, Any]) -> ArrearsAct:
    claims = msgspec.json.decode(row["claims"], type=tuple[TitledClaim, ...])
    return ArrearsAct(**{**row, "kind": ActKind(row["kind"]), "claims": claims})
