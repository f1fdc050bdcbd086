"""The payer's answer to a claim, line by line or all at once."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import claim_answers as actions
from alt_units.actions.claim_answers import AnswerClaim
from alt_units.domain.claim_answers import Said
from alt_units.domain.claim_terms import Verdict
from alt_units.domain.claims import Claim, ClaimNotSubmitted, ClaimStatus
from alt_units.store import claim_answers as store
from alt_units.web import paths
from alt_units.web.claims import CLAIM, find
from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, page, see

ANSWER = f"{CLAIM}/reponse"


@get(ANSWER)
async def answer_claim_page(convention_id: FromPath[UUID], month: FromPath[str]) -> Page:
    claim = await find(convention_id, month)
    if claim.status is not ClaimStatus.SUBMITTED:
        raise ClaimNotSubmitted("Le financeur répond à une demande transmise.")
    return await _draw(claim, Form.blank())


@post(ANSWER)
async def answer_claim_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    claim, version = await find(convention_id, month), form.version()
    command = AnswerClaim(
        answered_on=form.date("answered_on"),
        reference=form.text("reference", 80),
        said=tuple(one for line in claim.lines if (one := _said(form, line.id))),
        rest_accepted=form.checked("rest_accepted"),
    )
    if form.ok:
        with form.refusals():
            await once(act, Claim, actions.answer_claim(db, claim.id, command, act, version=version))
            return see(paths.claim(convention_id, claim.month), done="claim-answered")
    return await _draw(claim, form)


def _said(form: Form, line_id: UUID) -> Said | None:
    """What was entered for a line, if anything was. An amount belongs to a reduction, a reason to any refusal."""
    verdict = form.maybe_choice(f"verdict_{line_id}", Verdict)
    granted = form.maybe_euros(f"granted_cents_{line_id}", required=verdict is Verdict.REDUCED)
    less = verdict in {Verdict.REDUCED, Verdict.REFUSED}
    reason = form.text(f"reason_{line_id}", 500, required=less)
    if verdict is None:
        if granted is not None or reason:
            form.wrong(f"verdict_{line_id}", "Choisissez la réponse du financeur pour cette ligne")
        return None
    return Said(line_id=line_id, verdict=verdict, granted_cents=granted, reason=reason)


async def _draw(claim: Claim, form: Form) -> Page:
    return page(
        "claims/answer.html",
        status=form.status,
        form=form,
        claim=claim,
        answers=await store.answers_of(claim.id),
    )


HANDLERS = [answer_claim_page, answer_claim_form]
