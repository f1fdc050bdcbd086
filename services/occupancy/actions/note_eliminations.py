"""Texts destroyed at their term: the list is proposed with its reason, then carried out under the visa of the archives."""

from collections import defaultdict
from datetime import date, tzinfo
from uuid import UUID, uuid4

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import Refusal
from occupancy.domain.note_eliminations import (
    Elimination,
    EliminationAlreadyOpen,
    EliminationLine,
    NothingToDestroy,
    at_term,
    visaed,
)
from occupancy.domain.support_measures import SupportMeasure
from occupancy.store import contracts, households
from occupancy.store import note_eliminations as store
from occupancy.store import support_measures as measures
from occupancy.store.law import law_in_force


async def lines_at_term(zone: tzinfo, today: date) -> tuple[EliminationLine, ...]:
    """What has reached its term now, the oldest contact first."""
    law, written = await law_in_force(), await store.written_of_all(zone)
    of_household: dict[UUID, list[SupportMeasure]] = defaultdict(list)
    for one in await measures.measures_by_id(written):
        of_household[one.household_id].append(one)
    found: list[EliminationLine] = []
    for household_id in of_household:
        theirs = await measures.measures_of_household(household_id)
        found += at_term(theirs, await contracts.household_contracts(household_id), written, law, today=today)
    return tuple(sorted(found, key=lambda it: (it.last_contact_on, it.support_measure_id)))


async def propose_elimination(db: Database, reason: str, act: Act, *, zone: tzinfo) -> Elimination:
    """The list for the archives. Nothing is destroyed. Raises `NothingToDestroy`, `EliminationAlreadyOpen`."""
    async with writing(db, act) as tx:
        lines = await lines_at_term(zone, act.today)
        if not lines:
            raise NothingToDestroy("Aucune note n'a atteint son terme aujourd'hui.")
        number = await households.next_number("ELIM", act.today.year)
        proposed = Elimination(
            id=uuid4(),
            version=1,
            reference=f"ELIM-{act.today.year}-{number:04d}",
            reason=reason,
            proposed_on=act.today,
            proposed_by=act.by.name,
            lines=lines,
        )
        with tx.db.refusing({"note_elimination_one_open": _already}):
            await store.insert_elimination(proposed)
        await tx.journal("notes-elimination-proposed", f"note-elimination/{proposed.id}", after=proposed)
        return tx.keep(proposed)


async def carry_out_elimination(
    db: Database, elimination_id: UUID, visa: str, visa_on: date, act: Act, *, zone: tzinfo
) -> Elimination:
    """The visa recorded, the texts destroyed, the list kept. Raises `EliminationNotFound`, `EliminationDone`, `VisaDayWrong`."""
    async with writing(db, act) as tx:
        await tx.lock("note_elimination", elimination_id)
        before = await store.find_elimination(elimination_id)
        after = visaed(before, await lines_at_term(zone, act.today), visa, visa_on, act.by.name, today=act.today)
        await store.record_visa(after)
        await store.destroy_notes([one.support_measure_id for one in after.destroyed])
        await tx.journal("notes-destroyed", f"note-elimination/{elimination_id}", before=before, after=after)
        return tx.keep(after)


def _already() -> Refusal:
    return EliminationAlreadyOpen("Le bordereau proposé attend son visa : il passe d'abord.")
