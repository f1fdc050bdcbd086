"""Pages of the members of a household."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import members as actions
from occupancy.actions.members import MemberFacts
from occupancy.domain.members import Gender, Member, Relation, present
from occupancy.store import contracts, households
from occupancy.store import members as store
from occupancy.web import household_words, paths

_NEW = paths.HOUSEHOLDS + "/{household_id:uuid}/membres/nouveau"
_ONE = "/sejours/menages/membres/{member_id:uuid}"


@get(_NEW)
async def add_member_page(household_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The first member is the holder, whose name is known."""
    household = await households.find_household(household_id)
    there = await store.members_of(household_id)
    stays = await contracts.household_contracts(household_id)
    since = min((one.first_day for one in stays if one.is_occupying), default=act.today)
    form = Form.blank(joined_on=since, last_name=household.last_name)
    if not any(one.relation is Relation.HOLDER for one in present(there, act.today)):
        form = Form.blank(
            joined_on=since,
            relation=Relation.HOLDER,
            last_name=household.last_name,
            first_name=household.first_name,
        )
    return await _draw(form, household_id)


@post(_NEW)
async def add_member_form(
    household_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Name one more person."""
    facts = _read(form)
    if form.ok:
        with form.refusals():
            await once(act, Member, actions.add_member(db, household_id, facts, act))
            return see(paths.household(household_id), done="member-added")
    return await _draw(form, household_id)


@get(_ONE)
async def amend_member_page(member_id: FromPath[UUID]) -> Page:
    """The form, filled in."""
    member = await store.find_member(member_id)
    facts = {name: getattr(member, name) for name in MemberFacts.__struct_fields__}
    return await _draw(Form.blank(**facts), member.household_id, member)


@post(_ONE)
async def amend_member_form(
    member_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """New facts, or the day of leaving."""
    facts, version = _read(form), form.version()
    member = await store.find_member(member_id)
    if form.ok:
        with form.refusals():
            await once(act, Member, actions.amend_member(db, member_id, facts, act, expected=version))
            return see(paths.household(member.household_id), done="member-amended")
    return await _draw(form, member.household_id, member)


@post(_ONE + "/retrait")
async def remove_member_form(
    member_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Take out somebody who was never in the household."""
    version = form.version()
    member = await store.find_member(member_id)
    if form.ok:
        with form.refusals():
            await once(act, Member, actions.remove_member(db, member_id, act, expected=version))
            return see(paths.household(member.household_id), done="member-removed")
    return await _draw(form, member.household_id, member)


def _read(form: Form) -> MemberFacts:
    return MemberFacts(
        relation=form.choice("relation", Relation),
        last_name=form.text("last_name", 120),
        first_name=form.text("first_name", 120, required=False),
        born_on=form.maybe_date("born_on"),
        birth_year=form.maybe_integer("birth_year", 1900, 2099),
        gender=form.maybe_choice("gender", Gender),
        joined_on=form.date("joined_on"),
        left_on=form.maybe_date("left_on"),
    )


async def _draw(form: Form, household_id: UUID, member: Member | None = None) -> Page:
    return page(
        "households/member.html",
        status=form.status,
        form=form,
        household=await households.find_household(household_id),
        member=member,
        words=household_words,
    )


HANDLERS = [add_member_page, add_member_form, amend_member_page, amend_member_form, remove_member_form]
