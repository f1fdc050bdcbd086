"""Renewals asked, granted or denied, overstays and notices over the API."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from occupancy.actions import notices, renewals
from occupancy.api.contract import CancellationIn, ContractOut
from occupancy.api.contracts import answer, wake_relay
from occupancy.api.renewal_contract import (
    NoticeIn,
    OverstayIn,
    OverstayOut,
    RenewalDenialIn,
    RenewalIn,
    RenewalRequestIn,
    RenewalRequestOut,
)
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.contracts import Contract
from occupancy.store import contracts
from occupancy.store import renewals as store


@get(
    "/v1/contracts/{contract_id:uuid}/renewal-requests",
    operation_id="list_renewal_requests",
    summary="Lire les demandes de renouvellement",
    tags=["Contrats"],
)
async def list_renewal_requests(contract_id: FromPath[UUID]) -> list[RenewalRequestOut]:
    """What was asked and what was decided, first one first."""
    contract = await contracts.find_contract(contract_id)
    return [RenewalRequestOut.of(one) for one in await store.requests_of(contract.id)]


@get(
    "/v1/contracts/{contract_id:uuid}/overstays",
    operation_id="list_overstays",
    summary="Lire les dépassements autorisés",
    tags=["Contrats"],
)
async def list_overstays(contract_id: FromPath[UUID]) -> list[OverstayOut]:
    """The days beyond the term that were allowed, first ones first."""
    contract = await contracts.find_contract(contract_id)
    return [OverstayOut.of(one) for one in await store.overstays_of(contract.id)]


@post(
    "/v1/contracts/{contract_id:uuid}/renewal-requests",
    operation_id="ask_renewal",
    summary="Demander un renouvellement",
    tags=["Contrats"],
    status_code=200,
)
async def ask_renewal(
    contract_id: FromPath[UUID],
    data: JSONBody[RenewalRequestIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ContractOut]:
    """It waits for its decision; one waits at a time."""
    doing = renewals.ask_renewal(db, contract_id, data.command(), act, expected=expected_version)
    return answer(await once(act, Contract, doing))


@post(
    "/v1/contracts/{contract_id:uuid}/renewals",
    operation_id="renew_contract",
    summary="Renouveler un contrat",
    tags=["Contrats"],
    status_code=200,
    after_response=wake_relay,
)
async def renew_contract(
    contract_id: FromPath[UUID],
    data: JSONBody[RenewalIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[ContractOut]:
    """One more term, from the day after the last, as somebody named granted it."""
    doing = renewals.renew_contract(
        db, contract_id, data.command(), act, expected=expected_version, alt_units=alt_units
    )
    return answer(await once(act, Contract, doing))


@post(
    "/v1/contracts/{contract_id:uuid}/renewal-denial",
    operation_id="deny_renewal",
    summary="Refuser un renouvellement",
    tags=["Contrats"],
    status_code=200,
)
async def deny_renewal(
    contract_id: FromPath[UUID],
    data: JSONBody[RenewalDenialIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ContractOut]:
    """The request that waits is denied; the term stays."""
    doing = renewals.deny_renewal(db, contract_id, data.reason, data.decided.fact(), act, expected=expected_version)
    return answer(await once(act, Contract, doing))


@post(
    "/v1/contracts/{contract_id:uuid}/overstays",
    operation_id="allow_overstay",
    summary="Autoriser un dépassement",
    tags=["Contrats"],
    status_code=200,
    after_response=wake_relay,
)
async def allow_overstay(
    contract_id: FromPath[UUID],
    data: JSONBody[OverstayIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ContractOut]:
    """Days beyond the term, with their reason and what is prepared meanwhile."""
    doing = renewals.allow_overstay(db, contract_id, data.command(), act, expected=expected_version)
    return answer(await once(act, Contract, doing))


@post(
    "/v1/contracts/{contract_id:uuid}/notice",
    operation_id="give_notice",
    summary="Enregistrer un congé",
    tags=["Contrats"],
    status_code=200,
)
async def give_notice(
    contract_id: FromPath[UUID],
    data: JSONBody[NoticeIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ContractOut]:
    """Notice by the household or by the CCAS, and the day that it leads to."""
    doing = notices.give_notice(db, contract_id, data.facts(), act, expected=expected_version)
    return answer(await once(act, Contract, doing))


@post(
    "/v1/contracts/{contract_id:uuid}/notice-withdrawal",
    operation_id="take_notice_back",
    summary="Retirer un congé",
    tags=["Contrats"],
    status_code=200,
)
async def take_notice_back(
    contract_id: FromPath[UUID],
    data: JSONBody[CancellationIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ContractOut]:
    """A notice recorded by mistake, or given up by both, no longer counts."""
    doing = notices.take_notice_back(db, contract_id, data.reason, act, expected=expected_version)
    return answer(await once(act, Contract, doing))


HANDLERS = [
    list_renewal_requests,
    list_overstays,
    ask_renewal,
    renew_contract,
    deny_renewal,
    allow_overstay,
    give_notice,
    take_notice_back,
]
