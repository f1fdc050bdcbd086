"""What people do with conventions: prepare, fill in line by line, sign, end."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from alt_units.domain import conventions as rules
from alt_units.domain.conventions import (
    Convention,
    ConventionFacts,
    ConventionNumberTaken,
    LineFacts,
    LineOverlap,
    running_lines,
)
from alt_units.domain.units import RunningLine
from alt_units.store import conventions as store
from alt_units.store import units as unit_store
from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import Refusal
from kernel.law import Law


async def register_convention(db: Database, facts: ConventionFacts, act: Act, *, law: Law) -> Convention:
    """Raises `ConventionNumberTaken`, `LineOutsideYear`, `LeastDaysMissing`."""
    convention = rules.draft(law, facts, convention_id=uuid4())
    async with writing(db, act) as tx:
        with db.refusing({"convention_number": _number_taken}):
            await store.insert_convention(convention)
        await tx.journal("convention-registered", f"convention/{convention.id}", after=convention)
        return tx.keep(convention)


async def amend_convention(
    db: Database, convention_id: UUID, facts: ConventionFacts, act: Act, *, law: Law, version: int
) -> Convention:
    """Raises `ConventionNotFound`, `StaleVersion`, `ConventionSigned`, `ConventionNumberTaken`, `LineOutsideYear`."""
    async with writing(db, act) as tx:
        with db.refusing({"convention_number": _number_taken}):
            return await _change(
                tx, convention_id, version, "convention-amended", lambda one: rules.amend(law, one, facts)
            )


async def add_line(db: Database, convention_id: UUID, facts: LineFacts, act: Act, *, version: int) -> Convention:
    """Raises `ConventionNotFound`, `UnitNotFound`, `StaleVersion` and what `rules.add_line` raises."""
    async with writing(db, act) as tx:
        await tx.lock("unit", facts.unit_id)
        unit = await unit_store.find_unit(facts.unit_id)
        others = await store.running_lines_of_unit(facts.unit_id)
        with db.refusing({"line_no_overlap": _line_overlap}):
            return await _change(
                tx,
                convention_id,
                version,
                "convention-line-added",
                lambda one: rules.add_line(one, facts, line_id=uuid4(), unit=unit, others=others),
            )


async def amend_line(
    db: Database, convention_id: UUID, line_id: UUID, facts: LineFacts, act: Act, *, version: int
) -> Convention:
    """Raises `ConventionNotFound`, `LineNotFound`, `UnitNotFound`, `StaleVersion` and what `rules.add_line` raises."""
    async with writing(db, act) as tx:
        await tx.lock("unit", facts.unit_id)
        unit = await unit_store.find_unit(facts.unit_id)
        others = await _other_lines(facts.unit_id, line_id)
        with db.refusing({"line_no_overlap": _line_overlap}):
            return await _change(
                tx,
                convention_id,
                version,
                "convention-line-amended",
                lambda one: rules.amend_line(one, line_id, facts, unit=unit, others=others),
            )


async def remove_line(db: Database, convention_id: UUID, line_id: UUID, act: Act, *, version: int) -> Convention:
    """Raises `ConventionNotFound`, `LineNotFound`, `StaleVersion`, `ConventionSigned`."""
    async with writing(db, act) as tx:
        return await _change(
            tx, convention_id, version, "convention-line-removed", lambda one: rules.remove_line(one, line_id)
        )


async def sign_convention(
    db: Database, convention_id: UUID, act: Act, *, law: Law, signed_on: date, version: int
) -> Convention:
    """Raises `ConventionNotFound`, `StaleVersion`, `ConventionSigned`, `ConventionEmpty`, `ConventionDateImpossible`."""
    async with writing(db, act) as tx:
        return await _change(
            tx,
            convention_id,
            version,
            "convention-signed",
            lambda one: rules.sign(law, one, signed_on=signed_on, today=act.today),
        )


async def end_convention(
    db: Database, convention_id: UUID, act: Act, *, ended_on: date, reason: str, version: int
) -> Convention:
    """Raises `ConventionNotFound`, `StaleVersion`, `ConventionNotSigned`, `ConventionEnded`."""
    async with writing(db, act) as tx:
        return await _change(
            tx,
            convention_id,
            version,
            "convention-ended",
            lambda one: rules.end(one, ended_on=ended_on, reason=reason),
        )


async def _change(
    tx: Tx, convention_id: UUID, version: int, verb: str, decide: Callable[[Convention], Convention]
) -> Convention:
    await tx.lock("convention", convention_id)
    before = await store.find_convention(convention_id)
    after = await store.save_convention(decide(before), before=before, version=version)
    await tx.journal(verb, f"convention/{convention_id}", before=before, after=after)
    return tx.keep(after)


async def _other_lines(unit_id: UUID, line_id: UUID) -> list[RunningLine]:
    found = await store.conventions_of_unit(unit_id)
    return [line for one in found for line in running_lines(one, unit_id, but=line_id)]


def _number_taken() -> Refusal:
    return ConventionNumberTaken("Une convention de cette année porte déjà ce numéro.", field="number")


def _line_overlap() -> Refusal:
    return LineOverlap("Ce logement a déjà une ligne sur une partie de ces mois.", field="unit_id")
