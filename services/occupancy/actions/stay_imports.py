"""What people do with a file of their households and stays: try it, let it wait, import it whole or not at all."""

from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.intake.imports import AcceptedWarning, Created, NothingToImport, SentFile, check_read
from kernel.intake.rows import CellProblem, CellsWrong, Filled
from kernel.intake.waiting import read_in_turn
from occupancy.actions.contract_changes import bring_along, save
from occupancy.actions.referrals import check_unpromised
from occupancy.actions.stay_rows import Planned, Recorded, full_name, plan, read_stays, units_named
from occupancy.actions.stay_sheets import STAYS
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.contracts import Contract, contract_reference
from occupancy.domain.households import household_reference
from occupancy.domain.stay_imports import (
    ImportedHousehold,
    ImportedStay,
    StayImport,
)
from occupancy.domain.units import Unit
from occupancy.store import contracts, households, members
from occupancy.store import stay_imports as store
from occupancy.store.law import law_in_force

_EVERYBODY = 10**6


class Preview(Struct, frozen=True, kw_only=True):
    """What an import would do. `examples`: rows of the template that were left out."""

    plan: Planned
    examples: int

    @property
    def warnings(self) -> tuple[CellProblem, ...]:
        return self.plan.warnings


async def preview(file: SentFile, act: Act, *, alt_units: AltUnits) -> Preview:
    """Writes nothing. Raises the refusals of `kernel.intake`, `CellsWrong` with every fault, `NothingToImport`."""
    filled, units = await _read(file, act, alt_units)
    return await _tried(filled, units, act)


async def import_stays(
    db: Database, file: SentFile, act: Act, *, alt_units: AltUnits, reason: str, upload_id: UUID | None = None
) -> StayImport:
    """All of the file or nothing, in one transaction, on the stays as they are now.

    Raises what `preview` raises, `ImportWarningsUnread` without a reason for its warnings, and what the schema refuses.
    """
    filled, units = await _read(file, act, alt_units)
    async with writing(db, act) as tx:
        await tx.lock_all("stay-import")
        for unit_id in sorted({one.id for one in units.values()}, key=str):
            await contracts.ensure_unit_lock(unit_id)
            await tx.lock("unit_lock", unit_id)
        found = await _tried(filled, units, act)
        check_read(found.warnings, reason)
        created = [made for one in found.plan.added for made in await _record(tx, one, act)]
        report = _report(file, found, act, reason if found.warnings else "", tuple(created))
        await store.insert_import(report)
        if upload_id is not None:
            await store.WAITING.forget(upload_id)
        await tx.journal("stays-imported", f"stay-import/{report.id}", after=report)
        return tx.keep(report)


async def _read(file: SentFile, act: Act, alt_units: AltUnits) -> tuple[Filled, dict[str, Unit]]:
    filled = await read_in_turn(read_stays, file.content)
    return filled, units_named(filled, await alt_units.units(by=act.by))


async def _tried(filled: Filled, units: dict[str, Unit], act: Act) -> Preview:
    known = await households.list_households(limit=_EVERYBODY)
    recorded = Recorded(
        households={full_name(one.last_name, one.first_name): one for one in known},
        stays={one.id: await contracts.occupying_contracts(one.id) for one in units.values()},
        units=units,
    )
    tried = plan(filled, recorded, await law_in_force(), act)
    if problems := [*filled.problems, *tried.problems]:
        raise CellsWrong(problems)
    if not tried.added:
        raise NothingToImport("Tout ce que dit ce fichier est déjà enregistré : il n'y a rien à ajouter.")
    return Preview(plan=tried, examples=filled.examples)


async def _record(tx: Tx, one: ImportedHousehold, act: Act) -> list[Created]:
    number = await households.next_number("M", act.today.year)
    household = replace(one.household, reference=household_reference(act.today.year, number))
    await households.insert_household(household)
    for member in one.members:
        await members.insert_member(member)
    created = [Created(kind="household", id=household.id, label=household.reference)]
    if one.stay is not None:
        contract = await _sign(tx, one.stay, act)
        created.append(Created(kind="contract", id=contract.id, label=contract.reference))
    return created


async def _sign(tx: Tx, stay: ImportedStay, act: Act) -> Contract:
    """As at the desk: prepared, then signed over the draft, so that the schema has the last word on each step."""
    number = await households.next_number("C", act.today.year)
    reference = contract_reference(act.today.year, number)
    draft = replace(stay.draft, reference=reference)
    await contracts.insert_contract(draft)
    await check_unpromised(draft, stay.signed.stay)
    signed = await save(tx, replace(stay.signed, reference=reference), draft.version)
    for term in stay.terms:
        await contracts.insert_term(term)
    await bring_along(tx, draft, signed, act)
    return signed


def _report(file: SentFile, found: Preview, act: Act, reason: str, created: tuple[Created, ...]) -> StayImport:
    return StayImport(
        id=uuid4(),
        at=act.at,
        by_id=act.by.id,
        by_name=act.by.name,
        file_name=file.name,
        sha256=file.sha256,
        template_year=STAYS.year,
        unchanged=found.plan.unchanged,
        warnings=tuple(AcceptedWarning(place=one.place, message=one.sentence) for one in found.warnings),
        reason=reason,
        created=created,
    )
