"""Sessions of the commission in the database."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import StaleVersion
from occupancy.domain.commissions import Commission, CommissionNotFound, Member
from occupancy.tables.referrals import CommissionRow


async def find_commission(commission_id: UUID) -> Commission:
    """Raises `CommissionNotFound`."""
    row = await CommissionRow.select().where(CommissionRow.id == commission_id).first()
    if row is None:
        raise CommissionNotFound("Cette séance n'existe pas.", field="commission_id")
    return _commission(row)


async def list_commissions(*, after: str | None = None, limit: int) -> tuple[Commission, ...]:
    """The latest first; `after`: the reference of the last one seen."""
    query = CommissionRow.select().order_by(CommissionRow.reference, ascending=False).limit(limit)
    if after is not None:
        query = query.where(CommissionRow.reference < after)
    return tuple(_commission(row) for row in await query)


async def insert_commission(commission: Commission) -> None:
    await CommissionRow.insert(CommissionRow(**_columns(commission)))


async def save_commission(commission: Commission, expected: int) -> Commission:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**_columns(commission), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await CommissionRow.update(columns)
        .where((CommissionRow.id == key) & (CommissionRow.version == expected))
        .returning(CommissionRow.id)
    )
    if not rows:
        raise StaleVersion("Cette séance a été modifiée depuis que la page a été ouverte.")
    return await find_commission(commission.id)


def _columns(commission: Commission) -> dict[str, Any]:
    return {
        "id": commission.id,
        "version": commission.version,
        "reference": commission.reference,
        "held_on": commission.held_on,
        "members": msgspec.json.encode(commission.members).decode(),
        "quorum_met": commission.quorum_met,
    }


def _commission(row: dict[str, Any]) -> Commission:
    return Commission(
        id=row["id"],
        version=row["version"],
        reference=row["reference"],
        held_on=row["held_on"],
        members=msgspec.json.decode(row["members"], type=tuple[Member, ...]),
        quorum_met=row["quorum_met"],
    )
