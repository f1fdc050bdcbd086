"""What is done with a person's calendar: its address made, used, taken back."""

import hashlib
from datetime import date, datetime, timedelta, tzinfo
from uuid import uuid4

from msgspec import Struct

from kernel.acts import Act, housekeeping, writing
from kernel.db import Database
from kernel.errors import Conflict
from kernel.http.identity import StaffPeople
from kernel.pace import Pace
from occupancy.actions.work_tray import waiting_for
from occupancy.domain.calendars import GONE, CalendarAlreadyOpen, CalendarFeed, CalendarNotFound, calendar_text
from occupancy.store import calendars as store
from occupancy.store.law import law_in_force


async def open_calendar(db: Database, secret: str, act: Act) -> CalendarFeed:
    """The address is shown once: only what the secret comes to is kept. Raises `CalendarAlreadyOpen`."""
    async with writing(db, act) as tx:
        feed = CalendarFeed(
            id=uuid4(),
            person_id=act.by.id,
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


class CalendarAsked(Struct, frozen=True, kw_only=True):
    """The secret of the address that was asked for, and where from."""

    secret: str
    address: str


async def read_calendar(
    db: Database, asked: CalendarAsked, *, people: StaffPeople, pace: Pace, at: datetime, today: date, zone: tzinfo
) -> str:
    """What waits for the person of this address, as their rights are now.

    A calendar is read so many times an hour, and as many wrong addresses are looked at from one place.
    Raises `AskedTooOften`; `CalendarNotFound`, also once the account is closed; `ServiceSilent` when nobody can say.
    """
    law = await law_in_force()
    most = law.at("calendar.reads", today).number
    window = timedelta(minutes=law.at("calendar.window_minutes", today).number)
    for name in (asked.secret, asked.address):
        pace.check(name, at, most=most, window=window)
    try:
        feed = await store.feed_at(_comes_to(asked.secret))
    except CalendarNotFound:
        pace.count(asked.address, at, window=window)
        raise
    pace.count(asked.secret, at, window=window)
    person = await people(feed.person_id)
    if person is None:
        raise CalendarNotFound(GONE)
    found = await waiting_for(person, law, today=today, zone=zone)
    async with housekeeping(db):
        await store.mark(feed.id, "last_used_at", at)
    return calendar_text(found, at=at)


def _comes_to(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _already() -> Conflict:
    return CalendarAlreadyOpen("Retirez d'abord l'adresse qui existe : elle ne peut plus être montrée.")
