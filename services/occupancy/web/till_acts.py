"""What a régisseur does with the régie itself: close the cash book, pay over, remit cheques, hand over."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import page, see
from occupancy.actions import regisseurs as service_acts
from occupancy.actions import tills as actions
from occupancy.actions.regisseurs import AppointRegisseur, ProposeHandover
from occupancy.actions.tills import CloseTill, RecordPayOver, RemitCheques, till_state
from occupancy.domain.pay_overs import ChequeRemittance, PayOver, PayOverCancellation
from occupancy.domain.regisseurs import Handover, HandoverAcceptance, Office, RegisseurTerm
from occupancy.domain.tills import DENOMINATIONS, MOST_PIECES, NOTES, Pieces, TillClosing
from occupancy.store import pay_overs, regies, regisseurs, tills
from occupancy.web import labels, paths


@get(f"{paths.TILLS}/{{regie_id:uuid}}/arrete")
async def close_till_page(regie_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[Any]:
    """Count the notes and coins of the day."""
    return await _closing_page(regie_id, Form.blank(day=act.today))


@post(f"{paths.TILLS}/{{regie_id:uuid}}/arrete")
async def close_till_form(
    regie_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The book is closed up to that day, and never opened again."""
    counts = tuple(
        Pieces(denomination_cents=one, number=form.maybe_integer(f"n{one}", 0, MOST_PIECES) or 0)
        for one in DENOMINATIONS
    )
    reason = form.text("reason", max_length=500, required=False)
    command = CloseTill(day=form.date("day"), counts=counts, reason=reason)
    if form.ok:
        with form.refusals():
            await once(act, TillClosing, actions.close_till(db, regie_id, command, act))
            return see(paths.till(regie_id), done="till-closed")
    return await _closing_page(regie_id, form)


@get(f"{paths.TILLS}/{{regie_id:uuid}}/versement")
async def record_pay_over_page(regie_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[Any]:
    """Everything that is held is proposed."""
    held = await tills.held_by(regie_id)
    form = Form.blank(
        paid_on=act.today,
        cash=_amount(held.cash_cents),
        cheques=_amount(held.cheques_cents),
        dft=_amount(held.dft_cents),
        earlier=_amount(held.earlier_cents),
    )
    return await _pay_over_page(regie_id, form, act)


@post(f"{paths.TILLS}/{{regie_id:uuid}}/versement")
async def record_pay_over_form(
    regie_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Never more than is held."""
    command = RecordPayOver(
        slip=form.text("slip", max_length=40),
        paid_on=form.date("paid_on"),
        cash_cents=form.maybe_euros("cash") or 0,
        cheques_cents=form.maybe_euros("cheques") or 0,
        dft_cents=form.maybe_euros("dft") or 0,
        earlier_cents=form.maybe_euros("earlier") or 0,
    )
    if form.ok:
        with form.refusals():
            await once(act, PayOver, actions.record_pay_over(db, regie_id, command, act))
            return see(paths.till(regie_id), done="paid-over")
    return await _pay_over_page(regie_id, form, act)


@post(f"{paths.PAY_OVERS}/{{pay_over_id:uuid}}/annulation")
async def cancel_pay_over_form(
    pay_over_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The money is in the régie again."""
    seen = await pay_overs.find_pay_over(pay_over_id)
    reason = form.text("reason", max_length=500)
    if form.ok:
        with form.refusals():
            await once(act, PayOverCancellation, actions.cancel_pay_over(db, pay_over_id, reason, act))
            return see(paths.till(seen.pay_over.regie_id), done="pay-over-cancelled")
    regie = await regies.find_regie(seen.pay_over.regie_id)
    return page("regies/pay_over_cancelled.html", status=form.status, form=form, seen=seen, regie=regie)


@get(f"{paths.TILLS}/{{regie_id:uuid}}/remise-de-cheques")
async def remit_cheques_page(regie_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[Any]:
    """All the cheques held are proposed."""
    held = await tills.held_by(regie_id)
    form = Form.blank(remitted_on=act.today, amount=_amount(held.cheques_cents), comes_back="no")
    return await _cheques_page(regie_id, form)


@post(f"{paths.TILLS}/{{regie_id:uuid}}/remise-de-cheques")
async def remit_cheques_form(
    regie_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Cheques to the bank, or one that comes back unpaid."""
    command = RemitCheques(
        slip=form.text("slip", max_length=40),
        remitted_on=form.date("remitted_on"),
        amount_cents=form.euros("amount", least=1),
        comes_back=form.value("comes_back") == "yes",
        reason=form.text("reason", max_length=500, required=False),
    )
    if form.ok:
        with form.refusals():
            await once(act, ChequeRemittance, actions.remit_cheques(db, regie_id, command, act))
            return see(paths.till(regie_id), done="cheques-remitted")
    return await _cheques_page(regie_id, form)


@get(f"{paths.TILLS}/{{regie_id:uuid}}/regisseurs")
async def regisseurs_page(regie_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[Any]:
    """Who is named, between which days."""
    return await _regisseurs_page(regie_id, Form.blank(first_day=act.today, office=Office.TITULAR))


@post(f"{paths.TILLS}/{{regie_id:uuid}}/regisseurs")
async def appoint_regisseur_form(
    regie_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """From then on, only who is named handles the money of the régie."""
    command = AppointRegisseur(
        staff_name=form.text("staff_name", max_length=120),
        office=form.choice("office", Office),
        appointing_act=form.text("appointing_act", max_length=300),
        first_day=form.date("first_day"),
        last_day=form.maybe_date("last_day"),
    )
    if form.ok:
        with form.refusals():
            await once(act, RegisseurTerm, service_acts.appoint_regisseur(db, regie_id, command, act))
            return see(paths.regisseurs(regie_id), done="regisseur-appointed")
    return await _regisseurs_page(regie_id, form)


@post(f"{paths.TERMS}/{{term_id:uuid}}/fin")
async def end_term_form(
    term_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The last day of an appointment."""
    term, expected = await regisseurs.find_term(term_id), form.version()
    last_day = form.date("last_day")
    if form.ok:
        with form.refusals():
            ending = service_acts.end_term(db, term_id, last_day, act, expected_version=expected)
            await once(act, RegisseurTerm, ending)
            return see(paths.regisseurs(term.regie_id), done="regisseur-term-ended")
    return await _regisseurs_page(term.regie_id, form)


@get(f"{paths.TILLS}/{{regie_id:uuid}}/remise-de-service")
async def propose_handover_page(regie_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[Any]:
    """What has to be done before, and to whom the régie goes."""
    return await _handover_page(regie_id, Form.blank(), act)


@post(f"{paths.TILLS}/{{regie_id:uuid}}/remise-de-service")
async def propose_handover_form(
    regie_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The signature of who gives."""
    command = ProposeHandover(to_name=form.text("to_name", max_length=120), leaving=form.checked("leaving"))
    if form.ok:
        with form.refusals():
            await once(act, Handover, service_acts.propose_handover(db, regie_id, command, act))
            return see(paths.till(regie_id), done="handover-proposed")
    return await _handover_page(regie_id, form, act)


@post(f"{paths.HANDOVERS}/{{handover_id:uuid}}/signature")
async def accept_handover_form(
    handover_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The signature of who takes."""
    regie_id = (await regisseurs.find_handover(handover_id)).handover.regie_id
    with form.refusals():
        await once(act, HandoverAcceptance, service_acts.accept_handover(db, handover_id, act))
        return see(paths.till(regie_id), done="handover-accepted")
    return await _handover_page(regie_id, form, act)


async def _closing_page(regie_id: UUID, form: Form) -> Response[Any]:
    return page(
        "regies/close.html",
        status=form.status,
        form=form,
        regie=await regies.find_regie(regie_id),
        held=await tills.held_by(regie_id),
        last=await tills.last_closing(regie_id),
        notes=NOTES,
        coins=tuple(one for one in DENOMINATIONS if one not in NOTES),
    )


async def _pay_over_page(regie_id: UUID, form: Form, act: Act) -> Response[Any]:
    regie = await regies.find_regie(regie_id)
    state = await till_state(regie, act.today)
    return page("regies/pay_over.html", status=form.status, form=form, regie=regie, state=state)


async def _cheques_page(regie_id: UUID, form: Form) -> Response[Any]:
    regie, held = await regies.find_regie(regie_id), await tills.held_by(regie_id)
    return page("regies/cheques.html", status=form.status, form=form, regie=regie, held=held)


async def _regisseurs_page(regie_id: UUID, form: Form) -> Response[Any]:
    return page(
        "regies/regisseurs.html",
        status=form.status,
        form=form,
        regie=await regies.find_regie(regie_id),
        terms=(await regisseurs.terms_of(regie_id))[::-1],
        office_options=list(labels.OFFICE.items()),
    )


async def _handover_page(regie_id: UUID, form: Form, act: Act) -> Response[Any]:
    terms = await regisseurs.terms_of(regie_id)
    names = sorted({one.staff_name for one in terms if one.last_day is None or one.last_day >= act.today})
    return page(
        "regies/handover.html",
        status=form.status,
        form=form,
        regie=await regies.find_regie(regie_id),
        held=await tills.held_by(regie_id),
        last=await tills.last_closing(regie_id),
        today=act.today,
        name_options=[(name, name) for name in names if name.casefold() != act.by.name.casefold()],
    )


def _amount(cents: int) -> str | None:
    return amount(cents) if cents else None


HANDLERS = [
    close_till_page,
    close_till_form,
    record_pay_over_page,
    record_pay_over_form,
    cancel_pay_over_form,
    remit_cheques_page,
    remit_cheques_form,
    regisseurs_page,
    appoint_regisseur_form,
    end_term_form,
    propose_handover_page,
    propose_handover_form,
    accept_handover_form,
]
