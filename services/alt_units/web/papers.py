"""The papers of the allowance, as PDF: the claim of a month, the reconciliation of a year. Permissions are those of the pages."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units import documents
from alt_units.actions.reconciliation import year_reconciliation
from alt_units.documents.claims import claim_paper
from alt_units.documents.reconciliation import reconciliation_paper
from alt_units.store import claims as store
from alt_units.store import conventions
from alt_units.web.claims import CLAIM, find
from alt_units.web.paper_desk import FundingPapers
from alt_units.web.reconciliation import check_year
from kernel.law import Law

FOLDER = Path(documents.__file__).parent


@get(f"{CLAIM}/demande.pdf")
async def claim_pdf(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    today: NamedDependency[date],
    papers: NamedDependency[FundingPapers],
) -> Response[Any]:
    """The claim as it was sent, or the draft."""
    claim = await find(convention_id, month)
    adjustments = await store.adjustments_of([claim.id])
    on = claim.submitted_at or today
    under = await papers.letterhead_on(on)
    paper = claim_paper(
        claim,
        await conventions.find_convention(convention_id),
        adjustments,
        organisation=under.name,
        signer=under.signer,
        zone=papers.zone,
    )
    name = f"demande-{claim.rules.convention_number}-{claim.month}"
    return await papers.drawn_under(under.head, FOLDER / "claims.typ", paper, on=on, name=name)


@get("/logements/aides/rapprochement/{year:int}/rapprochement.pdf")
async def reconciliation_pdf(
    year: FromPath[int],
    law: NamedDependency[Law],
    today: NamedDependency[date],
    papers: NamedDependency[FundingPapers],
) -> Response[Any]:
    """The year as it stands today."""
    check_year(year)
    found = await year_reconciliation(law, year)
    paper = reconciliation_paper(found, today=today, organisation=papers.organisation)
    return await papers.give(
        FOLDER / "reconciliation.typ",
        paper,
        on=today,
        name=f"rapprochement-{year}",
    )


HANDLERS = [claim_pdf, reconciliation_pdf]
