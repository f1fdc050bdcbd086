"""Claims with their lines, adjustments and notes. What a line was paid is the sum of its allocations."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from alt_units.domain.claim_terms import Reason
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
from alt_units.tables import ClaimAdjustmentRow, ClaimLineRow, ClaimNoteRow, ClaimRow, PaymentAllocationRow
from kernel.db import Database
from kernel.errors import StaleVersion
from kernel.period import Month

_SUMS_AND_TEXTS = {"adjusted_cents", "paid_cents", "reasons", "trace"}
_PLAIN = tuple(name for name in ClaimLine.__struct_fields__ if name not in _SUMS_AND_TEXTS)


async def find_claim(claim_id: UUID) -> Claim:
    """Raises `ClaimNotFound`."""
    found = await _whole(await ClaimRow.select().where(ClaimRow.id == claim_id))
    if not found:
        raise ClaimNotFound
    return found[0]


async def claim_of_month(convention_id: UUID, month: Month) -> Claim | None:
    """The claim of a convention for a month, if it was prepared."""
    rows = await ClaimRow.select().where(ClaimRow.convention_id == convention_id, ClaimRow.month == str(month))
    found = await _whole(rows)
    return found[0] if found else None


async def claims_of_convention(convention_id: UUID) -> list[Claim]:
    """Every claim of a convention, oldest month first."""
    return await _whole(await ClaimRow.select().where(ClaimRow.convention_id == convention_id).order_by(ClaimRow.month))


async def claims_of_year(year: int) -> list[Claim]:
    """Every claim for a month of the year, oldest month first."""
    rows = ClaimRow.select().where(ClaimRow.month >= f"{year}-01", ClaimRow.month <= f"{year}-12")
    return await _whole(await rows.order_by(ClaimRow.month).order_by(ClaimRow.convention_id))


async def add_claim(db: Database, claim: Claim) -> None:
    """A new draft. Raises `ClaimAlreadyPrepared`."""
    with db.refusing({"claim_once": ClaimAlreadyPrepared}):
        await ClaimRow.insert(ClaimRow(**_claim_values(claim)))
    await _add_lines(claim.lines)


async def save_draft(claim: Claim, *, expected: int) -> Claim:
    """The draft with its lines as they are now. Raises `StaleVersion`."""
    saved = await _save_head(claim, expected=expected)
    kept = {line.id for line in claim.lines}
    for row in await ClaimLineRow.select(ClaimLineRow.id).where(ClaimLineRow.claim_id == claim.id):
        if row["id"] not in kept:
            await ClaimLineRow.delete().where(ClaimLineRow.id == row["id"])
    known = {row["id"] for row in await ClaimLineRow.select(ClaimLineRow.id).where(ClaimLineRow.claim_id == claim.id)}
    for line in claim.lines:
        if line.id in known:
            values = {getattr(ClaimLineRow, name): value for name, value in _line_values(line).items()}
            await ClaimLineRow.update(values).where(ClaimLineRow.id == line.id)
    await _add_lines(line for line in claim.lines if line.id not in known)
    return saved


async def save_status(claim: Claim, *, expected: int) -> Claim:
    """The claim's own row only: its submission, or a new version of what stands around it. Raises `StaleVersion`."""
    return await _save_head(claim, expected=expected)


async def add_adjustment(adjustment: Adjustment) -> None:
    await ClaimAdjustmentRow.insert(ClaimAdjustmentRow(**_values(adjustment)))


async def adjustments_of(line_ids: Iterable[UUID]) -> list[Adjustment]:
    """The adjustments of these lines, in order of decision."""
    ids = list(line_ids)
    if not ids:
        return []
    rows = ClaimAdjustmentRow.select().where(ClaimAdjustmentRow.claim_line_id.is_in(ids))
    return [msgspec.convert(row, Adjustment) for row in await rows.order_by(ClaimAdjustmentRow.decided_on)]


async def add_note(note: ClaimNote) -> None:
    await ClaimNoteRow.insert(ClaimNoteRow(**_values(note)))


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


async def _add_lines(lines: Iterable[ClaimLine]) -> None:
    for line in lines:
        await ClaimLineRow.insert(ClaimLineRow(**_line_values(line)))


async def _whole(heads: Sequence[dict[str, Any]]) -> list[Claim]:
    if not heads:
        return []
    ids = [head["id"] for head in heads]
    rows = ClaimLineRow.select().where(ClaimLineRow.claim_id.is_in(ids))
    found = await rows.order_by(ClaimLineRow.reference).order_by(ClaimLineRow.id)
    line_ids = [row["id"] for row in found]
    adjusted = await _sums(ClaimAdjustmentRow, line_ids)
    paid = await _sums(PaymentAllocationRow, line_ids)
    lines: dict[UUID, list[ClaimLine]] = defaultdict(list)
    for row in found:
        lines[row["claim_id"]].append(_line(row, adjusted[row["id"]], paid[row["id"]]))
    return [_claim(head, tuple(lines[head["id"]])) for head in heads]


async def _sums(
    table: type[ClaimAdjustmentRow] | type[PaymentAllocationRow], line_ids: Sequence[UUID]
) -> dict[UUID, int]:
    sums: dict[UUID, int] = defaultdict(int)
    if line_ids:
        for row in await table.select(table.claim_line_id, table.amount_cents).where(
            table.claim_line_id.is_in(list(line_ids))
        ):
            sums[row["claim_line_id"]] += row["amount_cents"]
    return sums


def _claim(head: dict[str, Any], lines: tuple[ClaimLine, ...]) -> Claim:
    return Claim(
        id=head["id"],
        version=head["version"],
        convention_id=head["convention_id"],
        month=Month.parse(head["month"]),
        status=ClaimStatus(head["status"]),
        submitted_at=head["submitted_at"],
        submitted_by=head["submitted_by"],
        rules=msgspec.json.decode(head["rules"], type=ClaimRules),
        lines=lines,
    )


def _line(row: dict[str, Any], adjusted_cents: int, paid_cents: int) -> ClaimLine:
    return ClaimLine(
        **{name: row[name] for name in _PLAIN},
        adjusted_cents=adjusted_cents,
        paid_cents=paid_cents,
        reasons=msgspec.json.decode(row["reasons"], type=tuple[Reason, ...]),
        trace=msgspec.json.decode(row["trace"], type=tuple[Step, ...]),
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
        "rules": msgspec.json.encode(claim.rules).decode(),
        "max_units": claim.rules.max_units,
    }


def _line_values(line: ClaimLine) -> dict[str, Any]:
    texts = {
        "reasons": msgspec.json.encode(line.reasons).decode(),
        "trace": msgspec.json.encode(line.trace).decode(),
    }
    return {name: getattr(line, name) for name in _PLAIN} | texts


def _values(record: Adjustment | ClaimNote) -> dict[str, Any]:
    return msgspec.structs.asdict(record)
