"""The papers of referrals and of the commission, as PDF. Each has the permission of its page."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from kernel.web.pdf import PaperDesk
from occupancy import documents
from occupancy.documents.commissions import CommissionPaper, comparison_paper, minutes_paper, report_paper
from occupancy.documents.referral_letters import LetterPaper, household_letter, siao_letter
from occupancy.domain.commissions import comparisons, letters
from occupancy.domain.referral_answers import NothingToAnswer
from occupancy.domain.referrals import ReferralStepWrong, expected_answer
from occupancy.store import commissions, households, referrals
from occupancy.store.delegated_decisions import delegated_decisions
from occupancy.store.members import households_on
from occupancy.web import paths
from occupancy.web.stay_words import holder_words

_FOLDER = Path(documents.__file__).parent


@get(paths.REFERRALS + "/{referral_id:uuid}/lettre-au-menage.pdf")
async def household_letter_pdf(
    referral_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[PaperDesk]
) -> Response[Any]:
    """What was decided, told to the household."""
    referral = await referrals.find_referral(referral_id)
    if referral.decision is None:
        raise ReferralStepWrong("Rien n'est encore décidé : la lettre s'écrit après la décision.")
    household = await households.find_household(referral.household_id)
    holder = holder_words(household, may_see=act.by.may("households.read"))
    on = referral.answers[-1].household_told_on if referral.answers else None
    paper = household_letter(referral, household, holder=holder, organisation=papers.organisation, on=on or act.today)
    return await _letter(paper, f"lettre-{referral.reference}", act, papers)


@get(paths.REFERRALS + "/{referral_id:uuid}/lettre-au-siao.pdf")
async def siao_letter_pdf(
    referral_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[PaperDesk]
) -> Response[Any]:
    """What became of the proposal."""
    referral = await referrals.find_referral(referral_id)
    answer = expected_answer(referral)
    if answer is None:
        raise NothingToAnswer("Rien n'est encore décidé : la réponse s'écrit après la décision.")
    household = await households.find_household(referral.household_id)
    holder = holder_words(household, may_see=act.by.may("households.read"))
    sent = referral.answers[-1] if referral.answers and referral.answers[-1].kind is answer[0] else None
    paper = siao_letter(
        referral,
        household,
        answer,
        holder=holder,
        organisation=papers.organisation,
        on=sent.sent_on if sent else act.today,
    )
    return await _letter(paper, f"reponse-{referral.reference}", act, papers)


@get(paths.COMMISSIONS + "/{commission_id:uuid}/comparaison.pdf")
async def comparison_pdf(commission_id: FromPath[UUID], papers: NamedDependency[PaperDesk]) -> Response[Any]:
    """The candidates side by side, without any name."""
    session = await commissions.find_commission(commission_id)
    found = await referrals.referrals_of_commission(commission_id)
    homes = await households_on({one.household_id for one in found}, session.held_on)
    compared = comparisons(found, homes, on=session.held_on)
    paper = comparison_paper(session, compared, organisation=papers.organisation)
    return await _paper(paper, f"comparaison-{session.reference}", papers, session.held_on)


@get(paths.COMMISSIONS + "/{commission_id:uuid}/proces-verbal.pdf")
async def minutes_pdf(commission_id: FromPath[UUID], papers: NamedDependency[PaperDesk]) -> Response[Any]:
    """What the commission decided."""
    session = await commissions.find_commission(commission_id)
    found = await referrals.referrals_of_commission(commission_id)
    paper = minutes_paper(session, found, letters(found), organisation=papers.organisation)
    return await _paper(paper, f"proces-verbal-{session.reference}", papers, session.held_on)


@get(paths.DELEGATED_PDF)
async def delegated_decisions_pdf(act: NamedDependency[Act], papers: NamedDependency[PaperDesk]) -> Response[Any]:
    """What the delegate reports to the board."""
    paper = report_paper(await delegated_decisions(to_report=True), organisation=papers.organisation, on=act.today)
    return await _paper(paper, f"compte-rendu-delegations-{act.today}", papers, act.today)


async def _letter(paper: LetterPaper, name: str, act: Act, papers: PaperDesk) -> Response[Any]:
    return await papers.give(_FOLDER / "letters.typ", paper, on=act.today, name=name)


async def _paper(paper: CommissionPaper, name: str, papers: PaperDesk, on: date) -> Response[Any]:
    return await papers.give(_FOLDER / "commissions.typ", paper, on=on, name=name)


HANDLERS = [household_letter_pdf, siao_letter_pdf, comparison_pdf, minutes_pdf, delegated_decisions_pdf]
