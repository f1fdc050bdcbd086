"""The reconciliation of a year over HTTP."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter

from alt_units.actions.reconciliation import year_reconciliation
from alt_units.api.claim_contract import ReconciliationOut
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from kernel.law import Law


@get(
    "/v1/reconciliations/{year:int}",
    operation_id="get_reconciliation",
    summary="Rapprocher une année : demandé, ajusté, versé, écart",
    tags=["Rapprochement"],
)
async def get_reconciliation(
    year: Annotated[int, PathParameter(ge=FIRST_YEAR, le=LAST_YEAR)], law: NamedDependency[Law]
) -> ReconciliationOut:
    return ReconciliationOut.of(await year_reconciliation(law, year))


HANDLERS = [get_reconciliation]
