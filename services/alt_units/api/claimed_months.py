"""The months of a unit whose aid was asked for: what another service tells before it changes the days of a stay."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from alt_units.store import claimed_months as store
from alt_units.store import units
from kernel.db import Database

_MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"


class ClaimedMonthsOut(Struct, frozen=True, kw_only=True):
    """Months, the oldest first. No amount."""

    items: list[str]


@get(
    "/v1/units/{unit_id:uuid}/claimed-months",
    operation_id="list_claimed_months",
    summary="Lire les mois dont l'aide a été demandée",
    tags=["Demandes d'aide"],
)
async def list_claimed_months(
    unit_id: FromPath[UUID],
    first: Annotated[str, QueryParameter(pattern=_MONTH)],
    last: Annotated[str, QueryParameter(pattern=_MONTH)],
    db: NamedDependency[Database],
) -> ClaimedMonthsOut:
    """From one month to another, those with a claim that was sent and has a line for the unit."""
    unit = await units.find_unit(unit_id)
    return ClaimedMonthsOut(items=await store.claimed_months(db, unit.id, first, last))


HANDLERS = [list_claimed_months]
