"""The papers of referrals and of the commission, as PDF. Each has the permission of its page."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from occupancy import documents
from occupancy.documents.commissions import CommissionPaper, comparison_paper, minutes_paper, report_paper
from occupancy.documents.referral_letters import household_letter, siao_letter
from occupancy.domain.commissions import comparisons, letters
from occupancy.domain.referral_answers import NothingToAnswer
from occupancy.domain.referrals import ReferralStepWrong, expected_answer
from occupancy.store import commissions, households, referrals
from occupancy.store.delegated_decisions import delegated_decisions
from occupancy.store.members import households_on
from occupancy.web import paths
from occupancy.web.paper_desk import StayPapers
from occupancy.web.papers import kept
from occupancy.web.stay_words import holder_words

_FOLDER = Path(documents.__file__).parent
_LETTERS = _FOLDER / "letters.typ"


@get(paths.REFERRALS + "/{referral_id:uuid}/lettre-au-menage.pdf")
async def household_letter_pdf(
    referral_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """What was decided, told to the household."""
    referral = await referrals.find_referral(referral_id)
    if referral.decision is None:
        raise ReferralStepWrong("Rien n'est encore décidé : la lettre s'écrit après la décision.")
    household = await households.find_household(referral.household_id)
    holder = holder_words(household, may_see=act.by.may("households.read"))
    subject, kind = kept(f"referral/{referral_id}", act), "household-letter"
    told_on = referral.answers[-1].household_told_on if referral.answers else None
    on = await papers.printed_on(subject, kind, told_on)
    under = await papers.letterhead_on(on)
    paper = household_letter(referral, household, holder=holder, organisation=under.name, on=on)
    name = f"lettre-{referral.reference}"
    return await papers.give(_LETTERS, paper, on=on, name=name, subject=subject, kind=kind)


@get(paths.REFERRALS + "/{referral_id:uuid}/lettre-au-siao.pdf")
async def siao_letter_pdf(
    referral_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """What became of the proposal."""
    referral = await referrals.find_referral(referral_id)
    answer = expected_answer(referral)
    if answer is None:
        raise NothingToAnswer("Rien n'est encore décidé : la réponse s'écrit après la décision.")
    household = await households.find_household(referral.household_id)
    holder = holder_words(household, may_see=act.by.may("households.read"))
    sent = referral.answers[-1] if referral.answers and referral.answers[-1].kind is answer[0] else None
    subject, kind = kept(f"referral/{referral_id}", act), "siao-letter"
    on = await papers.printed_on(subject, kind, sent.sent_on if sent else None)
    under = await papers.letterhead_on(on)
    paper = siao_letter(referral, household, answer, holder=holder, organisation=under.name, on=on)
    name = f"reponse-{referral.reference}"
    return await papers.give(_LETTERS, paper, on=on, name=name, subject=subject, kind=kind)


@get(paths.COMMISSIONS + "/{commission_id:uuid}/comparaison.pdf")
async def comparison_pdf(commission_id: FromPath[UUID], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """The candidates side by side, without any name."""
    session = await commissions.find_commission(commission_id)
    found = await referrals.referrals_of_commission(commission_id)
    homes = await households_on({one.household_id for one in found}, session.held_on)
    compared = comparisons(found, homes, on=session.held_on)
    paper = comparison_paper(session, compared, organisation=(await papers.letterhead_on(session.held_on)).name)
    name = f"comparaison-{session.reference}"
    subject = f"commission/{commission_id}"
    return await _paper(paper, name, papers, session.held_on, subject=subject, kind="commission-comparison")


@get(paths.COMMISSIONS + "/{commission_id:uuid}/proces-verbal.pdf")
async def minutes_pdf(commission_id: FromPath[UUID], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """What the commission decided."""
    session = await commissions.find_commission(commission_id)
    found = await referrals.referrals_of_commission(commission_id)
    under = await papers.letterhead_on(session.held_on)
    paper = minutes_paper(session, found, letters(found), organisation=under.name)
    subject = f"commission/{commission_id}"
    name = f"proces-verbal-{session.reference}"
    return await _paper(paper, name, papers, session.held_on, subject=subject, kind="commission-minutes")


@get(paths.DELEGATED_PDF)
async def delegated_decisions_pdf(act: NamedDependency[Act], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """What the delegate reports to the board; the same paper until another decision is taken or reported."""
    waiting, subject, kind = await delegated_decisions(to_report=True), "delegations/report", "delegations-report"

    def paper_of(day: date, organisation: str) -> CommissionPaper:
        return report_paper(waiting, organisation=organisation, on=day)

    on = await papers.drawn_up_on(subject, kind, paper_of)
    paper = paper_of(on, (await papers.letterhead_on(on)).name)
    return await _paper(paper, f"compte-rendu-delegations-{on}", papers, on, subject=subject, kind=kind)


async def _paper(
    paper: CommissionPaper, name: str, papers: StayPapers, on: date, *, subject: str, kind: str
) -> Response[Any]:
    return await papers.give(_FOLDER / "commissions.typ", paper, on=on, name=name, subject=subject, kind=kind)


HANDLERS = [household_letter_pdf, siao_letter_pdf, comparison_pdf, minutes_pdf, delegated_decisions_pdf]
