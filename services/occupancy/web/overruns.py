"""The page of overruns: who stays beyond the rule, by what right, for how long."""

from enum import StrEnum
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act
from kernel.web.export import Export
from kernel.web.page import page
from occupancy.documents.overruns import OVERRUN, overruns_sheet
from occupancy.domain.overruns import Overrun
from occupancy.store import households
from occupancy.store.overruns import all_overruns
from occupancy.web import paths
from occupancy.web.stay_words import holder_words, place_words


class View(StrEnum):
    """The filters of the list; the words are in the address."""

    RUNNING = "en-cours"
    ALL = "tous"


VIEWS = {View.RUNNING: "Séjours en cours", View.ALL: "Tous les séjours"}


@get(paths.OVERRUNS)
async def list_overruns_page(
    act: NamedDependency[Act], export: NamedDependency[Export], vue: FromQuery[View] = View.RUNNING
) -> Response[Any]:
    """Overruns, the most pressing first."""
    rows = await _rows(await all_overruns(act.today, running_only=vue is View.RUNNING), act)
    if export:
        sheet = overruns_sheet(((one["overrun"], one["holder"], one["place"]) for one in rows), act.today)
        return await export.of(sheet, f"depassements-{vue}-{act.today}")
    return page(
        "stays/overruns.html",
        rows=rows,
        kinds=OVERRUN,
        today=act.today,
        tabs=[
            {"label": label, "href": f"{paths.OVERRUNS}?vue={one}", "current": one is vue}
            for one, label in VIEWS.items()
        ],
    )


async def _rows(found: tuple[Overrun, ...], act: Act) -> list[dict[str, Any]]:
    known = await households.households({one.contract.household_id for one in found})
    may_see = act.by.may("households.read")
    return [
        {
            "overrun": one,
            "holder": holder_words(known[one.contract.household_id], may_see=may_see),
            "place": place_words(one.contract),
            "days": one.days(act.today),
        }
        for one in found
    ]


HANDLERS = [list_overruns_page]
