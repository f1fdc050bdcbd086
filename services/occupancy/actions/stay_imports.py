"""What people do with a file of their households and stays: try it, let it wait, import it whole or not at all."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.intake.imports import AcceptedWarning, Created, NothingToImport, SentFile, check_read
from kernel.intake.rows import CellProblem, CellsWrong, Filled
from kernel.intake.waiting import read_in_turn
from kernel.money import euros
from kernel.period import Month
from occupancy.actions.contract_changes import bring_along, save
from occupancy.actions.openings import read_books, take_over
from occupancy.actions.referrals import check_unpromised
from occupancy.actions.stay_rows import Planned, Recorded, full_name, plan, read_stays, units_named
from occupancy.actions.stay_sheets import STAYS
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.contracts import Contract, contract_reference
from occupancy.domain.households import household_reference
from occupancy.domain.openings import Opening, opening_label
from occupancy.domain.stay_imports import (
    ImportedHousehold,
    ImportedStay,
    StayImport,
)
from occupancy.domain.units import Unit
from occupancy.store import contracts, households, members, openings
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
        until = {one.contract_id: one.called_until for one in found.plan.taken if one.called_until}
        for contract_id in until.keys() - {one.stay.signed.id for one in found.plan.added if one.stay}:
            await openings.add_former_fees(contract_id, found.plan.import_id, until[contract_id])
        created = [
            made for one in found.plan.added for made in await _record(tx, one, found.plan.import_id, until, act)
        ]
        created += [_opened(one) for one in found.plan.openings]
        report = _report(file, found, act, reason if found.warnings else "", tuple(created))
        await store.insert_import(report)
        await take_over(tx, found.plan.taken, act)
        if upload_id is not None:
            await store.WAITING.forget(upload_id)
        await tx.journal("stays-imported", f"stay-import/{report.id}", after=report)
        return tx.keep(report)


async def _read(file: SentFile, act: Act, alt_units: AltUnits) -> tuple[Filled, dict[str, Unit]]:
    filled = await read_in_turn(read_stays, file.content)
    return filled, units_named(filled, await alt_units.units(by=act.by))


async def _tried(filled: Filled, units: dict[str, Unit], act: Act) -> Preview:
    known = await households.list_households(limit=_EVERYBODY)
    stays = {one.id: await contracts.occupying_contracts(one.id) for one in units.values()}
    recorded = Recorded(
        households={full_name(one.last_name, one.first_name): one for one in known},
        stays=stays,
        units=units,
        books=await read_books([one for some in stays.values() for one in some]),
    )
    tried = plan(filled, recorded, await law_in_force(), act)
    if problems := [*filled.problems, *tried.problems]:
        raise CellsWrong(problems)
    if not tried.added and not tried.taken:
        raise NothingToImport("Tout ce que dit ce fichier est déjà enregistré : il n'y a rien à ajouter.")
    return Preview(plan=tried, examples=filled.examples)


async def _record(
    tx: Tx, one: ImportedHousehold, import_id: UUID, until: Mapping[UUID, Month], act: Act
) -> list[Created]:
    number = await households.next_number("M", act.today.year)
    household = replace(one.household, reference=household_reference(act.today.year, number))
    await households.insert_household(household)
    for member in one.members:
        await members.insert_member(member)
    created = [Created(kind="household", id=household.id, label=household.reference)]
    if one.stay is not None:
        contract = await _sign(tx, one.stay, import_id, until.get(one.stay.signed.id), act)
        created.append(Created(kind="contract", id=contract.id, label=contract.reference))
    return created


async def _sign(tx: Tx, stay: ImportedStay, import_id: UUID, called_until: Month | None, act: Act) -> Contract:
    """As at the desk: prepared, then signed over the draft, so that the schema has the last word on each step."""
    number = await households.next_number("C", act.today.year)
    reference = contract_reference(act.today.year, number)
    draft = replace(stay.draft, reference=reference)
    await contracts.insert_contract(draft)
    if called_until:
        await openings.add_former_fees(draft.id, import_id, called_until)
    await check_unpromised(draft, stay.signed.stay)
    signed = await save(tx, replace(stay.signed, reference=reference), draft.version)
    for term in stay.terms:
        await contracts.insert_term(term)
    await bring_along(tx, draft, signed, act)
    return signed


def _opened(one: Opening) -> Created:
    return Created(kind="opening", id=one.event_id, label=f"{opening_label(one)} : {euros(one.amount_cents)}"[:700])


def _report(file: SentFile, found: Preview, act: Act, reason: str, created: tuple[Created, ...]) -> StayImport:
    return StayImport(
        id=found.plan.import_id,
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
