"""What is read for the workspace of a year, a page at a time; nothing is written."""

from uuid import UUID

from msgspec import Struct

from alt_units.domain.conventions import Convention
from alt_units.domain.workspace import (
    Segment,
    Wanted,
    WorkRow,
    WorkTotals,
    foreseen,
    segments,
    total_foreseen,
)
from alt_units.store import conventions
from alt_units.store import workspace as store
from kernel.db import Database


class After(Struct, frozen=True, kw_only=True):
    """The last row of the page before: month and convention, then reference."""

    segment: tuple[str, str]
    reference: str


class Work(Struct, frozen=True, kw_only=True):
    """A page of the workspace. `after` None: there is nothing more."""

    rows: list[WorkRow]
    totals: WorkTotals
    after: After | None
    conventions: list[Convention]


async def work_of(db: Database, wanted: Wanted, *, after: After | None, limit: int) -> Work:
    """A page of what is asked for, the sums of all of it, and the conventions of the year."""
    known = [one for one in await conventions.list_conventions(year=wanted.year) if not one.is_draft]
    heads = await store.heads_of_year(db, wanted.year)
    closed = {head.id for head in heads if head.closed}
    asked = segments(wanted, known, [(head.month, head.convention_id, head.id) for head in heads])
    names = await store.names_of_units(db) if any(one.claim_id is None for one in asked) else {}
    claim_ids = [one.claim_id for one in asked if one.claim_id is not None]
    totals = await store.totals_of(db, wanted, claim_ids, closed)
    for segment in asked:
        if segment.claim_id is None:
            totals = totals.plus(total_foreseen(segment, names, wanted.unit))
    rows: list[WorkRow] = []
    for segment in asked:
        if after is not None and segment.key < after.segment:
            continue
        start = after.reference if after is not None and segment.key == after.segment else ""
        rows += await _rows(db, wanted, segment, names, start, limit=limit + 1 - len(rows), closed=closed)
        if len(rows) > limit:
            break
    last = rows[limit - 1] if len(rows) > limit else None
    return Work(rows=rows[:limit], totals=totals, after=_after(last), conventions=known)


async def _rows(
    db: Database,
    wanted: Wanted,
    segment: Segment,
    names: dict[UUID, tuple[str, str]],
    start: str,
    *,
    limit: int,
    closed: set[UUID],
) -> list[WorkRow]:
    if segment.claim_id is not None:
        return await store.lines_after(db, wanted, segment.claim_id, start, limit=limit, closed=closed)
    return [row for row in foreseen(segment, names, wanted.unit) if row.reference > start][:limit]


def _after(last: WorkRow | None) -> After | None:
    if last is None:
        return None
    return After(segment=(str(last.month), str(last.convention_id)), reference=last.reference)
