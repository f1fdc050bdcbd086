"""The list of stays."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act
from kernel.http.requests import Paging
from kernel.law import Law
from kernel.web.export import EVERYTHING, Export
from kernel.web.page import page
from occupancy.documents.lists import stays_sheet
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.store import contracts as store
from occupancy.store import households
from occupancy.store.law import law_in_force
from occupancy.web import paths
from occupancy.web.stay_words import holder_words, place_words, time_left

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


HANDLERS = [list_stays_page]
