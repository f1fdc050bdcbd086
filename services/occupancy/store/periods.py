"""The months of the ledger proposed for closing, and those that are closed."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import msgspec

from kernel.db import Database
from kernel.errors import Refusal
from occupancy.domain.dft_statements import PeriodInDifference
from occupancy.domain.periods import PeriodClose, PeriodClosed, PeriodNotFound, PeriodProposal
from occupancy.store.ledger import as_values
from occupancy.tables.money import PeriodCloseRow, PeriodProposalRow


async def closed_until() -> date | None:
    """The last closed day, if any month is closed."""
    row = (
        await PeriodCloseRow.select(PeriodCloseRow.last_day).order_by(PeriodCloseRow.last_day, ascending=False).first()
    )
    return row["last_day"] if row else None


async def find_proposal(proposal_id: UUID) -> PeriodProposal:
    """Raises `PeriodNotFound`."""
    row = await PeriodProposalRow.select().where(PeriodProposalRow.id == proposal_id).first()
    if row is None:
        raise PeriodNotFound("Cette proposition de clôture n'existe pas.")
    return msgspec.convert(row, PeriodProposal)


async def list_periods() -> tuple[tuple[PeriodProposal, PeriodClose | None], ...]:
    """Every month proposed with its closing, the latest first."""
    rows = await PeriodProposalRow.select().order_by(PeriodProposalRow.last_day, ascending=False)
    closes = {row["proposal_id"]: msgspec.convert(row, PeriodClose) for row in await PeriodCloseRow.select()}
    return tuple((msgspec.convert(row, PeriodProposal), closes.get(row["id"])) for row in rows)


async def add_proposal(db: Database, one: PeriodProposal) -> None:
    """Raises `PeriodClosed` when the month was already proposed."""
    with db.refusing({"period_proposed_once": lambda: PeriodClosed("Ce mois est déjà proposé.", field="month")}):
        await PeriodProposalRow.insert(PeriodProposalRow(**as_values(one)))


async def add_close(db: Database, one: PeriodClose) -> None:
    """Raises `PeriodClosed`, `PeriodInDifference`."""
    again: dict[str, Callable[[], Refusal]] = {
        name: lambda: PeriodClosed("Ce mois est déjà clos.") for name in ("period_closed_once", "period_never_reopened")
    }
    again["period_in_difference"] = PeriodInDifference
    with db.refusing(again):
        await PeriodCloseRow.insert(PeriodCloseRow(**as_values(one)))
