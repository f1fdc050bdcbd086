"""Files at their term: seen in a dry run, suspended, proposed to the archives, erased under their visa by a second person."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from kernel import sweeping
from kernel.acts import Act, forget_answers, writing
from kernel.db import Database
from kernel.errors import Refusal
from occupancy.domain.data_eliminations import (
    DataElimination,
    DataEliminationOpen,
    DataHold,
    DueFile,
    HoldAlreadyOpen,
    NothingAtTerm,
    carried_out,
    due_files,
)
from occupancy.domain.data_files import HouseholdUnknown
from occupancy.store import data_eliminations as store
from occupancy.store import data_files, households
from occupancy.store.erasure_ledger import keep_erasure
from occupancy.store.law import law_in_force

MOST = 200
"""Files on one list: the archives read it."""


async def files_at_term(db: Database, today: date) -> tuple[DueFile, ...]:
    """The dry run: what could be proposed today, the longest due first. It writes nothing."""
    law, held = await law_in_force(), {one.household_id for one in await store.open_holds()}
    done, ids = await store.erased_stages(), list(await store.not_housed())
    known = await store.known_since(db, ids)
    found: list[DueFile] = []
    for one in ids:
        if one not in held and len(done.get(one, ())) < 2:
            rows = await data_files.rows_of(one)
            found += due_files(one, rows, known[one], done.get(one, ()), law, today=today)
    return tuple(sorted(found, key=lambda it: (it.due_on, it.household_id, it.stage)))[:MOST]


async def hold_file(db: Database, reference: str, reason: str, act: Act) -> DataHold:
    """Suspend. Raises `HouseholdUnknown`, `HoldAlreadyOpen`."""
    household_id = await data_files.household_called(reference.strip().upper())
    if household_id is None:
        raise HouseholdUnknown("Aucun ménage n'a cette référence.", field="reference")
    async with writing(db, act) as tx:
        hold = DataHold(
            id=uuid4(),
            household_id=household_id,
            reason=reason,
            since=act.today,
            recorded_by=act.by.id,
            recorded_by_name=act.by.name,
        )
        with tx.db.refusing({"data_hold_one_open": _held}):
            await store.insert_hold(hold)
        await tx.journal("data-hold-opened", f"household/{household_id}", after=hold)
        return tx.keep(hold)


async def lift_hold(db: Database, hold_id: UUID, act: Act) -> DataHold:
    """Raises `HoldNotFound`."""
    async with writing(db, act) as tx:
        hold = await store.lift_hold(hold_id, act.today, act.by.name)
        await tx.journal("data-hold-lifted", f"household/{hold.household_id}", after=hold)
        return tx.keep(hold)


async def propose_files(db: Database, reason: str, act: Act) -> DataElimination:
    """The list for the archives. Nothing is erased. Raises `NothingAtTerm`, `DataEliminationOpen`."""
    async with writing(db, act) as tx:
        lines = await files_at_term(db, act.today)
        if not lines:
            raise NothingAtTerm("Aucun dossier n'a atteint son terme aujourd'hui.")
        number = await households.next_number("BORD", act.today.year)
        proposed = DataElimination(
            id=uuid4(),
            version=1,
            reference=f"BORD-{act.today.year}-{number:04d}",
            reason=reason,
            proposed_on=act.today,
            proposed_by=act.by.id,
            proposed_by_name=act.by.name,
            lines=lines,
        )
        with tx.db.refusing({"data_elimination_one_open": _open}):
            await store.insert_elimination(proposed)
        await tx.journal("data-elimination-proposed", f"data-elimination/{proposed.id}", after=proposed)
        return tx.keep(proposed)


async def erase_files(
    db: Database, elimination_id: UUID, visa: str, visa_on: date, act: Act, *, ledger: Path | None
) -> DataElimination:
    """Under the visa, by a second person. `ledger`: the folder of what must be erased again after a restore.

    Raises `DataEliminationNotFound`, `DataEliminationDone`, `DataVisaDayWrong`, `EraserIsProposer`.
    """
    async with writing(db, act) as tx:
        await tx.lock("data_elimination", elimination_id)
        before = await store.find_elimination(elimination_id)
        now = await files_at_term(db, act.today)
        after = carried_out(before, now, visa, visa_on, act.by.id, act.by.name, today=act.today)
        await store.record_visa(after)
        await erase_lines(db, after, act)
        await tx.journal("data-erased", f"data-elimination/{elimination_id}", before=before, after=after)
        keep_erasure(ledger, after)
        tx.keep(after)
    await sweeping.pay(db)
    return after


async def erase_lines(db: Database, under: DataElimination, act: Act) -> None:
    """What a list with its visa says to erase goes, and answers that no request can ask again. In its transaction."""
    for line in under.erased:
        await store.erase(under.id, await data_files.rows_of(line.household_id), line.stage, act.at)
    await sweeping.owe(db, store.SWEPT)
    days = (await law_in_force()).at("retention.answer_days", act.today).number
    await forget_answers(db, act.at - timedelta(days=days))


def _held() -> Refusal:
    return HoldAlreadyOpen("Ce dossier est déjà suspendu.")


def _open() -> Refusal:
    return DataEliminationOpen("Le bordereau proposé attend son visa : il passe d'abord.")
