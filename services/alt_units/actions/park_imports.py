"""What people do with a file of their park: try it, let it wait for a confirmation, import it whole or not at all."""

from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.actions.park_rows import in_cells, read_park, wanted_park
from alt_units.actions.park_sheets import PARK
from alt_units.domain.conventions import ConventionNumberTaken
from alt_units.domain.park_imports import (
    Counts,
    NewConvention,
    ParkImport,
    ParkPlan,
    WantedPark,
)
from alt_units.domain.park_plans import plan
from alt_units.domain.scales import Scales
from alt_units.domain.units import UnitReferenceTaken
from alt_units.store import conventions as convention_store
from alt_units.store import park_imports as store
from alt_units.store import units as unit_store
from alt_units.store.unit_batches import insert_units
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import Refusal
from kernel.intake.imports import AcceptedWarning, Created, NothingToImport, SentFile, check_read
from kernel.intake.rows import CellProblem, CellsWrong, Filled
from kernel.intake.waiting import read_in_turn
from kernel.law import Law


class Preview(Struct, frozen=True, kw_only=True):
    """What an import would do. `examples`: rows of the template that were left out."""

    plan: ParkPlan
    warnings: tuple[CellProblem, ...]
    examples: int

    @property
    def added(self) -> Counts:
        return self.plan.added


async def preview(file: SentFile, act: Act, *, law: Law, scales: Scales) -> Preview:
    """Writes nothing. Raises the refusals of `kernel.intake`, `CellsWrong` with every fault, `NothingToImport`."""
    filled, wanted = await _read(file.content, law)
    return await _tried(filled, wanted, act, law, scales)


async def import_park(
    db: Database,
    file: SentFile,
    act: Act,
    *,
    law: Law,
    scales: Scales,
    reason: str,
    upload_id: UUID | None = None,
) -> ParkImport:
    """All of the file or nothing, in one transaction, on the park as it is now.

    Raises what `preview` raises, `ImportWarningsUnread` without a reason for its warnings, and what the schema refuses.
    """
    filled, wanted = await _read(file.content, law)
    taken = {"unit_reference": _reference_taken, "convention_number": _number_taken}
    async with writing(db, act) as tx:
        await tx.lock_all("park-import")
        found = await _tried(filled, wanted, act, law, scales)
        check_read(found.warnings, reason)
        with db.refusing(taken):
            await insert_units(found.plan.units)
            for convention in found.plan.conventions:
                await _record(convention)
        report = _report(file, found, act, reason if found.warnings else "")
        await store.insert_import(report)
        if upload_id is not None:
            await store.WAITING.forget(upload_id)
        await tx.journal("park-imported", f"park-import/{report.id}", after=report)
        return tx.keep(report)


async def _read(content: bytes, law: Law) -> tuple[Filled, WantedPark]:
    """Raises `CellsWrong` for what is wrong between the cells of a row, together with what is wrong in them."""
    filled = await read_in_turn(read_park, content)
    wanted, crossed = wanted_park(filled, law)
    return Filled(rows=filled.rows, problems=(*filled.problems, *crossed), examples=filled.examples), wanted


async def _tried(filled: Filled, wanted: WantedPark, act: Act, law: Law, scales: Scales) -> Preview:
    tried = plan(
        wanted,
        park=await unit_store.all_units(),
        signed=await convention_store.list_conventions(),
        law=law,
        scales=scales,
        today=act.today,
        new_id=uuid4,
    )
    if problems := [*filled.problems, *in_cells(filled, tried.faults)]:
        raise CellsWrong(problems)
    if not tried.added.total:
        raise NothingToImport("Tout ce que dit ce fichier est déjà enregistré à l'identique : il n'y a rien à ajouter.")
    return Preview(plan=tried, warnings=tuple(in_cells(filled, tried.warnings)), examples=filled.examples)


async def _record(convention: NewConvention) -> None:
    """Act after act, as it happened: the schema takes no line once a version is signed."""
    stored = await convention_store.insert_convention(convention.steps[0])
    for step in convention.steps[1:]:
        stored = await convention_store.save_convention(step, before=stored, version=stored.version)


def _report(file: SentFile, found: Preview, act: Act, reason: str) -> ParkImport:
    units = tuple(Created(kind="unit", id=one.id, label=one.reference) for one in found.plan.units)
    papers = tuple(
        Created(
            kind="convention", id=one.final.id, label=f"{one.final.programme} n° {one.final.number} ({one.final.year})"
        )
        for one in found.plan.conventions
    )
    return ParkImport(
        id=uuid4(),
        at=act.at,
        by_id=act.by.id,
        by_name=act.by.name,
        file_name=file.name,
        sha256=file.sha256,
        template_year=PARK.year,
        added=found.plan.added,
        unchanged=found.plan.unchanged,
        warnings=tuple(AcceptedWarning(place=one.place, message=one.sentence) for one in found.warnings),
        reason=reason,
        created=units + papers,
    )


def _reference_taken() -> Refusal:
    return UnitReferenceTaken("Un logement a reçu une de ces références entre-temps : relancez l'aperçu.")


def _number_taken() -> Refusal:
    return ConventionNumberTaken("Une convention a reçu un de ces numéros entre-temps : relancez l'aperçu.")
