"""Households over the API."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging, versioned
from kernel.text import LINE_OR_NOTHING
from occupancy.actions import households as actions
from occupancy.api.contract import HouseholdIn, HouseholdOut, HouseholdPage
from occupancy.domain.households import Household
from occupancy.store import households as store
from occupancy.store.members import all_on, household_on


@get("/v1/households", operation_id="list_households", summary="Lister les ménages", tags=["Ménages"])
async def list_households(
    paging: NamedDependency[Paging],
    act: NamedDependency[Act],
    search: Annotated[str | None, QueryParameter(max_length=120, pattern=LINE_OR_NOTHING)] = None,
) -> HouseholdPage:
    """Households as they are today, latest first; `search` looks in names and reference."""
    found = await store.list_households(search=(search or "").strip(), after=paging.after, limit=paging.limit + 1)
    items, more = found[: paging.limit], len(found) > paging.limit
    return HouseholdPage(
        items=[HouseholdOut.of(one) for one in await all_on(items, act.today)],
        next=items[-1].reference if more else None,
    )


@get("/v1/households/{household_id:uuid}", operation_id="get_household", summary="Lire un ménage", tags=["Ménages"])
async def get_household(household_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[HouseholdOut]:
    """One household, as it is today."""
    household = await household_on(household_id, act.today)
    return versioned(HouseholdOut.of(household), household.version)


@post("/v1/households", operation_id="register_household", summary="Enregistrer un ménage", tags=["Ménages"])
async def register_household(
    data: JSONBody[HouseholdIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[HouseholdOut]:
    """A new household."""
    household = await once(
        act, Household, actions.register_household(db, data.facts(), act, note_confirmed=data.confirm_note)
    )
    return versioned(HouseholdOut.of(household), household.version, status=201)


@put(
    "/v1/households/{household_id:uuid}",
    operation_id="amend_household",
    summary="Modifier un ménage",
    tags=["Ménages"],
)
async def amend_household(
    household_id: FromPath[UUID],
    data: JSONBody[HouseholdIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[HouseholdOut]:
    """New facts for a household; contracts already signed keep theirs."""
    amending = actions.amend_household(
        db, household_id, data.facts(), act, expected=expected_version, note_confirmed=data.confirm_note
    )
    await once(act, Household, amending)
    household = await household_on(household_id, act.today)
    return versioned(HouseholdOut.of(household), household.version)


HANDLERS = [list_households, get_household, register_household, amend_household]
