"""Insurance attestations over the API."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from occupancy.actions import insurances as actions
from occupancy.api.renewal_contract import InsuranceIn, InsuranceOut, InsuranceWithdrawalIn
from occupancy.domain.insurances import Attestation
from occupancy.store import contracts
from occupancy.store import insurances as store


@get(
    "/v1/contracts/{contract_id:uuid}/insurances",
    operation_id="list_insurances",
    summary="Lire les attestations d'assurance",
    tags=["Contrats"],
)
async def list_insurances(contract_id: FromPath[UUID]) -> list[InsuranceOut]:
    """The attestations of a stay, the earliest first, those withdrawn included."""
    contract = await contracts.find_contract(contract_id)
    return [InsuranceOut.of(one) for one in await store.attestations_of(contract.id)]


@post(
    "/v1/contracts/{contract_id:uuid}/insurances",
    operation_id="record_insurance",
    summary="Enregistrer une attestation d'assurance",
    tags=["Contrats"],
)
async def record_insurance(
    contract_id: FromPath[UUID],
    data: JSONBody[InsuranceIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[InsuranceOut]:
    """One more attestation."""
    recorded = await once(act, Attestation, actions.record_insurance(db, contract_id, data.command(), act))
    return versioned(InsuranceOut.of(recorded), recorded.version, status=201)


@post(
    "/v1/insurances/{attestation_id:uuid}/withdrawal",
    operation_id="withdraw_insurance",
    summary="Retirer une attestation d'assurance",
    tags=["Contrats"],
    status_code=200,
)
async def withdraw_insurance(
    attestation_id: FromPath[UUID],
    data: JSONBody[InsuranceWithdrawalIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[InsuranceOut]:
    """It stays in the file and no longer counts."""
    withdrawing = actions.withdraw_insurance(db, attestation_id, data.reason, act, expected=expected_version)
    withdrawn = await once(act, Attestation, withdrawing)
    return versioned(InsuranceOut.of(withdrawn), withdrawn.version)


HANDLERS = [list_insurances, record_insurance, withdraw_insurance]
