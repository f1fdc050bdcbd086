"""The list of arrears: who owes what since when, the one advised act, and what holds it back; the list for the comptable."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from kernel.acts import Act
from kernel.web.export import Export
from kernel.web.page import page
from occupancy.actions.arrears import Debt, gather_debts
from occupancy.documents.arrears_lists import arrears_sheet, band_titles, hand_over_sheet
from occupancy.domain.arrears import Step
from occupancy.web import labels, paths
from occupancy.web.holders import holders_of


@get(paths.ARREARS)
async def arrears_page(act: NamedDependency[Act], export: NamedDependency[Export]) -> Response[Any]:
    """The largest debt first."""
    found = await gather_debts(act.today)
    holders = await holders_of((one.household_id for one in found), act)
    if export:
        told = [(one.arrears, holders[one.household_id], _told(one)) for one in found if one.arrears]
        return await export.of(arrears_sheet(told, act.today), f"impayes-{act.today}")
    late = [one.arrears for one in found if one.arrears]
    return page(
        "accounts/arrears.html",
        rows=[(one, holders[one.household_id]) for one in found],
        titles=band_titles(),
        totals=[sum(one.bands[rank] for one in late) for rank in range(len(band_titles()))],
        total=sum(one.cents for one in late),
        to_do=sum(one.advice.is_to_do for one in found if one.advice),
    )


@get(paths.HAND_OVER)
async def hand_over_page(act: NamedDependency[Act], export: NamedDependency[Export]) -> Response[Any]:
    """What is to be handed over to the comptable, after the title and the relance."""
    found = [one for one in await gather_debts(act.today) if one.advice and _is_to_hand_over(one)]
    holders = await holders_of((one.household_id for one in found), act)
    if export:
        told = [(one.arrears, holders[one.household_id], one.diary) for one in found if one.arrears]
        return await export.of(hand_over_sheet(told, act.today), f"remise-au-comptable-{act.today}")
    return page("accounts/hand_over.html", rows=[(one, holders[one.household_id]) for one in found])


def _is_to_hand_over(one: Debt) -> bool:
    return one.advice is not None and one.advice.step is Step.HAND_OVER and not one.held_by


def _told(one: Debt) -> str:
    step = labels.ARREARS_STEP[one.advice.step][0] if one.advice else ""
    return f"En attente : {one.held_by}" if one.held_by else step


HANDLERS = [arrears_page, hand_over_page]
