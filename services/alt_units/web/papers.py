"""The papers of the allowance, as PDF: the claim of a month, the reconciliation of a year. Permissions are those of the pages."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from alt_units import documents
from alt_units.actions.claim_papers import given_out
from alt_units.actions.reconciliation import year_reconciliation
from alt_units.documents.claims import ClaimPaper, claim_paper
from alt_units.documents.reconciliation import reconciliation_paper
from alt_units.domain.claims import Adjustment, Claim
from alt_units.store import claims as store
from alt_units.store import conventions
from alt_units.web.claims import CLAIM, find
from alt_units.web.paper_desk import FundingPapers
from alt_units.web.reconciliation import check_year
from kernel.acts import Act
from kernel.db import Database
from kernel.documents.render import render
from kernel.law import Law
from kernel.web.pdf import drawn, instant_of, sent

FOLDER = Path(documents.__file__).parent


@get(f"{CLAIM}/demande.pdf")
async def claim_pdf(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    papers: NamedDependency[FundingPapers],
    exemplaire: FromQuery[int | None] = None,
) -> Response[Any]:
    """The claim as it was given out once sent, kept byte for byte; the draft until then. `exemplaire`: an earlier one."""
    claim = await find(convention_id, month)
    convention = await conventions.find_convention(convention_id)
    on = claim.submitted_at or act.today
    under = await papers.letterhead_on(on)

    def paper_of(said: Claim, adjustments: Sequence[Adjustment]) -> ClaimPaper:
        return claim_paper(
            said, convention, adjustments, organisation=under.name, signer=under.signer, zone=papers.zone
        )

    async def draw(said: Claim, adjustments: Sequence[Adjustment]) -> bytes:
        paper = paper_of(said, adjustments)
        return await drawn(partial(render, FOLDER / "claims.typ", paper, on=instant_of(on), head=under.head))

    adjustments = (await store.adjustments_of([claim.id])) if claim.submitted_at else ()
    name = f"demande-{claim.rules.convention_number}-{claim.month}"
    if claim.submitted_at is None or papers.is_page:
        paper = paper_of(claim, adjustments)
        return await papers.drawn_under(under.head, FOLDER / "claims.typ", paper, on=on, name=name)
    return sent(await given_out(db, act, claim, adjustments, draw=draw, number=exemplaire), name)


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
