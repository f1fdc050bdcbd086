"""« À faire »: what needs somebody, by whom and by when, each with its explained day and its one next act."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.settings import Settings
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import deadlines as actions
from occupancy.actions.presence import resend_presence
from occupancy.actions.work_tray import RecentTray, everything, waiting_for
from occupancy.documents.lists import tasks_sheet
from occupancy.domain.deadlines import SubjectKind
from occupancy.domain.work_tray import OpenDeadline, horizon, is_late, waiting, week_of
from occupancy.relay import Relay
from occupancy.store import contracts, households, outbox
from occupancy.store.law import law_in_force
from occupancy.web import paths
from occupancy.web.deadline_words import row_of

_LATE = timedelta(hours=1)


class View(StrEnum):
    """The filters of the tray; the words are in the address."""

    NOW = "a-faire"
    MINE = "pour-moi"
    LATE = "en-retard"
    WEEK = "cette-semaine"
    ALL = "tout"


VIEWS = {
    View.NOW: "À faire",
    View.MINE: "Pour moi",
    View.LATE: "En retard",
    View.WEEK: "Cette semaine",
    View.ALL: "Tout ce qui vient",
}


class Waiting(Struct, frozen=True, kw_only=True):
    """What the bar shows beside « À faire »."""

    count: int
    late: int


@get(paths.TO_DO)
async def to_do_page(
    act: NamedDependency[Act],
    export: NamedDependency[Export],
    settings: NamedDependency[Settings],
    vue: FromQuery[View] = View.NOW,
) -> Response[Any]:
    """What needs somebody, the oldest due day first."""
    law, zone = await law_in_force(), ZoneInfo(settings.zone)
    rows = await _rows(vue, law, act, zone)
    if export:
        listed = [(one["due_on"], one["label"], one["who"], one.get("where", ""), one["act"]) for one in rows]
        return await export.of(tasks_sheet(listed), f"a-faire-{act.today}")
    mine = len(await waiting_for(act.by, law, today=act.today, zone=zone, until=horizon(law, act.today)))
    return page(
        "stays/to_do.html",
        rows=rows,
        tabs=[
            {
                "label": f"{label} ({mine})" if one is View.MINE else label,
                "href": f"{paths.TO_DO}?vue={one}",
                "current": one is vue,
            }
            for one, label in VIEWS.items()
        ],
        parked=await outbox.parked(),
        late=await outbox.late(act.at - _LATE),
        may_resend=act.by.may("contracts.write"),
    )


async def _rows(view: View, law: Law, act: Act, zone: ZoneInfo) -> list[dict[str, Any]]:
    until = _until(view, law, act.today)
    if view is View.MINE:
        found = await waiting_for(act.by, law, today=act.today, zone=zone, until=until)
    else:
        known = await everything(act.by, law, today=act.today, zone=zone, until=until)
        found = waiting(known, today=act.today, until=until)
    if view is View.LATE:
        found = tuple(one for one in found if is_late(one.deadline, act.today))
    holders = await households.households({one.subject.household_id for one in found if one.subject.household_id})
    about_stays = {one.subject.id for one in found if one.subject.kind is SubjectKind.CONTRACT}
    stays = await contracts.contracts_by_id(about_stays)
    return [row_of(one, law, act, holders, stays) for one in found]


def _until(view: View, law: Law, today: date) -> date:
    if view is View.ALL:
        return date.max
    if view is View.WEEK:
        return week_of(today)
    return horizon(law, today)


@get(f"{paths.TO_DO}/nombre", media_type=MediaType.JSON)
async def to_do_count(
    act: NamedDependency[Act], settings: NamedDependency[Settings], recent: NamedDependency[RecentTray]
) -> Waiting:
    """How many things wait for who is asking: what the view « Pour moi » lists, kept for a moment."""
    law, zone = await law_in_force(), ZoneInfo(settings.zone)
    until = horizon(law, act.today)
    found = await recent.waiting_for(act.by, law, at=act.at, today=act.today, zone=zone, until=until)
    return Waiting(count=len(found), late=sum(is_late(one.deadline, act.today) for one in found))


@post(f"{paths.TO_DO}/{{deadline_id:uuid}}/prise")
async def take_deadline_form(
    deadline_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """See to it."""
    await once(act, OpenDeadline, actions.take_deadline(db, deadline_id, act))
    return see(paths.TO_DO, done="deadline-taken")


@post(f"{paths.TO_DO}/{{deadline_id:uuid}}/rendu")
async def hand_back_deadline_form(
    deadline_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Hand it back to its post."""
    await once(act, OpenDeadline, actions.hand_back_deadline(db, deadline_id, act))
    return see(paths.TO_DO, done="deadline-handed-back")


@post(f"{paths.TO_DO}/renvoi")
async def resend_presence_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    relay: NamedDependency[Relay],
) -> Response[Any]:
    """Try again what alt_units refused."""
    with form.refusals():
        await once(act, int, resend_presence(db, act))
        relay.wake()
        return see(paths.TO_DO, done="presence-resent")
    return see(paths.TO_DO)


HANDLERS = [to_do_page, to_do_count, take_deadline_form, hand_back_deadline_form, resend_presence_form]
