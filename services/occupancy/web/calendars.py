"""A person's calendar: its page, where the address is made and taken back, and the calendar itself at its secret address."""

from secrets import token_urlsafe
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.clock import Clock
from kernel.db import Database
from kernel.http.identity import StaffPeople, address_of
from kernel.pace import Pace
from kernel.settings import Settings
from kernel.web.page import Page, page, see
from occupancy.actions import calendars as actions
from occupancy.domain.calendars import GONE, CalendarFeed, CalendarNotFound
from occupancy.store import calendars as store
from occupancy.web import paths

_END = ".ics"


@get(paths.CALENDAR)
async def calendar_page(act: NamedDependency[Act]) -> Page:
    """Whether there is an address, and since when."""
    return page("stays/calendar.html", feed=await store.feed_of(act.by.id), address="")


@post(paths.CALENDAR)
async def open_calendar_form(
    request: Request[Any, Any, Any], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Page:
    """Make the address and show it, once."""
    secret = token_urlsafe(32)
    feed = await once(act, CalendarFeed, actions.open_calendar(db, secret, act))
    address = f"{str(request.base_url).rstrip('/')}{paths.calendar(secret)}"
    return page("stays/calendar.html", status=200, feed=feed, address=address if feed.created_at == act.at else "")


@post(f"{paths.CALENDAR}/retrait")
async def take_calendar_back_form(act: NamedDependency[Act], db: NamedDependency[Database]) -> Response[Any]:
    """Take the address back."""
    await once(act, CalendarFeed, actions.take_calendar_back(db, act))
    return see(paths.CALENDAR, done="calendar-taken-back")


@get(f"{paths.CALENDAR}/{{secret:str}}")
async def read_calendar(
    secret: FromPath[str],
    request: Request[Any, Any, Any],
    db: NamedDependency[Database],
    people: NamedDependency[StaffPeople],
    pace: NamedDependency[Pace],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """The calendar, for whoever has the address: references and days, no name."""
    if not secret.endswith(_END):
        raise CalendarNotFound(GONE)
    clock: Clock = request.app.state.clock
    asked = actions.CalendarAsked(secret=secret.removesuffix(_END), address=address_of(request))
    zone = ZoneInfo(settings.zone)
    text = await actions.read_calendar(
        db, asked, people=people, pace=pace, at=clock.now(), today=clock.today(), zone=zone
    )
    return Response(text, media_type="text/calendar", headers={"cache-control": "no-store"})


HANDLERS = [calendar_page, open_calendar_form, take_calendar_back_form, read_calendar]
