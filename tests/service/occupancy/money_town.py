"""A small town for the tests of money: stays written by the stores, money moved by the real actions. All fictitious."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID, uuid4

from msgspec.structs import replace

import occupancy
from kernel.acts import Act, Once, Staff, writing
from kernel.db import Database
from occupancy.actions.charges import recharge_contract
from occupancy.actions.payments import IssueReceipt
from occupancy.actions.regies import RegisterRegie, create_regie
from occupancy.domain.contracts import Contract, ContractStatus, End, EndReason
from occupancy.domain.households import Household, Orientation, Situation
from occupancy.domain.regies import PaymentKind, Regie
from occupancy.domain.tills import Means
from occupancy.store import contracts, households
from occupancy.tables import TABLES
from tests.unit.occupancy import stays

AGENT = Staff(id=UUID(int=11), name="Agent Exemple", permissions=frozenset({"*"}))
REGISSEUR = Staff(id=UUID(int=12), name="Régisseuse Exemple", permissions=frozenset({"*"}))
FINANCE = Staff(id=UUID(int=13), name="Finances Exemple", permissions=frozenset({"*"}))


SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"


def open_store(url: str) -> Database:
    return Database(url, list(TABLES), Path(occupancy.__file__).parent / "migrations", secret=SECRET)


def act(day: date, by: Staff = AGENT, key: str | None = None, said: str = "") -> Act:
    once = Once(key=key, fingerprint=said) if key else None
    at = datetime.combine(day, time(9), UTC)
    return Act(by=by, at=at, today=day, request_id=uuid4().hex, once=once)


async def household(name: str = "A") -> Household:
    found = Household(
        id=uuid4(),
        version=1,
        reference=f"M-{uuid4().hex[:8]}",
        last_name=f"Ménage Exemple {name}",
        first_name="",
        situation=Situation.SINGLE,
        adults=1,
        children=0,
        phone=None,
        email=None,
        orientation=Orientation.SIAO,
        note="",
    )
    await households.insert_household(found)
    return found


async def stay(
    holder: Household, first_day: date, last_day: date, fee_cents: int = 10000, status: str = "signed"
) -> Contract:
    plain = stays.contract(first_day, last_day, unit_id=uuid4(), household_id=holder.id)
    signed = replace(plain, reference=f"C-{uuid4().hex[:8]}", fee=replace(plain.fee, cents=fee_cents))
    signed = replace(signed, status=ContractStatus(status))
    await contracts.ensure_unit_lock(signed.unit_id)
    await contracts.insert_contract(signed)
    return signed


async def end(db: Database, contract: Contract, on: date, today: date) -> Contract:
    """End a stay and correct its fees, in one transaction, as the act of ending does."""
    ending = End(ended_on=on, reason=EndReason.SOCIAL_HOUSING, note="Parti plus tard", forwarding_address=None)
    doing = act(today)
    async with writing(db, doing) as tx:
        changed = replace(contract, status=ContractStatus.ENDED, end=ending)
        ended = await contracts.save_contract(changed, contract.version)
        await recharge_contract(tx, ended, doing)
        await tx.journal("contract-ended", f"contract/{contract.id}", after=ended)
    return ended


async def regie(db: Database, code: str = "TEMP") -> Regie:
    command = RegisterRegie(
        code=code,
        name="Régie de démonstration",
        founding_act="Délibération de démonstration",
        collects_fees=True,
        collects_deposits=True,
        opened_on=date(2020, 1, 1),
        closed_on=None,
    )
    return await create_regie(db, command, act(date(2020, 1, 1)))


def payment(
    desk: Regie,
    holder: Household,
    cents: int,
    day: date,
    *,
    means: Means = Means.CARD,
    deposit_of: Contract | None = None,
) -> IssueReceipt:
    return IssueReceipt(
        regie_id=desk.id,
        household_id=holder.id,
        contract_id=deposit_of.id if deposit_of else None,
        kind=PaymentKind.DEPOSIT if deposit_of else PaymentKind.FEES,
        means=means,
        amount_cents=cents,
        received_on=day,
        payer=holder.name,
    )
