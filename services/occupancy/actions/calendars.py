"""What is done with a person's calendar: its address made, used, taken back."""

import hashlib
from datetime import date, datetime
from uuid import uuid4

from kernel.acts import Act, housekeeping, writing
from kernel.db import Database
from kernel.errors import Conflict
from kernel.http.identity import StaffPeople
from occupancy.actions.deadlines import kinds_seen_by
from occupancy.domain.calendars import GONE, CalendarAlreadyOpen, CalendarFeed, CalendarNotFound, calendar_text
from occupancy.domain.work_tray import concerns, waiting
from occupancy.store import calendars as store
from occupancy.store import deadlines
from occupancy.store.law import law_in_force


async def open_calendar(db: Database, secret: str, act: Act) -> CalendarFeed:
    """The address is shown once: only what the secret comes to is kept. Raises `CalendarAlreadyOpen`."""
    async with writing(db, act) as tx:
        feed = CalendarFeed(
            id=uuid4(),
            person_id=act.by.id,
            roles=act.by.roles,
            kinds=kinds_seen_by(act.by),
            created_at=act.at,
        )
        if await store.feed_of(act.by.id) is not None:
            raise _already()
        with tx.db.refusing({"calendar_feed_one_open": _already}):
            await store.insert_feed(feed, _comes_to(secret))
        await tx.journal("calendar-opened", f"calendar/{feed.id}")
        return tx.keep(feed)


async def take_calendar_back(db: Database, act: Act) -> CalendarFeed:
    """The address no longer opens anything. Raises `CalendarNotFound`."""
    async with writing(db, act) as tx:
        feed = await store.feed_of(act.by.id)
        if feed is None:
            raise CalendarNotFound("Vous n'avez pas d'adresse de calendrier.")
        await store.mark(feed.id, "revoked_at", act.at)
        await tx.journal("calendar-taken-back", f"calendar/{feed.id}")
        return tx.keep(feed)


async def read_calendar(db: Database, secret: str, *, people: StaffPeople, at: datetime, today: date) -> str:
    """What waits for the person of this address, as their rights are now.

    Raises `CalendarNotFound`, also once the account is closed; `ServiceSilent` when nobody can say.
    """
    feed = await store.feed_at(_comes_to(secret))
    person = await people(feed.person_id)
    if person is None:
        raise CalendarNotFound(GONE)
    law = await law_in_force()
    found = waiting(await deadlines.open_deadlines(kinds=kinds_seen_by(person)), today=today, until=date.max)
    async with housekeeping(db):
        await store.mark(feed.id, "last_used_at", at)
    return calendar_text((one for one in found if concerns(one, person.id, person.roles, law, today)), at=at)


def _comes_to(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _already() -> Conflict:
    return CalendarAlreadyOpen("Retirez d'abord l'adresse qui existe : elle ne peut plus être montrée.")
