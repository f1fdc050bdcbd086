"""The list of arrears: who owes what since when, and the amicable step that is advised."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from kernel.acts import Act
from kernel.web.export import Export
from kernel.web.page import page
from occupancy.actions.arrears import gather_arrears
from occupancy.documents.arrears_lists import arrears_sheet, band_titles
from occupancy.store import households
from occupancy.web import labels, paths
from occupancy.web.stay_words import holder_words


@get(paths.ARREARS)
async def arrears_page(act: NamedDependency[Act], export: NamedDependency[Export]) -> Response[Any]:
    """The largest debt first."""
    found = await gather_arrears(act.today)
    known = await households.households({one.household_id for one in found})
    may_see = act.by.may("households.read")
    rows = [(one, holder_words(known[one.household_id], may_see=may_see)) for one in found]
    if export:
        told = ((one, holder, labels.ARREARS_STEP[one.step][0]) for one, holder in rows)
        return await export.of(arrears_sheet(told, act.today), f"impayes-{act.today}")
    return page(
        "accounts/arrears.html",
        rows=rows,
        titles=band_titles(),
        totals=[sum(one.bands[rank] for one in found) for rank in range(len(band_titles()))],
        total=sum(one.cents for one in found),
    )


HANDLERS = [arrears_page]
