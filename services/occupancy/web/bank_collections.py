"""Transfers to allot: what came in on the account, whose it may be, and the receipts of one line."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.http.client import ServiceSilent
from kernel.sheets import Sheet
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import Page, page, see
from occupancy.actions import bank_collections as actions
from occupancy.actions.bank_collections import CollectLine
from occupancy.actions.payments import ReceiptPreview
from occupancy.clients.alt_units import AltUnits
from occupancy.documents.bank_lists import lines_sheet
from occupancy.domain.bank_collections import (
    MOST_PARTS,
    BankLine,
    Candidate,
    CollectionState,
    Share,
    holding,
    payer_of,
    proposed,
)
from occupancy.domain.deposits import deposit_state
from occupancy.domain.households import Household
from occupancy.domain.payments import Receipt, ThirdParty
from occupancy.domain.regies import PaymentKind, Regie
from occupancy.store import bank_collections as store
from occupancy.store import contracts, households, ledger, regies
from occupancy.web import labels, paths

PARTS = range(1, MOST_PARTS + 1)
LATEST = 20
MOST_PAGES = 20
"""How many pages of alt_units one search looks through: a thousand lines."""


class Part(Struct, frozen=True, kw_only=True):
    """What one household would get, with what it would pay."""

    household: Household
    share: Share
    preview: ReceiptPreview


@get(paths.BANK_LINES)
async def received_lines_page(
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    today: NamedDependency[date],
    export: NamedDependency[Export],
    apres: FromQuery[str | None] = None,
    q: FromQuery[str] = "",
) -> Response[Any]:
    """What waits, oldest first, then what was receipted last. The last ones are shown even when alt_units is silent.

    `q`: words of the label, the payer or the reference, or the amount. What is taken away is all that waits, and says so when
    there is more than one search looks through.
    """
    if export:
        return await export.of(await _all_waiting(alt_units, db, act, q.strip()[:120]), f"virements-a-affecter-{today}")
    lines: tuple[BankLine, ...] = ()
    following, silence, search = None, "", q.strip()[:120]
    try:
        lines, following = await alt_units.received_lines(_seen(apres), by=act.by)
        if search:
            lines, following = await _searched(alt_units, search, lines, following, act)
    except ServiceSilent as silent:
        silence = silent.detail
    found = await actions.candidates_of(lines, await store.named_households(db), today, amounts=False) if lines else {}
    return page(
        "bank_collections/list.html",
        silence=silence,
        rows=[(one, proposed(found[one.id]), found[one.id]) for one in lines],
        search=search,
        next_href=paths.bank_lines_after(following, search) if following else "",
        first=apres is None,
        latest=await store.latest_collections(LATEST),
        returning=CollectionState.RETURNING,
    )


async def _all_waiting(alt_units: AltUnits, db: Database, act: Act, search: str) -> Sheet:
    lines, following = await alt_units.received_lines(None, by=act.by)
    for _ in range(MOST_PAGES):
        if following is None:
            break
        more, following = await alt_units.received_lines(following, by=act.by)
        lines += more
    lines = holding(lines, search) if search else lines
    found = (
        await actions.candidates_of(lines, await store.named_households(db), act.today, amounts=False) if lines else {}
    )
    return lines_sheet([(one, proposed(found[one.id])) for one in lines], act.today, is_whole=following is None)


async def _searched(
    alt_units: AltUnits, search: str, lines: tuple[BankLine, ...], following: str | None, act: Act
) -> tuple[tuple[BankLine, ...], str | None]:
    """What is found in so many pages of what waits; where to go on, when there is more to look through."""
    found = holding(lines, search)
    for _ in range(MOST_PAGES):
        if following is None or len(found) >= LATEST:
            break
        lines, following = await alt_units.received_lines(following, by=act.by)
        found += holding(lines, search)
    return found, following


@get(f"{paths.BANK_LINES}/{{line_id:uuid}}")
async def received_line_page(
    line_id: FromPath[UUID],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    menage: FromQuery[UUID | None] = None,
    q: FromQuery[str] = "",
) -> Response[Any]:
    """A line with the households that it may be of; one of them fills the form."""
    line = await alt_units.bank_line(line_id, by=act.by)
    found = (await actions.candidates_of([line], await store.named_households(db), act.today, amounts=True))[line_id]
    best = proposed(found)
    chosen = await households.find_household(menage) if menage else best.household if best else None
    usable = await _regies(act.today)
    _, third_party = payer_of(line)
    day = await actions.first_open_day(usable[0].id, line.booked_on) if len(usable) == 1 else line.booked_on
    form = Form.blank(
        household_1=chosen.reference if chosen else None,
        amount_1=amount(line.amount_cents),
        kind_1=PaymentKind.FEES,
        regie_id=usable[0].id if len(usable) == 1 else None,
        received_on=min(day, act.today),
        payer=line.payer or (chosen.name if chosen else None),
        third_party=third_party,
    )
    return await _draw(line, found, form, act, search=q, line_id=line_id)


@post(f"{paths.BANK_LINES}/{{line_id:uuid}}")
async def collect_bank_line_form(
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """First what each household would pay is shown; the receipts are drawn up once it is confirmed."""
    line: BankLine | None = None
    parts: tuple[Part, ...] = ()
    command = await _read(form)
    with form.refusals():
        line = await alt_units.bank_line(line_id, by=act.by)
    if line is not None and form.ok and not form.checked("corrected"):
        with form.refusals():
            if form.checked("confirmed"):
                collecting = actions.collect_bank_line(db, alt_units, line_id, command, act)
                receipts = await once(act, tuple[Receipt, ...], collecting)
                done = "bank-line-receipted"
                return see(paths.receipt(receipts[0].id) if len(receipts) == 1 else paths.BANK_LINES, done=done)
            previews = await actions.preview_line(line, command, today=act.today)
            known = await households.households({one.household_id for one in command.shares})
            parts = tuple(
                Part(household=known[share.household_id], share=share, preview=preview)
                for share, preview in zip(command.shares, previews, strict=True)
            )
    return await _draw(line, (), form, act, parts=parts, line_id=line_id)


async def _draw(
    line: BankLine | None,
    found: tuple[Candidate, ...],
    form: Form,
    act: Act,
    *,
    search: str = "",
    parts: tuple[Part, ...] = (),
    line_id: UUID,
) -> Page:
    """`line` None: alt_units is silent. What was typed is shown again all the same."""
    wanted = search.replace("\x00", "").strip()[:120]
    live = await store.live_collection(line.id) if line else None
    typed = [row for row in PARTS if form.value(f"household_{row}") or form.value(f"amount_{row}")]
    return page(
        "bank_collections/line.html",
        status=form.status,
        form=form,
        line=line,
        here=paths.bank_line(line_id),
        candidates=found,
        search=wanted,
        searched=await households.list_households(search=wanted, limit=10) if wanted else [],
        parts=parts,
        rows=range(1, min(MOST_PARTS, max([2, *typed]) + 1)),
        regie_options=[(one.id, one.name) for one in await _regies(act.today)],
        third_party_options=list(labels.THIRD_PARTY.items()),
        kind_options=list(labels.PAYMENT_KIND.items()),
        receipts=await store.receipts_of_collection(live.id) if live else (),
    )


async def _read(form: Form) -> CollectLine:
    typed = [row for row in PARTS if row == 1 or form.value(f"household_{row}") or form.value(f"amount_{row}")]
    shares = [await _read_share(form, row) for row in typed]
    return CollectLine(
        regie_id=form.identifier("regie_id"),
        received_on=form.date("received_on"),
        payer=form.text("payer"),
        third_party=form.maybe_choice("third_party", ThirdParty),
        shares=tuple(one for one in shares if one is not None),
        distinct=form.checked("distinct"),
    )


async def _read_share(form: Form, row: int) -> Share | None:
    """One household by its reference; for a deposit, the stay whose deposit is expected."""
    said = form.text(f"household_{row}", 40)
    cents = form.euros(f"amount_{row}", least=1)
    kind = form.maybe_choice(f"kind_{row}", PaymentKind) or PaymentKind.FEES
    found = [one for one in await households.list_households(search=said) if _is(one, said)] if said else []
    if said and not found:
        form.wrong(f"household_{row}", "Aucun ménage n'a cette référence. Cherchez-le plus haut, par son nom.")
    if not found:
        return None
    contract_id = None
    if kind is PaymentKind.DEPOSIT:
        expected = await _deposits(found[0].id)
        if len(expected) != 1:
            few = "Aucun dépôt de garantie n'est attendu de ce ménage."
            many = "Plusieurs dépôts sont attendus de ce ménage : encaissez-les par le bureau des encaissements."
            form.wrong(f"kind_{row}", many if expected else few)
            return None
        contract_id = expected[0]
    return Share(household_id=found[0].id, kind=kind, contract_id=contract_id, amount_cents=cents)


def _is(household: Household, said: str) -> bool:
    return household.reference.casefold() == said.strip().casefold()


async def _deposits(household_id: UUID) -> list[UUID]:
    rows = await ledger.transfers_of(household_id)
    known = await contracts.household_contracts(household_id)
    return [one.id for one in known if deposit_state(rows, one.id).due_cents > 0]


async def _regies(today: date) -> list[Regie]:
    return [one for one in await regies.list_regies() if one.closed_on is None or one.closed_on >= today]


def _seen(after: str | None) -> str | None:
    try:
        return str(UUID(after)) if after else None
    except ValueError:
        raise NotFound("Cette page de la liste n'existe pas.") from None


HANDLERS = [received_lines_page, received_line_page, collect_bank_line_form]
