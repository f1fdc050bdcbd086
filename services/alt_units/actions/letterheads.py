"""Taking in what stands on the papers, as occupancy tells it: kept once, whatever is repeated."""

from datetime import date

from msgspec.structs import replace

from alt_units.domain.letterheads import Letterhead, check_same
from alt_units.store import letterheads as store
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.intake.pictures import cleaned_in_turn
from kernel.settings import Settings


async def record_letterhead(db: Database, told: Letterhead, act: Act) -> Letterhead:
    """A version, kept as it was told. Raises `LetterheadKept`, `PictureRefused`."""
    if told.logo:
        await cleaned_in_turn(told.logo)  # a file that is no picture would stop every paper
    known = await store.find_letterhead(told.id)
    if known is not None:
        check_same(told, known)
        return known
    async with writing(db, act) as tx:
        await tx.lock_all(f"letterhead/{told.id}")
        before = await store.find_letterhead(told.id)
        if before is None:
            await store.add_letterhead(told)
        else:
            check_same(told, before)
        kept = before or told
        await tx.journal("letterhead-received", f"letterhead/{told.id}", after=replace(kept, logo=b""))
        return tx.keep(kept)


async def letterhead_of(day: date, settings: Settings, act: Act) -> Letterhead:
    """The version in force that day; the organisation of the installation while there is none."""
    found = await store.letterhead_on(day)
    return found or Letterhead.installed(settings.organisation, settings.organisation_address, act.at)
