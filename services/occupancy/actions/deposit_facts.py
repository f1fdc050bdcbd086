"""Where the deposit of a contract stands: what is held, what was proposed, and which refunds still stand."""

from uuid import UUID

from occupancy.domain.contracts import Contract
from occupancy.domain.deposit_deadlines import DepositFacts
from occupancy.domain.deposits import deposit_state
from occupancy.domain.ledger import standing
from occupancy.domain.settlements import DepositRefund, Settlement, has_left
from occupancy.store import deposits, ledger


async def live_refunds(contract_id: UUID) -> tuple[tuple[Settlement, DepositRefund], ...]:
    """The approved settlements of a contract, first to last, without those whose event was reversed since."""
    settlements = await deposits.settlements_of(contract_id)
    refunds = await deposits.refunds_of([one.id for one in settlements])
    if not refunds:
        return ()
    transfers = await ledger.transfers_of(settlements[0].household_id)
    counting = standing(transfers)
    found = []
    for settlement in settlements:
        if (refund := refunds.get(settlement.id)) is None:
            continue
        posted = [one for one in transfers if one.event_id == refund.event_id]
        if not posted or any(one.id in counting for one in posted):
            found.append((settlement, refund))
    return tuple(found)


async def deposit_facts(contract: Contract) -> DepositFacts:
    """Nothing is looked up while the household stays: a deposit is returned after (DEP-09)."""
    if not has_left(contract):
        return DepositFacts()
    live = await live_refunds(contract.id)
    return DepositFacts(
        held_cents=deposit_state(await ledger.transfers_of(contract.household_id), contract.id).held_cents,
        settlements=await deposits.settlements_of(contract.id),
        refunded_on={settlement.id: refund.refunded_on for settlement, refund in live},
    )
