"""The lines of the year's claims as the workspace shows them: a page of them, and the sums of all."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from alt_units.domain.claim_terms import Reason, Verdict
from alt_units.domain.claims import reasons_since
from alt_units.domain.reconciliation import is_closed
from alt_units.domain.workspace import Wanted, WorkRow, WorkState, WorkTotals
from alt_units.store.claims import notes_of
from kernel.db import Database
from kernel.period import Month

_REASONS = msgspec.json.Decoder(tuple[Reason, ...])
_PLAIN = (
    "planned_cents",
    "by_availability_cents",
    "by_occupation_cents",
    "claimable_cents",
    "claimed_cents",
)
_LINES = """
select line.id, line.claim_id, line.unit_id, line.reference, line.name, line.planned_cents, line.by_availability_cents,
    line.by_occupation_cents, line.claimable_cents, line.claimed_cents, line.claimed_reason, line.reasons,
    claim.month, claim.convention_id, claim.status,
    coalesce((select cast(sum(one.amount_cents) as bigint) from claim_adjustment one
        where one.claim_line_id = line.id), 0) as adjusted,
    coalesce((select cast(sum(one.amount_cents) as bigint) from payment_allocation one
        where one.claim_line_id = line.id), 0) as paid,
    coalesce((select cast(sum(made.amount_cents) as bigint) from claim_line_answer one
        join claim_adjustment made on made.id = one.adjustment_id where one.claim_line_id = line.id), 0) as answered,
    (select one.verdict from claim_line_answer one where one.claim_line_id = line.id order by one.number desc limit 1)
        as verdict
from claim_line line join claim on claim.id = line.claim_id
"""
_WHOLE_YEAR = """
select line.claim_id, line.reference, line.name, line.planned_cents, line.by_availability_cents, line.by_occupation_cents,
    line.claimable_cents, line.claimed_cents, line.reasons, claim.status, coalesce(adjusting.cents, 0) as adjusted,
    coalesce(paying.cents, 0) as paid, coalesce(answering.cents, 0) as answered, said.verdict
from claim_line line join claim on claim.id = line.claim_id
left join (select claim_line_id, cast(sum(amount_cents) as bigint) as cents from claim_adjustment group by claim_line_id)
    adjusting on adjusting.claim_line_id = line.id
left join (select claim_line_id, cast(sum(amount_cents) as bigint) as cents from payment_allocation group by claim_line_id)
    paying on paying.claim_line_id = line.id
left join (select one.claim_line_id, cast(sum(made.amount_cents) as bigint) as cents from claim_line_answer one
    join claim_adjustment made on made.id = one.adjustment_id group by one.claim_line_id)
    answering on answering.claim_line_id = line.id
left join (select claim_line_id, max(number) as number from claim_line_answer group by claim_line_id)
    latest on latest.claim_line_id = line.id
left join claim_line_answer said on said.claim_line_id = line.id and said.number = latest.number
"""
"""The same lines for the sums of a year: each table is added up once, instead of asked for every line."""
_DUE = "claimed_cents + adjusted - paid"
_SENT = "status = 'submitted'"
_STATES = {
    WorkState.PREPARED: "status = 'draft'",
    WorkState.SUBMITTED: f"{_SENT} and {_DUE} > 0 and verdict is null",
    WorkState.ANSWERED: f"{_SENT} and {_DUE} > 0 and verdict is not null",
    WorkState.PAID: f"{_SENT} and {_DUE} <= 0",
}
_SINCE = {
    Reason.ADJUSTED: "adjusted <> answered",
    Reason.UNDERPAID: f"{_SENT} and {_DUE} > 0 and paid <> 0",
    Reason.AWAITING_PAYMENT: f"{_SENT} and {_DUE} > 0 and paid = 0",
    Reason.OVERPAID: f"{_SENT} and {_DUE} < 0",
    Reason.REDUCED_BY_PAYER: "verdict = 'reduced'",
    Reason.REFUSED_BY_PAYER: "verdict = 'refused'",
}


class Head(Struct, frozen=True, kw_only=True):
    """A claim of the year, without its lines."""

    id: UUID
    convention_id: UUID
    month: Month
    closed: bool


async def heads_of_year(db: Database, year: int) -> list[Head]:
    """The claims of a year, and whether each is closed."""
    rows = await db.run(
        "select claim.id, claim.convention_id, claim.month, claim.status,"
        " cast(coalesce((select sum(line.claimed_cents) from claim_line line where line.claim_id = claim.id), 0)"
        " + coalesce((select sum(one.amount_cents) from claim_adjustment one join claim_line line"
        " on line.id = one.claim_line_id where line.claim_id = claim.id), 0)"
        " - coalesce((select sum(one.amount_cents) from payment_allocation one join claim_line line"
        " on line.id = one.claim_line_id where line.claim_id = claim.id), 0) as bigint) as difference"
        " from claim where claim.month between {} and {}",
        f"{year}-01",
        f"{year}-12",
    )
    notes = await notes_of([row["id"] for row in rows])
    return [
        Head(
            id=row["id"],
            convention_id=row["convention_id"],
            month=Month.parse(row["month"]),
            closed=row["status"] == "submitted" and is_closed(row["difference"], notes.get(row["id"], ())),
        )
        for row in rows
    ]


async def names_of_units(db: Database) -> dict[UUID, tuple[str, str]]:
    """The reference and name of every dwelling."""
    rows = await db.run("select id, reference, name from unit")
    return {row["id"]: (row["reference"], row["name"]) for row in rows}


async def lines_after(
    db: Database, wanted: Wanted, claim_id: UUID, after: str, *, limit: int, closed: Collection[UUID]
) -> list[WorkRow]:
    """The lines of a claim that are asked for, by reference, those that follow `after`."""
    where, values = _where(wanted, closed)
    sql = (
        f"select * from ({_LINES} where line.claim_id = {{}} and line.reference > {{}}) shown"  # noqa: S608  texts of ours
        f" where {where} order by reference limit {{}}"
    )
    return [_row(row, closed) for row in await db.run(sql, claim_id, after, *values, limit)]


async def totals_of(db: Database, wanted: Wanted, claim_ids: Sequence[UUID], closed: Collection[UUID]) -> WorkTotals:
    """The sums of every line that is asked for."""
    if not claim_ids:
        return WorkTotals()
    where, values = _where(wanted, closed)
    sums = ", ".join(f"cast(coalesce(sum({name}), 0) as bigint) as {name}" for name in _PLAIN)
    marks = ", ".join("{}" for _ in claim_ids)
    sent = f"case when {_SENT} then {{0}} else 0 end"
    rows = await db.run(
        f"select count(*) as count, {sums}, cast(coalesce(sum(adjusted), 0) as bigint) as adjusted,"  # noqa: S608
        f" cast(coalesce(sum(paid), 0) as bigint) as paid,"
        f" cast(coalesce(sum({sent.format(_DUE)}), 0) as bigint) as difference"
        f" from ({_WHOLE_YEAR} where line.claim_id in ({marks})) shown where {where}",
        *claim_ids,
        *values,
    )
    (row,) = rows
    return WorkTotals(
        rows=row["count"],
        **{name: row[name] for name in _PLAIN},
        adjusted_cents=row["adjusted"],
        paid_cents=row["paid"],
        difference_cents=row["difference"],
    )


def _where(wanted: Wanted, closed: Collection[UUID]) -> tuple[str, list[Any]]:
    parts: list[str] = ["1 = 1"]
    values: list[Any] = []
    if wanted.unit:
        parts.append("(lower(reference) like {} or lower(name) like {})")
        values += [f"%{_escaped(wanted.unit.lower())}%"] * 2
    if wanted.state is WorkState.CLOSED or (wanted.state in _STATES and wanted.state is not WorkState.PREPARED):
        inside = "in" if wanted.state is WorkState.CLOSED else "not in"
        marks = ", ".join("{}" for _ in closed)
        parts.append(f"claim_id {inside} ({marks})" if closed else f"{int(inside == 'not in')} = 1")
        values += list(closed)
    if wanted.state in _STATES:
        parts.append(_STATES[wanted.state])
    if wanted.reason is not None:
        parts.append(_SINCE.get(wanted.reason, "reasons like {}"))
        values += [] if wanted.reason in _SINCE else [f'%"{wanted.reason.value}"%']
    if wanted.gap:
        parts.append(f"{_SENT} and {_DUE} <> 0")
    return " and ".join(f"({part})" for part in parts), values


def _escaped(text: str) -> str:
    """A part of a name, where `%` and `_` mean nothing else than what they are: they are looked for as any character."""
    return text.replace("%", "_")


def _row(row: dict[str, Any], closed: Collection[UUID]) -> WorkRow:
    sent = row["status"] == "submitted"
    due = row["claimed_cents"] + row["adjusted"]
    difference = due - row["paid"]
    verdict = Verdict(row["verdict"]) if row["verdict"] else None
    return WorkRow(
        month=Month.parse(row["month"]),
        convention_id=row["convention_id"],
        line_id=row["id"],
        unit_id=row["unit_id"],
        reference=row["reference"],
        name=row["name"],
        **{name: row[name] for name in _PLAIN},
        verdict=verdict,
        granted_cents=due if verdict else None,
        adjusted_cents=row["adjusted"] if sent else None,
        paid_cents=row["paid"] if sent else None,
        difference_cents=difference if sent else None,
        state=_state(row, difference, verdict, closed=row["claim_id"] in closed),
        reasons=_reasons(row, difference, verdict, sent=sent),
        claimed_reason=row["claimed_reason"],
    )


def _state(row: dict[str, Any], difference: int, verdict: Verdict | None, *, closed: bool) -> WorkState:
    if row["status"] != "submitted":
        return WorkState.PREPARED
    if closed:
        return WorkState.CLOSED
    if difference <= 0:
        return WorkState.PAID
    return WorkState.ANSWERED if verdict else WorkState.SUBMITTED


def _reasons(row: dict[str, Any], difference: int, verdict: Verdict | None, *, sent: bool) -> tuple[Reason, ...]:
    return (
        *_REASONS.decode(row["reasons"]),
        *reasons_since(
            verdict=verdict,
            own_adjustment_cents=row["adjusted"] - row["answered"],
            difference_cents=difference,
            paid_cents=row["paid"],
            submitted=sent,
        ),
    )
