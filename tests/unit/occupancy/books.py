"""A ledger book kept in memory for tests of the pure rules: the same rows as the store, without a store."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from occupancy.domain.claims import Claim, open_claims, settle_up
from occupancy.domain.ledger import (
    REVENUE_FEES,
    Event,
    HouseholdAccount,
    Posting,
    Transfer,
    TransferKind,
    account,
    rows,
)

CLERK = UUID(int=1)
HOUSEHOLD = UUID(int=2)
REGIE = UUID(int=3)
TILL = f"regie:{REGIE}:till"
CONTRACT = UUID(int=4)
AT = datetime(2025, 3, 1, 9, tzinfo=UTC)


class Book:
    """Rows of one household, posted one event at a time."""

    def __init__(self) -> None:
        self.transfers: list[Transfer] = []

    def post(self, booked_on: date, *postings: Posting, document: str = "test") -> UUID:
        event = Event(
            id=uuid4(), booked_on=booked_on, household_id=HOUSEHOLD, document_kind=document, document_id=uuid4()
        )
        ids = [uuid4() for _ in postings]
        first = len(self.transfers) + 1
        self.transfers += rows(event, postings, ids=ids, first_number=first, at=AT, by=CLERK)
        return event.id

    def settle(self, booked_on: date) -> None:
        if moves := settle_up(HOUSEHOLD, self.transfers):
            self.post(booked_on, *moves, document="allocation")

    def of(self, event_id: UUID) -> list[Transfer]:
        return [one for one in self.transfers if one.event_id == event_id]

    def open(self) -> tuple[Claim, ...]:
        return open_claims(self.transfers)


def fee(cents: int, due_on: date, label: str = "Redevance") -> Posting:
    return Posting(
        debit_account=account(HOUSEHOLD, HouseholdAccount.FEES),
        credit_account=REVENUE_FEES,
        amount_cents=cents,
        kind=TransferKind.FEE,
        label=label,
        contract_id=CONTRACT,
        due_on=due_on,
    )
