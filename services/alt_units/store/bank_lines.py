"""Bank lines with where they stand, what was decided and by which payments they are explained."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns.combination import WhereRaw

from alt_units.domain.bank_lines import (
    BankLine,
    BankLineAlreadyDecided,
    BankLineNotFound,
    BankPaymentElsewhere,
    ExplainingPayment,
    Finding,
    LineDecision,
    LineState,
)
from alt_units.tables.bank import BankDecisionRow, BankFollowUpRow, BankLinePaymentRow, BankLineRow
from kernel.db import Database

AT_ONCE = 400
NOTHING = Finding(proposal=None, anomalies=())


async def find_line(line_id: UUID) -> BankLine:
    """Raises `BankLineNotFound`."""
    found = await _whole(await BankFollowUpRow.select().where(BankFollowUpRow.id == line_id))
    if not found:
        raise BankLineNotFound
    return found[0]


async def list_lines(
    states: Iterable[LineState],
    *,
    limit: int | None = None,
    after: UUID | None = None,
    latest: bool = False,
    received: bool = False,
) -> list[BankLine]:
    """The lines in these states, oldest first. `after`: the last line already seen; `received`: money that came in only."""
    query = BankFollowUpRow.select().where(BankFollowUpRow.state.is_in([one.value for one in states]))
    if received:
        query = query.where(WhereRaw("id in (select id from bank_line where amount_cents > 0)"))
    if after is not None:
        seen = (await find_line(after)).booked_on
        day = BankFollowUpRow.booked_on
        further = day < seen if latest else day > seen
        query = query.where(further | ((day == seen) & (BankFollowUpRow.id > after)))
    query = query.order_by(BankFollowUpRow.booked_on, ascending=not latest).order_by(BankFollowUpRow.id)
    return await _whole(await (query if limit is None else query.limit(limit)))


async def lines_of_import(import_id: UUID) -> list[BankLine]:
    """The lines that a file brought, oldest first."""
    ids = [row["id"] for row in await BankLineRow.select(BankLineRow.id).where(BankLineRow.import_id == import_id)]
    heads: list[dict[str, Any]] = []
    for some in _chunks(ids):
        heads += await BankFollowUpRow.select().where(BankFollowUpRow.id.is_in(some))
    return await _whole(sorted(heads, key=lambda one: (one["booked_on"], str(one["id"]))))


async def counts() -> dict[LineState, tuple[int, int]]:
    """How many lines are in each state, and their cents."""
    sql = (
        "select f.state as state, count(*) as lines, sum(l.amount_cents) as cents"
        " from bank_follow_up f join bank_line l on l.id = f.id group by f.state"
    )
    rows = await BankFollowUpRow.raw(sql)
    found = {LineState(one["state"]): (int(one["lines"]), int(one["cents"])) for one in rows}
    return {state: found.get(state, (0, 0)) for state in LineState}


async def lines_of_payments(payment_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The line that explains each of these payments, for those that one explains."""
    found: dict[UUID, UUID] = {}
    for some in _chunks(list(payment_ids)):
        rows = await BankLinePaymentRow.select().where(BankLinePaymentRow.payment_id.is_in(some))
        found |= {row["payment_id"]: row["line_id"] for row in rows if not row["released"]}
    return found


async def add_decision(db: Database, decision: LineDecision, state: LineState) -> None:
    """Raises `BankLineAlreadyDecided`: a number serves once per line."""
    values = msgspec.structs.asdict(decision) | {"kind": decision.kind.value}
    with db.refusing({"bank_decision_once": BankLineAlreadyDecided}):
        await BankDecisionRow.insert(BankDecisionRow(**values))
    await BankFollowUpRow.update(
        {BankFollowUpRow.state: state.value, BankFollowUpRow.score: 0, BankFollowUpRow.proposal: ""}
    ).where(BankFollowUpRow.id == decision.line_id)


async def add_explaining(db: Database, row_id: UUID, one: ExplainingPayment) -> None:
    """Raises `BankPaymentElsewhere`: a payment explains one line at a time."""
    with db.refusing({"bank_payment_explained_once": BankPaymentElsewhere}):
        await BankLinePaymentRow.insert(BankLinePaymentRow(id=row_id, **msgspec.structs.asdict(one)))


async def release(line_id: UUID) -> None:
    """The payments of a line whose match is undone explain it no more."""
    await BankLinePaymentRow.update({BankLinePaymentRow.released: True}).where(BankLinePaymentRow.line_id == line_id)


async def save_findings(findings: Mapping[UUID, Finding]) -> None:
    """What the matching says of the lines that are still open. A line that was decided meanwhile is left as it is."""
    for line_id, one in findings.items():
        state = LineState.PROPOSED if one.proposal else LineState.SUSPENSE
        await BankFollowUpRow.update(
            {
                BankFollowUpRow.state: state.value,
                BankFollowUpRow.score: one.proposal.score if one.proposal else 0,
                BankFollowUpRow.proposal: msgspec.json.encode(one).decode(),
            }
        ).where(
            BankFollowUpRow.id == line_id,
            BankFollowUpRow.state.is_in([LineState.SUSPENSE.value, LineState.PROPOSED.value]),
        )


async def _whole(heads: Sequence[dict[str, Any]]) -> list[BankLine]:
    facts: dict[UUID, dict[str, Any]] = {}
    decisions: dict[UUID, list[LineDecision]] = defaultdict(list)
    payments: dict[UUID, list[ExplainingPayment]] = defaultdict(list)
    for some in _chunks([head["id"] for head in heads]):
        for row in await BankLineRow.select().where(BankLineRow.id.is_in(some)):
            facts[row["id"]] = row
        for row in await BankDecisionRow.select().where(BankDecisionRow.line_id.is_in(some)):
            decisions[row["line_id"]].append(msgspec.convert(row, LineDecision))
        for row in await BankLinePaymentRow.select().where(BankLinePaymentRow.line_id.is_in(some)):
            row.pop("id")
            payments[row["line_id"]].append(msgspec.convert(row, ExplainingPayment))
    return [
        BankLine(
            **facts[head["id"]],
            state=LineState(head["state"]),
            finding=msgspec.json.decode(head["proposal"], type=Finding) if head["proposal"] else NOTHING,
            decisions=tuple(sorted(decisions[head["id"]], key=lambda one: one.number)),
            payments=tuple(payments[head["id"]]),
        )
        for head in heads
    ]


def _chunks(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)]
