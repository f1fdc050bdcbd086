"""Help asked of the FSL for a debt, and its answer, noted as they come. Nothing is sent by the program."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.domain.arrears import arrears
from occupancy.domain.claims import open_claims
from occupancy.domain.fsl_requests import FslDecision, FslRequest, PaidTo, check_decision, check_request
from occupancy.store import fsl_requests as store
from occupancy.store import households, ledger


class AskFsl(Struct, frozen=True, kw_only=True):
    """What was asked of the FSL, with the household."""

    asked_on: date
    asked_cents: int
    reference: str = ""


class DecideFsl(Struct, frozen=True, kw_only=True):
    """What the FSL answered. `granted_cents` 0: refused."""

    decided_on: date
    granted_cents: int
    paid_to: PaidTo | None = None
    detail: str = ""


async def ask_fsl(db: Database, household_id: UUID, command: AskFsl, act: Act) -> FslRequest:
    """Note a request, for what is late. Raises `HouseholdNotFound`, `FslRequestWrong`."""
    async with writing(db, act) as tx:
        household = await households.find_household(household_id)
        await tx.lock("household", household.id)
        late = arrears(household.id, open_claims(await ledger.transfers_of(household.id)), act.today)
        asked = FslRequest(
            id=uuid4(),
            household_id=household.id,
            asked_on=command.asked_on,
            asked_cents=command.asked_cents,
            reference=command.reference.strip(),
            recorded_on=act.today,
            recorded_by=act.by.id,
            recorded_by_name=act.by.name,
        )
        before = (await store.requests_of_many([household.id]))[household.id]
        check_request(asked, late.cents if late else 0, before, act.today)
        await store.add_request(asked)
        await tx.journal("fsl-asked", f"household/{household.id}", after=asked)
        return tx.keep(asked)


async def decide_fsl(db: Database, request_id: UUID, command: DecideFsl, act: Act) -> FslDecision:
    """Note the answer, once. Raises `FslRequestNotFound`, `FslDecisionWrong`, `FslAlreadyDecided`."""
    async with writing(db, act) as tx:
        await tx.lock("household", (await store.find_request(request_id)).household_id)
        request = await store.find_request(request_id)
        decided = FslDecision(
            id=uuid4(),
            request_id=request.id,
            decided_on=command.decided_on,
            granted_cents=command.granted_cents,
            paid_to=command.paid_to,
            detail=command.detail.strip(),
            recorded_on=act.today,
            recorded_by=act.by.id,
            recorded_by_name=act.by.name,
        )
        check_decision(request, decided, act.today)
        await store.add_decision(db, decided)
        await tx.journal("fsl-decided", f"household/{request.household_id}", before=request, after=decided)
        return tx.keep(decided)
