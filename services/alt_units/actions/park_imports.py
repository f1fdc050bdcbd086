"""What people do with a file of their park: try it, let it wait for a confirmation, import it whole or not at all."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.actions.park_rows import in_cells, read_park, wanted_park
from alt_units.actions.park_sheets import PARK
from alt_units.domain.conventions import ConventionNumberTaken
from alt_units.domain.park_imports import (
    AcceptedWarning,
    Counts,
    Created,
    ImportWarningsUnread,
    NewConvention,
    NothingToImport,
    ParkImport,
    ParkPlan,
    ParkUpload,
    WantedPark,
)
from alt_units.domain.park_plans import plan
from alt_units.domain.scales import Scales
from alt_units.domain.units import UnitReferenceTaken
from alt_units.store import conventions as convention_store
from alt_units.store import park_imports as store
from alt_units.store import units as unit_store
from alt_units.store.unit_batches import insert_units
from kernel.acts import Act, housekeeping, writing
from kernel.db import Database
from kernel.errors import Refusal
from kernel.intake.rows import CellProblem, CellsWrong, Filled
from kernel.law import Law

WAITS = timedelta(hours=2)
"""How long a file waits for its confirmation."""

_READING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="park-files")
"""One at a time: a large file takes seconds and a hundred megabytes."""


class ParkFile(Struct, frozen=True, kw_only=True):
    """A file as it was sent."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Preview(Struct, frozen=True, kw_only=True):
    """What an import would do. `examples`: rows of the template that were left out."""

    plan: ParkPlan
    warnings: tuple[CellProblem, ...]
    examples: int

    @property
    def added(self) -> Counts:
        return self.plan.added


async def preview(file: ParkFile, act: Act, *, law: Law, scales: Scales) -> Preview:
    """Writes nothing. Raises the refusals of `kernel.intake`, `CellsWrong` with every fault, `NothingToImport`."""
    filled, wanted = await _read(file.content, law)
    return await _tried(filled, wanted, act, law, scales)


async def keep_upload(db: Database, file: ParkFile, act: Act) -> UUID:
    """The file waits for its confirmation; it replaces the one that the same person had sent."""
    upload = ParkUpload(
        id=uuid4(),
        by_id=act.by.id,
        file_name=file.name,
        sha256=file.sha256,
        content=file.content,
        sent_at=act.at,
        expires_at=act.at + WAITS,
    )
    async with housekeeping(db):
        await store.keep_upload(upload)
    return upload.id


async def waiting_file(upload_id: UUID, act: Act) -> ParkFile:
    """Raises `ParkUploadNotFound`."""
    found = await store.find_upload(upload_id, by_id=act.by.id, at=act.at)
    return ParkFile(name=found.file_name, content=found.content)


async def import_park(
    db: Database,
    file: ParkFile,
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
        if found.warnings and not reason:
            raise ImportWarningsUnread(
                "Dites pourquoi ces lignes sont justes malgré les avertissements.", field="reason"
            )
        with db.refusing(taken):
            await insert_units(found.plan.units)
            for convention in found.plan.conventions:
                await _record(convention)
        report = _report(file, found, act, reason if found.warnings else "")
        await store.insert_import(report)
        if upload_id is not None:
            await store.forget_upload(upload_id)
        await tx.journal("park-imported", f"park-import/{report.id}", after=report)
        return tx.keep(report)


async def _read(content: bytes, law: Law) -> tuple[Filled, WantedPark]:
    """Raises `CellsWrong` for what is wrong between the cells of a row, together with what is wrong in them."""
    filled = await asyncio.get_running_loop().run_in_executor(_READING, read_park, content)
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
    """Drafted with its lines, then signed: the schema takes no line once it is signed."""
    draft = await convention_store.insert_convention(convention.draft)
    if convention.final != draft:
        await convention_store.save_convention(convention.final, before=draft, version=draft.version)


def _report(file: ParkFile, found: Preview, act: Act, reason: str) -> ParkImport:
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
