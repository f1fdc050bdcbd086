"""Contracts over the API: read, and each act at its own address."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from kernel.acts import Act, Staff, once
from kernel.db import Database
from kernel.http.bodies import check_day
from kernel.http.requests import Paging, versioned
from occupancy.actions import contracts as actions
from occupancy.api.contract import (
    CancellationIn,
    ContractIn,
    ContractOut,
    ContractPage,
    EndIn,
    SignatureIn,
    TermOut,
)
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.contracts import Contract, ContractStatus, without_address
from occupancy.store import contracts as store


async def wake_relay(request: Request[Any, Any, Any]) -> None:
    """After the answer: what was put in the outbox may go."""
    request.app.state.relay.wake()


def answer(contract: Contract, status: int = 200) -> Response[ContractOut]:
    return versioned(ContractOut.of(contract), contract.version, status=status)


def _seen_by(staff: Staff, contract: Contract) -> Contract:
    return contract if staff.may("households.read") else without_address(contract)


@get("/v1/contracts", operation_id="list_contracts", summary="Lister les contrats", tags=["Contrats"])
async def list_contracts(
    act: NamedDependency[Act],
    paging: NamedDependency[Paging],
    status: FromQuery[ContractStatus | None] = None,
    last_day_from: FromQuery[date | None] = None,
    last_day_to: FromQuery[date | None] = None,
) -> ContractPage:
    """Contracts, latest first, by status and contractual end."""
    check_day(last_day_from, "last_day_from")
    check_day(last_day_to, "last_day_to")
    found = await store.list_contracts(
        statuses=[status] if status else [],
        last_day_from=last_day_from,
        last_day_to=last_day_to,
        after=paging.after,
        limit=paging.limit + 1,
    )
    items, more = found[: paging.limit], len(found) > paging.limit
    return ContractPage(
        items=[ContractOut.of(_seen_by(act.by, one)) for one in items], next=items[-1].reference if more else None
    )


@get("/v1/contracts/{contract_id:uuid}", operation_id="get_contract", summary="Lire un contrat", tags=["Contrats"])
async def get_contract(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[ContractOut]:
    """One contract."""
    return answer(_seen_by(act.by, await store.find_contract(contract_id)))


@get(
    "/v1/contracts/{contract_id:uuid}/terms",
    operation_id="list_terms",
    summary="Lire les périodes d'un contrat",
    tags=["Contrats"],
)
async def list_terms(contract_id: FromPath[UUID]) -> list[TermOut]:
    """The periods granted, first one first; a renewal never replaces one."""
    contract = await store.find_contract(contract_id)
    return [TermOut.of(term) for term in await store.terms_of(contract.id)]


@post("/v1/contracts", operation_id="prepare_contract", summary="Préparer un contrat", tags=["Contrats"])
async def prepare_contract(
    data: JSONBody[ContractIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[ContractOut]:
    """A draft: it holds no place until it is signed."""
    return answer(
        await once(act, Contract, actions.prepare_contract(db, data.command(), act, alt_units=alt_units)), status=201
    )


@post(
    "/v1/contracts/{contract_id:uuid}/signature",
    operation_id="sign_contract",
    summary="Signer un contrat",
    tags=["Contrats"],
    status_code=200,
    after_response=wake_relay,
)
async def sign_contract(
    contract_id: FromPath[UUID],
    data: JSONBody[SignatureIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[ContractOut]:
    """The place is held from the first day to the last; 409 names the contract that holds it already."""
    signing = actions.sign_contract(
        db, contract_id, data.command(), act, expected=expected_version, alt_units=alt_units
    )
    return answer(await once(act, Contract, signing))


@post(
    "/v1/contracts/{contract_id:uuid}/end",
    operation_id="end_contract",
    summary="Enregistrer la fin du séjour",
    tags=["Contrats"],
    status_code=200,
    after_response=wake_relay,
)
async def end_contract(
    contract_id: FromPath[UUID],
    data: JSONBody[EndIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ContractOut]:
    """The household has left; the place is free from the next day."""
    ending = actions.end_contract(db, contract_id, data.command(), act, expected=expected_version)
    return answer(await once(act, Contract, ending))


@post(
    "/v1/contracts/{contract_id:uuid}/cancellation",
    operation_id="cancel_contract",
    summary="Annuler un contrat",
    tags=["Contrats"],
    status_code=200,
    after_response=wake_relay,
)
async def cancel_contract(
    contract_id: FromPath[UUID],
    data: JSONBody[CancellationIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ContractOut]:
    """The household never came in."""
    cancelling = actions.cancel_contract(db, contract_id, data.reason, act, expected=expected_version)
    return answer(await once(act, Contract, cancelling))


HANDLERS = [
    list_contracts,
    get_contract,
    list_terms,
    prepare_contract,
    sign_contract,
    end_contract,
    cancel_contract,
]
