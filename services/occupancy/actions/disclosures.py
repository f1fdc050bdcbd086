"""Something was told of a household to somebody outside: recorded as an object of its own."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.domain.disclosures import Disclosure, RecipientKind, What, check_disclosure
from occupancy.domain.terms import check_reach
from occupancy.store import disclosures as store
from occupancy.store import households


class Tell(Struct, frozen=True, kw_only=True):
    """What is recorded."""

    recipient_kind: RecipientKind
    recipient: str
    what: What
    detail: str
    basis: str
    disclosed_on: date
    told_on: date | None


async def record_disclosure(db: Database, household_id: UUID, told: Tell, act: Act) -> Disclosure:
    """Raises `HouseholdNotFound`, `DayOutOfReach`, `LandlordToldTooMuch`, `DisclosureDayWrong`."""
    check_reach(told.disclosed_on, "disclosed_on")
    async with writing(db, act) as tx:
        await households.find_household(household_id)
        one = Disclosure(
            id=uuid4(),
            household_id=household_id,
            **{name: getattr(told, name) for name in Tell.__struct_fields__},
            recorded_on=act.today,
            recorded_by=act.by.id,
            recorded_by_name=act.by.name,
        )
        check_disclosure(one)
        await store.insert_disclosure(one)
        await tx.journal("data-disclosed", f"household/{household_id}", after=one)
        return tx.keep(one)
