"""What erases bank lines, under the visa that is kept with each."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from alt_units.domain.bank_erasures import ERASED, LineErasure, reference_of
from alt_units.tables.bank import (
    BankCollectionRow,
    BankDecisionRow,
    BankFollowUpRow,
    BankLineErasureRow,
    BankLineRow,
)
from kernel.acts import Act

TOUCHED = ("bank_line", "bank_decision", "bank_collection", "bank_follow_up", "answered_request")


async def erased_lines(line_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these are erased already."""
    rows = await BankLineErasureRow.select(BankLineErasureRow.id).where(BankLineErasureRow.id.is_in(list(line_ids)))
    return frozenset(row["id"] for row in rows)


async def known_lines(line_ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Which of these are lines of a statement."""
    rows = await BankLineRow.select(BankLineRow.id).where(BankLineRow.id.is_in(list(line_ids)))
    return tuple(row["id"] for row in rows)


async def erase_line(line_id: UUID, under: LineErasure, act: Act) -> None:
    """The visa, then the names: the schema lets nothing else change."""
    await BankLineErasureRow.insert(
        BankLineErasureRow(
            id=line_id,
            elimination=under.elimination,
            visa=under.visa,
            visa_on=under.visa_on,
            erased_at=act.at,
            erased_by=act.by.name,
        )
    )
    names: dict[Any, Any] = {"label": ERASED, "payer": ERASED, "reference": reference_of(line_id)}
    await BankLineRow.update(names).where(BankLineRow.id == line_id)
    said: dict[Any, Any] = {"reason": ERASED}
    await BankDecisionRow.update(said).where(BankDecisionRow.line_id == line_id)
    await BankFollowUpRow.update({BankFollowUpRow.proposal: ""}).where(BankFollowUpRow.id == line_id)
    await BankCollectionRow.update({BankCollectionRow.reference: ERASED}).where(BankCollectionRow.line_id == line_id)
