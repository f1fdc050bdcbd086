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
from occupancy.store import households as store


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
    """Raises `HouseholdNotFound`, `SituationMismatch`, `NoteToReread` for a note that changed, `StaleVersion`."""
    check_situation(facts.situation, adults=facts.adults, children=facts.children)
    async with writing(db, act) as tx:
        before = await store.find_household(household_id)
        if facts.note != before.note:
            check_note(facts.note, is_confirmed=note_confirmed)
        after = await store.save_household(replace(before, **_columns(facts)), expected)
        await put_activity(household_id, act)
        await tx.journal("household-amended", f"household/{household_id}", before=before, after=after)
        return tx.keep(after)


def _columns(facts: HouseholdFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in HouseholdFacts.__struct_fields__}
