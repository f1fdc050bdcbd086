"""The list of arrears: who owes what since when, the one advised act, and what holds it back; the list for the comptable."""

from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency

from kernel.acts import Act
from kernel.web.export import Export
from kernel.web.page import page
from occupancy import documents
from occupancy.actions.arrears import Debt, gather_debts
from occupancy.documents.arrears_lists import arrears_sheet, band_titles, hand_over_paper, hand_over_sheet
from occupancy.domain.arrears import Step
from occupancy.web import labels, paths
from occupancy.web.holders import holders_of
from occupancy.web.paper_desk import StayPapers

FOLDER = Path(documents.__file__).parent


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
    found, holders = await _to_hand_over(act)
    if export:
        told = [(one.arrears, holders[one.household_id], one.diary) for one in found if one.arrears]
        return await export.of(hand_over_sheet(told, act.today), f"remise-au-comptable-{act.today}")
    return page("accounts/hand_over.html", rows=[(one, holders[one.household_id]) for one in found])


@get(f"{paths.HAND_OVER}/liste.pdf")
async def hand_over_pdf(act: NamedDependency[Act], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """The same list, to sign and hand over."""
    found, holders = await _to_hand_over(act)
    told = [(one.arrears, holders[one.household_id], one.diary) for one in found if one.arrears]
    paper = hand_over_paper(told, act.today)
    return await papers.give(FOLDER / "tills.typ", paper, on=act.today, name=f"remise-au-comptable-{act.today}")


async def _to_hand_over(act: Act) -> tuple[list[Debt], dict[UUID, str]]:
    found = [one for one in await gather_debts(act.today) if one.advice and _is_to_hand_over(one)]
    return found, await holders_of((one.household_id for one in found), act)


def _is_to_hand_over(one: Debt) -> bool:
    return one.advice is not None and one.advice.step is Step.HAND_OVER and not one.held_by


def _told(one: Debt) -> str:
    step = labels.ARREARS_STEP[one.advice.step][0] if one.advice else ""
    return f"En attente : {one.held_by}" if one.held_by else step


HANDLERS = [arrears_page, hand_over_page, hand_over_pdf]
