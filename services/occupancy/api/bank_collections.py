"""Transfers of households over the API: the lines of the bank that nobody explained, and their receipts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import PaidCents
from occupancy.actions import bank_collections as actions
from occupancy.actions.bank_collections import CollectLine
from occupancy.api.contract import Line
from occupancy.api.money_contract import ReceiptOut
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.bank_collections import MOST_PARTS, BankLine, Candidate, Ground, Share
from occupancy.domain.payments import Receipt, ThirdParty
from occupancy.domain.regies import PaymentKind
from occupancy.store import bank_collections as store

TAGS = ["Encaissements"]


class ShareIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one household gets of a line. `contract_id`: only for a deposit."""

    household_id: UUID
    amount_cents: PaidCents
    kind: PaymentKind = PaymentKind.FEES
    contract_id: UUID | None = None


class CollectLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a line is receipted: its parts sum to the line. `distinct`: it is not the known line that it looks like."""

    regie_id: UUID
    received_on: date
    payer: Line
    shares: Annotated[list[ShareIn], Meta(min_length=1, max_length=MOST_PARTS)]
    third_party: ThirdParty | None = None
    distinct: bool = False

    def command(self) -> CollectLine:
        shares = [
            Share(
                household_id=one.household_id, kind=one.kind, contract_id=one.contract_id, amount_cents=one.amount_cents
            )
            for one in self.shares
        ]
        return CollectLine(
            regie_id=self.regie_id,
            received_on=self.received_on,
            payer=self.payer,
            third_party=self.third_party,
            shares=tuple(shares),
            distinct=self.distinct,
        )


class LineCandidateOut(Struct, frozen=True, kw_only=True):
    """A household that a line may be of, and why; what it owes today."""

    household_id: UUID
    reference: str
    due_cents: int
    grounds: list[Ground]

    @classmethod
    def of(cls, one: Candidate) -> "LineCandidateOut":
        return cls(
            household_id=one.household.id,
            reference=one.household.reference,
            due_cents=one.due_cents,
            grounds=list(one.grounds),
        )


class ReceivedLineOut(Struct, frozen=True, kw_only=True):
    """A line of a bank statement that nobody explained, with the households that it may be of, best first."""

    id: UUID
    alike_id: UUID | None
    booked_on: date
    amount_cents: int
    reference: str
    label: str
    payer: str
    candidates: list[LineCandidateOut]

    @classmethod
    def of(cls, line: BankLine, found: tuple[Candidate, ...]) -> "ReceivedLineOut":
        same = ("id", "alike_id", "booked_on", "amount_cents", "reference", "label", "payer")
        told = {name: getattr(line, name) for name in same}
        return cls(**told, candidates=[LineCandidateOut.of(one) for one in found])


class ReceivedLinesOut(Struct, frozen=True, kw_only=True):
    """Oldest first. `next`: what to send as `after` for the following page."""

    items: list[ReceivedLineOut]
    next: str | None


class LineReceiptsOut(Struct, frozen=True, kw_only=True):
    """The receipts that a line made, part by part."""

    items: list[ReceiptOut]


@get("/v1/bank-lines", operation_id="list_received_lines", summary="Lister les virements à affecter", tags=TAGS)
async def list_received_lines(
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    today: NamedDependency[date],
    after: FromQuery[UUID | None] = None,
) -> ReceivedLinesOut:
    """What came in on the account and nothing explains yet, as alt_units tells it."""
    lines, following = await alt_units.received_lines(str(after) if after else None, by=act.by)
    found = await actions.candidates_of(lines, await store.named_households(db), today, amounts=False)
    return ReceivedLinesOut(items=[ReceivedLineOut.of(one, found[one.id]) for one in lines], next=following)


@get(
    "/v1/bank-lines/{line_id:uuid}", operation_id="get_received_line", summary="Lire un virement à affecter", tags=TAGS
)
async def get_received_line(
    line_id: FromPath[UUID],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    today: NamedDependency[date],
) -> ReceivedLineOut:
    """One line, with those who owe exactly its amount too."""
    line = await alt_units.bank_line(line_id, by=act.by)
    found = await actions.candidates_of([line], await store.named_households(db), today, amounts=True)
    return ReceivedLineOut.of(line, found[line.id])


@post(
    "/v1/bank-lines/{line_id:uuid}/receipts",
    operation_id="collect_bank_line",
    summary="Encaisser un virement",
    tags=TAGS,
)
async def collect_bank_line(
    line_id: FromPath[UUID],
    data: JSONBody[CollectLineIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> LineReceiptsOut:
    """The line is claimed from alt_units, then receipted: once, whatever is repeated."""
    collecting = actions.collect_bank_line(db, alt_units, line_id, data.command(), act)
    receipts = await once(act, tuple[Receipt, ...], collecting)
    return LineReceiptsOut(items=[ReceiptOut.of(one) for one in receipts])


HANDLERS: list[Any] = [list_received_lines, get_received_line, collect_bank_line]
