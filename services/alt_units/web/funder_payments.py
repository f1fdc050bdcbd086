"""The payers' money: what came in, what it settles, what is still to allocate."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from alt_units.actions import funder_payments as actions
from alt_units.actions.bank_matching import missing_payments, years_awaited
from alt_units.actions.funder_payments import RecordPayment
from alt_units.documents.bank_lists import missing_sheet
from alt_units.documents.money_lists import payments_sheet
from alt_units.domain.conventions import Convention
from alt_units.domain.funder_payments import Allocation, Due, FunderPayment, PaymentKind, Share, propose
from alt_units.store import claim_answers, conventions
from alt_units.store import funder_payments as store
from alt_units.web import paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.law import Law
from kernel.money import LIMIT
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import Page, page, see

PAYMENT = "/logements/aides/versements/{payment_id:uuid}"
PER_PAGE = 50


@get("/logements/aides/versements")
async def funder_payments_page(
    export: NamedDependency[Export],
    law: NamedDependency[Law],
    today: NamedDependency[date],
    apres: FromQuery[str | None] = None,
) -> Response[Any]:
    """Latest first. The file also says what was expected and did not come."""
    if export:
        named = {one.id: one for one in await conventions.list_conventions()}
        every = [(one, named[one.convention_id]) for one in await store.list_payments(limit=EVERYTHING)]
        missing = missing_sheet(await missing_payments(law, today, years_awaited(today)), named, today)
        return await export.book([payments_sheet(every), missing], "Versements", f"versements-{today}")
    found = await store.list_payments(limit=PER_PAGE + 1, after=_seen(apres))
    shown = found[:PER_PAGE]
    following = f"{paths.FUNDER_PAYMENTS}?apres={shown[-1].id}" if len(found) > PER_PAGE else ""
    known = {one.id: one for one in await conventions.list_conventions()}
    rows = [(one, known[one.convention_id]) for one in shown]
    return page("funder_payments/list.html", rows=rows, next_href=following, first=apres is None)


@get("/logements/aides/versements/nouveau")
async def record_funder_payment_page(convention: FromQuery[UUID | None] = None) -> Page:
    """The convention that one comes from, or the only one there is."""
    signed = await _signed()
    only = signed[0].id if len(signed) == 1 else None
    form = Form.blank(convention_id=convention or only, kind=PaymentKind.VERSEMENT)
    return page("funder_payments/new.html", form=form, conventions=signed)


@post("/logements/aides/versements/nouveau")
async def record_funder_payment_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    command = RecordPayment(
        convention_id=form.identifier("convention_id"),
        received_on=form.date("received_on"),
        amount_cents=form.euros("amount_cents", least=-LIMIT),
        kind=form.choice("kind", PaymentKind),
        bank_reference=form.text("bank_reference", 80),
        label=form.text("label", required=False),
        decision_reference=form.text("decision_reference", 120, required=False),
    )
    if form.ok:
        with form.refusals():
            payment = await once(act, FunderPayment, actions.record_funder_payment(db, command, act))
            return see(paths.funder_payment(payment.id), done="funder-payment-recorded")
    return page("funder_payments/new.html", status=form.status, form=form, conventions=await _signed())


@get(PAYMENT)
async def funder_payment_page(payment_id: FromPath[UUID]) -> Page:
    """A payment with what it settles, and the form that allocates the rest, oldest month first."""
    return await _draw(payment_id, None)


@post(f"{PAYMENT}/affectation")
async def allocate_funder_payment_form(
    payment_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    payment = await store.find_payment(payment_id)
    shares = [
        Share(claim_line_id=due.claim_line_id, amount_cents=cents)
        for due in await actions.dues_of(payment.convention_id)
        if (cents := form.maybe_euros(str(due.claim_line_id), least=-LIMIT))
    ]
    if form.ok:
        with form.refusals():
            await once(act, FunderPayment, actions.allocate_funder_payment(db, payment_id, shares, act))
            return see(paths.funder_payment(payment_id), done="funder-payment-allocated")
    return await _draw(payment_id, form)


@post(f"{PAYMENT}/affectations/{{allocation_id:uuid}}/annulation")
async def cancel_allocation_form(
    payment_id: FromPath[UUID],
    allocation_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    with form.refusals():
        await once(act, FunderPayment, actions.cancel_allocation(db, payment_id, allocation_id, act))
        return see(paths.funder_payment(payment_id), done="allocation-cancelled")
    return await _draw(payment_id, form)


async def _draw(payment_id: UUID, sent: Form | None) -> Page:
    payment = await store.find_payment(payment_id)
    dues = await actions.dues_of(payment.convention_id)
    open_dues = [one for one in dues if (one.difference_cents if payment.amount_cents > 0 else one.paid_cents)]
    form = sent or Form.blank(
        **{str(one.claim_line_id): amount(one.amount_cents) for one in propose(payment, open_dues)}
    )
    return page(
        "funder_payments/one.html",
        status=form.status,
        form=form,
        payment=payment,
        readings=await claim_answers.find_readings(payment.convention_id),
        convention=await conventions.find_convention(payment.convention_id),
        dues=open_dues,
        allocations=_standing(payment, dues),
    )


def _standing(payment: FunderPayment, dues: list[Due]) -> list[tuple[Due, Allocation, bool]]:
    """Each allocation with its line; True when it was undone."""
    lines = {due.claim_line_id: due for due in dues}
    undone = {one.cancels_id for one in payment.allocations}
    rows = [(lines[one.claim_line_id], one, one.id in undone) for one in payment.allocations if one.cancels_id is None]
    return sorted(rows, key=lambda row: (row[0].month, row[0].reference))


async def _signed() -> list[Convention]:
    return [one for one in await conventions.list_conventions() if not one.is_draft]


def _seen(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound("Cette page de la liste n'existe pas.") from None


HANDLERS = [
    funder_payments_page,
    record_funder_payment_page,
    record_funder_payment_form,
    funder_payment_page,
    allocate_funder_payment_form,
    cancel_allocation_form,
]
