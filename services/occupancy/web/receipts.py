"""The receipts desk: find the household, see what is due, take the money, print the receipt."""

from collections.abc import Iterator, Sequence
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
from kernel.mail import Mail
from kernel.settings import Settings
from kernel.web.export import Export
from kernel.web.form import NOT_IN_THE_LIST, Form
from kernel.web.formats import amount
from kernel.web.page import page, see
from occupancy.actions import payments as actions
from occupancy.actions.payments import IssueReceipt, ReceiptPreview
from occupancy.documents.lists import receipts_sheet
from occupancy.documents.receipts import settled
from occupancy.domain.claims import claims, open_claims
from occupancy.domain.contracts import Contract
from occupancy.domain.deposits import deposit_state
from occupancy.domain.households import Household
from occupancy.domain.ledger import Transfer, standing
from occupancy.domain.payments import (
    TO_BE_AGREED,
    ChosenPart,
    DeliveryWay,
    Receipt,
    ReceiptCancellation,
    ReceiptDelivery,
    ThirdParty,
)
from occupancy.domain.regies import PaymentKind, ReceiptMode, Regie
from occupancy.domain.statements import Statement, statement
from occupancy.domain.tills import Means
from occupancy.domain.work_tray import week_of
from occupancy.store import contracts, fees, households, ledger, regies
from occupancy.store import payments as store
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths
from occupancy.web.money_panel import till_tasks
from occupancy.web.paper_desk import StayPapers
from occupancy.web.papers import drawn_receipt
from occupancy.web.stay_words import holder_words

QUITTANCES = 3
"""How many months paid in full the desk offers a quittance for."""
PART, USUAL = "part-", "usual-"
"""Beside each claim: what the agent lets it receive; what it would receive, the oldest claim first."""


class DepositDue(Struct, frozen=True, kw_only=True):
    """A contract whose deposit is still expected."""

    contract: Contract
    due_cents: int


class Desk(Struct, frozen=True, kw_only=True):
    """What the desk shows of one household."""

    household: Household
    account: Statement
    deposits: tuple[DepositDue, ...]
    regies: tuple[Regie, ...]
    cash_limit_cents: int
    cash_source: str
    quittances: tuple[tuple[str, str], ...]


class Found(Struct, frozen=True, kw_only=True):
    """A household found, with what it owes today."""

    household: Household
    account: Statement


@get(paths.RECEIPTS_DESK)
async def receipts_desk_page(
    act: NamedDependency[Act], export: NamedDependency[Export], q: FromQuery[str] = ""
) -> Response[Any]:
    """The search, and what was receipted today."""
    today, may_see = act.today, act.by.may("households.read")
    if export:
        every = [
            (one.receipt, one.receipt.payer if may_see else "Nom masqué", one.cancellation is not None)
            for one in await store.all_receipts()
        ]
        return await export.of(receipts_sheet(every), f"recus-{today}")
    search = q.replace("\x00", "").strip()[:120] if may_see else ""
    found = []
    for household in await _looked_for(search) if search else []:
        account = statement(await ledger.transfers_of(household.id), household.id, today)
        found.append(Found(household=household, account=account))
    drawn = await store.receipts_recorded(today, today)
    return page(
        "receipts/desk.html",
        search=search,
        may_see=may_see,
        found=found,
        drawn=drawn,
        drawn_cents=sum(one.receipt.amount_cents for one in drawn if one.cancellation is None),
        has_regie=bool(await regies.list_regies()),
        tasks=[one for one in await till_tasks(act) if one["due_on"] <= week_of(today)],
        tills=[(one.name, paths.till(one.id)) for one in await regies.list_regies()],
    )


async def _looked_for(search: str) -> list[Household]:
    """By name or reference; else by the unit where they stay."""
    if found := await households.list_households(search=search, limit=20):
        return found
    there = await households.households(set(await households.households_at_unit(search)))
    return sorted(there.values(), key=lambda one: one.reference)


@get(f"{paths.RECEIPTS_DESK}/menages/{{household_id:uuid}}")
async def issue_receipt_page(
    household_id: FromPath[UUID], today: NamedDependency[date], depot: FromQuery[UUID | None] = None
) -> Response[Any]:
    """What a household owes, and the payment form, ready for what is most likely paid."""
    desk = await _desk(household_id, today)
    form = Form.blank(received_on=today, payer=desk.household.name, **_expected(desk, depot))
    return page("receipts/receive.html", form=form, preview=None, **_shown(desk))


@post(f"{paths.RECEIPTS_DESK}/menages/{{household_id:uuid}}")
async def issue_receipt_form(
    household_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """First the allocation is shown; the receipt is drawn up once it is confirmed."""
    command = _read_payment(form, household_id)
    preview = None
    if form.ok and not form.checked("corrected"):
        with form.refusals():
            if form.checked("confirmed") and not form.checked("again"):
                receipt = await once(act, Receipt, actions.issue_receipt(db, command, act))
                return see(paths.receipt(receipt.id), done="receipt-issued")
            preview = await actions.preview_receipt(command, today=act.today)
            _show_parts(form, preview)
    desk = await _desk(household_id, act.today)
    return page(
        "receipts/receive.html", status=form.status, form=form, preview=preview, command=command, **_shown(desk)
    )


@get(f"{paths.RECEIPTS}/{{receipt_id:uuid}}")
async def receipt_page(
    receipt_id: FromPath[UUID], act: NamedDependency[Act], settings: NamedDependency[Settings]
) -> Response[Any]:
    """The receipt, made for printing."""
    return await _receipt_page(receipt_id, Form.blank(), act, settings)


@post(f"{paths.RECEIPTS}/{{receipt_id:uuid}}/annulation")
async def cancel_receipt_form(
    receipt_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """The number is kept, the money is owed again."""
    reason = form.text("reason", max_length=500)
    if form.ok:
        with form.refusals():
            await once(act, ReceiptCancellation, actions.cancel_receipt(db, receipt_id, reason, act))
            return see(paths.receipt(receipt_id), done="receipt-cancelled")
    return await _receipt_page(receipt_id, form, act, settings)


@post(f"{paths.RECEIPTS}/{{receipt_id:uuid}}/remise")
async def deliver_receipt_form(
    receipt_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Note how the paper reached the household. Nothing is sent from here."""
    way, agreed = form.choice("way", DeliveryWay), form.checked("agreed")
    if form.ok:
        with form.refusals():
            await once(act, ReceiptDelivery, actions.deliver_receipt(db, receipt_id, way, act, agreed=agreed))
            return see(paths.receipt(receipt_id), done="receipt-delivered")
    return await _receipt_page(receipt_id, form, act, settings)


@post(f"{paths.RECEIPTS}/{{receipt_id:uuid}}/envoi")
async def send_receipt_form(
    receipt_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    papers: NamedDependency[StayPapers],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Send the receipt to the household's address, where the town has a mail server."""
    if not settings.mail:
        raise NotFound("Aucun serveur de messagerie n'est réglé : rien ne peut être envoyé d'ici.")
    if not form.checked("mail_agreed"):
        form.wrong("mail_agreed", TO_BE_AGREED)

    async def draw() -> tuple[str, bytes]:
        name, answer = await drawn_receipt(receipt_id, act, papers)
        return f"{name}.pdf", bytes(answer.content)

    if form.ok:
        with form.refusals():
            sending = actions.send_receipt(db, receipt_id, Mail(settings.mail), draw, act, agreed=True)
            await once(act, ReceiptDelivery, sending)
            return see(paths.receipt(receipt_id), done="receipt-sent")
    return await _receipt_page(receipt_id, form, act, settings)


def _show_parts(form: Form, preview: ReceiptPreview) -> None:
    """Beside each claim, what it would receive. What the oldest first would give is remembered from the first look."""
    paid = {part.claim.transfer_id: part.amount_cents for part in preview.allocation.parts}
    is_first = not any(name.startswith(PART) for name in form.values)
    for claim in preview.due:
        name, cents = f"{PART}{claim.transfer_id}", paid.get(claim.transfer_id, 0)
        form.values[name] = [amount(cents) if cents else ""]
        if is_first:
            form.values[USUAL + name] = form.values[name]


def _read_payment(form: Form, household_id: UUID) -> IssueReceipt:
    kind, means = form.choice("kind", PaymentKind), form.choice("means", Means)
    third_party = form.maybe_choice("third_party", ThirdParty) if means is Means.THIRD_PARTY else None
    return IssueReceipt(
        regie_id=form.identifier("regie_id"),
        household_id=household_id,
        contract_id=form.identifier("contract_id") if kind is PaymentKind.DEPOSIT else None,
        kind=kind,
        means=means,
        amount_cents=form.euros("amount", least=1),
        received_on=form.date("received_on"),
        payer=form.text("payer"),
        souche=form.maybe_integer("souche", 0, 999_999_999),
        third_party=third_party,
        chosen=_read_chosen(form) if kind is PaymentKind.FEES else (),
    )


def _read_chosen(form: Form) -> tuple[ChosenPart, ...]:
    """The amounts typed beside the claims, when they are not those that paying the oldest first would give."""
    names = [name for name in form.values if name.startswith(PART)]
    return tuple(_typed(form, names)) if any(form.value(one) != form.value(USUAL + one) for one in names) else ()


def _typed(form: Form, names: list[str]) -> Iterator[ChosenPart]:
    for name in names:
        if cents := form.maybe_euros(name):
            try:
                yield ChosenPart(claim_id=UUID(name.removeprefix(PART)), amount_cents=cents)
            except ValueError:
                form.wrong(name, NOT_IN_THE_LIST)


def _expected(desk: Desk, deposit_of: UUID | None) -> dict[str, Any]:
    """The deposit that one comes for, or that alone is due; else the fees."""
    deposits = [one for one in desk.deposits if deposit_of in (None, one.contract.id)]
    deposit = deposits[0] if len(deposits) == 1 else None
    contract_id = deposit.contract.id if deposit else None
    if deposit and (deposit_of or not desk.account.due):
        kind, cents = PaymentKind.DEPOSIT, deposit.due_cents
    else:
        kind, cents = PaymentKind.FEES, sum(claim.open_cents for claim in desk.account.due)
    usable = [one for one in desk.regies if one.collects(kind)]
    return {
        "kind": kind,
        "contract_id": contract_id,
        "amount": amount(cents) if cents else None,
        "regie_id": usable[0].id if len(usable) == 1 else None,
    }


async def _desk(household_id: UUID, today: date) -> Desk:
    household = await households.find_household(household_id)
    transfers = await ledger.transfers_of(household_id)
    known = await contracts.household_contracts(household_id)
    deposits = [DepositDue(contract=one, due_cents=deposit_state(transfers, one.id).due_cents) for one in known]
    limit = (await law_in_force()).at("cash.limit_cents", today)
    usable = [one for one in await regies.list_regies() if one.closed_on is None or one.closed_on >= today]
    return Desk(
        household=household,
        account=statement(transfers, household_id, date.max),
        deposits=tuple(one for one in deposits if one.due_cents > 0),
        regies=tuple(usable),
        cash_limit_cents=limit.number,
        cash_source=limit.source,
        quittances=await _paid_months(transfers, [one.id for one in known]),
    )


async def _paid_months(transfers: Sequence[Transfer], contract_ids: Sequence[UUID]) -> tuple[tuple[str, str], ...]:
    """The last months of which nothing is due, an advance may have finished them: month and address (FIN-14)."""
    counted = standing(transfers)
    paid = {one.transfer_id for one in claims(transfers) if one.open_cents <= 0 and not one.relieved_cents}
    found = [
        (charge.month, paths.quittance(contract_id, charge.month))
        for contract_id in contract_ids
        for charge in await fees.charges_of(contract_id)
        if charge.transfer_id in paid and charge.transfer_id in counted and charge.amount_cents > 0
    ]
    return tuple(sorted(found, reverse=True)[:QUITTANCES])


def _shown(desk: Desk) -> dict[str, Any]:
    return {
        "desk": desk,
        "regie_options": [(one.id, one.name) for one in desk.regies],
        "means_options": list(labels.MEANS.items()),
        "third_party_options": list(labels.THIRD_PARTY.items()),
        "mirrors": any(one.receipt_mode is ReceiptMode.MIRROR_P1RZ for one in desk.regies),
        "kind_options": list(labels.PAYMENT_KIND.items()),
        "contract_options": [(one.contract.id, f"Contrat {one.contract.reference}") for one in desk.deposits],
    }


async def _receipt_page(receipt_id: UUID, form: Form, act: Act, settings: Settings) -> Response[Any]:
    seen = await store.find_receipt(receipt_id)
    household = await households.find_household(seen.receipt.household_id)
    regie = await regies.find_regie(seen.receipt.regie_id)
    transfers = await ledger.transfers_of_event(seen.receipt.event_id)
    may_see = act.by.may("households.read")
    return page(
        "receipts/receipt.html",
        status=form.status,
        form=form,
        receipt=seen.receipt,
        cancellation=seen.cancellation,
        household=household,
        holder=holder_words(household, may_see=may_see),
        payer=seen.receipt.payer if may_see else "Nom masqué",
        regie=regie,
        parts=settled(transfers),
        deliveries=await store.deliveries_of(receipt_id),
        quittances=[] if seen.cancellation else await _quittances(household.id, transfers),
        way_options=list(labels.DELIVERY_WAY.items()),
        sends=bool(settings.mail),
        email=household.email if may_see else "",
    )


async def _quittances(household_id: UUID, transfers: Sequence[Transfer]) -> list[tuple[str, str]]:
    """The months that this receipt paid and of which nothing is due any more: month and address (FIN-14)."""
    paid = {one.settles_id for one in transfers if one.settles_id}
    open_ids = {claim.transfer_id for claim in open_claims(await ledger.transfers_of(household_id))}
    contract_ids = sorted({one.contract_id for one in transfers if one.contract_id and one.settles_id})
    return [
        (charge.month, paths.quittance(contract_id, charge.month))
        for contract_id in contract_ids
        for charge in await fees.charges_of(contract_id)
        if charge.transfer_id in paid - open_ids
    ]


HANDLERS = [
    receipts_desk_page,
    issue_receipt_page,
    issue_receipt_form,
    receipt_page,
    cancel_receipt_form,
    deliver_receipt_form,
    send_receipt_form,
]
