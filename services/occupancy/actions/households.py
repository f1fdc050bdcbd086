"""What is done with a household: registered, amended."""

from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.actions.activity import put_activity
from occupancy.domain.free_text import check_note
from occupancy.domain.households import Household, Orientation, Situation, check_situation, household_reference
from occupancy.domain.members import Composition, CompositionFromMembers, composition
from occupancy.store import households as store
from occupancy.store.law import law_in_force
from occupancy.store.members import members_of


class HouseholdFacts(Struct, frozen=True, kw_only=True):
    """What staff say of a household."""

    last_name: str
    first_name: str
    situation: Situation
    adults: int
    children: int
    phone: str | None
    email: str | None
    orientation: Orientation
    note: str


async def register_household(
    db: Database, facts: HouseholdFacts, act: Act, *, note_confirmed: bool = False
) -> Household:
    """Raises `SituationMismatch`, `NoteToReread`."""
    check_note(facts.note, is_confirmed=note_confirmed)
    check_situation(facts.situation, adults=facts.adults, children=facts.children)
    async with writing(db, act) as tx:
        number = await store.next_number("M", act.today.year)
        household = Household(
            id=uuid4(), version=1, reference=household_reference(act.today.year, number), **_columns(facts)
        )
        await store.insert_household(household)
        await tx.journal("household-registered", f"household/{household.id}", after=household)
        return tx.keep(household)


async def amend_household(
    db: Database,
    household_id: UUID,
    facts: HouseholdFacts,
    act: Act,
    *,
    expected: int,
    note_confirmed: bool = False,
) -> Household:
    """Raises `HouseholdNotFound`, `SituationMismatch`, `CompositionFromMembers`, `NoteToReread` for a note that changed,
    `StaleVersion`.
    """
    async with writing(db, act) as tx:
        before = await store.find_household(household_id)
        facts = _composed(facts, before, composition(await members_of(household_id), act.today, await law_in_force()))
        if facts.note != before.note:
            check_note(facts.note, is_confirmed=note_confirmed)
        after = await store.save_household(replace(before, **_columns(facts)), expected)
        await put_activity(household_id, act)
        await tx.journal("household-amended", f"household/{household_id}", before=before, after=after)
        return tx.keep(after)


def _composed(facts: HouseholdFacts, before: Household, named: Composition | None) -> HouseholdFacts:
    """The facts to keep: once its members are named, the household keeps the numbers it was registered with.

    Raises `SituationMismatch` for numbers that contradict each other, `CompositionFromMembers` for those that contradict the
    members.
    """
    if named is None:
        check_situation(facts.situation, adults=facts.adults, children=facts.children)
        return facts
    for name in ("situation", "adults", "children"):
        if getattr(facts, name) != getattr(named, name):
            raise CompositionFromMembers("Les membres du ménage sont nommés : modifiez leur liste.", field=name)
    return replace(facts, situation=before.situation, adults=before.adults, children=before.children)


def _columns(facts: HouseholdFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in HouseholdFacts.__struct_fields__}
