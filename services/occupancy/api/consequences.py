"""What a renewal, an end or a notice would do, before it is recorded. The bodies are those of the acts."""

from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act
from occupancy.actions import consequences
from occupancy.api.contract import EndIn
from occupancy.api.renewal_contract import ConsequencesOut, NoticeIn, RenewalIn
from occupancy.clients.alt_units import AltUnits


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
async def preview_end(contract_id: FromPath[UUID], data: JSONBody[EndIn], act: NamedDependency[Act]) -> ConsequencesOut:
    """Nothing is written; refused as the end would be."""
    return ConsequencesOut.of(await consequences.preview_end(contract_id, data.command(), act))


@post(
    "/v1/contracts/{contract_id:uuid}/notice-preview",
    operation_id="preview_notice",
    summary="Voir les conséquences d'un congé",
    tags=["Contrats"],
    status_code=200,
)
async def preview_notice(
    contract_id: FromPath[UUID], data: JSONBody[NoticeIn], act: NamedDependency[Act]
) -> ConsequencesOut:
    """If the household leaves on the day the notice leads to. Nothing is written; refused as the notice would be."""
    return ConsequencesOut.of(await consequences.preview_notice(contract_id, data.facts(), act))


HANDLERS = [preview_renewal, preview_end, preview_notice]
