"""The receipts desk: preview an allocation, issue a receipt, cancel one."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from kernel.acts import Act, Tx, refuse_or_repeat, writing
from kernel.db import Database
from kernel.mail import Mail
from kernel.money import PaidCents
from occupancy.actions.activity import put_activity
from occupancy.actions.allocations import settle_household
from occupancy.actions.bank_releases import release_line_of
from occupancy.actions.stay_deadlines import keep_deposit_deadlines
from occupancy.actions.tills import hold_regie
from occupancy.domain.claims import Allocation, Claim, allocate, open_claims
from occupancy.domain.deposits import deposit_state
from occupancy.domain.ledger import Event, Posting, Transfer, mirror
from occupancy.domain.payments import (
    ChosenPart,
    DeliveryWay,
    DepositAlreadyReturned,
    NoAddressToSendTo,
    NoDepositDue,
    Receipt,
    ReceiptAlreadyCancelled,
    ReceiptCancellation,
    ReceiptDelivery,
    ThirdParty,
    allocate_chosen,
    check_delivery,
    check_means,
    check_reason,
    check_third_party,
    deposit_payment,
    fee_payment,
)
from occupancy.domain.regies import PaymentKind, Regie, check_regie, check_souche, receipt_reference
from occupancy.domain.tills import BOOK_OF, Means, till_account
from occupancy.store import contracts, households, ledger, payments, regies
from occupancy.store.law import law_in_force

Draw = Callable[[], Awaitable[tuple[str, bytes]]]
SENT_WITH = (
    "Bonjour,\n\nVous trouverez ci-joint votre reçu {reference}. Il constate un paiement ; il n'est pas une quittance.\n"
    "Vous pouvez le demander sur papier à tout moment, sans frais.\n"
)
"""Nothing of the money is said in the text itself: the paper is attached."""


class IssueReceipt(Struct, frozen=True, kw_only=True):
    """What a régisseur takes in. `contract_id` only for a deposit; `chosen`: claims to pay first, else oldest first."""

    regie_id: UUID
    household_id: UUID
    contract_id: UUID | None
    kind: PaymentKind
    means: Means
    amount_cents: PaidCents
    received_on: date
    payer: Annotated[str, Meta(min_length=1, max_length=200)]
    souche: int | None = None
    third_party: ThirdParty | None = None
    chosen: tuple[ChosenPart, ...] = ()


class ReceiptPreview(Struct, frozen=True, kw_only=True):
    """What a receipt would do: the claims it pays and what would be an advance. `due`: all that could be paid; `transfers`:
    the account that it was counted from.
    """

    regie: Regie
    transfers: tuple[Transfer, ...]
    due: tuple[Claim, ...]
    allocation: Allocation
    deposit_due_cents: int


async def preview_receipt(command: IssueReceipt, *, today: date) -> ReceiptPreview:
    """Every check of `issue_receipt`, and the allocation, without writing. Raises the same refusals."""
    await households.find_household(command.household_id)
    return await _preview(command, await regies.find_regie(command.regie_id), today)


async def _preview(command: IssueReceipt, regie: Regie, today: date) -> ReceiptPreview:
    check_regie(regie, command.kind, command.received_on)
    check_souche(regie, command.souche)
    check_third_party(command.means, command.third_party)
    check_means(await law_in_force(), command.means, command.amount_cents, command.received_on, today=today)
    transfers = await ledger.transfers_of(command.household_id)
    if command.kind is PaymentKind.DEPOSIT:
        due_cents = await _deposit_due(command, transfers)
        deposit_payment(command.household_id, _into(command), _contract(command), command.amount_cents,
                        due_cents=due_cents, reference="")  # fmt: skip
        return ReceiptPreview(
            regie=regie, transfers=transfers, due=(), allocation=allocate(0, ()), deposit_due_cents=due_cents
        )
    due = open_claims(transfers)
    allocation = allocate_chosen(command.amount_cents, due, command.chosen)
    return ReceiptPreview(regie=regie, transfers=transfers, due=due, allocation=allocation, deposit_due_cents=0)


async def issue_receipt(db: Database, command: IssueReceipt, act: Act) -> Receipt:
    """Take money in: a number without gap, the ledger, the receipt — all or nothing.

    Raises `HouseholdNotFound`, `RegieNotFound`, `RegieClosed`, `NotCollectedByRegie`, `CashAboveLimit`,
    `ReceivedInFuture`, `NoDepositDue`, `NotRegisseur`, `TillDayClosed`, `SoucheRefused`, `SoucheTaken`,
    `ThirdPartyMissing`, `AllocationRefused`.
    """
    async with writing(db, act) as tx:
        receipt = await issue_within(tx, command)
        await tx.journal("receipt-issued", f"receipt/{receipt.id}", after=receipt)
        return tx.keep(receipt)


async def issue_within(tx: Tx, command: IssueReceipt) -> Receipt:
    """The same inside an act that says more: what comes from a bank statement draws up its receipts so. Nothing is journalled.

    The numbers are drawn last and the rows are left to be written with what ends the act, since from the first number on every
    other receipt waits; an act that needs the rows before flushes.
    """
    act = tx.act
    await households.hold_household(tx.db, command.household_id)
    preview = await _preview(command, await hold_regie(tx, command.regie_id, act, shared=True), act.today)
    await put_activity(command.household_id, act)
    number = await regies.next_number(tx.db, command.regie_id, act.today.year)
    receipt = _receipt(command, preview.regie, number, act)
    event = Event(
        id=receipt.event_id,
        booked_on=command.received_on,
        household_id=command.household_id,
        document_kind="receipt",
        document_id=receipt.id,
    )
    posted = await ledger.post_at_end(tx, event, _postings(receipt, preview))
    payments.add_receipt_at_end(tx, receipt)
    await settle_household(tx, command.household_id, act, known=(*preview.transfers, *posted))
    if receipt.kind is PaymentKind.DEPOSIT:
        await tx.flush()
        await keep_deposit_deadlines(receipt.household_id, act)
    return receipt


async def cancel_receipt(db: Database, receipt_id: UUID, reason: str, act: Act) -> ReceiptCancellation:
    """Cancel a receipt by mirroring its event; its number is kept, with the reason.

    Raises `ReceiptNotFound`, `ReceiptAlreadyCancelled`, `DepositAlreadyReturned`, `ReasonMissing`, `NotRegisseur`,
    `TillTooLow`, `TillDayClosed`.
    """
    why = check_reason(reason)
    async with writing(db, act) as tx:
        receipt = (await payments.find_receipt(receipt_id)).receipt
        await tx.lock("household", receipt.household_id)
        await hold_regie(tx, receipt.regie_id, act)
        if (await payments.find_receipt(receipt_id)).cancellation:
            raise ReceiptAlreadyCancelled(f"Le reçu {receipt.reference} est déjà annulé.")
        cancellation = ReceiptCancellation(
            id=uuid4(),
            receipt_id=receipt.id,
            reason=why,
            cancelled_on=act.today,
            event_id=uuid4(),
            cancelled_by=act.by.id,
            cancelled_by_name=act.by.name,
        )
        await payments.add_cancellation(db, cancellation)
        await _mirror_receipt(tx, receipt, cancellation, act)
        await settle_household(tx, receipt.household_id, act)
        await put_activity(receipt.household_id, act)
        if receipt.kind is PaymentKind.DEPOSIT:
            await keep_deposit_deadlines(receipt.household_id, act)
        await release_line_of(tx, receipt, why)
        await tx.journal("receipt-cancelled", f"receipt/{receipt.id}", before=receipt, after=cancellation)
        return tx.keep(cancellation)


async def deliver_receipt(
    db: Database, receipt_id: UUID, way: DeliveryWay, act: Act, *, agreed: bool
) -> ReceiptDelivery:
    """Note that the receipt was handed over, posted, or sent by e-mail with the express agreement of the household.

    Nothing is sent from here. Raises `ReceiptNotFound`, `DeliveryNotAgreed`.
    """
    check_delivery(way, agreed=agreed)
    async with writing(db, act) as tx:
        await payments.find_receipt(receipt_id)
        delivery = ReceiptDelivery(
            id=uuid4(), receipt_id=receipt_id, way=way, agreed=agreed, given_on=act.today,
            given_by=act.by.id, given_by_name=act.by.name,
        )  # fmt: skip
        await payments.add_delivery(delivery)
        await tx.journal("receipt-delivered", f"receipt/{receipt_id}", after=delivery)
        return tx.keep(delivery)


async def send_receipt(
    db: Database, receipt_id: UUID, mail: Mail, draw: Draw, act: Act, *, agreed: bool
) -> ReceiptDelivery:
    """Send the paper of a receipt to the address of its household, then note it. `draw`: name and content of the PDF.

    What the mail server took is noted; when noting fails after that, a repeat sends it once more, which harms nobody.
    Raises `ReceiptNotFound`, `DeliveryNotAgreed`, `NoAddressToSendTo`, `ReceiptAlreadyCancelled`, `MailSilent`.
    """
    await refuse_or_repeat(db, act)
    check_delivery(DeliveryWay.EMAIL, agreed=agreed)
    seen = await payments.find_receipt(receipt_id)
    if seen.cancellation:
        raise ReceiptAlreadyCancelled(f"Le reçu {seen.receipt.reference} est annulé.")
    household = await households.find_household(seen.receipt.household_id)
    if not household.email:
        raise NoAddressToSendTo("Ce ménage n'a pas d'adresse de courriel : notez-la d'abord dans son dossier.")
    reference = seen.receipt.reference
    await mail.send(household.email, f"Votre reçu {reference}", SENT_WITH.format(reference=reference), [await draw()])
    return await deliver_receipt(db, receipt_id, DeliveryWay.EMAIL, act, agreed=agreed)


async def _mirror_receipt(tx: Tx, receipt: Receipt, cancellation: ReceiptCancellation, act: Act) -> None:
    known = await ledger.transfers_of(receipt.household_id)
    wrong = [one for one in known if one.event_id == receipt.event_id]
    if receipt.contract_id and deposit_state(known, receipt.contract_id).held_cents < receipt.amount_cents:
        raise DepositAlreadyReturned("Ce dépôt a déjà été rendu ou retenu : annulez d'abord son solde.")
    event = Event(
        id=cancellation.event_id,
        booked_on=act.today,
        household_id=receipt.household_id,
        document_kind="receipt_cancellation",
        document_id=cancellation.id,
    )
    label = f"Reçu {receipt.reference} annulé : {cancellation.reason}"[:600]
    await ledger.post(tx.db, event, mirror(wrong, known, label), at=act.at, by=act.by.id)


def _receipt(command: IssueReceipt, regie: Regie, number: int, act: Act) -> Receipt:
    return Receipt(
        id=uuid4(),
        regie_id=regie.id,
        year=act.today.year,
        number=number,
        reference=receipt_reference(regie.code, act.today.year, number),
        received_on=command.received_on,
        recorded_on=act.today,
        household_id=command.household_id,
        contract_id=command.contract_id if command.kind is PaymentKind.DEPOSIT else None,
        payer=command.payer,
        means=command.means,
        kind=command.kind,
        amount_cents=command.amount_cents,
        event_id=uuid4(),
        regisseur_id=act.by.id,
        regisseur_name=act.by.name,
        souche=command.souche,
        third_party=command.third_party,
        chosen=command.chosen if command.kind is PaymentKind.FEES else (),
    )


def _postings(receipt: Receipt, preview: ReceiptPreview) -> tuple[Posting, ...]:
    if receipt.contract_id is not None:
        return tuple(
            deposit_payment(
                receipt.household_id, _into(receipt), receipt.contract_id, receipt.amount_cents,
                due_cents=preview.deposit_due_cents, reference=receipt.reference,
            )
        )  # fmt: skip
    return fee_payment(receipt.household_id, _into(receipt), preview.allocation, receipt.reference)


def _into(paid: IssueReceipt | Receipt) -> str:
    """The account of the régie that the money comes into, by its means."""
    return till_account(paid.regie_id, BOOK_OF[paid.means])


def _contract(command: IssueReceipt) -> UUID:
    if command.contract_id is None:
        raise NoDepositDue("Indiquez le contrat dont c'est le dépôt de garantie.", field="contract_id")
    return command.contract_id


async def _deposit_due(command: IssueReceipt, transfers: Sequence[Transfer]) -> int:
    contract = await contracts.find_contract(_contract(command))
    if contract.household_id != command.household_id:
        raise NoDepositDue("Ce contrat n'est pas celui de ce ménage.", field="contract_id")
    return deposit_state(transfers, contract.id).due_cents
