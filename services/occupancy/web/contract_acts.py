"""Pages of the acts on a contract: one page per act, with what it will do and what it needs."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import contracts as actions
from occupancy.actions.consequences import preview_end
from occupancy.actions.contracts import SignContract
from occupancy.clients.alt_units import AltUnits
from occupancy.documents.contracts import turnaround_words
from occupancy.domain.consequences import Consequences
from occupancy.domain.contracts import Contract, End, EndReason
from occupancy.domain.next_acts import NextAct
from occupancy.domain.regimes import FundingScheme, LegalRegime, proposed_regime
from occupancy.domain.renewals import overstay_from, pending
from occupancy.domain.terms import RenewedTooOften, TermPlan, renewal
from occupancy.domain.units import mobilisation_on
from occupancy.relay import Relay
from occupancy.store import contracts as store
from occupancy.store import households, renewals
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths, renewal_words
from occupancy.web.stay_words import CONFIRM, LABEL, consequence, holder_words, place_words, time_left

_ONE = "/sejours/contrats/{contract_id:uuid}"


@get(f"{_ONE}/signature")
async def sign_contract_page(
    contract_id: FromPath[UUID], act: NamedDependency[Act], alt_units: NamedDependency[AltUnits]
) -> Page:
    """What is about to be signed, under the regime that the unit proposes."""
    contract = await store.find_contract(contract_id)
    unit = await alt_units.unit(contract.unit_id, by=act.by)
    proposed = proposed_regime(mobilisation_on(unit, contract.first_day), contract.programme)
    form = Form.blank(signed_on=act.today, legal_regime=proposed.legal_regime, funding_scheme=proposed.funding_scheme)
    return await draw_act(NextAct.SIGN, contract_id, form, act)


@post(f"{_ONE}/signature")
async def sign_contract_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    relay: NamedDependency[Relay],
) -> Response[Any]:
    """Sign."""
    version = form.version()
    command = SignContract(
        signed_on=form.date("signed_on"),
        legal_regime=form.choice("legal_regime", LegalRegime),
        funding_scheme=form.choice("funding_scheme", FundingScheme),
    )
    if form.ok:
        with form.refusals():
            signing = actions.sign_contract(db, contract_id, command, act, expected=version, alt_units=alt_units)
            await once(act, Contract, signing)
            relay.wake()
            return see(paths.contract(contract_id), done="contract-signed")
    return await draw_act(NextAct.SIGN, contract_id, form, act)


@get(f"{_ONE}/fin")
async def end_contract_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The last day really spent."""
    return await draw_act(NextAct.END, contract_id, Form.blank(ended_on=act.today), act)


@post(f"{_ONE}/fin")
async def end_contract_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    relay: NamedDependency[Relay],
) -> Response[Any]:
    """Tell what the end will do; recorded at the second press."""
    version = form.version()
    ending = End(
        ended_on=form.date("ended_on"),
        reason=form.choice("reason", EndReason),
        note=form.text("note", 1000, required=False),
        forwarding_address=form.text("forwarding_address", 300, required=False) or None,
    )
    told = await tell(form, lambda: preview_end(contract_id, ending, act, alt_units=alt_units))
    if told and is_seen(form, told):
        with form.refusals():
            await once(act, Contract, actions.end_contract(db, contract_id, ending, act, expected=version))
            relay.wake()
            return see(paths.contract(contract_id), done="contract-ended")
    return await draw_act(NextAct.END, contract_id, form, act, told)


@get(f"{_ONE}/annulation")
async def cancel_contract_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Why it never took effect."""
    return await draw_act(NextAct.CANCEL, contract_id, Form.blank(), act)


@post(f"{_ONE}/annulation")
async def cancel_contract_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    relay: NamedDependency[Relay],
) -> Response[Any]:
    """Cancel."""
    reason, version = form.text("reason", 1000), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Contract, actions.cancel_contract(db, contract_id, reason, act, expected=version))
            relay.wake()
            return see(paths.contract(contract_id), done="contract-cancelled")
    return await draw_act(NextAct.CANCEL, contract_id, form, act)


async def tell(form: Form, preview: Callable[[], Awaitable[Consequences]]) -> Consequences | None:
    """What the act will do, when the form is whole and the rules allow it; what they refuse is on the form."""
    if form.ok:
        with form.refusals():
            return await preview()
    return None


def is_seen(form: Form, told: Consequences) -> bool:
    """True when the person has read these very days: other days typed since are told first."""
    return form.value("seen") == seen_words(told)


def seen_words(told: Consequences) -> str:
    """What the page sends back once it has shown the consequences."""
    return f"{told.after.first_day} {told.after.last_day}"


async def draw_act(
    act_name: NextAct, contract_id: UUID, form: Form, act: Act, told: Consequences | None = None
) -> Page:
    """The page of an act: what it will do, and its form. `told`: its consequences, to be confirmed."""
    contract = await store.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    terms = await store.terms_of(contract_id)
    law = await law_in_force()
    return page(
        "contracts/act.html",
        status=form.status,
        form=form,
        act_name=act_name.value,
        title=LABEL[act_name],
        consequence=consequence(law, contract, act_name, terms),
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
        left=time_left(law, contract, act.today),
        next_term=_next_term(law, contract, terms)
        if act_name in (NextAct.RENEW, NextAct.ASK_RENEWAL) and terms
        else None,
        may_override=act.by.may("contracts.override"),
        request=pending(await renewals.requests_of(contract_id)),
        overstay_from=overstay_from(contract, await renewals.overstays_of(contract_id)),
        words=renewal_words,
        told=told if form.ok else None,
        seen=seen_words(told) if told else "",
        confirm=CONFIRM.get(act_name, ""),
        end_reasons=[(one, words) for one, words in labels.END_REASON.items() if one is not EndReason.SLID],
        legal_regimes=list(labels.LEGAL_REGIME.items()),
        funding_schemes=list(labels.FUNDING_SCHEME.items()),
        turnaround=turnaround_words(contract),
    )


def _next_term(law: Law, contract: Contract, terms: tuple[Any, ...]) -> TermPlan | None:
    try:
        return renewal(law, contract.programme, terms, last_day=None, override_reason=None)
    except RenewedTooOften:
        return None


HANDLERS = [
    sign_contract_page,
    sign_contract_form,
    end_contract_page,
    end_contract_form,
    cancel_contract_page,
    cancel_contract_form,
]
