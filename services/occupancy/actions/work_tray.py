"""What waits for a person: the deadlines that are kept and what waits as long as a fact stands, in one list for all."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from uuid import UUID

from msgspec import Struct

from kernel.acts import Staff
from kernel.db import Database
from kernel.law import Law
from kernel.period import Month
from occupancy.actions.arrears import gather_debts
from occupancy.actions.charges import preview_monthly_fees
from occupancy.actions.deadlines import kinds_seen_by
from occupancy.actions.note_eliminations import lines_at_term
from occupancy.actions.tills import till_state
from occupancy.domain.standing_tasks import fees_task, notes_task, pay_over_task, unpaid_task
from occupancy.domain.stay_followers import StayFollower, with_followers
from occupancy.domain.work_tray import Follower, OpenDeadline, concerns, followers, horizon, mine, waiting
from occupancy.store import contracts, deadlines, households, regies
from occupancy.store.stay_followers import follower_of_stay, followers_of_stays


async def waiting_for(
    person: Staff, law: Law, *, today: date, zone: tzinfo, until: date = date.max
) -> tuple[OpenDeadline, ...]:
    """What waits for this person: their list, the count of the bar, their calendar."""
    found = await everything(person, law, today=today, zone=zone, until=until)
    return mine(found, person.id, person.roles, law, today=today, until=until)


async def everything(person: Staff, law: Law, *, today: date, zone: tzinfo, until: date) -> tuple[OpenDeadline, ...]:
    """All that this person may know of, whoever sees to it."""
    found = await deadlines.open_deadlines(kinds=kinds_seen_by(person), due_to=until)
    stays = await followers_of_stays()
    kept = with_followers(found, stays)
    standing = [
        *await _fees(person, law, today),
        *await _unpaid(person, law, today, kept, stays),
        *await _regies(person, law, today),
        *await _notes(person, law, today, zone),
    ]
    return (*kept, *(one for one in standing if one.deadline.due_on <= until))


class _Read(Struct, frozen=True):
    """What was found, when, and after how many writes of this process."""

    found: tuple[OpenDeadline, ...]
    at: datetime
    writes: int


class RecentTray:
    """The same list kept for a moment, for the count that every page of everybody asks: by what a person may know of, never
    by person. This process's own writes end it at once; those of another process, or a new day, within `KEPT`.

    The list itself and the calendar are never read from here.
    """

    KEPT = timedelta(seconds=30)

    def __init__(self, db: Database) -> None:
        self._db = db
        self._read: dict[tuple[object, ...], _Read] = {}

    async def waiting_for(
        self, person: Staff, law: Law, *, at: datetime, today: date, zone: tzinfo, until: date
    ) -> tuple[OpenDeadline, ...]:
        """What waits for this person, at most `KEPT` old."""
        key, writes = (person.permissions, today, until), self._db.writes
        known = self._read.get(key)
        if known is None or known.writes != writes or not timedelta(0) <= at - known.at < self.KEPT:
            found = waiting(
                await everything(person, law, today=today, zone=zone, until=until), today=today, until=until
            )
            known = _Read(found, at, writes)
            self._read = {one: read for one, read in self._read.items() if read.writes == writes} | {key: known}
        return tuple(one for one in known.found if concerns(one, person.id, person.roles, law, today))


async def _fees(person: Staff, law: Law, today: date) -> list[OpenDeadline]:
    if not person.may("fees.read"):
        return []
    month = Month.of(today)
    waits = any(plan.to_post for plan in await preview_monthly_fees(month))
    return [fees_task(month.first_day, law)] if waits else []


async def _unpaid(
    person: Staff, law: Law, today: date, kept: Sequence[OpenDeadline], stays: Mapping[UUID, StayFollower]
) -> list[OpenDeadline]:
    """The debts on which there is something to do now: the same reading as the list of arrears."""
    if not person.may("ledger.read"):
        return []
    debts = [one for one in await gather_debts(today) if one.arrears and one.advice and one.advice.is_to_do]
    known = await households.households({one.household_id for one in debts})
    who = dict(followers(kept))
    taken_up = await contracts.contracts_by_id({one.contract_id for one in stays.values() if one.person_id})
    for stay in sorted(taken_up.values(), key=lambda one: one.first_day):
        person_id, name = stays[stay.id].person_id, stays[stay.id].person_name
        if stay.is_running and person_id:
            who[stay.household_id] = Follower(id=person_id, name=name or "")
    return [
        unpaid_task(one.arrears, one.advice.step, law, known[one.household_id].reference, who.get(one.household_id))
        for one in debts
        if one.arrears and one.advice
    ]


async def follower_of(contract_id: UUID, household_id: UUID, person: Staff) -> str | None:
    """Who follows a stay: who took it up, else who took one of its household's lines over, as far as this person may know."""
    named = await follower_of_stay(contract_id)
    if named is not None and named.person_name is not None:
        return named.person_name
    kept = await deadlines.open_deadlines(kinds=kinds_seen_by(person), household_id=household_id)
    found = followers(kept).get(household_id)
    return found.name if found else None


async def _regies(person: Staff, law: Law, today: date) -> list[OpenDeadline]:
    if not person.may("payments.read"):
        return []
    known = [(one, (await till_state(one, today)).due[:1]) for one in await regies.list_regies()]
    return [
        pay_over_task(regie.id, f"{regie.name} : {due.reason}", due.due_on, law)
        for regie, first in known
        for due in first
        if due.due_on <= horizon(law, today)
    ]


async def _notes(person: Staff, law: Law, today: date, zone: tzinfo) -> list[OpenDeadline]:
    if not person.may("support_notes.destroy"):
        return []
    found = notes_task(await lines_at_term(zone, today), law, today=today)
    return [found] if found else []
