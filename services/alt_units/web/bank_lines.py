"""Bank lines: those that wait, oldest first; what each may settle, and why; what an agent decides."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from alt_units.actions import bank_lines as actions
from alt_units.actions import funder_payments
from alt_units.actions.bank_matching import missing_payments, run_bank_matching, run_matching, years_awaited
from alt_units.documents.bank_lists import bank_lines_sheet, missing_sheet
from alt_units.domain.bank_candidates import Candidate, Part
from alt_units.domain.bank_lines import BankLine, BankLineNotExplained, LineState
from alt_units.domain.conventions import Convention
from alt_units.domain.funder_payments import FunderPayment, PaymentKind, check_decision, propose
from alt_units.store import bank_lines as store
from alt_units.store import conventions
from alt_units.store import funder_payments as payment_store
from alt_units.web import paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound, RuleBroken
from kernel.law import Law
from kernel.money import LIMIT
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import Page, page, see

LINE = "/logements/aides/releves/lignes/{line_id:uuid}"
PER_PAGE = 50
ROWS = (1, 2, 3)
"""How many payments the form by hand has room for."""
WAITING = "attente"
VIEWS = {
    WAITING: (LineState.SUSPENSE, LineState.PROPOSED),
    "propositions": (LineState.PROPOSED,),
    "rapprochees": (LineState.MATCHED,),
    "sejours": (LineState.COLLECTED,),
    "de-cote": (LineState.SET_ASIDE,),
}


@get("/logements/aides/releves/lignes")
async def bank_lines_page(
    today: NamedDependency[date],
    export: NamedDependency[Export],
    law: NamedDependency[Law],
    etat: FromQuery[str] = WAITING,
    apres: FromQuery[str | None] = None,
) -> Response[Any]:
    """The lines of a view: what waits, oldest first; what is decided, latest first."""
    if export:
        states, latest = _view(etat)
        every = await store.list_lines(states, latest=latest)
        known = await _conventions()
        sheets = [bank_lines_sheet("Lignes de relevé", every, known, today)]
        if etat == WAITING:
            sheets.append(missing_sheet(await missing_payments(law, today, years_awaited(today)), known, today))
        return await export.book(sheets, "Lignes de relevé", f"lignes-de-releve-{etat}")
    return await _draw_list(etat, apres, Form.blank(), law=law, today=today)


@post("/logements/aides/releves/lignes/mise-de-cote")
async def set_bank_lines_aside_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    """Several lines at once, for one reason."""
    ids = [found for text in form.values.get("lines", [])[:PER_PAGE] if (found := _uuid(text))]
    reason = form.text("reason", 500)
    if not ids:
        form.wrong("lines", "Cochez au moins une ligne.")
    if form.ok:
        with form.refusals():
            await once(act, list[BankLine], actions.set_bank_lines_aside(db, ids, reason, act, law=law))
            return see(paths.BANK_LINES, done="bank-lines-set-aside")
    return await _draw_list(WAITING, None, form, law=law, today=act.today)


@post("/logements/aides/releves/rapprochement")
async def run_bank_matching_form(
    act: NamedDependency[Act], db: NamedDependency[Database], law: NamedDependency[Law]
) -> Response[Any]:
    await once(act, int, run_bank_matching(db, act, law=law))
    return see(paths.BANK_LINES, done="bank-matching-run")


@get(LINE)
async def bank_line_page(line_id: FromPath[UUID], law: NamedDependency[Law], today: NamedDependency[date]) -> Page:
    """A line with what it may settle today, best first."""
    return await _draw(line_id, Form.blank(), law=law, today=today)


@post(f"{LINE}/rapprochement")
async def match_bank_line_form(
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    today: NamedDependency[date],
) -> Response[Any]:
    """Accept one of the candidates, as it stands today."""
    wanted, distinct = form.text("candidate", 64), form.checked("distinct")
    decision = form.text("decision_reference", 120, required=False)
    if form.ok:
        with form.refusals():
            parts: tuple[Part, ...] = ()
            line = await store.find_line(line_id)
            if line.state.is_open:
                parts = next((one.parts for key, one in await _candidates(line, law, today) if key == wanted), ())
                if not parts:
                    detail = "Ce qui est attendu a changé depuis que la page a été ouverte : relisez les candidats."
                    raise BankLineNotExplained(detail)
            asked = [
                msgspec.structs.replace(one, decision_reference=decision) if one.wants_decision else one
                for one in parts
            ]
            matching = actions.match_bank_line(db, line_id, asked, act, law=law, distinct=distinct)
            await once(act, BankLine, matching)
            return see(paths.bank_line(line_id), done="bank-line-matched")
    return await _draw(line_id, form, law=law, today=today)


@post(f"{LINE}/choix")
async def match_bank_line_by_hand_form(
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    today: NamedDependency[date],
) -> Response[Any]:
    """The agent says which conventions the line is for; each part settles the oldest months first."""
    line = await store.find_line(line_id)
    parts = [part for row in ROWS if (part := _typed(form, row))]
    if not parts:
        form.wrong("convention_1", "Choisissez au moins une convention.")
    if form.ok:
        with form.refusals():
            shared = [await _shared(line, part) for part in parts]
            matching = actions.match_bank_line(
                db, line_id, shared, act, law=law, distinct=form.checked("distinct_by_hand")
            )
            await once(act, BankLine, matching)
            return see(paths.bank_line(line_id), done="bank-line-matched")
    return await _draw(line_id, form, law=law, today=today)


@post(f"{LINE}/mise-de-cote")
async def set_bank_line_aside_form(
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    today: NamedDependency[date],
) -> Response[Any]:
    reason = form.text("reason", 500)
    if form.ok:
        with form.refusals():
            await once(act, list[BankLine], actions.set_bank_lines_aside(db, [line_id], reason, act, law=law))
            return see(paths.bank_line(line_id), done="bank-lines-set-aside")
    return await _draw(line_id, form, law=law, today=today)


@post(f"{LINE}/reprise")
async def reopen_bank_line_form(
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    today: NamedDependency[date],
) -> Response[Any]:
    reason = form.text("undo_reason", 500)
    if form.ok:
        with form.refusals():
            await once(act, BankLine, actions.reopen_bank_line(db, line_id, reason, act, law=law))
            return see(paths.bank_line(line_id), done="bank-line-reopened")
    return await _draw(line_id, form, law=law, today=today)


async def _draw_list(view: str, after: str | None, form: Form, *, law: Law, today: date) -> Page:
    states, latest = _view(view)
    seen = _uuid(after) if after else None
    if after and seen is None:
        raise NotFound("Cette page de la liste n'existe pas.")
    found = await store.list_lines(states, limit=PER_PAGE + 1, after=seen, latest=latest)
    shown = found[:PER_PAGE]
    counts = await store.counts()
    tabs = [
        {
            "label": label,
            "href": paths.bank_lines(name),
            "current": name == view,
            "count": sum(counts[state][0] for state in VIEWS[name]),
        }
        for name, label in (
            (WAITING, "À décider"),
            ("propositions", "Avec une proposition"),
            ("rapprochees", "Rapprochées"),
            ("sejours", "Encaissées par les séjours"),
            ("de-cote", "De côté"),
        )
    ]
    following = f"{paths.bank_lines(view)}&apres={shown[-1].id}" if len(found) > PER_PAGE else ""
    return page(
        "bank/lines.html",
        status=form.status,
        form=form,
        lines=shown,
        tabs=tabs,
        view=view,
        first=after is None,
        next_href=following,
        missing=await missing_payments(law, today, years_awaited(today)) if view == WAITING else (),
        conventions=await _conventions(),
    )


def _view(name: str) -> tuple[tuple[LineState, ...], bool]:
    """The states of a view, and whether its latest line comes first."""
    if name not in VIEWS:
        raise NotFound("Cette liste n'existe pas.")
    return VIEWS[name], name in ("rapprochees", "sejours", "de-cote")


async def _draw(line_id: UUID, form: Form, *, law: Law, today: date) -> Page:
    line = await store.find_line(line_id)
    known = await _conventions()
    usual = PaymentKind.INDU if line.amount_cents < 0 else PaymentKind.VERSEMENT
    form.values.setdefault("amount_1", [amount(line.amount_cents)])
    for row in ROWS:
        form.values.setdefault(f"kind_{row}", [usual.value])
    payments = [await payment_store.find_payment(one.payment_id) for one in line.payments]
    return page(
        "bank/line.html",
        status=form.status,
        form=form,
        line=line,
        alike=await store.find_line(line.alike_id) if line.alike_id else None,
        candidates=await _candidates(line, law, today) if line.state.is_open else [],
        conventions=known,
        signed=[one for one in known.values() if not one.is_draft],
        payments=list(zip(line.payments, payments, strict=True)),
        rows=ROWS,
    )


async def _candidates(line: BankLine, law: Law, today: date) -> list[tuple[str, Candidate]]:
    """Each candidate under a key that changes with what it would do."""
    run = await run_matching([line], law=law, today=today)
    found = list(run.outcomes[line.id].candidates)
    kept = line.finding.proposal
    if kept is not None and kept not in found:
        found.insert(0, kept)
    return [(hashlib.sha256(msgspec.json.encode(one.parts)).hexdigest(), one) for one in found]


def _typed(form: Form, row: int) -> Part | None:
    """One payment typed by hand; an empty row is none."""
    if not form.value(f"convention_{row}"):
        return None
    kind, decision = form.choice(f"kind_{row}", PaymentKind), form.text(f"decision_{row}", 120, required=False)
    try:
        check_decision(kind, decision)
    except RuleBroken as refusal:
        form.wrong(f"decision_{row}", refusal.detail)
    return Part(
        convention_id=form.identifier(f"convention_{row}"),
        kind=kind,
        amount_cents=form.euros(f"amount_{row}", least=-LIMIT),
        shares=(),
        payment_id=None,
        decision_reference=decision,
    )


async def _shared(line: BankLine, part: Part) -> Part:
    """The part with what it settles, oldest months first; the rest stays to be allocated on the payment's page."""
    payment = FunderPayment(
        id=line.id,
        convention_id=part.convention_id,
        received_on=line.booked_on,
        amount_cents=part.amount_cents,
        kind=part.kind,
        bank_reference="",
        label="",
        allocations=(),
    )
    shares = propose(payment, await funder_payments.dues_of(part.convention_id))
    return msgspec.structs.replace(part, shares=shares)


async def _conventions() -> dict[UUID, Convention]:
    return {one.id: one for one in await conventions.list_conventions()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


HANDLERS = [
    bank_lines_page,
    set_bank_lines_aside_form,
    run_bank_matching_form,
    bank_line_page,
    match_bank_line_form,
    match_bank_line_by_hand_form,
    set_bank_line_aside_form,
    reopen_bank_line_form,
]
