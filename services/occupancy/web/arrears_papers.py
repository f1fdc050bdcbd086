"""The papers of a debt, as PDF: reminder, appointment, plan to sign. For the household alone (IMP-03)."""

from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from kernel.errors import NotFound
from kernel.web.formats import long_day
from occupancy import documents
from occupancy.actions.arrears import gather_debt
from occupancy.documents.arrears_papers import Addressee, meeting_letter, plan_paper, reminder_letter
from occupancy.domain.arrears import Arrears
from occupancy.domain.claims import claims
from occupancy.store import households, ledger, repayment_plans
from occupancy.web import paths
from occupancy.web.paper_desk import StayPapers
from occupancy.web.stay_words import holder_words

_FOLDER = Path(documents.__file__).parent
_ONE = f"{paths.HOUSEHOLDS}/{{household_id:uuid}}/impaye"


@get(f"{_ONE}/rappel.pdf")
async def reminder_pdf(
    household_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """What is late, how to pay, whom to ask."""
    debt, to = await _late(household_id, act), await _addressee(household_id, act, papers)
    paper = reminder_letter(debt, to, on=long_day(act.today))
    name = f"rappel-{to.household.reference}"
    return await papers.give(_FOLDER / "letters.typ", paper, on=act.today, under=to.letterhead, name=name)


@get(f"{_ONE}/rendez-vous.pdf")
async def meeting_pdf(
    household_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """An appointment is offered."""
    debt, to = await _late(household_id, act), await _addressee(household_id, act, papers)
    paper = meeting_letter(debt, to, on=long_day(act.today))
    name = f"rendez-vous-{to.household.reference}"
    return await papers.give(_FOLDER / "letters.typ", paper, on=act.today, under=to.letterhead, name=name)


@get(f"{paths.PLANS}/{{plan_id:uuid}}/plan.pdf")
async def plan_pdf(
    plan_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The plan, to be signed by both."""
    plan = await repayment_plans.find_plan(plan_id)
    to = await _addressee(plan.household_id, act, papers)
    rows = [one for one in await ledger.transfers_of(plan.household_id) if one.booked_on <= plan.prepared_on]
    covered = {one.label: one.open_cents for one in claims(rows) if one.transfer_id in plan.claims}
    paper = plan_paper(plan, covered, to)
    name = f"plan-{plan.number}-{to.household.reference}"
    return await papers.give(_FOLDER / "arrears_papers.typ", paper, on=plan.prepared_on, under=to.letterhead, name=name)


async def _late(household_id: UUID, act: Act) -> Arrears:
    debt = await gather_debt(household_id, act.today)
    if debt.arrears is None:
        raise NotFound("Aucune somme échue n'est due par ce ménage.")
    return debt.arrears


async def _addressee(household_id: UUID, act: Act, papers: StayPapers) -> Addressee:
    household = await households.find_household(household_id)
    holder = holder_words(household, may_see=act.by.may("households.read"))
    return Addressee(household=household, holder=holder, letterhead=await papers.letterhead_on(act.today))


HANDLERS = [reminder_pdf, meeting_pdf, plan_pdf]
