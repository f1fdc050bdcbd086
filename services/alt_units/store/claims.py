"""Claims with their lines, adjustments and notes. What a line was paid is the sum of its allocations."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from piccolo.querystring import QueryString

from alt_units.domain.claim_terms import Reason, Verdict
from alt_units.domain.claims import (
    Adjustment,
    Claim,
    ClaimAlreadyPrepared,
    ClaimLine,
    ClaimNotFound,
    ClaimRules,
    ClaimStatus,
)
from alt_units.domain.reconciliation import ClaimNote, NoteKind
from alt_units.domain.traces import Step
from alt_units.tables.claims import ClaimAdjustmentRow, ClaimLineRow, ClaimNoteRow, ClaimRow
from kernel.db import Database
from kernel.errors import StaleVersion
from kernel.period import Month

_APART = {"adjusted_cents", "answered_cents", "verdict", "answers", "paid_cents", "reasons", "trace"}
_PLAIN = tuple(name for name in ClaimLine.__struct_fields__ if name not in _APART)
_COLUMNS = (*_PLAIN, "reasons", "trace")
_REASONS = msgspec.json.Decoder(tuple[Reason, ...])
_TRACE = msgspec.json.Decoder(tuple[Step, ...])


async def find_claim(claim_id: UUID, *, traced: bool = True) -> Claim:
    """Raises `ClaimNotFound`."""
    found = await _whole(await ClaimRow.select().where(ClaimRow.id == claim_id), traced=traced)
    if not found:
        raise ClaimNotFound
    return found[0]


async def convention_of_claim(claim_id: UUID) -> UUID:
    """The convention that a claim belongs to. Raises `ClaimNotFound`."""
    rows = await ClaimRow.select(ClaimRow.convention_id).where(ClaimRow.id == claim_id)
    if not rows:
        raise ClaimNotFound
    found: UUID = rows[0]["convention_id"]
    return found


async def claim_of_month(convention_id: UUID, month: Month) -> Claim | None:
    """The claim of a convention for a month, if it was prepared."""
    rows = await ClaimRow.select().where(ClaimRow.convention_id == convention_id, ClaimRow.month == str(month))
    found = await _whole(rows)
    return found[0] if found else None


async def find_claim_and_traces(claim_id: UUID) -> tuple[Claim, dict[UUID, str]]:
    """A claim without the traces of its amounts, and these as they are written, by line. Raises `ClaimNotFound`."""
    texts: dict[UUID, str] = {}
    found = await _whole(await ClaimRow.select().where(ClaimRow.id == claim_id), texts=texts)
    if not found:
        raise ClaimNotFound
    return found[0], texts


def retraced(claim: Claim, texts: Mapping[UUID, str], alike: Claim) -> Claim:
    """An untraced claim with its traces. A trace that is written as the one of `alike` is taken from there: reading
    thousands of them is most of the work of a submission.
    """
    known = {line.id: line.trace for line in alike.lines}
    lines = []
    for line in claim.lines:
        trace, text = known.get(line.id, ()), texts[line.id]
        same = msgspec.json.encode(trace).decode() == text
        lines.append(msgspec.structs.replace(line, trace=trace if same else _TRACE.decode(text)))
    return msgspec.structs.replace(claim, lines=tuple(lines))


async def is_prepared(convention_id: UUID, month: Month) -> bool:
    """True when the month was prepared under the convention."""
    query = ClaimRow.select(ClaimRow.id).where(ClaimRow.convention_id == convention_id, ClaimRow.month == str(month))
    return bool(await query)


async def claims_of_convention(convention_id: UUID, *, traced: bool = True) -> list[Claim]:
    """Every claim of a convention, oldest month first; without the traces of its amounts unless they are wanted."""
    rows = ClaimRow.select().where(ClaimRow.convention_id == convention_id).order_by(ClaimRow.month)
    return await _whole(await rows, traced=traced)


async def claims_of_year(year: int, *, traced: bool = True) -> list[Claim]:
    """Every claim for a month of the year, oldest month first; without the traces unless they are wanted."""
    rows = ClaimRow.select().where(ClaimRow.month >= f"{year}-01", ClaimRow.month <= f"{year}-12")
    return await _whole(await rows.order_by(ClaimRow.month).order_by(ClaimRow.convention_id), traced=traced)


async def claims_of_lines(line_ids: Collection[UUID]) -> list[Claim]:
    """The claims that these lines belong to, without the traces of their amounts, oldest month first."""
    if not line_ids:
        return []
    mine = ClaimLineRow.select(ClaimLineRow.claim_id).where(ClaimLineRow.id.is_in(list(line_ids)))
    return await _whole(await ClaimRow.select().where(ClaimRow.id.is_in(mine)).order_by(ClaimRow.month), traced=False)


async def due_elsewhere(db: Database, convention_id: UUID, month: Month) -> int:
    """What the other months' claims of a convention take, drafts included, in cents."""
    claimed = await db.run(
        "select cast(coalesce(sum(line.claimed_cents), 0) as bigint) as cents from claim_line line"
        " join claim on claim.id = line.claim_id where claim.convention_id = {} and claim.month <> {}",
        convention_id,
        str(month),
    )
    adjusted = await db.run(
        "select cast(coalesce(sum(done.amount_cents), 0) as bigint) as cents from claim_adjustment done"
        " join claim_line line on line.id = done.claim_line_id join claim on claim.id = line.claim_id"
        " where claim.convention_id = {} and claim.month <> {}",
        convention_id,
        str(month),
    )
    return int(claimed[0]["cents"] + adjusted[0]["cents"])


async def sent_dues(db: Database, convention_id: UUID) -> dict[Month, int]:
    """What is due for each submitted month of a convention, in cents."""
    rows = await db.run(
        "select claim.month, cast(coalesce((select sum(line.claimed_cents) from claim_line line"
        " where line.claim_id = claim.id), 0) + coalesce((select sum(one.amount_cents) from claim_adjustment one"
        " join claim_line line on line.id = one.claim_line_id where line.claim_id = claim.id), 0) as bigint) as cents"
        " from claim where claim.convention_id = {} and claim.status = 'submitted'",
        convention_id,
    )
    return {Month.parse(row["month"]): row["cents"] for row in rows}


async def add_claim(db: Database, claim: Claim) -> None:
    """A new draft. Raises `ClaimAlreadyPrepared`."""
    with db.refusing({"claim_once": ClaimAlreadyPrepared}):
        await ClaimRow.insert(ClaimRow(**_claim_values(claim)))
    await _add_lines(db, claim.lines)


async def save_draft(db: Database, claim: Claim, *, before: Claim, expected: int) -> Claim:
    """The draft with its lines as they are now. Raises `StaleVersion`."""
    saved = await _save_head(claim, expected=expected)
    kept, known = {line.id for line in claim.lines}, {line.id: line for line in before.lines}
    for gone in known.keys() - kept:
        await ClaimLineRow.delete().where(ClaimLineRow.id == gone)
    for line in claim.lines:
        if line.id in known and known[line.id] != line:
            values = {getattr(ClaimLineRow, name): value for name, value in _line_values(line).items()}
            await ClaimLineRow.update(values).where(ClaimLineRow.id == line.id)
    await _add_lines(db, [line for line in claim.lines if line.id not in known])
    return saved


async def save_status(claim: Claim, *, expected: int) -> Claim:
    """The claim's own row only: its submission, or a new version of what stands around it. Raises `StaleVersion`."""
    return await _save_head(claim, expected=expected)


async def add_adjustments(db: Database, adjustments: Sequence[Adjustment]) -> None:
    """Corrections of submitted lines."""
    rows = [[getattr(one, name) for name in _ADJUSTMENT] for one in adjustments]
    await db.insert_many("claim_adjustment", _ADJUSTMENT, rows)


async def adjustments_of(claim_ids: Sequence[UUID]) -> list[Adjustment]:
    """The adjustments of these claims' lines, in order of decision."""
    if not claim_ids:
        return []
    lines = ClaimLineRow.select(ClaimLineRow.id).where(ClaimLineRow.claim_id.is_in(list(claim_ids)))
    rows = ClaimAdjustmentRow.select().where(ClaimAdjustmentRow.claim_line_id.is_in(lines))
    return [msgspec.convert(row, Adjustment) for row in await rows.order_by(ClaimAdjustmentRow.decided_on)]


async def add_note(note: ClaimNote) -> None:
    await ClaimNoteRow.insert(ClaimNoteRow(**msgspec.structs.asdict(note)))


async def notes_of(claim_ids: Iterable[UUID]) -> dict[UUID, list[ClaimNote]]:
    """What was written about each claim, first to last."""
    notes: dict[UUID, list[ClaimNote]] = defaultdict(list)
    ids = list(claim_ids)
    if ids:
        rows = ClaimNoteRow.select().where(ClaimNoteRow.claim_id.is_in(ids)).order_by(ClaimNoteRow.written_at)
        for row in await rows:
            notes[row["claim_id"]].append(msgspec.convert({**row, "kind": NoteKind(row["kind"])}, ClaimNote))
    return notes


async def _save_head(claim: Claim, *, expected: int) -> Claim:
    values = _claim_values(claim) | {"version": expected + 1}
    changes = {getattr(ClaimRow, name): value for name, value in values.items() if name != "id"}
    rows = (
        await ClaimRow.update(changes)
        .where(ClaimRow.id == claim.id, ClaimRow.version == expected)
        .returning(ClaimRow.version)
    )
    if not rows:
        raise StaleVersion("La demande a changé depuis que vous l'avez ouverte. Rechargez la page.")
    return msgspec.structs.replace(claim, version=expected + 1)


async def _add_lines(db: Database, lines: Sequence[ClaimLine]) -> None:
    rows = [list(_line_values(line).values()) for line in lines]
    await db.insert_many("claim_line", _COLUMNS, rows)


async def _whole(
    heads: Sequence[dict[str, Any]], *, traced: bool = True, texts: dict[UUID, str] | None = None
) -> list[Claim]:
    """`texts`: where to leave the traces as they are written, instead of reading them."""
    if not heads:
        return []
    ids = [head["id"] for head in heads]
    columns = [getattr(ClaimLineRow, name) for name in (_COLUMNS if traced else (*_PLAIN, "reasons"))]
    rows = ClaimLineRow.select(*columns).where(ClaimLineRow.claim_id.is_in(ids))
    found = await rows.order_by(ClaimLineRow.reference).order_by(ClaimLineRow.id)
    since = await _since(ids) if any(head["status"] == ClaimStatus.SUBMITTED for head in heads) else {}
    nothing = _Since()
    lines: dict[UUID, list[ClaimLine]] = defaultdict(list)
    for row in found:
        if texts is not None:
            texts[row["id"]] = row.pop("trace")
        lines[row["claim_id"]].append(_line(row, since.get(row["id"], nothing)))
    return [_claim(head, tuple(lines[head["id"]])) for head in heads]


class _Since:
    """What happened to a line since it was sent."""

    def __init__(self) -> None:
        self.adjusted = self.answered = self.answers = self.paid = 0
        self.verdict: Verdict | None = None


async def _since(claim_ids: Sequence[UUID]) -> dict[UUID, _Since]:
    db, since = ClaimLineRow._meta.db, defaultdict[UUID, _Since](_Since)
    marks = ", ".join("{}" for _ in claim_ids)
    of_claims = f"join claim_line line on line.id = one.claim_line_id where line.claim_id in ({marks})"

    async def run(sql: str) -> list[dict[str, Any]]:
        return [dict(row) for row in await db.run_querystring(QueryString(sql, *claim_ids))]

    for name, table in (("adjusted", "claim_adjustment"), ("paid", "payment_allocation")):
        columns = "one.claim_line_id, cast(sum(one.amount_cents) as bigint) as cents"
        for row in await run(f"select {columns} from {table} one {of_claims} group by one.claim_line_id"):  # noqa: S608
            setattr(since[row["claim_line_id"]], name, row["cents"])
    for row in await run(
        "select one.claim_line_id, one.number, one.verdict, coalesce(made.amount_cents, 0) as cents"  # noqa: S608
        " from claim_line_answer one left join claim_adjustment made on made.id = one.adjustment_id"
        f" {of_claims} order by one.number"
    ):
        line = since[row["claim_line_id"]]
        line.answers, line.verdict = row["number"], Verdict(row["verdict"])
        line.answered += row["cents"]
    return since


def _claim(head: dict[str, Any], lines: tuple[ClaimLine, ...]) -> Claim:
    return Claim(
        id=head["id"],
        version=head["version"],
        convention_id=head["convention_id"],
        month=Month.parse(head["month"]),
        status=ClaimStatus(head["status"]),
        submitted_at=head["submitted_at"],
        submitted_by=head["submitted_by"],
        submitted_by_id=head["submitted_by_id"],
        rules=msgspec.json.decode(head["rules"], type=ClaimRules),
        lines=lines,
    )


def _line(row: dict[str, Any], since: _Since) -> ClaimLine:
    return ClaimLine(
        **{name: row[name] for name in _PLAIN},
        adjusted_cents=since.adjusted,
        answered_cents=since.answered,
        verdict=since.verdict,
        answers=since.answers,
        paid_cents=since.paid,
        reasons=_REASONS.decode(row["reasons"]),
        trace=_TRACE.decode(row["trace"]) if "trace" in row else (),
    )


def _claim_values(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "version": claim.version,
        "convention_id": claim.convention_id,
        "month": str(claim.month),
        "status": claim.status.value,
        "submitted_at": claim.submitted_at,
        "submitted_by": claim.submitted_by,
        "submitted_by_id": claim.submitted_by_id,
        "rules": msgspec.json.encode(claim.rules).decode(),
        "max_units": claim.rules.max_units,
    }


def _line_values(line: ClaimLine) -> dict[str, Any]:
    texts = {
        "reasons": msgspec.json.encode(line.reasons).decode(),
        "trace": msgspec.json.encode(line.trace).decode(),
    }
    return {name: getattr(line, name) for name in _PLAIN} | texts


_ADJUSTMENT = Adjustment.__struct_fields__
