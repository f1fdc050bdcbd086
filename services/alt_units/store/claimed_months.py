"""Which months of a unit were claimed, in the database."""

from uuid import UUID

from kernel.db import Database


async def claimed_months(db: Database, unit_id: UUID, first: str, last: str) -> list[str]:
    """Months between two, both counted, in which a claim that was sent has a line for the unit; the oldest first."""
    rows = await db.run(
        "select distinct claim.month as month from claim_line line join claim on claim.id = line.claim_id"
        " where line.unit_id = {} and claim.status = 'submitted' and claim.month between {} and {} order by claim.month",
        unit_id,
        first,
        last,
    )
    return [row["month"] for row in rows]
