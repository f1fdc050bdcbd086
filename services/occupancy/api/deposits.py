"""Deposits over the API: asked, settled by one person, returned by another."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from occupancy.actions import deposits as actions
from occupancy.actions import settlement_resolutions as endings
from occupancy.api.deposit_contract import (
    DepositProposalOut,
    DepositRequestIn,
    DepositRequestOut,
    RefundIn,
    RefundOut,
    SettlementIn,
    SettlementNoticeIn,
    SettlementNoticeOut,
    SettlementOut,
    SettlementRefusalIn,
    SettlementResolutionOut,
)
from occupancy.documents.words import CONDITION, KEY
from occupancy.domain.deposits import DepositRequest
from occupancy.domain.settlement_proposals import Words
from occupancy.domain.settlement_resolutions import SettlementResolution
from occupancy.domain.settlements import DepositRefund, Settlement, SettlementNotice
from occupancy.store import contracts
from occupancy.store import deposits as store


@post(
    "/v1/contracts/{contract_id:uuid}/deposit-request",
    operation_id="request_deposit",
    summary="Demander le dépôt de garantie",
    tags=["Dépôts"],
)
async def request_deposit(
    contract_id: FromPath[UUID],
    data: JSONBody[DepositRequestIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> DepositRequestOut:
    """Once per contract, never revised."""
    asking = actions.request_deposit(db, contract_id, data.amount_cents, data.reason, act)
    return DepositRequestOut.of(await once(act, DepositRequest, asking))


@get(
    "/v1/contracts/{contract_id:uuid}/deposit-settlements",
    operation_id="list_settlements",
    summary="Lire les soldes proposés d'un dépôt",
    tags=["Dépôts"],
)
async def list_settlements(contract_id: FromPath[UUID]) -> list[SettlementOut]:
    """Every proposal, first to last; only the last one can be approved."""
    contract = await contracts.find_contract(contract_id)
    found = await store.settlements_of(contract.id)
    ended = await store.resolutions_of([one.id for one in found])
    return [SettlementOut.of(one, ended.get(one.id)) for one in found]


@post(
    "/v1/contracts/{contract_id:uuid}/deposit-settlements",
    operation_id="settle_deposit",
    summary="Proposer le solde d'un dépôt",
    tags=["Dépôts"],
)
async def settle_deposit(
    contract_id: FromPath[UUID],
    data: JSONBody[SettlementIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> SettlementOut:
    """What is withheld, line by line, and what goes back. Nothing moves until another person approves."""
    settling = actions.settle_deposit(db, data.command(contract_id), act)
    return SettlementOut.of(await once(act, Settlement, settling))


@get(
    "/v1/contracts/{contract_id:uuid}/deposit-proposal",
    operation_id="propose_withholdings",
    summary="Lire les retenues que les états des lieux appellent",
    tags=["Dépôts"],
)
async def propose_withholdings(contract_id: FromPath[UUID]) -> DepositProposalOut:
    """Lines to complete: nothing is decided. Empty until both inspections are signed."""
    contract = await contracts.find_contract(contract_id)
    return DepositProposalOut.of(
        await actions.propose_lines(
            contract, Words(condition=CONDITION, key=KEY), await actions.both_inspections(contract_id)
        )
    )


@post(
    "/v1/deposit-settlements/{settlement_id:uuid}/notice",
    operation_id="tell_settlement",
    summary="Noter que le ménage a reçu le détail",
    tags=["Dépôts"],
)
async def tell_settlement(
    settlement_id: FromPath[UUID],
    data: JSONBody[SettlementNoticeIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> SettlementNoticeOut:
    """When and how it was told of what is withheld, once for each proposal."""
    telling = actions.tell_settlement(db, settlement_id, data.told_on, data.channel, data.proof, act)
    return SettlementNoticeOut.of(await once(act, SettlementNotice, telling))


@post(
    "/v1/deposit-settlements/{settlement_id:uuid}/refund",
    operation_id="refund_deposit",
    summary="Approuver et rendre un dépôt",
    tags=["Dépôts"],
)
async def refund_deposit(
    settlement_id: FromPath[UUID],
    data: JSONBody[RefundIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> RefundOut:
    """By another person than the one who proposed it."""
    refunding = actions.refund_deposit(db, settlement_id, data.refunded_on, act)
    return RefundOut.of(await once(act, DepositRefund, refunding))


@post(
    "/v1/deposit-settlements/{settlement_id:uuid}/refusal",
    operation_id="refuse_settlement",
    summary="Refuser le solde proposé d'un dépôt",
    tags=["Dépôts"],
)
async def refuse_settlement(
    settlement_id: FromPath[UUID],
    data: JSONBody[SettlementRefusalIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> SettlementResolutionOut:
    """By another person than the one who proposed it. Nothing moves; another settlement may be proposed."""
    refusing = endings.refuse_settlement(db, settlement_id, data.reason, act)
    return SettlementResolutionOut.of(await once(act, SettlementResolution, refusing))


HANDLERS = [
    request_deposit,
    propose_withholdings,
    list_settlements,
    settle_deposit,
    tell_settlement,
    refund_deposit,
    refuse_settlement,
]
