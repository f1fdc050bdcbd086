"""Taking over what the books kept before say: inside an import of stays, all of it or nothing."""

from collections.abc import Collection, Sequence
from uuid import UUID, uuid4

from kernel.acts import Act, Tx
from occupancy.actions.activity import put_activity
from occupancy.actions.allocations import settle_household
from occupancy.actions.opening_rows import Books
from occupancy.actions.stay_deadlines import keep_deposit_deadlines
from occupancy.domain.arrears_ladder import ActKind, ArrearsAct, TitledClaim
from occupancy.domain.contracts import Contract
from occupancy.domain.deposits import DepositRequest, deposit_cap
from occupancy.domain.ledger import Event, standing
from occupancy.domain.openings import STAY_IMPORT, Opening, OpeningKind, opening_postings
from occupancy.domain.stay_imports import TakenOver
from occupancy.store import arrears, contracts, deposits, fees, ledger, openings
from occupancy.store.law import law_in_force

ABOVE_CAP = "Repris du registre précédent"
"""Why a deposit taken over may be above the cap: it was asked before, and is never revised (DEP-02)."""


async def read_books(stays: Collection[Contract]) -> Books:
    """What is known of the money of these stays; what was undone since counts no more."""
    ids = [one.id for one in stays]
    accounts = await ledger.transfers_of_many({one.household_id for one in stays})
    counted = frozenset[UUID]().union(*(standing(rows) for rows in accounts.values()))
    events = {one.event_id for rows in accounts.values() for one in rows if one.id in counted}
    taken: dict[UUID, list[Opening]] = {}
    for one in await openings.of_contracts(ids):
        if one.event_id in events:
            taken.setdefault(one.contract_id, []).append(one)
    charged = await fees.charges_of_many(ids)
    asked = await deposits.last_requests(ids)
    return Books(
        openings=taken,
        deposits=frozenset(one for one, request in asked.items() if request.event_id in events),
        charged={
            one: frozenset(charge.month for charge in rows if charge.transfer_id in counted)
            for one, rows in charged.items()
        },
        called_until=await openings.called_until(ids),
    )


async def take_over(tx: Tx, taken: Sequence[TakenOver], act: Act) -> None:
    """Write each sum as an event of its own, dated today; the household's money is then put in order as after any act.

    Raises `DepositAlreadyAsked`.
    """
    await tx.lock_many("household", {one.household_id for one in taken})
    for one in taken:
        await openings.add_openings(one.openings)
        for opening in one.openings:
            event = Event(
                id=opening.event_id,
                booked_on=act.today,
                household_id=opening.household_id,
                document_kind=STAY_IMPORT,
                document_id=opening.import_id,
            )
            posted = await ledger.post(tx.db, event, opening_postings(opening), at=act.at, by=act.by.id)
            if opening.is_debt and opening.former_reference:
                await arrears.add_act(_titled_before(opening, posted[0].id, act))
            if opening.kind is OpeningKind.DEPOSIT:
                await _ask(tx, opening, act)
        await settle_household(tx, one.household_id, act)
        await put_activity(one.household_id, act)
        await keep_deposit_deadlines(one.household_id, act)


def _titled_before(opening: Opening, claim_id: UUID, act: Act) -> ArrearsAct:
    """A title was issued for it: the comptable has it, and no second one is asked for (FIN-02)."""
    return ArrearsAct(
        id=uuid4(),
        household_id=opening.household_id,
        kind=ActKind.HANDED_OVER,
        done_on=act.today,
        until=None,
        detail=f"Titre {opening.former_reference}, émis avant la reprise",
        claims=(TitledClaim(claim_id=claim_id, cents=opening.amount_cents),),
        cents=opening.amount_cents,
        recorded_on=act.today,
        recorded_by=act.by.id,
        recorded_by_name=act.by.name,
    )


async def _ask(tx: Tx, opening: Opening, act: Act) -> None:
    contract = await contracts.find_contract(opening.contract_id)
    before = await deposits.request_of(contract.id)
    cap_cents = deposit_cap(await law_in_force(), contract.legal_regime, act.today).number * contract.fee.cents
    request = DepositRequest(
        id=uuid4(),
        contract_id=contract.id,
        household_id=contract.household_id,
        amount_cents=opening.amount_cents,
        cap_cents=cap_cents,
        reason=ABOVE_CAP,
        asked_on=opening.due_on,
        event_id=opening.event_id,
        attempt=before.attempt + 1 if before else 1,
    )
    await deposits.add_request(tx.db, request)
