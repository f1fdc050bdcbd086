"""One dwelling of a claim: decide another amount while it is a draft, propose its correction once it is submitted."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import claims as actions
from alt_units.actions.claim_corrections import AdjustClaimLine, propose_correction
from alt_units.actions.claims import SetClaimed
from alt_units.domain.claim_corrections import ClaimCorrection
from alt_units.domain.claims import Claim
from alt_units.web import paths
from alt_units.web.claims import CLAIM, find
from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import LIMIT
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import Page, page, see

LINE = f"{CLAIM}/lignes/{{line_id:uuid}}"


@get(f"{LINE}/montant")
async def set_claimed_page(convention_id: FromPath[UUID], month: FromPath[str], line_id: FromPath[UUID]) -> Page:
    claim = await find(convention_id, month)
    line = claim.line(line_id)
    form = Form.blank(claimed_cents=amount(line.claimed_cents), reason=line.claimed_reason or "")
    return page("claims/claimed.html", form=form, claim=claim, line=line)


@post(f"{LINE}/montant")
async def set_claimed_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    claim, version = await find(convention_id, month), form.version()
    command = read_claimed(form, line_id)
    if form.ok:
        with form.refusals():
            await once(act, Claim, actions.set_claimed(db, claim.id, command, act, version=version))
            return see(paths.claim(convention_id, claim.month), done="claimed-amount-set")
    return page("claims/claimed.html", status=form.status, form=form, claim=claim, line=claim.line(line_id))


@get(f"{LINE}/ajustement")
async def adjust_claim_line_page(convention_id: FromPath[UUID], month: FromPath[str], line_id: FromPath[UUID]) -> Page:
    claim = await find(convention_id, month)
    return page("claims/adjust.html", form=Form.blank(), claim=claim, line=claim.line(line_id))


@post(f"{LINE}/ajustement")
async def adjust_claim_line_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    claim, version = await find(convention_id, month), form.version()
    command = read_adjustment(form, line_id)
    if form.ok:
        with form.refusals():
            await once(act, ClaimCorrection, propose_correction(db, claim.id, command, act, version=version))
            return see(paths.claim(convention_id, claim.month), done="claim-correction-proposed")
    return page("claims/adjust.html", status=form.status, form=form, claim=claim, line=claim.line(line_id))


def read_claimed(form: Form, line_id: UUID) -> SetClaimed:
    """The amount to claim on a draft, with its reason."""
    amount_cents = form.euros("claimed_cents")
    return SetClaimed(line_id=line_id, amount_cents=amount_cents, reason=form.text("reason", 500, required=False))


def read_adjustment(form: Form, line_id: UUID) -> AdjustClaimLine:
    """The correction of a submitted line."""
    command = AdjustClaimLine(
        line_id=line_id,
        decided_on=form.date("decided_on"),
        amount_cents=form.euros("amount_cents", least=-LIMIT),
        reason=form.text("reason", 500),
    )
    if command.amount_cents == 0:
        form.wrong("amount_cents", "Une correction nulle ne change rien : indiquez un montant.")
    return command


HANDLERS = [set_claimed_page, set_claimed_form, adjust_claim_line_page, adjust_claim_line_form]
