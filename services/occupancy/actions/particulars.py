"""What is done with the particulars of a household: recorded, ended, withdrawn; and the deadlines that follow from them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.calendar import Territory
from kernel.db import Database
from kernel.law import Law
from occupancy.actions.activity import put_activity
from occupancy.actions.deadlines import keep_deadlines
from occupancy.domain import particulars as rules
from occupancy.domain.contracts import ContractStatus
from occupancy.domain.data_requests import request_deadline
from occupancy.domain.members import MemberNotFound
from occupancy.domain.particulars import Particular, ParticularKind
from occupancy.domain.terms import check_reach
from occupancy.store import contracts, households
from occupancy.store import particulars as store
from occupancy.store.data_requests import requests_of
from occupancy.store.law import law_in_force
from occupancy.store.members import members_of

_OVER = (ContractStatus.ENDED, ContractStatus.CANCELLED)


class RecordParticular(Struct, frozen=True, kw_only=True):
    """What staff say. What a kind does not ask for stays empty."""

    kind: ParticularKind
    code: str
    since: date
    until: date | None = None
    member_id: UUID | None = None
    name: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    monthly_cents: int | None = None
    reference: str = ""


async def record_particular(db: Database, household_id: UUID, command: RecordParticular, act: Act) -> Particular:
    """Raises `HouseholdNotFound`, `MemberNotFound`, `ParticularIncomplete`, `ParticularDaysWrong`, `DayOutOfReach`."""
    check_reach(command.since, "since")
    if command.until is not None:
        check_reach(command.until, "until")
    async with writing(db, act) as tx:
        household = await households.find_household(household_id)
        recorded = Particular(
            id=uuid4(), version=1, household_id=household.id, recorded_by=act.by.name, **_facts(command)
        )
        rules.check_particular(recorded, today=act.today)
        if command.member_id not in {None, *(one.id for one in await members_of(household_id))}:
            raise MemberNotFound("Cette personne n'est pas dans la liste du ménage.", field="member_id")
        await store.insert_particular(recorded)
        await _told(recorded, act)
        await tx.journal("particular-recorded", f"household/{household_id}", after=recorded)
        return tx.keep(recorded)


async def end_particular(db: Database, particular_id: UUID, last_day: date, act: Act, *, expected: int) -> Particular:
    """Raises `ParticularNotFound`, `ParticularWithdrawn`, `ParticularDaysWrong`, `DayOutOfReach`, `StaleVersion`."""
    check_reach(last_day, "until")
    async with writing(db, act) as tx:
        before = await store.find_particular(particular_id)
        after = await store.save_particular(rules.end(before, last_day), expected)
        await _told(after, act)
        await tx.journal("particular-ended", f"household/{before.household_id}", before=before, after=after)
        return tx.keep(after)


async def withdraw_particular(db: Database, particular_id: UUID, reason: str, act: Act, *, expected: int) -> Particular:
    """Raises `ParticularNotFound`, `ParticularWithdrawn`, `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await store.find_particular(particular_id)
        after = await store.save_particular(rules.withdraw(before, reason), expected)
        await _told(after, act)
        await tx.journal("particular-withdrawn", f"household/{before.household_id}", before=before, after=after)
        return tx.keep(after)


async def keep_household_deadlines(household_id: UUID, law: Law, act: Act) -> None:
    """Inside the transaction of an act on the household or on one of its stays."""
    stays = await contracts.household_contracts(household_id)
    last = max(stays, key=lambda one: one.first_day, default=None)
    wanted = rules.household_deadlines(
        await store.particulars_of(household_id),
        law,
        last.territory if last else Territory.METROPOLE,
        is_followed=not stays or any(one.status not in _OVER for one in stays),
    )
    territory = last.territory if last else Territory.METROPOLE
    asked = [request_deadline(one, law, territory) for one in await requests_of(household_id)][:1]
    subject = rules.household_subject(await households.find_household(household_id))
    await keep_deadlines(subject, [*wanted, *asked], act)


async def _told(one: Particular, act: Act) -> None:
    await keep_household_deadlines(one.household_id, await law_in_force(), act)
    if one.kind is ParticularKind.RESOURCES:
        await put_activity(one.household_id, act)


def _facts(command: RecordParticular) -> dict[str, Any]:
    return {name: getattr(command, name) for name in RecordParticular.__struct_fields__}
