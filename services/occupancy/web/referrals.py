"""Pages of referrals: the list, the counts of refusals, a new one, and the page of one with its next legal acts."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import referrals as actions
from occupancy.actions.referrals import ReceiveReferral
from occupancy.clients.alt_units import AltUnits
from occupancy.documents import referral_words as words
from occupancy.documents.referral_lists import referrals_sheet, refusals_sheet
from occupancy.domain.contracts import Contract
from occupancy.domain.deadline_rules import RULES
from occupancy.domain.deadlines import SubjectKind
from occupancy.domain.households import Orientation
from occupancy.domain.referral_acts import next_acts
from occupancy.domain.referral_answers import refusals_by_motive
from occupancy.domain.referrals import Need, Referral, ReferralStatus, answer_due
from occupancy.domain.reserve_lists import is_expired, reserve_list
from occupancy.store import commissions, contracts, households
from occupancy.store import deadlines as open_deadlines
from occupancy.store import referrals as store
from occupancy.store.members import household_on
from occupancy.store.timeline import timeline
from occupancy.web import labels, paths
from occupancy.web.places import place_options, read_place
from occupancy.web.referral_words import REFERRAL_VERB, act_rows, decision_facts, status_words, steps, waits_for
from occupancy.web.stay_words import holder_words


class View(StrEnum):
    """The filters of the list; the words are in the address."""

    OPEN = "en-cours"
    TO_STUDY = "a-etudier"
    TO_DECIDE = "a-decider"
    RESERVE = "liste-d-attente"
    RETAINED = "retenues"
    OVER = "terminees"
    ALL = "toutes"


VIEWS: dict[View, tuple[str, tuple[ReferralStatus, ...]]] = {
    View.OPEN: ("En cours", tuple(one for one in ReferralStatus if one not in ("refused", "housed", "closed"))),
    View.TO_STUDY: ("À étudier", (ReferralStatus.RECEIVED,)),
    View.TO_DECIDE: ("À décider", (ReferralStatus.STUDIED,)),
    View.RESERVE: ("Liste d'attente", (ReferralStatus.WAITING,)),
    View.RETAINED: ("Retenues", (ReferralStatus.RETAINED, ReferralStatus.AGREED)),
    View.OVER: ("Terminées", (ReferralStatus.HOUSED, ReferralStatus.REFUSED, ReferralStatus.CLOSED)),
    View.ALL: ("Toutes", ()),
}


@get(paths.REFERRALS)
async def list_referrals_page(
    act: NamedDependency[Act],
    paging: NamedDependency[Paging],
    export: NamedDependency[Export],
    vue: FromQuery[View] = View.OPEN,
) -> Response[Any]:
    """Referrals, latest first, by where they are."""
    _, statuses = VIEWS[vue]
    if export:
        every = await store.list_referrals(statuses=statuses, limit=EVERYTHING)
        rows = await _rows(every, act)
        sheet = referrals_sheet((one["referral"], one["holder"], one["source"]) for one in rows)
        return await export.of(sheet, f"orientations-{vue}-{act.today}")
    found = await store.list_referrals(statuses=statuses, after=paging.after, limit=paging.limit + 1)
    shown, more = found[: paging.limit], len(found) > paging.limit
    return page(
        "referrals/list.html",
        rows=await _rows(shown, act),
        tabs=[
            {"label": label, "href": f"{paths.REFERRALS}?vue={one}", "current": one is vue}
            for one, (label, _) in VIEWS.items()
        ],
        next_href=f"{paths.REFERRALS}?vue={vue}&after={shown[-1].reference}" if more else "",
        first_href=f"{paths.REFERRALS}?vue={vue}" if paging.after else "",
    )


@get(paths.REFERRAL_REFUSALS)
async def referral_refusals_page(act: NamedDependency[Act], export: NamedDependency[Export]) -> Response[Any]:
    """How many proposals led to no stay, by year and motive."""
    counts = refusals_by_motive(await store.all_answers())
    if export:
        return await export.of(refusals_sheet(counts), f"refus-par-motif-{act.today}")
    return page("referrals/refusals.html", counts=counts, words=words)


@get(paths.NEW_REFERRAL)
async def receive_referral_page(
    act: NamedDependency[Act],
    alt_units: NamedDependency[AltUnits],
    menage: FromQuery[str] = "",
    place: FromQuery[str] = "",
) -> Page:
    """The form, for a household or a place given in the address."""
    form = Form.blank(
        household_id=menage, place=place, received_on=act.today, first_day=act.today, source=Orientation.SIAO
    )
    return await _edit(form, act, alt_units)


@post(paths.NEW_REFERRAL)
async def receive_referral_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """Record it, then show it to be studied."""
    command = _read(form)
    if form.ok:
        with form.refusals():
            referral = await once(act, Referral, actions.receive_referral(db, command, act, alt_units=alt_units))
            return see(paths.referral(referral.id), done="referral-received")
    return await _edit(form, act, alt_units)


@get(paths.REFERRALS + "/{referral_id:uuid}")
async def referral_page(referral_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """One referral: its path, what may be done now, who else is proposed for the place."""
    referral = await store.find_referral(referral_id)
    household = await household_on(referral.household_id, act.today)
    contract = await contracts.find_contract(referral.contract_id) if referral.contract_id else None
    session = await commissions.find_commission(referral.commission_id) if referral.commission_id else None
    legal = next_acts(referral, contract.status if contract else None)
    due = answer_due(referral)
    return page(
        "referrals/show.html",
        referral=referral,
        household=household,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        may_see=act.by.may("households.read"),
        state=status_words(referral),
        steps=steps(referral),
        acts=act_rows(referral, legal, act),
        waits_for=waits_for(legal, act),
        decision_facts=decision_facts(referral.decision) if referral.decision else [],
        contract=contract,
        session=session,
        answer_due=words.answer_words(*due) if due else "",
        deadlines=await _deadlines(referral),
        others=await _others(referral, act),
        first_waiting=await _first_waiting(referral, contract, act.today),
        expired=referral.status is ReferralStatus.WAITING and is_expired(referral, today=act.today),
        words=words,
        events=await timeline((f"referral/{referral_id}",)),
        verbs=REFERRAL_VERB,
    )


async def _deadlines(referral: Referral) -> list[dict[str, Any]]:
    found = await open_deadlines.open_of(SubjectKind.REFERRAL, referral.id)
    return [{"rule": RULES[one.deadline.rule], "deadline": one.deadline} for one in found]


async def _others(referral: Referral, act: Act) -> list[dict[str, Any]]:
    """The other referrals for the same place that are not over."""
    place = referral.place
    alive = [one for one in ReferralStatus if one not in ("refused", "housed", "closed")]
    found = await store.referrals_of_place(place.unit_id, place.place_number, *alive)
    return await _rows([one for one in found if one.id != referral.id], act)


async def _first_waiting(referral: Referral, contract: Contract | None, today: date) -> Referral | None:
    """The next of the reserve list, once neither this referral, its contract nor another household takes the place."""
    place = referral.place
    held = [
        one for one in await store.referrals_holding(place.unit_id) if one.competes(place.place_number, referral.days)
    ]
    if held or (contract is not None and contract.is_running):
        return None
    entries = await store.referrals_of_place(place.unit_id, place.place_number, ReferralStatus.WAITING)
    return next(iter(reserve_list(entries, today=today)), None)


async def _rows(found: tuple[Referral, ...] | list[Referral], act: Act) -> list[dict[str, Any]]:
    holders = await households.households({one.household_id for one in found})
    may_see = act.by.may("households.read")
    return [
        {
            "referral": one,
            "holder": holder_words(holders[one.household_id], may_see=may_see),
            "source": labels.ORIENTATION[one.source],
            "status": status_words(one),
            "answer_due": answer_due(one) is not None,
            "expires_on": one.decision.expires_on if one.decision and one.status is ReferralStatus.WAITING else None,
        }
        for one in found
    ]


def _read(form: Form) -> ReceiveReferral:
    household_id = form.identifier("household_id")
    unit_id, place_number = read_place(form)
    needs = form.many("needs")
    if any(one not in list(Need) for one in needs):
        form.wrong("needs", "Choisissez des valeurs de la liste")
        needs = []
    return ReceiveReferral(
        household_id=household_id,
        unit_id=unit_id,
        place_number=place_number,
        first_day=form.date("first_day"),
        source=form.choice("source", Orientation),
        source_reference=form.text("source_reference", 60, required=False),
        received_on=form.date("received_on"),
        waiting_since=form.maybe_date("waiting_since"),
        needs=tuple(dict.fromkeys(Need(one) for one in needs)),
    )


async def _edit(form: Form, act: Act, alt_units: AltUnits) -> Page:
    latest = await households.list_households(limit=200)
    stays = await contracts.contracts_taking(act.today)
    units = await alt_units.units(by=act.by)
    return page(
        "referrals/new.html",
        status=form.status,
        form=form,
        households=[(one.id, f"{one.name} ({one.reference})") for one in latest],
        places=[option for unit in units for option in place_options(unit, stays, act.today)],
        sources=list(labels.ORIENTATION.items()),
        needs=list(words.NEED.items()),
    )


HANDLERS = [
    list_referrals_page,
    referral_refusals_page,
    receive_referral_page,
    receive_referral_form,
    referral_page,
]
