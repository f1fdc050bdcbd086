"""Closing a month of the ledger: one person proposes, another closes; nothing is booked in it afterwards."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.period import Month
from occupancy.domain.dft_statements import check_agree
from occupancy.domain.periods import CloserIsProposer, PeriodClose, PeriodProposal, check_closable, check_counted
from occupancy.domain.tills import Book
from occupancy.store import dft_statements, ledger, periods, regies, tills


async def propose_period(db: Database, month: Month, act: Act) -> PeriodProposal:
    """Say that a month is complete. Raises `PeriodNotOver`, `PeriodClosed`."""
    async with writing(db, act) as tx:
        check_closable(month, await periods.closed_until(), act.today)
        proposal = PeriodProposal(
            id=uuid4(),
            month=str(month),
            last_day=month.last_day,
            proposed_on=act.today,
            proposed_by=act.by.id,
            proposed_by_name=act.by.name,
        )
        await periods.add_proposal(db, proposal)
        await tx.journal("period-proposed", f"period/{proposal.month}", after=proposal)
        return tx.keep(proposal)


async def close_period(db: Database, proposal_id: UUID, act: Act) -> PeriodClose:
    """Close the month, and all before it, for ever. Raises `PeriodNotFound`, `CloserIsProposer`, `PeriodClosed`,
    `PeriodInDifference`, `CashNotCounted`.
    """
    async with writing(db, act) as tx:
        proposal = await periods.find_proposal(proposal_id)
        if proposal.proposed_by == act.by.id:
            raise CloserIsProposer("Vous avez proposé cette clôture : une autre personne doit la prononcer.")
        check_closable(Month.parse(proposal.month), await ledger.hold_books(db), act.today)
        check_agree(await dft_statements.compared(db), proposal.last_day)
        check_counted(await _uncounted(db, proposal.last_day))
        close = PeriodClose(
            id=uuid4(),
            proposal_id=proposal.id,
            proposed_by=proposal.proposed_by,
            last_day=proposal.last_day,
            closed_on=act.today,
            closed_by=act.by.id,
            closed_by_name=act.by.name,
        )
        await periods.add_close(db, close)
        await tx.journal("period-closed", f"period/{proposal.month}", before=proposal, after=close)
        return tx.keep(close)


async def _uncounted(db: Database, last_day: date) -> list[tuple[str, date]]:
    """The régies whose cash moved until that day after the last count that their régisseur signed, each with the first one."""
    found = []
    for regie in await regies.list_regies():
        last = await tills.last_closing(regie.id)
        since = last.day + timedelta(days=1) if last else date.min
        if since <= last_day and (lines := await tills.entries(db, regie.id, Book.CASH, since, last_day)):
            found.append((regie.name, min(one.booked_on for one in lines)))
    return found
