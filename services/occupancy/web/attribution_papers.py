"""The papers of an attribution dossier, to print or to read as a page. Each has the permission of the dossier."""

from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from occupancy import documents
from occupancy.actions.attributions import around_of
from occupancy.documents.attribution_papers import candidate_paper, installation_paper
from occupancy.domain.attribution_sessions import file_limit
from occupancy.domain.attributions import AttributionStepWrong
from occupancy.domain.deadline_rules import LLTS_REVIEW
from occupancy.domain.deadlines import deadline
from occupancy.store import attribution_sessions as sessions
from occupancy.store import attributions as store
from occupancy.store import households
from occupancy.web import attribution_panels, paths
from occupancy.web import attribution_words as words
from occupancy.web.paper_desk import StayPapers
from occupancy.web.papers import kept
from occupancy.web.stay_words import holder_words

_FOLDER = Path(documents.__file__).parent
_ONE = paths.ATTRIBUTIONS + "/{attribution_id:uuid}"


@get(f"{_ONE}/fiche-candidat.pdf")
async def candidate_sheet_pdf(
    attribution_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The candidate, for the commission."""
    one = await store.find_attribution(attribution_id)
    around = await around_of(one, act)
    household, may_see = await households.find_household(one.household_id), act.by.may("households.read")
    under = await papers.letterhead_on(one.known_on)
    paper = candidate_paper(
        one,
        around.operation,
        household,
        holder=holder_words(household, may_see=may_see),
        opinions=attribution_panels.opinion_facts(one, may_see=may_see),
        receipts=attribution_panels.session_facts(one, around.session, file_limit(around.session, around.law)),
        pieces=words.PIECE,
        organisation=under.name,
    )
    return await papers.give(
        _FOLDER / "commissions.typ",
        paper,
        on=one.known_on,
        name=f"fiche-{one.reference}",
        subject=kept(f"attribution/{attribution_id}", act),
        kind="candidate-sheet",
    )


@get(f"{_ONE}/bilan-installation.pdf")
async def installation_review_pdf(
    attribution_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The review of the installation: to fill in, then as it was recorded."""
    one = await store.find_attribution(attribution_id)
    if one.entry is None:
        raise AttributionStepWrong("Le bilan d'installation s'imprime une fois l'entrée dans les lieux enregistrée.")
    around = await around_of(one, act)
    lived_in = await sessions.find_operation(one.call.operation_id) if one.call else around.operation
    household = await households.find_household(one.household_id)
    on = one.review.on if one.review else act.today
    under = await papers.letterhead_on(on)
    paper = installation_paper(
        one,
        lived_in,
        around.session,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        due_on=deadline(LLTS_REVIEW, one.entry.on, around.law, around.operation.territory).due_on,
        organisation=under.name,
        on=on,
    )
    return await papers.give(
        _FOLDER / "support_papers.typ",
        paper,
        on=on,
        name=f"bilan-{one.reference}",
        subject=kept(f"attribution/{attribution_id}", act),
        kind="installation-review",
    )


HANDLERS = [candidate_sheet_pdf, installation_review_pdf]
