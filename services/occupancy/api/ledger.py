"""The account of a household, and reversals, over the API."""

from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.bodies import check_day
from occupancy.actions import account_closures as closures
from occupancy.actions import ledger as actions
from occupancy.api.money_contract import ReasonIn, ReversalOut, StatementOut
from occupancy.domain.account_closures import AccountClosure
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


class AccountClosureOut(Struct, frozen=True, kw_only=True):
    """A closing of an account: every part of it was at zero."""

    id: UUID
    household_id: UUID
    closed_on: date
    closed_by_name: str

    @classmethod
    def of(cls, one: AccountClosure) -> "AccountClosureOut":
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


@post(
    "/v1/households/{household_id:uuid}/account-closure",
    operation_id="close_account",
    summary="Clore le compte d'un ménage",
    tags=["Compte"],
)
async def close_account(
    household_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> AccountClosureOut:
    """At the end of a file, once nothing is owed either way. What is written later opens it again."""
    return AccountClosureOut.of(await once(act, AccountClosure, closures.close_account(db, household_id, act)))


HANDLERS = [get_account, reverse_event, close_account]
