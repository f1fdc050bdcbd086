"""Members of households in the database, and households as they are on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import StaleVersion
from kernel.sealed_columns import first_opened, opened, resealed, sealed
from occupancy.domain import members as rules
from occupancy.domain.households import Household
from occupancy.domain.members import Gender, Member, MemberNotFound, Relation
from occupancy.store import households
from occupancy.store.law import law_in_force
from occupancy.tables.members import HouseholdMemberRow


async def members_of(household_id: UUID) -> tuple[Member, ...]:
    """Everybody who is or was in the household, those who came first first."""
    return (await members_of_many({household_id})).get(household_id, ())


async def members_of_many(ids: set[UUID]) -> dict[UUID, tuple[Member, ...]]:
    """The members of several households; a household without any has no entry."""
    if not ids:
        return {}
    rows = (
        await HouseholdMemberRow.select()
        .where(HouseholdMemberRow.household_id.is_in(list(ids)))
        .order_by(HouseholdMemberRow.joined_on, HouseholdMemberRow.last_name, HouseholdMemberRow.id)
    )
    found: dict[UUID, list[Member]] = defaultdict(list)
    for row in await opened(HouseholdMemberRow, rows):
        found[row["household_id"]].append(_member(row))
    return {key: tuple(them) for key, them in found.items()}


async def all_members() -> dict[UUID, tuple[Member, ...]]:
    """Everybody, by household: for invariants and what is told again."""
    rows = await HouseholdMemberRow.select().order_by(HouseholdMemberRow.joined_on, HouseholdMemberRow.id)
    found: dict[UUID, list[Member]] = defaultdict(list)
    for row in await opened(HouseholdMemberRow, rows):
        found[row["household_id"]].append(_member(row))
    return {key: tuple(them) for key, them in found.items()}


async def household_on(household_id: UUID, day: date) -> Household:
    """The household as it is on a day. Raises `HouseholdNotFound`."""
    known = await households.find_household(household_id)
    return rules.household_on(known, await members_of(household_id), day, await law_in_force())


async def households_on(ids: set[UUID], day: date) -> dict[UUID, Household]:
    """Several households by id, as they are on a day."""
    return {one.id: one for one in await all_on((await households.households(ids)).values(), day)}


async def all_on(known: Iterable[Household], day: date) -> list[Household]:
    """Households that were read, as they are on a day."""
    there = list(known)
    members, law = await members_of_many({one.id for one in there}), await law_in_force()
    return [rules.household_on(one, members.get(one.id, ()), day, law) for one in there]


async def find_member(member_id: UUID) -> Member:
    """Raises `MemberNotFound`."""
    row = await first_opened(
        HouseholdMemberRow, await HouseholdMemberRow.select().where(HouseholdMemberRow.id == member_id)
    )
    if row is None:
        raise MemberNotFound("Cette personne n'est pas dans la liste du ménage.")
    return _member(row)


async def insert_member(one: Member) -> None:
    await HouseholdMemberRow.insert(HouseholdMemberRow(**await sealed(HouseholdMemberRow, _columns(one))))


async def save_member(one: Member, expected: int) -> Member:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**await resealed(HouseholdMemberRow, _columns(one)), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await HouseholdMemberRow.update(columns)
        .where((HouseholdMemberRow.id == key) & (HouseholdMemberRow.version == expected))
        .returning(HouseholdMemberRow.id)
    )
    if not rows:
        raise StaleVersion("Cette personne a été modifiée depuis que la page a été ouverte.")
    return await find_member(one.id)


async def remove_member(member_id: UUID, expected: int) -> None:
    """Take out of the list somebody who was never in the household. Raises `StaleVersion`."""
    rows = (
        await HouseholdMemberRow.delete()
        .where((HouseholdMemberRow.id == member_id) & (HouseholdMemberRow.version == expected))
        .returning(HouseholdMemberRow.id)
    )
    if not rows:
        raise StaleVersion("Cette personne a été modifiée depuis que la page a été ouverte.")


def _columns(one: Member) -> dict[Any, Any]:
    gender = one.gender.value if one.gender else None
    born = one.born_on.isoformat() if one.born_on else None
    return {**msgspec.structs.asdict(one), "relation": one.relation.value, "gender": gender, "born_on": born}


def _member(row: dict[str, Any]) -> Member:
    gender = Gender(row["gender"]) if row["gender"] else None
    born = date.fromisoformat(row["born_on"]) if row["born_on"] else None
    return Member(**{**row, "relation": Relation(row["relation"]), "gender": gender, "born_on": born})
