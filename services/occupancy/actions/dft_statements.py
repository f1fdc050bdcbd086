"""What the statement of the account at the Treasury says, told beside the book (L14)."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.domain.dft_statements import DftStatement, check_statement
from occupancy.domain.tills import Book, till_account
from occupancy.store import dft_statements as store
from occupancy.store import regies


class RecordDftStatement(Struct, frozen=True, kw_only=True):
    """The balance at the end of a day, and the paper that says it."""

    day: date
    stated_cents: int
    source: Annotated[str, Meta(max_length=300)]
    transit_cents: int = 0
    transit_reason: Annotated[str, Meta(max_length=500)] = ""


async def record_dft_statement(db: Database, regie_id: UUID, command: RecordDftStatement, act: Act) -> DftStatement:
    """Told again for the same day, it replaces what was told before. Raises `RegieNotFound`, `StatementWrong`."""
    async with writing(db, act) as tx:
        await tx.lock("regie", regie_id)
        regie = await regies.find_regie(regie_id)
        one = DftStatement(
            id=uuid4(),
            regie_id=regie.id,
            number=await store.times_told(regie.id, command.day) + 1,
            day=command.day,
            account=till_account(regie.id, Book.DFT),
            stated_cents=command.stated_cents,
            transit_cents=command.transit_cents,
            transit_reason=command.transit_reason.strip(),
            source=command.source.strip(),
            recorded_on=act.today,
            recorded_by=act.by.id,
            recorded_by_name=act.by.name,
        )
        check_statement(one, act.today)
        await store.add_statement(one)
        await tx.journal("dft-statement-recorded", f"regie/{regie.id}", after=one)
        return tx.keep(one)
