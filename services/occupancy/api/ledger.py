"""The account of a household, and reversals, over the API."""

from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.bodies import check_day
from occupancy.actions import ledger as actions
from occupancy.api.money_contract import ReasonIn, ReversalOut, StatementOut
from occupancy.domain.ledger import Reversal
from occupancy.domain.statements import statement
from occupancy.store import households
from occupancy.store import ledger as store


@get(
    "/v1/households/{household_id:uuid}/account",
    operation_id="get_account",
    summary="Lire le compte d'un ménage à une date",
    tags=["Compte"],
)
async def get_account(
    household_id: FromPath[UUID], today: NamedDependency[date], on: FromQuery[date | None] = None
) -> StatementOut:
    """What was charged, what was paid and what remains on that day (today by default), line by line."""
    check_day(on, "on")
    await households.find_household(household_id)
    return StatementOut.of(statement(await store.transfers_of(household_id), household_id, on or today))


@post(
    "/v1/ledger-events/{event_id:uuid}/reversal",
    operation_id="reverse_event",
    summary="Annuler une écriture par son exact contraire",
    tags=["Compte"],
)
async def reverse_event(
    event_id: FromPath[UUID],
    data: JSONBody[ReasonIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> ReversalOut:
    """Once per event, with its reason. Receipts are cancelled by their own act."""
    return ReversalOut.of(await once(act, Reversal, actions.reverse_event(db, event_id, data.reason, act)))


HANDLERS = [get_account, reverse_event]
