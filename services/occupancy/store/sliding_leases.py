"""Sliding leases in the database, their minutes, and the leases held after the slide."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from kernel.calendar import Territory
from kernel.errors import StaleVersion
from kernel.sealed_columns import first_opened, opened, resealed, sealed
from occupancy.domain.slides import DirectLease
from occupancy.domain.sliding_leases import (
    CalDecision,
    Convention,
    Convocation,
    DepositMode,
    Exit,
    Extension,
    LandlordPosition,
    NotHeld,
    PaperRecord,
    SlidingLease,
    SlidingLeaseNotFound,
    SlidingState,
    Upstream,
)
from occupancy.domain.sliding_reviews import Minutes
from occupancy.tables.sliding_leases import DirectLeaseRow, SlidingLeaseRow, SlidingMinutesRow


class _Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept as JSON."""

    upstream: Upstream
    convention: Convention
    papers: tuple[PaperRecord, ...]
    extensions: tuple[Extension, ...]
    not_held: tuple[NotHeld, ...]
    convocations: tuple[Convocation, ...] = ()
    proposed_on: date | None
    landlord: LandlordPosition | None
    cal: CalDecision | None
    deposit_mode: DepositMode | None
    arrears_override: str | None
    exit: Exit | None


async def find_sliding_lease(lease_id: UUID) -> SlidingLease:
    """Raises `SlidingLeaseNotFound`."""
    row = await first_opened(SlidingLeaseRow, await SlidingLeaseRow.select().where(SlidingLeaseRow.id == lease_id))
    if row is None:
        raise SlidingLeaseNotFound("Ce bail glissant n'existe pas.")
    return _lease(row)


async def sliding_lease_of_contract(contract_id: UUID) -> SlidingLease | None:
    """The dossier of a sub-lease, if it has one."""
    row = await first_opened(
        SlidingLeaseRow, await SlidingLeaseRow.select().where(SlidingLeaseRow.contract_id == contract_id)
    )
    return _lease(row) if row else None


async def list_sliding_leases(
    *, states: Collection[SlidingState] = (), after: str | None = None, limit: int
) -> tuple[SlidingLease, ...]:
    """The latest first; `after`: the reference of the last one seen."""
    query = SlidingLeaseRow.select().order_by(SlidingLeaseRow.reference, ascending=False).limit(limit)
    if states:
        query = query.where(SlidingLeaseRow.state.is_in([one.value for one in states]))
    if after is not None:
        query = query.where(SlidingLeaseRow.reference < after)
    return tuple(_lease(row) for row in await opened(SlidingLeaseRow, await query))


async def insert_sliding_lease(lease: SlidingLease) -> None:
    await SlidingLeaseRow.insert(SlidingLeaseRow(**await sealed(SlidingLeaseRow, _columns(lease))))


async def save_sliding_lease(lease: SlidingLease, expected: int) -> SlidingLease:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**await resealed(SlidingLeaseRow, _columns(lease)), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await SlidingLeaseRow.update(columns)
        .where((SlidingLeaseRow.id == key) & (SlidingLeaseRow.version == expected))
        .returning(SlidingLeaseRow.id)
    )
    if not rows:
        raise StaleVersion("Ce bail glissant a été modifié depuis que la page a été ouverte.")
    return await find_sliding_lease(lease.id)


async def minutes_of(lease_id: UUID) -> tuple[Minutes, ...]:
    """The minutes of a dossier, in the order in which the reviews were held."""
    return (await minutes_of_many([lease_id])).get(lease_id, ())


async def minutes_of_many(lease_ids: Collection[UUID]) -> dict[UUID, tuple[Minutes, ...]]:
    """The minutes of several dossiers, one query."""
    if not lease_ids:
        return {}
    rows = (
        await SlidingMinutesRow.select()
        .where(SlidingMinutesRow.sliding_lease_id.is_in(list(lease_ids)))
        .order_by(SlidingMinutesRow.held_on, SlidingMinutesRow.number)
    )
    found: dict[UUID, tuple[Minutes, ...]] = {}
    for row in await opened(SlidingMinutesRow, rows):
        one = msgspec.json.decode(row["content"], type=Minutes)
        found[one.sliding_lease_id] = (*found.get(one.sliding_lease_id, ()), one)
    return found


async def insert_minutes(minutes: Minutes) -> None:
    values = {
        "id": minutes.id,
        "sliding_lease_id": minutes.sliding_lease_id,
        "number": minutes.number,
        "due_on": minutes.due_on,
        "held_on": minutes.held_on,
        "content": msgspec.json.encode(minutes).decode(),
    }
    await SlidingMinutesRow.insert(SlidingMinutesRow(**await sealed(SlidingMinutesRow, values)))


async def insert_direct_lease(lease: DirectLease) -> None:
    columns = {**msgspec.structs.asdict(lease), "deposit_mode": lease.deposit_mode.value}
    await DirectLeaseRow.insert(DirectLeaseRow(**await sealed(DirectLeaseRow, columns)))


async def direct_lease_of(lease_id: UUID) -> DirectLease | None:
    """The lease that the household holds since the slide, if it has slid."""
    row = await first_opened(
        DirectLeaseRow, await DirectLeaseRow.select().where(DirectLeaseRow.sliding_lease_id == lease_id)
    )
    return DirectLease(**{**row, "deposit_mode": DepositMode(row["deposit_mode"])}) if row else None


async def slid_without_lease() -> tuple[str, ...]:
    """References of the contracts that ended as slid and that no lease follows: there must be none."""
    rows = await DirectLeaseRow.raw(
        "select reference from contract where end_reason = 'slid'"
        " and not exists (select 1 from direct_lease where direct_lease.contract_id = contract.id) order by reference"
    )
    return tuple(row["reference"] for row in rows)


_KEPT = _Content.__struct_fields__


def _columns(lease: SlidingLease) -> dict[str, Any]:
    kept = {name: getattr(lease, name) for name in _KEPT}
    return {
        "id": lease.id,
        "version": lease.version,
        "reference": lease.reference,
        "contract_id": lease.contract_id,
        "household_id": lease.household_id,
        "unit_id": lease.unit_id,
        "territory": lease.territory.value,
        "sublease_signed_on": lease.sublease_signed_on,
        "state": lease.state.value,
        "slide_on": lease.slide_on,
        "content": msgspec.json.encode(kept).decode(),
    }


def _lease(row: dict[str, Any]) -> SlidingLease:
    kept = msgspec.json.decode(row["content"], type=_Content)
    return SlidingLease(
        id=row["id"],
        version=row["version"],
        reference=row["reference"],
        contract_id=row["contract_id"],
        household_id=row["household_id"],
        unit_id=row["unit_id"],
        territory=Territory(row["territory"]),
        sublease_signed_on=row["sublease_signed_on"],
        state=SlidingState(row["state"]),
        slide_on=row["slide_on"],
        **{name: getattr(kept, name) for name in _KEPT},
    )
