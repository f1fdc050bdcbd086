"""The list of stays, and what needs somebody."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.law import Law
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions.presence import resend_presence
from occupancy.documents.lists import stays_sheet, tasks_sheet
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.next_acts import NextAct
from occupancy.domain.tasks import Task, TaskKind, tasks
from occupancy.relay import Relay
from occupancy.store import contracts as store
from occupancy.store import households, inspections, outbox
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths
from occupancy.web.money_panel import money_tasks
from occupancy.web.stay_words import LABEL, PERMISSION, address_of, holder_words, place_words, time_left

_LATE = timedelta(hours=1)


class View(StrEnum):
    """The filters of the list; the words are in the address."""

    RUNNING = "en-cours"
    ENDING = "echeance-proche"
    OVERDUE = "echeance-depassee"
    DRAFTS = "a-signer"
    ENDED = "termines"
    ALL = "tous"


VIEWS = {
    View.RUNNING: "En cours",
    View.ENDING: "Échéance proche",
    View.OVERDUE: "Échéance dépassée",
    View.DRAFTS: "À signer",
    View.ENDED: "Terminés",
    View.ALL: "Tous",
}

_TASK_ACT = {
    TaskKind.PAST_ITS_END: NextAct.END,
    TaskKind.NO_ENTRY_INSPECTION: NextAct.INSPECT_ENTRY,
    TaskKind.NO_EXIT_INSPECTION: NextAct.INSPECT_EXIT,
    TaskKind.LEAVING: NextAct.INSPECT_EXIT,
    TaskKind.ENDS_SOON: NextAct.RENEW,
    TaskKind.TO_SIGN: NextAct.SIGN,
}


@get(paths.STAYS)
async def list_stays_page(
    act: NamedDependency[Act],
    paging: NamedDependency[Paging],
    export: NamedDependency[Export],
    vue: FromQuery[View] = View.RUNNING,
) -> Response[Any]:
    """Stays, latest first, by where they are in their life."""
    law = await law_in_force()
    if export:
        every = await store.list_contracts(**_filter(law, vue, act.today), after=None, limit=EVERYTHING)
        listed = [
            (one["contract"], one["holder"], one["place"], one["left"][0]) for one in await _rows(law, every, act)
        ]
        return await export.of(stays_sheet(listed), f"sejours-{vue}-{act.today}")
    found = await store.list_contracts(**_filter(law, vue, act.today), after=paging.after, limit=paging.limit + 1)
    shown, more = found[: paging.limit], len(found) > paging.limit
    return page(
        "stays/list.html",
        rows=await _rows(law, shown, act),
        tabs=[
            {"label": label, "href": f"{paths.STAYS}?vue={one}", "current": one is vue} for one, label in VIEWS.items()
        ],
        next_href=f"{paths.STAYS}?vue={vue}&after={shown[-1].reference}" if more else "",
        first_href=f"{paths.STAYS}?vue={vue}" if paging.after else "",
    )


@get(paths.TO_DO)
async def to_do_page(act: NamedDependency[Act], export: NamedDependency[Export]) -> Response[Any]:
    """What needs somebody, the oldest due day first, each with its one next act."""
    found = await store.open_contracts()
    signed = await inspections.signed_kinds({one.id for one in found})
    due = tasks(await law_in_force(), tuple((one, signed.get(one.id, frozenset())) for one in found), today=act.today)
    holders = await households.households({task.contract.household_id for task in due})
    may_see = act.by.may("households.read")
    rows = [_task_row(task, holder_words(holders[task.contract.household_id], may_see=may_see), act) for task in due]
    rows = sorted(rows + await money_tasks(act), key=lambda row: row["due_on"])
    if export:
        listed = [(one["due_on"], one["label"], one["who"], one.get("where", ""), one["act"]) for one in rows]
        return await export.of(tasks_sheet(listed), f"a-faire-{act.today}")
    return page(
        "stays/to_do.html",
        rows=rows,
        parked=await outbox.parked(),
        late=await outbox.late(act.at - _LATE),
        may_resend=act.by.may("contracts.write"),
    )


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


def _filter(law: Law, view: View, today: date) -> dict[str, Any]:
    soon = today + timedelta(days=law.at("stay.alert_days", today).number)
    signed = [ContractStatus.SIGNED]
    filters: dict[View, dict[str, Any]] = {
        View.RUNNING: {"statuses": signed},
        View.ENDING: {"statuses": signed, "last_day_from": today, "last_day_to": soon},
        View.OVERDUE: {"statuses": signed, "last_day_to": today - timedelta(days=1)},
        View.DRAFTS: {"statuses": [ContractStatus.DRAFT]},
        View.ENDED: {"statuses": [ContractStatus.ENDED, ContractStatus.CANCELLED]},
        View.ALL: {},
    }
    return filters[view]


async def _rows(law: Law, found: list[Contract], act: Act) -> list[dict[str, Any]]:
    holders = await households.households({one.household_id for one in found})
    may_see = act.by.may("households.read")
    return [
        {
            "contract": one,
            "holder": holder_words(holders[one.household_id], may_see=may_see),
            "place": place_words(one),
            "left": time_left(law, one, act.today),
        }
        for one in found
    ]


def _task_row(task: Task, who: str, act: Act) -> dict[str, Any]:
    """The next act, for those who may do it; the stay itself for the others."""
    step = _TASK_ACT[task.kind]
    may = act.by.may(PERMISSION[step])
    return {
        "label": labels.TASK[task.kind],
        "tone": labels.TASK_TONE[task.kind],
        "who": who,
        "where": place_words(task.contract),
        "due_on": task.due_on,
        "href": address_of(task.contract, step) if may else paths.contract(task.contract.id),
        "act": LABEL[step] if may else "Voir le séjour",
        "contract": task.contract,
    }


HANDLERS = [list_stays_page, to_do_page, resend_presence_form]
