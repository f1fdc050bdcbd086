"""Pages of insurance attestations: read, recorded, withdrawn."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import insurances as actions
from occupancy.actions.insurances import RecordInsurance
from occupancy.domain.insurances import Attestation, Capacity, Insured
from occupancy.store import contracts, households
from occupancy.store import insurances as store
from occupancy.web import paths, renewal_words
from occupancy.web.stay_words import holder_words, place_words

_ONE = "/sejours/contrats/{contract_id:uuid}/assurances"
_WITHDRAWAL = "/sejours/assurances/{attestation_id:uuid}/retrait"


@get(_ONE)
async def record_insurance_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """A new attestation."""
    form = Form.blank(insured=Insured.HOUSEHOLD, capacity=Capacity.OCCUPANT, received_on=act.today)
    return await _draw(form, contract_id, act)


@post(_ONE)
async def record_insurance_form(
    contract_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Record it."""
    command = RecordInsurance(
        insured=form.choice("insured", Insured),
        capacity=form.choice("capacity", Capacity),
        insurer=form.text("insurer", 120),
        valid_from=form.date("valid_from"),
        valid_until=form.date("valid_until"),
        received_on=form.date("received_on"),
    )
    if form.ok:
        with form.refusals():
            await once(act, Attestation, actions.record_insurance(db, contract_id, command, act))
            return see(paths.contract(contract_id), done="insurance-recorded")
    return await _draw(form, contract_id, act)


@get(_WITHDRAWAL)
async def withdraw_insurance_page(attestation_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Why it no longer counts."""
    attestation = await store.find_attestation(attestation_id)
    return await _draw(Form.blank(), attestation.contract_id, act, attestation)


@post(_WITHDRAWAL)
async def withdraw_insurance_form(
    attestation_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Withdraw it."""
    reason, version = form.text("reason", 1000), form.version()
    attestation = await store.find_attestation(attestation_id)
    if form.ok:
        with form.refusals():
            withdrawing = actions.withdraw_insurance(db, attestation_id, reason, act, expected=version)
            await once(act, Attestation, withdrawing)
            return see(paths.contract(attestation.contract_id), done="insurance-withdrawn")
    return await _draw(form, attestation.contract_id, act, attestation)


async def _draw(form: Form, contract_id: UUID, act: Act, attestation: Attestation | None = None) -> Page:
    """A new attestation, or the withdrawal of the one that is given."""
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    return page(
        "contracts/insurance.html",
        status=form.status,
        form=form,
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
        attestation=attestation,
        words=renewal_words,
    )


HANDLERS = [record_insurance_page, record_insurance_form, withdraw_insurance_page, withdraw_insurance_form]
