"""Deposits: what was asked, proposed and returned."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from kernel.db import Database
from kernel.errors import Refusal
from kernel.sealed_columns import first_opened, opened, sealed
from occupancy.domain.deposits import DepositAlreadyAsked, DepositRequest
from occupancy.domain.settlement_resolutions import SettlementResolution, SettlementResolved
from occupancy.domain.settlements import (
    ApproverIsProposer,
    DepositRefund,
    Settlement,
    SettlementAlreadyTold,
    SettlementNotFound,
    SettlementNotice,
    SettlementReplaced,
)
from occupancy.store.ledger import as_values
from occupancy.tables.money import (
    DepositRefundRow,
    DepositRequestRow,
    DepositSettlementRow,
    SettlementNoticeRow,
    SettlementResolutionRow,
)

_APPROVED_ONCE = "Ce solde a déjà été approuvé une fois et son versement annulé : proposez un nouveau solde."


async def request_of(contract_id: UUID) -> DepositRequest | None:
    """The deposit asked for a contract, if any: the last one, where one taken over by mistake was undone before."""
    return (await last_requests([contract_id])).get(contract_id)


async def last_requests(contract_ids: Collection[UUID]) -> dict[UUID, DepositRequest]:
    """The same for several contracts, in one reading."""
    if not contract_ids:
        return {}
    found = await DepositRequestRow.select().where(DepositRequestRow.contract_id.is_in(list(contract_ids)))
    return _last(found)


async def all_requests() -> list[DepositRequest]:
    """Every deposit that was asked, latest first, one for each contract."""
    query = DepositRequestRow.select().order_by(DepositRequestRow.asked_on, ascending=False)
    return list(_last(await query.order_by(DepositRequestRow.id)).values())


async def add_request(db: Database, request: DepositRequest) -> None:
    """Raises `DepositAlreadyAsked`."""
    with db.refusing({"deposit_asked_once": DepositAlreadyAsked}):
        await DepositRequestRow.insert(DepositRequestRow(**as_values(request)))


async def settlements_of(contract_id: UUID) -> tuple[Settlement, ...]:
    """The settlements proposed for a contract, first to last; only the last one counts."""
    found = (
        await DepositSettlementRow.select()
        .where(DepositSettlementRow.contract_id == contract_id)
        .order_by(DepositSettlementRow.attempt)
    )
    return tuple(_settlement(row) for row in await opened(DepositSettlementRow, found))


async def last_settlements(contract_ids: Collection[UUID]) -> dict[UUID, Settlement]:
    """The last settlement proposed for each of several contracts, where there is one."""
    if not contract_ids:
        return {}
    found = await DepositSettlementRow.select().where(DepositSettlementRow.contract_id.is_in(list(contract_ids)))
    read = await opened(DepositSettlementRow, sorted(found, key=lambda one: one["attempt"]))
    return {row["contract_id"]: _settlement(row) for row in read}


async def find_settlement(settlement_id: UUID) -> Settlement:
    """Raises `SettlementNotFound`."""
    row = await first_opened(
        DepositSettlementRow, await DepositSettlementRow.select().where(DepositSettlementRow.id == settlement_id)
    )
    if row is None:
        raise SettlementNotFound()
    return _settlement(row)


async def add_settlement(db: Database, settlement: Settlement) -> None:
    """Raises `SettlementReplaced` when somebody proposed another one at the same moment."""
    values = {**as_values(settlement), "lines": msgspec.json.encode(settlement.lines).decode()}
    with db.refusing({"deposit_settlement_attempt": SettlementReplaced}):
        await DepositSettlementRow.insert(DepositSettlementRow(**await sealed(DepositSettlementRow, values)))


async def resolutions_of(settlement_ids: Collection[UUID]) -> dict[UUID, SettlementResolution]:
    """How each of these proposals ended, for those that did."""
    if not settlement_ids:
        return {}
    rows = SettlementResolutionRow.select().where(SettlementResolutionRow.settlement_id.is_in(list(settlement_ids)))
    return {row["settlement_id"]: msgspec.convert(row, SettlementResolution) for row in await rows}


async def pending_settlements(db: Database) -> tuple[Settlement, ...]:
    """Every proposal that waits for a decision, the oldest first."""
    found = await db.run(
        "select s.id from deposit_settlement s where not exists"
        " (select 1 from settlement_resolution r where r.settlement_id = s.id) order by s.proposed_on, s.id"
    )
    if not found:
        return ()
    ids = [UUID(str(row["id"])) for row in found]
    rows = await DepositSettlementRow.select().where(DepositSettlementRow.id.is_in(ids))
    read = [_settlement(row) for row in await opened(DepositSettlementRow, rows)]
    return tuple(sorted(read, key=lambda one: (one.proposed_on, one.id)))


async def add_resolution(db: Database, one: SettlementResolution) -> None:
    """Raises `ApproverIsProposer`, `SettlementResolved`: the database refuses both by itself."""
    refusals: dict[str, Callable[[], Refusal]] = {
        "settlement_resolution_two_persons": ApproverIsProposer,
        "settlement_resolved_once": lambda: SettlementResolved("Ce solde vient d'être décidé : relisez-le."),
    }
    with db.refusing(refusals):
        await SettlementResolutionRow.insert(SettlementResolutionRow(**as_values(one)))


async def notices_of(settlement_ids: Collection[UUID]) -> dict[UUID, SettlementNotice]:
    """How the household was told, for each of these settlements of which it was."""
    if not settlement_ids:
        return {}
    found = await SettlementNoticeRow.select().where(SettlementNoticeRow.settlement_id.is_in(list(settlement_ids)))
    return {
        row["settlement_id"]: msgspec.convert(row, SettlementNotice) for row in await opened(SettlementNoticeRow, found)
    }


async def add_notice(db: Database, notice: SettlementNotice) -> None:
    """Raises `SettlementAlreadyTold`."""
    with db.refusing({"settlement_notice_once": SettlementAlreadyTold}):
        await SettlementNoticeRow.insert(SettlementNoticeRow(**await sealed(SettlementNoticeRow, as_values(notice))))


async def refunds_of(settlement_ids: list[UUID]) -> dict[UUID, DepositRefund]:
    """The refunds made on these settlements."""
    if not settlement_ids:
        return {}
    found = await DepositRefundRow.select().where(DepositRefundRow.settlement_id.is_in(settlement_ids))
    return {row["settlement_id"]: msgspec.convert(row, DepositRefund) for row in found}


async def approved_returns() -> tuple[tuple[Settlement, DepositRefund], ...]:
    """Every settlement that was approved with its refund, undone later or not, the latest paid first."""
    refunds = [msgspec.convert(row, DepositRefund) for row in await DepositRefundRow.select()]
    rows = await DepositSettlementRow.select()
    proposals = {row["id"]: _settlement(row) for row in await opened(DepositSettlementRow, rows)}
    latest = sorted(refunds, key=lambda one: one.refunded_on, reverse=True)
    return tuple((proposals[one.settlement_id], one) for one in latest)


async def add_refund(db: Database, refund: DepositRefund) -> None:
    """Raises `ApproverIsProposer`, `SettlementReplaced`: the database refuses both by itself."""
    refusals: dict[str, Callable[[], Refusal]] = {
        "deposit_refund_two_persons": ApproverIsProposer,
        "deposit_refunded_once": lambda: SettlementReplaced(_APPROVED_ONCE),
    }
    with db.refusing(refusals):
        await DepositRefundRow.insert(DepositRefundRow(**as_values(refund)))


def _last(rows: Sequence[Mapping[str, Any]]) -> dict[UUID, DepositRequest]:
    found: dict[UUID, DepositRequest] = {}
    for row in rows:
        one = msgspec.convert(row, DepositRequest)
        before = found.get(one.contract_id)
        if before is None or before.attempt < one.attempt:
            found[one.contract_id] = one
    return found


def _settlement(row: Mapping[str, Any]) -> Settlement:
    return msgspec.convert({**row, "lines": msgspec.json.decode(row["lines"])}, Settlement)
