"""Pages of households."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.law import Law
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import households as actions
from occupancy.actions.households import HouseholdFacts
from occupancy.documents.lists import households_sheet
from occupancy.documents.support_words import KIND, PURPOSE
from occupancy.domain.households import Household, Orientation, Situation
from occupancy.domain.members import Member, present
from occupancy.domain.members import household_on as as_it_is_on
from occupancy.domain.particulars import holding
from occupancy.store import contracts
from occupancy.store import households as store
from occupancy.store.attributions import attributions_of_household
from occupancy.store.law import law_in_force
from occupancy.store.members import all_on, household_on, members_of
from occupancy.store.particulars import particulars_of
from occupancy.store.referrals import referrals_of_household
from occupancy.store.support_measures import measures_of_household
from occupancy.store.timeline import timeline
from occupancy.web import household_words, labels, paths
from occupancy.web.attribution_words import STATE as ATTRIBUTION_STATE
from occupancy.web.money_panel import household_panel
from occupancy.web.referral_words import status_words
from occupancy.web.stay_words import place_words, time_left
from occupancy.web.support_words import STATE


@get(paths.HOUSEHOLDS)
async def list_households_page(
    act: NamedDependency[Act],
    paging: NamedDependency[Paging],
    export: NamedDependency[Export],
    recherche: FromQuery[str] = "",
) -> Response[Any]:
    """Households, latest first, found by name or reference."""
    form = Form.blank(recherche=recherche)
    search = form.text("recherche", 120, required=False)
    if export and form.ok:
        every = await all_on(await store.list_households(search=search, after=None, limit=EVERYTHING), act.today)
        return await export.of(households_sheet(every, labels.ORIENTATION), "menages")
    found = await store.list_households(search=search, after=paging.after, limit=paging.limit + 1)
    shown, more = await all_on(found[: paging.limit], act.today), len(found) > paging.limit
    return page(
        "households/list.html",
        status=form.status,
        form=form,
        rows=shown,
        searched=search,
        next_href=paths.households_after(search, shown[-1].reference) if more else "",
    )


@get(paths.NEW_HOUSEHOLD)
async def register_household_page() -> Page:
    """An empty form."""
    return _edit(Form.blank(adults=1, children=0), None)


@post(paths.NEW_HOUSEHOLD)
async def register_household_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Register, then go on to the household's page."""
    facts = _read(form)
    if form.ok:
        with form.refusals():
            household = await once(
                act, Household, actions.register_household(db, facts, act, note_confirmed=form.checked("confirm_note"))
            )
            return see(paths.household(household.id), done="household-registered")
    return _edit(form, None)


@get(paths.HOUSEHOLDS + "/{household_id:uuid}")
async def household_page(
    household_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database], au: FromQuery[str] = ""
) -> Page:
    """The household: its facts, its stays, its account on a day."""
    law, people = await law_in_force(), await members_of(household_id)
    household = as_it_is_on(await store.find_household(household_id), people, act.today, law)
    day = Form.blank(au=au or act.today)
    on: date = day.date("au") if day.value("au") else act.today
    stays = await contracts.household_contracts(household_id)
    events = await timeline((f"household/{household_id}", *(f"contract/{one.id}" for one in stays)))
    return page(
        "households/show.html",
        household=household,
        stays=[{"contract": one, "place": place_words(one), "left": time_left(law, one, act.today)} for one in stays],
        events=events,
        members=_members(people, law, act),
        particulars=await _particulars(household_id, people, act) if act.by.may("particulars.read") else None,
        words=household_words,
        day_form=day,
        on=on if day.ok else act.today,
        may_write=act.by.may("households.write"),
        may_prepare=act.by.may("contracts.write"),
        referrals=await _referrals(household_id, act),
        supports=await _supports(household_id, act),
        attributions=await _attributions(household_id, act),
        **await household_panel(household, on if day.ok else act.today),
    )


@get(paths.HOUSEHOLDS + "/{household_id:uuid}/modification")
async def amend_household_page(household_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The form, filled in."""
    household = await household_on(household_id, act.today)
    facts = {name: getattr(household, name) for name in HouseholdFacts.__struct_fields__}
    return _edit(Form.blank(**facts), household, is_named=bool(await members_of(household_id)))


@post(paths.HOUSEHOLDS + "/{household_id:uuid}/modification")
async def amend_household_form(
    household_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Save the new facts; contracts already signed keep theirs."""
    facts, version = _read(form), form.version()
    if form.ok:
        with form.refusals():
            amending = actions.amend_household(
                db, household_id, facts, act, expected=version, note_confirmed=form.checked("confirm_note")
            )
            household = await once(act, Household, amending)
            return see(paths.household(household.id), done="household-amended")
    household = await store.find_household(household_id)
    return _edit(form, household, is_named=bool(await members_of(household_id)))


async def _supports(household_id: UUID, act: Act) -> list[dict[str, Any]]:
    """The support of the household, for those who may read it."""
    if not act.by.may("support.read"):
        return []
    found = await measures_of_household(household_id)
    return [
        {"measure": one, "kind": KIND[one.kind], "purpose": PURPOSE[one.purpose], "state": STATE[one.state]}
        for one in found
    ]


async def _attributions(household_id: UUID, act: Act) -> list[dict[str, Any]]:
    """The dossiers of the household towards a social dwelling, for those who may read them."""
    found = await attributions_of_household(household_id) if act.by.may("referrals.read") else ()
    return [{"one": one, "state": ATTRIBUTION_STATE[one.state]} for one in found]


async def _referrals(household_id: UUID, act: Act) -> list[dict[str, Any]]:
    """The referrals of the household, for those who may read them."""
    if not act.by.may("referrals.read"):
        return []
    return [{"referral": one, "status": status_words(one)} for one in await referrals_of_household(household_id)]


def _members(known: Sequence[Member], law: Law, act: Act) -> list[dict[str, Any]]:
    """Who is there today, the holder first, then who was or will be."""
    there = present(known, act.today)
    return [
        {
            "member": one,
            "age": household_words.age_words(one, act.today, law),
            "presence": household_words.presence_words(one),
            "is_there": one in there,
        }
        for one in (*there, *(each for each in known if each not in there))
    ]


async def _particulars(household_id: UUID, people: Sequence[Member], act: Act) -> list[dict[str, Any]]:
    """What holds today by kind, then what is over, to come or withdrawn."""
    known = await particulars_of(household_id)
    named = {one.id: one.name for one in people}
    now = holding(known, act.today)
    return [
        {"one": one, "member": named.get(one.member_id, "") if one.member_id else "", "holds": one in now}
        for one in (*now, *(each for each in known if each not in now))
    ]


def _read(form: Form) -> HouseholdFacts:
    email = form.text("email", 200, required=False)
    if email and ("@" not in email or " " in email):
        form.wrong("email", "Adresse comme nom@exemple.fr attendue")
    return HouseholdFacts(
        last_name=form.text("last_name", 120),
        first_name=form.text("first_name", 120),
        situation=form.choice("situation", Situation),
        adults=form.integer("adults", 1, 20),
        children=form.integer("children", 0, 20),
        phone=form.text("phone", 30, required=False) or None,
        email=email or None,
        orientation=form.choice("orientation", Orientation),
        note=form.text("note", 2000, required=False),
    )


def _edit(form: Form, household: Household | None, *, is_named: bool = False) -> Page:
    return page(
        "households/edit.html",
        status=form.status,
        form=form,
        household=household,
        is_named=is_named,
        situations=list(labels.SITUATION.items()),
        orientations=list(labels.ORIENTATION.items()),
    )


HANDLERS = [
    list_households_page,
    register_household_page,
    register_household_form,
    household_page,
    amend_household_page,
    amend_household_form,
]
