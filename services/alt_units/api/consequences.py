"""What an adjustment would change, over HTTP, before it is sent for good."""

from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions import consequences as actions
from alt_units.api.claim_contract import AdjustmentIn
from alt_units.domain.consequences import Consequence
from kernel.acts import Act
from kernel.db import Database
from kernel.law import Law


@post(
    "/v1/claims/{claim_id:uuid}/lines/{line_id:uuid}/adjustments/preview",
    operation_id="preview_adjustment",
    summary="Voir ce que changerait un ajustement",
    tags=["Demandes d'aide"],
    status_code=200,
)
async def preview_adjustment(
    claim_id: FromPath[UUID],
    line_id: FromPath[UUID],
    data: JSONBody[AdjustmentIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Consequence:
    command = data.command(line_id)
    return await actions.preview_adjustment(db, law, claim_id, command, by=act.by.name, today=act.today)


HANDLERS = [preview_adjustment]
