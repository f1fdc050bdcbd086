"""Members of households over the API."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from occupancy.actions import members as actions
from occupancy.api.household_contract import HouseholdMemberIn, HouseholdMemberOut
from occupancy.domain.members import Member
from occupancy.store import households
from occupancy.store import members as store


@get(
    "/v1/households/{household_id:uuid}/members",
    operation_id="list_members",
    summary="Lire les membres d'un ménage",
    tags=["Ménages"],
)
async def list_members(household_id: FromPath[UUID]) -> list[HouseholdMemberOut]:
    """Everybody who is or was in the household, those who came first first; nobody when it is known by numbers only."""
    household = await households.find_household(household_id)
    return [HouseholdMemberOut.of(one) for one in await store.members_of(household.id)]


@post(
    "/v1/households/{household_id:uuid}/members",
    operation_id="add_member",
    summary="Ajouter un membre au ménage",
    tags=["Ménages"],
)
async def add_member(
    household_id: FromPath[UUID],
    data: JSONBody[HouseholdMemberIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[HouseholdMemberOut]:
    """From the day this person joined, the household is counted from its members."""
    added = await once(act, Member, actions.add_member(db, household_id, data.facts(), act))
    return versioned(HouseholdMemberOut.of(added), added.version, status=201)


@put("/v1/members/{member_id:uuid}", operation_id="amend_member", summary="Modifier un membre", tags=["Ménages"])
async def amend_member(
    member_id: FromPath[UUID],
    data: JSONBody[HouseholdMemberIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[HouseholdMemberOut]:
    """New facts of the person, the day of leaving the household among them."""
    amended = await once(act, Member, actions.amend_member(db, member_id, data.facts(), act, expected=expected_version))
    return versioned(HouseholdMemberOut.of(amended), amended.version)


@post(
    "/v1/members/{member_id:uuid}/removal",
    operation_id="remove_member",
    summary="Retirer une personne notée par erreur",
    tags=["Ménages"],
    status_code=200,
)
async def remove_member(
    member_id: FromPath[UUID],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> HouseholdMemberOut:
    """Somebody who was never in the household. Who leaves it has a day of leaving instead."""
    removed = await once(act, Member, actions.remove_member(db, member_id, act, expected=expected_version))
    return HouseholdMemberOut.of(removed)


HANDLERS = [list_members, add_member, amend_member, remove_member]
