"""Transfers of households: reserve the line here, claim it from the stock's service, draw up its receipts; give it back.

The number of the claim comes from the line, so that a repeat is the same claim. Whatever stops between two steps leaves a
reservation behind, which the relay gives back: alt_units then refuses a claim that was still on its way.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kernel.acts import Act, housekeeping, refuse_or_repeat, writing
from kernel.db import Database
from kernel.errors import KeyInFlight, Refusal
from occupancy.actions.bank_releases import turn_back
from occupancy.actions.payments import IssueReceipt, ReceiptPreview, issue_within, preview_receipt
from occupancy.actions.tills import hold_regie
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.bank_collections import (
    BankCollection,
    BankLine,
    BankLineTaken,
    Candidate,
    CollectionOver,
    CollectionState,
    NamedHousehold,
    Share,
    check_shares,
    collection_number,
    named_by,
    rank,
)
from occupancy.domain.claims import open_claims
from occupancy.domain.payments import Receipt, ThirdParty
from occupancy.domain.tills import Means
from occupancy.store import bank_collections as store
from occupancy.store import households, ledger, tills


class CollectLine(Struct, frozen=True, kw_only=True):
    """How a line is receipted: by which régie, on which day, for whom. `distinct`: it is not the line that it looks like."""

    regie_id: UUID
    received_on: date
    payer: Annotated[str, Meta(min_length=1, max_length=200)]
    third_party: ThirdParty | None
    shares: tuple[Share, ...]
    distinct: bool = False


async def collect_bank_line(
    db: Database, alt_units: AltUnits, line_id: UUID, command: CollectLine, act: Act
) -> tuple[Receipt, ...]:
    """Draw up the receipts of a line, which nobody else can take any more.

    Raises what `issue_receipt` raises, `BankLineUnknown`, `BankLineTaken`, `BankLineNotExplained`, `CollectionOver`,
    `ServiceSilent`.
    """
    await refuse_or_repeat(db, act)
    line = await alt_units.bank_line(line_id, by=act.by)
    if taken := await store.live_collection(line_id):
        raise _taken(taken, act)
    check_shares(line, command.shares)
    for one in _receipts(line, command):
        await preview_receipt(one, today=act.today)
    collection = await _reserve(db, line, command, act)
    try:
        said = f"Encaissement par {act.by.name}"[:80]
        await alt_units.claim_line(line_id, collection.id, said, distinct=command.distinct, by=act.by)
        return await _receipt(db, collection, _receipts(line, command), act)
    except Refusal as refusal:
        await turn_back(db, alt_units, collection, f"Encaissement refusé : {refusal.detail}"[:500], act)
        raise


async def preview_line(line: BankLine, command: CollectLine, *, today: date) -> tuple[ReceiptPreview, ...]:
    """What each part would pay, without writing. Raises the same refusals."""
    check_shares(line, command.shares)
    return tuple([await preview_receipt(one, today=today) for one in _receipts(line, command)])


async def candidates_of(
    lines: Sequence[BankLine], named: Sequence[NamedHousehold], today: date, *, amounts: bool
) -> dict[UUID, tuple[Candidate, ...]]:
    """Who each line may be of, best first. `amounts`: those who owe exactly its amount are looked for too."""
    told = {line.id: named_by(line, named) for line in lines}
    ids = {one for grounds in told.values() for one in grounds} | set(await ledger.owing(today) if amounts else ())
    accounts, known = await ledger.transfers_of_many(ids), await households.households(ids)
    due = {one: sum(claim.open_cents for claim in open_claims(accounts[one])) for one in ids}
    of_line = {
        line.id: {one: (known[one], due[one]) for one in ids if amounts or one in told[line.id]} for line in lines
    }
    return {line.id: rank(line, told[line.id], of_line[line.id]) for line in lines}


async def first_open_day(regie_id: UUID, booked_on: date) -> date:
    """The day of the bank, or the first on which the régie still writes."""
    last = await tills.last_closing(regie_id)
    return booked_on if last is None or booked_on > last.day else last.day + timedelta(days=1)


async def _reserve(db: Database, line: BankLine, command: CollectLine, act: Act) -> BankCollection:
    attempt = await store.attempts(line.id) + 1
    collection = BankCollection(
        id=collection_number(line.id, attempt),
        line_id=line.id,
        attempt=attempt,
        state=CollectionState.ASKED,
        regie_id=command.regie_id,
        account=line.account,
        booked_on=line.booked_on,
        amount_cents=line.amount_cents,
        reference=line.reference,
        label=line.label,
        payer=line.payer,
        asked_at=act.at,
        asked_by=act.by.id,
        asked_by_name=act.by.name,
        asked_key=act.once.key if act.once else "",
        reason="",
        tries=0,
        next_try_at=None,
    )
    try:
        async with housekeeping(db):
            await store.reserve(db, collection)
    except BankLineTaken:
        if taken := await store.live_collection(line.id):
            raise _taken(taken, act) from None
        raise
    return collection


async def _receipt(
    db: Database, collection: BankCollection, commands: Sequence[IssueReceipt], act: Act
) -> tuple[Receipt, ...]:
    async with writing(db, act) as tx:
        await tx.lock_many("household", {one.household_id for one in commands})
        await hold_regie(tx, collection.regie_id, act)
        await tx.lock("bank_collection", collection.id)
        if not await store.move(db, collection.id, CollectionState.ASKED, CollectionState.RECEIPTED, ""):
            raise CollectionOver("La réservation du virement a expiré avant l'encaissement : recommencez.")
        receipts = []
        for part, command in enumerate(commands, 1):
            receipt = await issue_within(tx, command)
            await tx.flush()
            await store.add_line_receipt(db, collection, receipt.id, part, receipt.amount_cents)
            if len(commands) > 1:
                await tx.follow("receipt-issued", f"receipt/{receipt.id}", before=None, after=receipt)
            receipts.append(receipt)
        told = {"receipts": receipts, "collection": collection.id}
        await tx.journal("bank-line-receipted", f"bank-line/{collection.line_id}", after=told)
        return tx.keep(tuple(receipts))


def _receipts(line: BankLine, command: CollectLine) -> tuple[IssueReceipt, ...]:
    means = Means.TRANSFER if command.third_party is None else Means.THIRD_PARTY
    return tuple(
        IssueReceipt(
            regie_id=command.regie_id,
            household_id=one.household_id,
            contract_id=one.contract_id,
            kind=one.kind,
            means=means,
            amount_cents=one.amount_cents,
            received_on=command.received_on,
            payer=command.payer,
            third_party=command.third_party,
        )
        for one in command.shares
    )


def _taken(taken: BankCollection, act: Act) -> Refusal:
    is_same = act.once is not None and (taken.asked_by, taken.asked_key) == (act.by.id, act.once.key)
    if is_same and taken.state is CollectionState.ASKED:
        return KeyInFlight("La même demande est en cours de traitement. Attendez sa réponse.")
    return BankLineTaken(f"{taken.asked_by_name} a pris ce virement le {taken.asked_at:%d/%m/%Y}.")
