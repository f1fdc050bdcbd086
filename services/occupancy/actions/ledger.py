"""Ledger acts: reverse an event by a reasoned decision."""

from uuid import UUID, uuid4

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import Blocker
from occupancy.actions.activity import put_activity
from occupancy.actions.allocations import ALLOCATION, settle_household
from occupancy.actions.charges import FEES_RUN, recharge_contract
from occupancy.actions.stay_deadlines import keep_deposit_deadlines
from occupancy.domain.charges import REVERSAL
from occupancy.domain.claims import claims
from occupancy.domain.ledger import Event, EventNotFound, NotReversible, Reversal, Transfer, mirror
from occupancy.domain.payments import check_reason
from occupancy.domain.remissions import check_not_over_relieved
from occupancy.store import contracts, ledger

_OWN_ACT = {
    "receipt": "Un reçu s'annule depuis sa page ; son numéro est conservé.",
    "receipt_cancellation": "Un reçu annulé ne se rétablit pas : établissez un nouveau reçu.",
    "deposit_request": "Une demande de dépôt se clôt avec le solde du dépôt.",
    ALLOCATION: "Une imputation suit les écritures qui la causent : annulez plutôt celles-ci.",
    "recharge": "Cette correction suit les dates du séjour.",
}


async def reverse_event(db: Database, event_id: UUID, reason: str, act: Act) -> Reversal:
    """Reverse a fee, a damage, a remission, a deposit's return or a reversal: the exact mirror, dated today, with its reason.

    Raises `EventNotFound`, `NotReversible`, `AlreadyReversed`, `DepositBelowZero`, `ReasonMissing`.
    """
    why = check_reason(reason)
    async with writing(db, act) as tx:
        transfers = await ledger.transfers_of_event(event_id)
        if not transfers:
            raise EventNotFound()
        first = transfers[0]
        _check_reversible(first)
        household_id = _household(first)
        await tx.lock_all(FEES_RUN, shared=True)
        await tx.lock("household", household_id)
        decided = Reversal(
            id=uuid4(),
            event_id=event_id,
            reversing_event_id=uuid4(),
            household_id=household_id,
            reason=why,
            decided_on=act.today,
            decided_by=act.by.id,
            decided_by_name=act.by.name,
        )
        known = await ledger.transfers_of(household_id)
        event = Event(
            id=decided.reversing_event_id,
            booked_on=max(act.today, first.booked_on),
            household_id=household_id,
            document_kind=REVERSAL,
            document_id=decided.id,
        )
        postings = mirror(transfers, known, f"Annulation : {first.label}"[:600])
        await ledger.post(db, event, postings, at=act.at, by=act.by.id)
        await ledger.add_reversal(db, decided)
        check_not_over_relieved(claims(await ledger.transfers_of(household_id)))
        for contract_id in sorted({one.contract_id for one in transfers if one.contract_id}):
            await recharge_contract(tx, await contracts.find_contract(contract_id), act)
        await settle_household(tx, household_id, act)
        await put_activity(household_id, act)
        await keep_deposit_deadlines(household_id, act)
        await tx.journal("event-reversed", f"ledger-event/{event_id}", after=decided)
        return tx.keep(decided)


def _household(transfer: Transfer) -> UUID:
    """Whose account the event moved. Raises `NotReversible` for what only moves between the accounts of a régie."""
    if transfer.household_id is None:
        raise NotReversible("Les mouvements d'une régie s'annulent depuis ses livres.")
    return transfer.household_id


def _check_reversible(transfer: Transfer) -> None:
    """Raises `NotReversible`, with the receipt to cancel where it is one."""
    if said := _OWN_ACT.get(transfer.document_kind):
        href = f"/sejours/encaissements/recus/{transfer.document_id}"
        blocker = Blocker(label="Voir le reçu", href=href) if transfer.document_kind == "receipt" else None
        raise NotReversible(said, blocker=blocker)
