"""Pages of contracts: preparing one, and the page where a whole stay is read and led."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.law import Law
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import contracts as actions
from occupancy.actions.contracts import PrepareContract
from occupancy.actions.work_tray import follower_of
from occupancy.clients.alt_units import AltUnits
from occupancy.documents.contracts import turnaround_words
from occupancy.documents.regime_words import effect_lines
from occupancy.domain.contracts import Contract
from occupancy.domain.households import Household
from occupancy.domain.inspections import Inspection, InspectionKind, completion_until
from occupancy.domain.next_acts import NextAct, next_acts
from occupancy.domain.renewals import pending
from occupancy.domain.terms import Term, has_renewal_left
from occupancy.domain.units import Programme
from occupancy.store import contracts as store
from occupancy.store import households, inspections, referrals, renewals
from occupancy.store.insurance_demands import demands_of
from occupancy.store.insurances import attestations_of
from occupancy.store.issued_documents import documents_of
from occupancy.store.law import law_in_force
from occupancy.store.members import household_on
from occupancy.store.stay_followers import follower_of_stay
from occupancy.store.timeline import timeline
from occupancy.web import labels, paths, renewal_words
from occupancy.web.contract_facts import aid_words
from occupancy.web.money_panel import money_panel
from occupancy.web.places import place_options, read_place
from occupancy.web.stay_words import (
    LABEL,
    PERMISSION,
    address_of,
    consequence,
    holder_words,
    place_words,
    time_left,
)


@get(paths.NEW_CONTRACT)
async def prepare_contract_page(
    act: NamedDependency[Act],
    alt_units: NamedDependency[AltUnits],
    menage: FromQuery[str] = "",
    place: FromQuery[str] = "",
    du: FromQuery[str] = "",
    au: FromQuery[str] = "",
    orientation: FromQuery[str] = "",
) -> Page:
    """The form, for the household, or the place and days of a search, or a referral, given in the address."""
    form = Form.blank(household_id=menage, place=place, first_day=du or act.today, last_day=au)
    if orientation:
        form = await _from_referral(orientation) or form
    return await _prepare(form, act, alt_units)


@post(paths.NEW_CONTRACT)
async def prepare_contract_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """Prepare the draft, then show it to be signed."""
    command = _read(form)
    if form.ok:
        with form.refusals():
            contract = await once(act, Contract, actions.prepare_contract(db, command, act, alt_units=alt_units))
            return see(paths.contract(contract.id), done="contract-prepared")
    return await _prepare(form, act, alt_units)


@get("/sejours/contrats/{contract_id:uuid}")
async def contract_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The whole stay on one page."""
    contract = await store.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    terms = await store.terms_of(contract_id)
    entry = await inspections.maybe_inspection(contract_id, InspectionKind.ENTRY)
    exit_ = await inspections.maybe_inspection(contract_id, InspectionKind.EXIT)
    may_see = act.by.may("households.read")
    law = await law_in_force()
    requests = await renewals.requests_of(contract_id)
    taken_up = await follower_of_stay(contract_id)
    subjects = [f"contract/{contract_id}", *(f"inspection/{one.id}" for one in (entry, exit_) if one)]
    return page(
        "contracts/show.html",
        contract=contract,
        household=household,
        holder=holder_words(household, may_see=may_see),
        may_see=may_see,
        place=place_words(contract),
        left=time_left(law, contract, act.today),
        turnaround=turnaround_words(contract),
        aids=aid_words(contract),
        terms=terms,
        fee_source=_fee_source(contract),
        acts=_acts(law, contract, terms, entry, exit_, act, is_asked=pending(requests) is not None),
        requests=requests,
        overstays=await renewals.overstays_of(contract_id),
        attestations=await attestations_of(contract_id),
        demands=await demands_of(contract_id),
        words=renewal_words,
        follower=await follower_of(contract_id, contract.household_id, act.by),
        taken_up_by=taken_up.person_id if taken_up else None,
        effects=effect_lines(contract.legal_regime, law, act.today) if contract.is_occupying else (),
        inspections=_inspections(law, contract, entry, exit_),
        can_compare=entry is not None and exit_ is not None and exit_.is_signed,
        events=await timeline(tuple(subjects)),
        referral=await referrals.referral_of_contract(contract_id) if act.by.may("referrals.read") else None,
        documents=await documents_of(f"contract/{contract_id}") if may_see else (),
        **await money_panel(contract),
    )


def _acts(
    law: Law,
    contract: Contract,
    terms: tuple[Term, ...],
    entry: Inspection | None,
    exit_: Inspection | None,
    act: Act,
    *,
    is_asked: bool,
) -> list[dict[str, Any]]:
    """The legal next acts that this person may do, each with what it will do."""
    left = has_renewal_left(law, contract.programme, terms)
    renewable = left or act.by.may("contracts.override")
    legal = next_acts(contract, entry, exit_, renewable=renewable, today=act.today, is_asked=is_asked)
    expected = legal if left else sorted(legal, key=lambda one: one is NextAct.RENEW)
    return [
        {
            "label": LABEL[one],
            "href": address_of(contract, one),
            "consequence": consequence(law, contract, one, terms),
            "danger": one is NextAct.CANCEL,
        }
        for one in expected
        if act.by.may(PERMISSION[one])
    ]


def _inspections(
    law: Law, contract: Contract, entry: Inspection | None, exit_: Inspection | None
) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind,
            "label": labels.INSPECTION[kind],
            "inspection": one,
            "completion": completion_until(one, law, contract.territory)
            if one and kind is InspectionKind.ENTRY
            else None,
        }
        for kind, one in ((InspectionKind.ENTRY, entry), (InspectionKind.EXIT, exit_))
    ]


def _fee_source(contract: Contract) -> dict[str, Any]:
    """What the scale said when the contract was prepared."""
    trace = msgspec.json.decode(contract.fee.trace, type=dict[str, Any])
    return {name: trace.get(name) for name in ("cents", "source", "status")}


def _read(form: Form) -> PrepareContract:
    household_id = form.identifier("household_id")
    unit_id, place_number = read_place(form)
    return PrepareContract(
        household_id=household_id,
        unit_id=unit_id,
        place_number=place_number,
        first_day=form.date("first_day"),
        last_day=form.maybe_date("last_day"),
        override_reason=form.text("override_reason", 1000, required=False) or None,
        fee_cents=form.maybe_euros("fee", 0, 10**8),
        fee_override_reason=form.text("fee_override_reason", 1000, required=False) or None,
        referral_id=form.maybe_identifier("referral_id"),
    )


async def _from_referral(sent: str) -> Form | None:
    """The form filled in from a referral: household, place, first day."""
    try:
        referral = await referrals.find_referral(UUID(sent))
    except (ValueError, NotFound):
        return None
    return Form.blank(
        household_id=referral.household_id,
        place=f"{referral.place.unit_id}:{referral.place.place_number}",
        first_day=referral.first_day,
        referral_id=referral.id,
    )


async def _prepare(form: Form, act: Act, alt_units: AltUnits) -> Page:
    household = await _household(form, act.today)
    stays = await store.contracts_taking(act.today)
    units = await alt_units.units(by=act.by)
    return page(
        "contracts/new.html",
        status=form.status,
        form=form,
        household=household,
        households=[] if household else [(one.id, f"{one.name} ({one.reference})") for one in await _latest()],
        durations=_durations(await law_in_force(), act.today),
        may_override=act.by.may("contracts.override"),
        places=[option for unit in units for option in place_options(unit, stays, act.today)],
    )


def _durations(law: Law, today: date) -> str:
    months = [f"{one.value} : {law.at(f'stay.{one.lower()}.initial_months', today).number} mois" for one in Programme]
    return ". ".join(months)


async def _household(form: Form, on: date) -> Household | None:
    try:
        return await household_on(UUID(form.value("household_id")), on)
    except (ValueError, NotFound):
        return None


async def _latest() -> list[Household]:
    return await households.list_households(limit=200)


HANDLERS = [prepare_contract_page, prepare_contract_form, contract_page]
