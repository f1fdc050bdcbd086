"""Requests of access in the database."""

from typing import Any
from uuid import UUID

import msgspec

from occupancy.domain.data_requests import DataRequest, DataRequestMissing, IdentityCheck
from occupancy.tables.privacy import DataRequestRow


async def requests_of(household_id: UUID) -> tuple[DataRequest, ...]:
    """Those of a household, the latest first."""
    query = DataRequestRow.select().where(DataRequestRow.household_id == household_id)
    rows = await query.order_by(DataRequestRow.received_on, ascending=False).order_by(DataRequestRow.version)
    return tuple(_request(row) for row in rows)


async def open_request(household_id: UUID) -> DataRequest:
    """The one that waits. Raises `DataRequestMissing`."""
    for one in await requests_of(household_id):
        if one.answered_on is None:
            return one
    raise DataRequestMissing("Enregistrez d'abord la demande du ménage.")


async def insert_request(one: DataRequest) -> None:
    await DataRequestRow.insert(DataRequestRow(**{**msgspec.structs.asdict(one), "identity": one.identity.value}))


async def close_request(one: DataRequest) -> None:
    columns: dict[Any, Any] = {
        "answered_on": one.answered_on,
        "answered_by": one.answered_by,
        "version": one.version + 1,
    }
    await DataRequestRow.update(columns).where(DataRequestRow.id == one.id)


def _request(row: dict[str, Any]) -> DataRequest:
    return DataRequest(**{**row, "identity": IdentityCheck(row["identity"])})
