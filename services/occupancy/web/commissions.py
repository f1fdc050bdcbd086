"""Pages of the commission: its sessions, what each compares and decides, and the decisions taken by delegation."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import referral_decisions as actions
from occupancy.documents import referral_words as words
from occupancy.documents.referral_lists import delegated_sheet
from occupancy.domain.commissions import Commission, Member, comparisons, letters
from occupancy.store import commissions as store
from occupancy.store.delegated_decisions import delegated_decisions
from occupancy.store.members import households_on
from occupancy.store.referrals import referrals_of_commission
from occupancy.store.timeline import timeline
from occupancy.web import paths
from occupancy.web.referral_words import REFERRAL_VERB, status_words

_FUNCTIONS = ("Président", "Vice-président", "Élu", "Élu", "Membre nommé", "Membre nommé")
"""What the form starts from; each CCAS writes its own."""
_SEATS = 10


@get(paths.COMMISSIONS)
async def list_commissions_page(act: NamedDependency[Act], paging: NamedDependency[Paging]) -> Page:
    """Sessions, latest first."""
    return await _list(Form.blank(held_on=act.today), paging)


@post(paths.COMMISSIONS)
async def convene_commission_form(
    form: NamedDependency[Form],
    paging: NamedDependency[Paging],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """A session to come, or one that has met."""
    held_on = form.date("held_on")
    if form.ok:
        with form.refusals():
            commission = await once(act, Commission, actions.convene_commission(db, held_on, act))
            return see(paths.commission(commission.id), done="commission-convened")
    return await _list(form, paging)


@get(paths.COMMISSIONS + "/{commission_id:uuid}")
async def commission_page(commission_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The agenda, the comparison without names, who was there, what was decided."""
    start = {f"function.{number}": name for number, name in enumerate(_FUNCTIONS)}
    return await _session(Form.blank(**start), await store.find_commission(commission_id), act)


@post(paths.COMMISSIONS + "/{commission_id:uuid}/presence")
async def hold_commission_form(
    commission_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """The session has met."""
    members, quorum_met, version = _members(form), form.checked("quorum_met"), form.version()
    if form.ok:
        with form.refusals():
            holding = actions.hold_commission(db, commission_id, members, act, quorum_met=quorum_met, expected=version)
            await once(act, Commission, holding)
            return see(paths.commission(commission_id), done="commission-held")
    return await _session(form, await store.find_commission(commission_id), act)


@get(paths.DELEGATED)
async def delegated_decisions_page(
    act: NamedDependency[Act], export: NamedDependency[Export], rapportees: FromQuery[str] = ""
) -> Response[Any]:
    """The decisions taken by delegation that are still to report to the board, or those reported."""
    found = await delegated_decisions(to_report=not rapportees)
    if export:
        return await export.of(delegated_sheet(found), f"decisions-par-delegation-{act.today}")
    return await _delegated(Form.blank(reported_on=act.today), act, reported=bool(rapportees))


@post(paths.DELEGATED)
async def report_decisions_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Reported at the meeting of the board."""
    reported_on = form.date("reported_on")
    if form.ok:
        with form.refusals():
            await once(act, int, actions.report_decisions(db, reported_on, act))
            return see(paths.DELEGATED, done="decisions-reported")
    return await _delegated(form, act, reported=False)


def _members(form: Form) -> tuple[Member, ...]:
    """The seats that have a function."""
    seats = [(form.text(f"function.{n}", 120, required=False), form.checked(f"present.{n}")) for n in range(_SEATS)]
    return tuple(Member(function=function, is_present=is_present) for function, is_present in seats if function)


async def _list(form: Form, paging: Paging) -> Page:
    found = await store.list_commissions(after=paging.after, limit=paging.limit + 1)
    shown, more = found[: paging.limit], len(found) > paging.limit
    rows = [{"session": one, "referrals": len(await referrals_of_commission(one.id))} for one in shown]
    return page(
        "commissions/list.html",
        status=form.status,
        form=form,
        rows=rows,
        next_href=f"{paths.COMMISSIONS}?after={shown[-1].reference}" if more else "",
    )


async def _session(form: Form, session: Commission, act: Act) -> Page:
    referrals = await referrals_of_commission(session.id)
    homes = await households_on({one.household_id for one in referrals}, session.held_on)
    named = letters(referrals)
    return page(
        "commissions/show.html",
        status=form.status,
        form=form,
        session=session,
        comparisons=comparisons(referrals, homes, on=session.held_on),
        rows=[
            {"referral": one, "letter": named[one.id], "status": status_words(one)}
            for one in sorted(referrals, key=lambda each: (each.place.words, named[each.id]))
        ],
        seats=range(_SEATS),
        is_to_come=session.held_on > act.today,
        may_hold=act.by.may("commissions.decide"),
        words=words,
        events=await timeline((f"commission/{session.id}",)),
        verbs=REFERRAL_VERB,
    )


async def _delegated(form: Form, act: Act, *, reported: bool) -> Page:
    return page(
        "commissions/delegated.html",
        status=form.status,
        form=form,
        decisions=await delegated_decisions(to_report=not reported),
        reported=reported,
        tabs=[
            {"label": "À rapporter", "href": paths.DELEGATED, "current": not reported},
            {"label": "Rapportées", "href": f"{paths.DELEGATED}?rapportees=oui", "current": reported},
        ],
        may_report=act.by.may("commissions.decide"),
        words=words,
    )


HANDLERS = [
    list_commissions_page,
    convene_commission_form,
    commission_page,
    hold_commission_form,
    delegated_decisions_page,
    report_decisions_form,
]
