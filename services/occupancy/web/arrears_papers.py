"""The papers of a debt, as PDF: reminder, appointment, plan to sign. For the household alone (IMP-03)."""

from collections.abc import Callable
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
from occupancy.documents.referral_letters import LetterPaper
from occupancy.domain.arrears_ladder import ActKind
from occupancy.domain.claims import claims
from occupancy.domain.letterheads import Letterhead
from occupancy.store import households, ledger, repayment_plans
from occupancy.web import paths
from occupancy.web.paper_desk import StayPapers
from occupancy.web.papers import kept
from occupancy.web.stay_words import holder_words

_FOLDER = Path(documents.__file__).parent
_ONE = f"{paths.HOUSEHOLDS}/{{household_id:uuid}}/impaye"


@get(f"{_ONE}/rappel.pdf")
async def reminder_pdf(
    household_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """What is late, how to pay, whom to ask."""
    return await _letter(reminder_letter, "rappel", ActKind.REMINDED, household_id, act, papers)


@get(f"{_ONE}/rendez-vous.pdf")
async def meeting_pdf(
    household_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """An appointment is offered."""
    return await _letter(meeting_letter, "rendez-vous", ActKind.MEETING_OFFERED, household_id, act, papers)


@get(f"{paths.PLANS}/{{plan_id:uuid}}/plan.pdf")
async def plan_pdf(
    plan_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The plan, to be signed by both."""
    plan = await repayment_plans.find_plan(plan_id)
    to = await _addressee(plan.household_id, act, await papers.letterhead_on(plan.prepared_on))
    rows = [one for one in await ledger.transfers_of(plan.household_id) if one.booked_on <= plan.prepared_on]
    covered = {one.label: one.open_cents for one in claims(rows) if one.transfer_id in plan.claims}
    paper = plan_paper(plan, covered, to)
    name = f"plan-{plan.number}-{to.household.reference}"
    return await papers.give(
        _FOLDER / "arrears_papers.typ",
        paper,
        on=plan.prepared_on,
        under=to.letterhead,
        name=name,
        subject=kept(f"repayment-plan/{plan_id}", act),
    )


async def _letter(
    write: Callable[..., LetterPaper], word: str, kind: ActKind, household_id: UUID, act: Act, papers: StayPapers
) -> Response[Any]:
    """The next letter of this kind. It stays the same through the day on which its sending is noted; then another may come."""
    debt = await gather_debt(household_id, act.today)
    if debt.arrears is None:
        raise NotFound("Aucune somme échue n'est due par ce ménage.")
    sent = [one for one in debt.diary if one.kind is kind]
    number = 1 + sum(one.recorded_on < act.today for one in sent)
    noted_today = max((one.done_on for one in sent if one.recorded_on == act.today), default=None)
    subject, paper_kind = kept(f"arrears/{household_id}", act), f"{word}-{number}"
    on = await papers.printed_on(subject, paper_kind, noted_today)
    to = await _addressee(household_id, act, await papers.letterhead_on(on))
    return await papers.give(
        _FOLDER / "letters.typ",
        write(debt.arrears, to, on=long_day(on)),
        on=on,
        under=to.letterhead,
        name=f"{word}-{to.household.reference}",
        subject=subject,
        kind=paper_kind,
    )


async def _addressee(household_id: UUID, act: Act, letterhead: Letterhead) -> Addressee:
    household = await households.find_household(household_id)
    holder = holder_words(household, may_see=act.by.may("households.read"))
    return Addressee(household=household, holder=holder, letterhead=letterhead)


HANDLERS = [reminder_pdf, meeting_pdf, plan_pdf]
