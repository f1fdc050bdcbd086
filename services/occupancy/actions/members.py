"""What is done with the members of a household: named, amended, taken out when they were never there."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.actions.activity import put_activity
from occupancy.actions.presence import lock_units, put_persons
from occupancy.domain.members import Gender, Member, Relation, check_member
from occupancy.domain.terms import check_reach
from occupancy.store import households
from occupancy.store import members as store


class MemberFacts(Struct, frozen=True, kw_only=True):
    """What staff say of a person."""

    relation: Relation
    last_name: str
    first_name: str
    born_on: date | None
    birth_year: int | None
    gender: Gender | None
    joined_on: date
    left_on: date | None


async def add_member(db: Database, household_id: UUID, facts: MemberFacts, act: Act) -> Member:
    """Raises `HouseholdNotFound`, `MemberDaysWrong`, `SecondHolder`."""
    _check_reach(facts)
    async with writing(db, act) as tx:
        units = await lock_units(tx, household_id)
        await tx.lock("household", household_id)
        household = await households.find_household(household_id)
        added = Member(id=uuid4(), version=1, household_id=household.id, **_columns(facts))
        others = await store.members_of(household_id)
        check_member(added, others, today=act.today)
        await store.insert_member(added)
        await put_persons(units, household_id, others, act)
        await put_activity(household_id, act)
        await tx.journal("member-added", f"household/{household_id}", after=added)
        return tx.keep(added)


async def amend_member(db: Database, member_id: UUID, facts: MemberFacts, act: Act, *, expected: int) -> Member:
    """New facts, the day of leaving among them. Raises `MemberNotFound`, `MemberDaysWrong`, `SecondHolder`, `StaleVersion`."""
    _check_reach(facts)
    known = await store.find_member(member_id)
    async with writing(db, act) as tx:
        units = await lock_units(tx, known.household_id)
        await tx.lock("household", known.household_id)
        before = await store.find_member(member_id)
        after = replace(before, **_columns(facts))
        others = await store.members_of(before.household_id)
        check_member(after, others, today=act.today)
        after = await store.save_member(after, expected)
        await put_persons(units, before.household_id, others, act)
        await put_activity(before.household_id, act)
        await tx.journal("member-amended", f"household/{before.household_id}", before=before, after=after)
        return tx.keep(after)


async def remove_member(db: Database, member_id: UUID, act: Act, *, expected: int) -> Member:
    """Somebody written down by mistake; who leaves has a day of leaving instead. Raises `MemberNotFound`, `StaleVersion`."""
    known = await store.find_member(member_id)
    async with writing(db, act) as tx:
        units = await lock_units(tx, known.household_id)
        await tx.lock("household", known.household_id)
        before = await store.find_member(member_id)
        others = await store.members_of(before.household_id)
        await store.remove_member(member_id, expected)
        await put_persons(units, before.household_id, others, act)
        await put_activity(before.household_id, act)
        await tx.journal("member-removed", f"household/{before.household_id}", before=before)
        return tx.keep(before)


def _check_reach(facts: MemberFacts) -> None:
    check_reach(facts.joined_on, "joined_on")
    if facts.left_on is not None:
        check_reach(facts.left_on, "left_on")


def _columns(facts: MemberFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in MemberFacts.__struct_fields__}
