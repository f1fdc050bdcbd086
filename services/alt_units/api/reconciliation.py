"""The reconciliation of a year over HTTP."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions.reconciliation import year_reconciliation
from alt_units.api.claim_contract import ReconciliationOut
from alt_units.api.claims import check_year
from kernel.law import Law


@get(
    "/v1/reconciliations/{year:int}",
    operation_id="get_reconciliation",
    summary="Rapprocher une année : demandé, ajusté, versé, écart",
    tags=["Rapprochement"],
)
async def get_reconciliation(year: FromPath[int], law: NamedDependency[Law]) -> ReconciliationOut:
    check_year(year)
    return ReconciliationOut.of(await year_reconciliation(law, year))


HANDLERS = [get_reconciliation]
