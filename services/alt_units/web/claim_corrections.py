"""Confirming, refusing or taking back the correction of a submitted claim, from the claim's page."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import claim_corrections as actions
from alt_units.domain.claim_corrections import CorrectionEnd, CorrectionOutcome
from alt_units.web import paths
from alt_units.web.claims import CLAIM, draw, find
from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import see


@post(f"{CLAIM}/corrections/{{correction_id:uuid}}")
async def decide_claim_correction_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    correction_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Decide what somebody else proposed, or take back one's own proposal."""
    claim = await find(convention_id, month)
    command = actions.EndCorrection(
        outcome=form.choice("outcome", CorrectionOutcome), reason=form.text("reason", 500, required=False)
    )
    if form.ok:
        with form.refusals():
            await once(act, CorrectionEnd, actions.end_correction(db, correction_id, command, act))
            return see(paths.claim(convention_id, claim.month), done=f"claim-correction-{command.outcome}")
    return await draw(convention_id, claim.month, form)


HANDLERS = [decide_claim_correction_form]
