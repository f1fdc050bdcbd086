"""The list of arrears: who owes what since when, the one advised act, and what holds it back; the list for the comptable."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from kernel.acts import Act
from kernel.money import euros
from kernel.web.export import Export
from kernel.web.page import page
from occupancy import documents
from occupancy.actions.arrears import Debt, gather_debts
from occupancy.documents.arrears_lists import (
    arrears_sheet,
    band_titles,
    hand_over_paper,
    hand_over_sheet,
    remissions_sheet,
    running_plans_sheet,
)
from occupancy.domain.arrears import Step
from occupancy.domain.remissions import WORDS
from occupancy.domain.repayment_plans import standing_of
from occupancy.store import ledger, remissions, repayment_plans
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


_YEARS_SHOWN = 4


class PlanView(StrEnum):
    """Which plans a list shows."""

    RUNNING = "en-cours"
    ALL = "tous"


@get(paths.PLANS)
async def plans_page(
    act: NamedDependency[Act], export: NamedDependency[Export], vue: FromQuery[PlanView] = PlanView.RUNNING
) -> Response[Any]:
    """The plans of every household as they stand today: those that run, or all."""
    plans = await repayment_plans.all_plans()
    accounts = await ledger.transfers_of_many({one.household_id for one in plans})
    found = [standing_of(one, accounts[one.household_id], act.today) for one in plans]
    if vue is PlanView.RUNNING:
        found = [one for one in found if one.is_running]
    holders = await holders_of((one.plan.household_id for one in found), act)
    rows = [(one, holders[one.plan.household_id]) for one in found]
    if export:
        sheet = running_plans_sheet(rows, labels.PLAN_STATE, act.today)
        return await export.of(sheet, f"plans-d-apurement-{act.today}")
    tabs = [
        {"label": label, "href": f"{paths.PLANS}?vue={one}", "current": one is vue}
        for one, label in ((PlanView.RUNNING, "À signer, en cours ou rompus"), (PlanView.ALL, "Tous"))
    ]
    return page("accounts/plans.html", rows=rows, tabs=tabs, any_plan=bool(plans))


@get(paths.REMISSIONS)
async def remissions_of_year_page(
    act: NamedDependency[Act],
    export: NamedDependency[Export],
    annee: Annotated[int | None, QueryParameter(ge=2000, le=2100)] = None,
) -> Response[Any]:
    """What was given up or written off in a year, and what waits for a decision."""
    year = annee or act.today.year
    found = await remissions.remissions_of_year(year)
    households = {one.household_id for one, _ in found}
    holders, accounts = await holders_of(households, act), await ledger.transfers_of_many(households)
    words = {one.id: one.label for transfers in accounts.values() for one in transfers}
    rows = [(one, decision, holders[one.household_id], words[one.claim_id]) for one, decision in found]
    if export:
        return await export.of(remissions_sheet(rows, WORDS, year), f"remises-et-non-valeurs-{year}")
    granted = [one for one, decision in found if decision and decision.is_granted]
    return page(
        "accounts/remissions_of_year.html",
        rows=rows,
        words=WORDS,
        year=year,
        tabs=[
            {"label": str(one), "href": f"{paths.REMISSIONS}?annee={one}", "current": one == year}
            for one in sorted({year, *range(act.today.year, act.today.year - _YEARS_SHOWN, -1)}, reverse=True)
        ],
        figures=[
            *((WORDS[kind], euros(sum(one.amount_cents for one in granted if one.kind is kind)), "") for kind in WORDS),
            ("À décider", sum(decision is None for _, decision in found), ""),
        ],
    )


async def _to_hand_over(act: Act) -> tuple[list[Debt], dict[UUID, str]]:
    found = [one for one in await gather_debts(act.today) if one.advice and _is_to_hand_over(one)]
    return found, await holders_of((one.household_id for one in found), act)


def _is_to_hand_over(one: Debt) -> bool:
    return one.advice is not None and one.advice.step is Step.HAND_OVER and not one.held_by


def _told(one: Debt) -> str:
    step = labels.ARREARS_STEP[one.advice.step][0] if one.advice else ""
    return f"En attente : {one.held_by}" if one.held_by else step


HANDLERS = [arrears_page, hand_over_page, hand_over_pdf, plans_page, remissions_of_year_page]
