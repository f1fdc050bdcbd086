"""The stays tell which lines were receipts of erased households: told as often as they like, done once."""

from datetime import UTC, datetime

from alt_units.actions.bank_lines import hold_line
from alt_units.domain.bank_erasures import LineErasure, LinesErased, erasable
from alt_units.store import bank_erasures as store
from kernel import sweeping
from kernel.acts import Act, forget_answers, writing
from kernel.db import Database


async def erase_bank_lines(db: Database, under: LineErasure, act: Act) -> LinesErased:
    """A line that no statement brought is left out: a backup from before its import was restored."""
    async with writing(db, act) as tx:
        known, gone = await store.known_lines(under.line_ids), await store.erased_lines(under.line_ids)
        lines = [await hold_line(tx, one) for one in sorted(set(known) - gone)]
        if going := erasable(lines):
            await sweeping.owe(db, store.TOUCHED)
        for line in going:
            await store.erase_line(line.id, under, act)
        begun = datetime.combine(under.answers_before, datetime.min.time(), UTC)
        await forget_answers(db, begun)
        done = LinesErased(erased=tuple(sorted({*gone, *(one.id for one in going)})))
        told = {"elimination": under.elimination, "lines": done.erased}
        await tx.journal("bank-lines-erased", "bank-lines", after=told)
        tx.keep(done)
    await sweeping.pay(db)
    return done
