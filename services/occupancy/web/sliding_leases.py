"""Pages of sliding leases: the list, a new dossier, and where a dossier is, with its calendar and its next legal acts."""

from collections.abc import Sequence
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
from occupancy.actions import sliding_leases as actions
from occupancy.actions.slides import what_is_missing
from occupancy.documents.sliding_lists import sliding_leases_sheet
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.deadline_rules import RULES
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.slides import MISSING_WORDS
from occupancy.domain.sliding_leases import ON_THE_WAY, SIDE_EXITS, Convention, SlidingLease, SlidingState, Upstream
from occupancy.domain.sliding_reviews import deadlines_of, reviews_of
from occupancy.store import contracts, households, outbox
from occupancy.store import sliding_leases as store
from occupancy.store.law import law_in_force
from occupancy.store.timeline import timeline
from occupancy.web import labels, paths
from occupancy.web import sliding_words as words
from occupancy.web.stay_words import holder_words, place_words


class View(StrEnum):
    """The filters of the list; the words are in the address."""

    OPEN = "en-cours"
    SLID = "glisses"
    LEFT = "autres-issues"
    ALL = "tous"


VIEWS: dict[View, tuple[str, tuple[SlidingState, ...]]] = {
    View.OPEN: ("En cours", ON_THE_WAY),
    View.SLID: ("Glissés", (SlidingState.SLID,)),
    View.LEFT: ("Autres issues", SIDE_EXITS),
    View.ALL: ("Tous", ()),
}


@get(paths.SLIDING_LEASES)
async def list_sliding_leases_page(
    act: NamedDependency[Act],
    paging: NamedDependency[Paging],
    export: NamedDependency[Export],
    vue: FromQuery[View] = View.OPEN,
) -> Response[Any]:
    """Dossiers, latest first, by where they are."""
    _, states = VIEWS[vue]
    if export:
        every = await store.list_sliding_leases(states=states, limit=EVERYTHING)
        rows = await _rows(every, act)
        sheet = sliding_leases_sheet((one["lease"], one["holder"], one["state"][0], one["next_on"]) for one in rows)
        return await export.of(sheet, f"baux-glissants-{vue}-{act.today}")
    found = await store.list_sliding_leases(states=states, after=paging.after, limit=paging.limit + 1)
    shown, more = found[: paging.limit], len(found) > paging.limit
    return page(
        "sliding_leases/list.html",
        rows=await _rows(shown, act),
        tabs=[
            {"label": label, "href": f"{paths.SLIDING_LEASES}?vue={one}", "current": one is vue}
            for one, (label, _) in VIEWS.items()
        ],
        next_href=f"{paths.SLIDING_LEASES}?vue={vue}&after={shown[-1].reference}" if more else "",
        first_href=f"{paths.SLIDING_LEASES}?vue={vue}" if paging.after else "",
    )


@get(paths.NEW_SLIDING_LEASE)
async def open_sliding_lease_page(act: NamedDependency[Act], contrat: FromQuery[str] = "") -> Page:
    """The convention tripartite of a sub-lease, with what the law and practice propose."""
    law = await law_in_force()
    form = Form.blank(
        contract_id=contrat,
        exam_period_months=law.at("bg.exam_period_months", act.today).number,
        review_interval_months=law.at("bg.review_interval_months", act.today).number,
        convocation_days=law.at("bg.convocation_days", act.today).number,
    )
    return await _new(form, act)


@post(paths.NEW_SLIDING_LEASE)
async def open_sliding_lease_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Open the dossier."""
    contract_id, upstream, convention = form.identifier("contract_id"), _upstream(form), _convention(form)
    if form.ok:
        with form.refusals():
            opening = actions.open_sliding_lease(db, contract_id, upstream, convention, act)
            lease = await once(act, SlidingLease, opening)
            return see(paths.sliding_lease(lease.id), done="sliding-lease-opened")
    return await _new(form, act)


@get(paths.SLIDING_LEASES + "/{lease_id:uuid}")
async def sliding_lease_page(lease_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Where the dossier is, what is missing, the days to come."""
    lease = await store.find_sliding_lease(lease_id)
    law, minutes = await law_in_force(), await store.minutes_of(lease_id)
    contract = await contracts.find_contract(lease.contract_id)
    household = await households.find_household(lease.household_id)
    upstream = contract.upstream_contract_id
    return page(
        "sliding_leases/show.html",
        lease=lease,
        contract=contract,
        place=place_words(contract),
        holder=holder_words(household, may_see=act.by.may("households.read")),
        state=words.STATE[lease.state],
        steps=words.steps(lease),
        acts=words.act_rows(lease) if act.by.may("sliding_leases.write") else [],
        missing=[MISSING_WORDS[one] for one in await what_is_missing(lease, act.today)] if lease.is_open else [],
        reviews=reviews_of(lease, minutes, law, today=act.today),
        deadlines=[(RULES[one.rule], one) for one in deadlines_of(lease, minutes, law)] if lease.is_open else [],
        direct=await store.direct_lease_of(lease_id),
        waits=upstream is not None and await outbox.waiting_end(lease.unit_id, upstream),
        events=await timeline((f"sliding-lease/{lease_id}",)),
        verbs=labels.VERB,
        words=words,
    )


async def _rows(leases: Sequence[SlidingLease], act: Act) -> list[dict[str, Any]]:
    known = await households.households({one.household_id for one in leases})
    minutes = await store.minutes_of_many([one.id for one in leases])
    law, may_see = await law_in_force(), act.by.may("households.read")
    rows = []
    for one in leases:
        reviews = reviews_of(one, minutes.get(one.id, ()), law, today=act.today)
        to_come = [review.again_on or review.due_on for review in reviews if review.minutes is None]
        rows.append(
            {
                "lease": one,
                "holder": holder_words(known[one.household_id], may_see=may_see),
                "state": words.STATE[one.state],
                "next_on": min(to_come, default=None) if one.is_open else None,
                "is_late": any(review.is_late for review in reviews),
            }
        )
    return rows


async def _new(form: Form, act: Act) -> Page:
    subleases = [one for one in await contracts.open_contracts() if _may_open(one)]
    free = [one for one in subleases if await store.sliding_lease_of_contract(one.id) is None]
    return page(
        "sliding_leases/new.html",
        status=form.status,
        form=form,
        subleases=[
            (one.id, f"{one.reference} – {place_words(one)}, signé le {one.signed_on:%d/%m/%Y}") for one in free
        ],
    )


def _may_open(contract: Contract) -> bool:
    return contract.legal_regime is LegalRegime.BG and contract.status is ContractStatus.SIGNED


def _upstream(form: Form) -> Upstream:
    return Upstream(
        reference=form.text("upstream_reference"),
        signed_on=form.date("upstream_signed_on"),
        landlord=form.text("landlord"),
        is_hlm=form.checked("is_hlm"),
        slide_clause=form.text("slide_clause", required=False),
    )


def _convention(form: Form) -> Convention:
    return Convention(
        signed_on=form.date("signed_on"),
        landlord_referent=form.text("landlord_referent"),
        ccas_referent=form.text("ccas_referent"),
        ground=form.text("ground", required=False),
        dalo_decision_ref=form.text("dalo_decision_ref", required=False),
        exam_period_months=form.integer("exam_period_months", 1, 60),
        review_interval_months=form.integer("review_interval_months", 1, 12),
        convocation_days=form.integer("convocation_days", 1, 90),
        paid_months_to_slide=form.maybe_integer("paid_months_to_slide", 0, 60) or 0,
        arrears_alert_cents=form.maybe_euros("arrears_alert", 0, 10**8) or 0,
        support_operator=form.text("support_operator", required=False),
        who_bears_what=form.text("who_bears_what", 1000, required=False),
    )


HANDLERS = [list_sliding_leases_page, open_sliding_lease_page, open_sliding_lease_form, sliding_lease_page]
