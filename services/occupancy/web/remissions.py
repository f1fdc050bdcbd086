"""What is proposed and decided on the claims of a household: remise gracieuse, non-valeur, créance éteinte."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import euros
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import remissions as actions
from occupancy.domain.claims import open_claims
from occupancy.domain.remissions import WORDS, Remission, RemissionDecision, RemissionKind
from occupancy.store import households, ledger
from occupancy.store import remissions as store
from occupancy.web import paths
from occupancy.web.stay_words import holder_words


@get(f"{paths.HOUSEHOLDS}/{{household_id:uuid}}/remises")
async def remissions_page(household_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Those of a household, and what may be proposed."""
    return await _draw(Form.blank(), Form.blank(), household_id, act)


@post(f"{paths.HOUSEHOLDS}/{{household_id:uuid}}/remises")
async def propose_remission_form(
    household_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Propose one, on one claim."""
    command = actions.ProposeRemission(
        claim_id=form.identifier("claim_id"),
        kind=form.choice("kind", RemissionKind),
        amount_cents=form.euros("amount_cents", least=1),
        reason=form.text("reason", max_length=500),
    )
    if form.ok:
        with form.refusals():
            await once(act, Remission, actions.propose_remission(db, household_id, command, act))
            return see(paths.remissions(household_id), done="remission-proposed")
    return await _draw(form, Form.blank(), household_id, act)


@post(f"{paths.REMISSIONS}/{{remission_id:uuid}}/decision")
async def decide_remission_form(
    remission_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Grant or refuse what somebody else proposed."""
    proposal = await store.find_remission(remission_id)
    is_granted = form.value("outcome") == "granted"
    said = form.text("decision_ref", max_length=300)
    if form.ok:
        with form.refusals():
            doing = actions.decide_remission(db, remission_id, said, act, is_granted=is_granted)
            await once(act, RemissionDecision, doing)
            done = "remission-granted" if is_granted else "remission-refused"
            return see(paths.remissions(proposal.household_id), done=done)
    return await _draw(Form.blank(), form, proposal.household_id, act)


async def _draw(form: Form, decision_form: Form, household_id: UUID, act: Act) -> Page:
    household = await households.find_household(household_id)
    transfers = await ledger.transfers_of(household_id)
    due, labels = open_claims(transfers), {one.id: one.label for one in transfers}
    return page(
        "accounts/remissions.html",
        status=form.status if form.status != 200 else decision_form.status,
        form=form,
        decision_form=decision_form,
        household=household,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        rows=[(one, decision, labels[one.claim_id]) for one, decision in await store.remissions_of(household_id)],
        claims=[(one.transfer_id, f"{one.label} : {euros(one.open_cents)}") for one in due],
        kinds=list(WORDS.items()),
        words=WORDS,
    )


HANDLERS = [remissions_page, propose_remission_form, decide_remission_form]
