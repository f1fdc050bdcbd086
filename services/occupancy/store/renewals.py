"""Requests to renew a stay, and authorised overstays, in the database."""

from typing import Any
from uuid import UUID

import msgspec

from occupancy.domain.decisions import Authority, DecidedBy
from occupancy.domain.notices import NoticeBy
from occupancy.domain.renewals import Overstay, RenewalRequest, RequestStatus
from occupancy.tables.renewals import OverstayRow, RenewalRequestRow

_DECIDED = DecidedBy.__struct_fields__


async def requests_of(contract_id: UUID) -> tuple[RenewalRequest, ...]:
    """The requests about a stay, first one first."""
    rows = (
        await RenewalRequestRow.select()
        .where(RenewalRequestRow.contract_id == contract_id)
        .order_by(RenewalRequestRow.number)
    )
    return tuple(_request(row) for row in rows)


async def insert_request(request: RenewalRequest) -> None:
    await RenewalRequestRow.insert(RenewalRequestRow(**_columns(request)))


async def save_request(request: RenewalRequest) -> None:
    """The decision on a request that waited; the database refuses any other change."""
    columns = _columns(request)
    key = columns.pop("id")
    await RenewalRequestRow.update(columns).where(RenewalRequestRow.id == key)


async def overstays_of(contract_id: UUID) -> tuple[Overstay, ...]:
    """The authorised overstays of a stay, first one first."""
    rows = await OverstayRow.select().where(OverstayRow.contract_id == contract_id).order_by(OverstayRow.number)
    return tuple(
        Overstay(decided=_decided(row), **{name: row[name] for name in Overstay.__struct_fields__ if name != "decided"})
        for row in rows
    )


async def insert_overstay(one: Overstay) -> None:
    columns = msgspec.structs.asdict(one)
    decided = columns.pop("decided")
    await OverstayRow.insert(OverstayRow(**columns, **_decision(decided)))


def _columns(request: RenewalRequest) -> dict[Any, Any]:
    columns = msgspec.structs.asdict(request)
    decided = columns.pop("decided")
    return {
        **columns,
        "asked_by": request.asked_by.value,
        "status": request.status.value,
        **(_decision(decided) if decided else dict.fromkeys(_DECIDED)),
    }


def _decision(decided: DecidedBy) -> dict[str, Any]:
    return {**msgspec.structs.asdict(decided), "authority": decided.authority.value}


def _decided(row: dict[str, Any]) -> DecidedBy:
    facts = {name: row[name] for name in _DECIDED}
    return DecidedBy(
        **{**facts, "authority": Authority(row["authority"]), "deliberation_ref": row["deliberation_ref"] or ""}
    )


def _request(row: dict[str, Any]) -> RenewalRequest:
    facts = {name: row[name] for name in RenewalRequest.__struct_fields__ if name != "decided"}
    return RenewalRequest(
        **{**facts, "asked_by": NoticeBy(row["asked_by"]), "status": RequestStatus(row["status"])},
        decided=_decided(row) if row["authority"] else None,
    )
