"""A correction shown with its consequences before it is confirmed; nothing typed is lost on the way."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import consequences as actions
from alt_units.domain.claims import Claim
from alt_units.domain.consequences import Consequence
from alt_units.web import paths
from alt_units.web.claim_lines import LINE, read_adjustment, read_claimed
from alt_units.web.claims import find
from kernel.acts import Act
from kernel.db import Database
from kernel.law import Law
from kernel.web.form import Form
from kernel.web.page import Page, page


@post(f"{LINE}/ajustement/apercu")
async def preview_adjustment_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    claim, command = await find(convention_id, month), read_adjustment(form, line_id)
    found = None
    if form.ok:
        with form.refusals():
            found = await actions.preview_adjustment(db, law, claim.id, command, by=act.by.name, today=act.today)
    return _draw("adjust", "ajustement", claim, line_id, form, found)


@post(f"{LINE}/montant/apercu")
async def preview_claimed_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    claim, command = await find(convention_id, month), read_claimed(form, line_id)
    found = None
    if form.ok:
        with form.refusals():
            found = await actions.preview_claimed(db, law, claim.id, command)
    return _draw("claimed", "montant", claim, line_id, form, found)


def _draw(name: str, act: str, claim: Claim, line_id: UUID, form: Form, found: Consequence | None) -> Page:
    """The form again, with what it would change and the button that confirms it."""
    confirm = paths.claim_line(claim.convention_id, claim.month, line_id, act)
    return page(
        f"claims/{name}.html",
        status=form.status,
        form=form,
        claim=claim,
        line=claim.line(line_id),
        found=found,
        confirm=confirm,
    )


HANDLERS = [preview_adjustment_form, preview_claimed_form]
