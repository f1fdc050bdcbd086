"""The page of a mise en demeure for an attestation of insurance."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import insurance_demands as actions
from occupancy.documents.regime_words import insurance_demand_words
from occupancy.domain.insurance_demands import InsuranceDemand
from occupancy.domain.notices import NoticeChannel
from occupancy.store import contracts, households
from occupancy.store import insurance_demands as store
from occupancy.store.law import law_in_force
from occupancy.web import paths, renewal_words
from occupancy.web.stay_words import holder_words, place_words

_ONE = "/sejours/contrats/{contract_id:uuid}/mise-en-demeure-assurance"


@get(_ONE)
async def demand_insurance_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """When it was sent, and how."""
    return await _draw(Form.blank(sent_on=act.today), contract_id, act)


@post(_ONE)
async def demand_insurance_form(
    contract_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Record it."""
    sent_on, channel = form.date("sent_on"), form.choice("channel", NoticeChannel)
    if form.ok:
        with form.refusals():
            await once(act, InsuranceDemand, actions.demand_insurance(db, contract_id, sent_on, channel, act))
            return see(paths.contract(contract_id), done="insurance-demanded")
    return await _draw(form, contract_id, act)


async def _draw(form: Form, contract_id: UUID, act: Act) -> Page:
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    months = (await law_in_force()).at("insurance.demand_months", act.today)
    said, source = insurance_demand_words(contract.legal_regime, months)
    return page(
        "contracts/insurance_demand.html",
        status=form.status,
        form=form,
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
        months=months,
        said=said,
        source=source,
        number=len(await store.demands_of(contract_id)) + 1,
        words=renewal_words,
    )


HANDLERS = [demand_insurance_page, demand_insurance_form]
