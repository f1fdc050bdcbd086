"""Requests to renew a stay, and authorised overstays, in the database."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from occupancy.domain.decisions import Authority, DecidedBy
from occupancy.domain.notices import NoticeBy
from occupancy.domain.renewals import Overstay, RenewalRequest, RequestStatus
from occupancy.tables.renewals import DecisionReportRow, OverstayRow, RenewalRequestRow

_DECIDED = DecidedBy.__struct_fields__
_DELEGATES = [Authority.PRESIDENT.value, Authority.VICE_PRESIDENT.value]


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
    return tuple(_overstay(row) for row in rows)


async def insert_overstay(one: Overstay) -> None:
    columns = msgspec.structs.asdict(one)
    decided = columns.pop("decided")
    await OverstayRow.insert(OverstayRow(**columns, **_decision(decided)))


async def delegated_requests() -> tuple[RenewalRequest, ...]:
    """Requests granted or denied by the president or a vice-president."""
    rows = await RenewalRequestRow.select().where(RenewalRequestRow.authority.is_in(_DELEGATES))
    return tuple(_request(row) for row in rows)


async def delegated_overstays() -> tuple[Overstay, ...]:
    """Overstays authorised by the president or a vice-president."""
    rows = await OverstayRow.select().where(OverstayRow.authority.is_in(_DELEGATES))
    return tuple(_overstay(row) for row in rows)


async def overstays_of_many(contract_ids: Collection[UUID]) -> dict[UUID, tuple[Overstay, ...]]:
    """By contract, first ones first; a contract without any is left out."""
    found: dict[UUID, list[Overstay]] = {}
    if contract_ids:
        rows = await OverstayRow.select().where(OverstayRow.contract_id.is_in(list(contract_ids)))
        for one in sorted((_overstay(row) for row in rows), key=lambda one: one.number):
            found.setdefault(one.contract_id, []).append(one)
    return {key: tuple(some) for key, some in found.items()}


async def reports_of(decision_ids: Collection[UUID]) -> dict[UUID, date]:
    """The board meeting to which each decision was reported; those still to report are left out."""
    if not decision_ids:
        return {}
    rows = await DecisionReportRow.select().where(DecisionReportRow.decision_id.is_in(list(decision_ids)))
    return {row["decision_id"]: row["reported_on"] for row in rows}


async def insert_report(decision_id: UUID, kind: str, reported_on: date) -> None:
    await DecisionReportRow.insert(DecisionReportRow(decision_id=decision_id, kind=kind, reported_on=reported_on))


def _overstay(row: dict[str, Any]) -> Overstay:
    return Overstay(
        decided=_decided(row), **{name: row[name] for name in Overstay.__struct_fields__ if name != "decided"}
    )


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
