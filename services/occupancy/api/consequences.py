"""What a renewal, an end or a notice would do, before it is recorded. The bodies are those of the acts."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from occupancy.actions import consequences, draft_days
from occupancy.api.contract import ContractOut, EndIn
from occupancy.api.contracts import answer
from occupancy.api.renewal_contract import ConsequencesOut, DraftDaysIn, NoticeIn, RenewalIn
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.contracts import Contract


@post(
    "/v1/contracts/{contract_id:uuid}/renewal-preview",
    operation_id="preview_renewal",
    summary="Voir les conséquences d'un renouvellement",
    tags=["Contrats"],
    status_code=200,
)
async def preview_renewal(
    contract_id: FromPath[UUID],
    data: JSONBody[RenewalIn],
    act: NamedDependency[Act],
    alt_units: NamedDependency[AltUnits],
) -> ConsequencesOut:
    """Nothing is written; refused as the renewal would be."""
    return ConsequencesOut.of(await consequences.preview_renewal(contract_id, data.command(), act, alt_units=alt_units))


@post(
    "/v1/contracts/{contract_id:uuid}/end-preview",
    operation_id="preview_end",
    summary="Voir les conséquences d'un départ",
    tags=["Contrats"],
    status_code=200,
)
async def preview_end(
    contract_id: FromPath[UUID],
    data: JSONBody[EndIn],
    act: NamedDependency[Act],
    alt_units: NamedDependency[AltUnits],
) -> ConsequencesOut:
    """Nothing is written; refused as the end would be."""
    return ConsequencesOut.of(await consequences.preview_end(contract_id, data.command(), act, alt_units=alt_units))


@post(
    "/v1/contracts/{contract_id:uuid}/notice-preview",
    operation_id="preview_notice",
    summary="Voir les conséquences d'un congé",
    tags=["Contrats"],
    status_code=200,
)
async def preview_notice(
    contract_id: FromPath[UUID],
    data: JSONBody[NoticeIn],
    act: NamedDependency[Act],
    alt_units: NamedDependency[AltUnits],
) -> ConsequencesOut:
    """If the household leaves on the day the notice leads to. Nothing is written; refused as the notice would be."""
    return ConsequencesOut.of(await consequences.preview_notice(contract_id, data.facts(), act, alt_units=alt_units))


@post(
    "/v1/contracts/{contract_id:uuid}/days-preview",
    operation_id="preview_draft_days",
    summary="Voir les conséquences d'une correction des dates",
    tags=["Contrats"],
    status_code=200,
)
async def preview_draft_days(
    contract_id: FromPath[UUID],
    data: JSONBody[DraftDaysIn],
    act: NamedDependency[Act],
    alt_units: NamedDependency[AltUnits],
) -> ConsequencesOut:
    """Once the draft is signed. Nothing is written; refused as the correction would be."""
    return ConsequencesOut.of(
        await consequences.preview_draft_days(contract_id, data.command(), act, alt_units=alt_units)
    )


@post(
    "/v1/contracts/{contract_id:uuid}/days",
    operation_id="correct_draft_days",
    summary="Corriger les dates d'un contrat en préparation",
    tags=["Contrats"],
    status_code=200,
)
async def correct_draft_days(
    contract_id: FromPath[UUID],
    data: JSONBody[DraftDaysIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[ContractOut]:
    """Before the signature only."""
    doing = draft_days.correct_draft_days(
        db, contract_id, data.command(), act, expected=expected_version, alt_units=alt_units
    )
    return answer(await once(act, Contract, doing))


HANDLERS = [preview_renewal, preview_end, preview_notice, preview_draft_days, correct_draft_days]
