"""What people do with conventions: prepare, fill in line by line, sign. Ending: `convention_ends`; avenants: `amendments`."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.domain import convention_acts as rules
from alt_units.domain import convention_lines as line_rules
from alt_units.domain.convention_amounts import line_facts
from alt_units.domain.convention_lines import LineOverlap, running_lines
from alt_units.domain.conventions import (
    Convention,
    ConventionFacts,
    ConventionNumberTaken,
    LineFacts,
)
from alt_units.domain.scales import Scales
from alt_units.domain.units import DwellingType, RunningLine, Unit
from alt_units.store import conventions as store
from alt_units.store import units as unit_store
from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import Refusal, StaleVersion
from kernel.law import Law
from kernel.period import Month


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
            return await change(
                tx, convention_id, version, "convention-amended", lambda one: rules.amend(law, one, facts)
            )


class WantedLine(Struct, frozen=True, kw_only=True):
    """A line as asked for: without a type it takes the unit's, without an amount it takes the table's."""

    unit_id: UUID
    dwelling_type: DwellingType | None
    first_month: Month
    last_month: Month
    monthly_cents: int | None


async def add_line(
    db: Database, convention_id: UUID, wanted: WantedLine, act: Act, *, scales: Scales, version: int
) -> Convention:
    """Raises `ConventionNotFound`, `UnitNotFound`, `StaleVersion`, `AmountMissing` and what `line_rules.add_line` raises."""
    async with writing(db, act) as tx:
        await tx.lock("unit", wanted.unit_id)
        unit = await unit_store.find_unit(wanted.unit_id)
        others = await store.running_lines_of_unit(wanted.unit_id)
        with db.refusing({"line_no_overlap": line_overlap}):
            return await change(
                tx,
                convention_id,
                version,
                "convention-line-added",
                lambda one: line_rules.add_line(
                    one, asked_facts(one, wanted, unit, scales), line_id=uuid4(), unit=unit, others=others
                ),
            )


async def amend_line(
    db: Database, convention_id: UUID, line_id: UUID, wanted: WantedLine, act: Act, *, scales: Scales, version: int
) -> Convention:
    """Raises `LineNotFound` and what `add_line` raises."""
    async with writing(db, act) as tx:
        await tx.lock("unit", wanted.unit_id)
        unit = await unit_store.find_unit(wanted.unit_id)
        others = await _other_lines(wanted.unit_id, line_id)
        with db.refusing({"line_no_overlap": line_overlap}):
            return await change(
                tx,
                convention_id,
                version,
                "convention-line-amended",
                lambda one: line_rules.amend_line(
                    one, line_id, asked_facts(one, wanted, unit, scales), unit=unit, others=others
                ),
            )


async def remove_line(db: Database, convention_id: UUID, line_id: UUID, act: Act, *, version: int) -> Convention:
    """Raises `ConventionNotFound`, `LineNotFound`, `StaleVersion`, `ConventionSigned`."""
    async with writing(db, act) as tx:
        return await change(
            tx, convention_id, version, "convention-line-removed", lambda one: line_rules.remove_line(one, line_id)
        )


async def sign_convention(
    db: Database, convention_id: UUID, act: Act, *, law: Law, signed_on: date, version: int
) -> Convention:
    """Raises `ConventionNotFound`, `StaleVersion`, `ConventionSigned`, `ConventionEmpty`, `ConventionDateImpossible`."""
    async with writing(db, act) as tx:
        return await change(
            tx,
            convention_id,
            version,
            "convention-signed",
            lambda one: rules.sign(law, one, signed_on=signed_on, today=act.today),
        )


async def change(
    tx: Tx, convention_id: UUID, version: int, verb: str, decide: Callable[[Convention], Convention]
) -> Convention:
    """Decide on the convention as it is now, under its lock. Raises `ConventionNotFound`, `StaleVersion`."""
    await tx.lock("convention", convention_id)
    before = await store.find_convention(convention_id)
    if before.version != version:
        raise StaleVersion("Cette convention a été modifiée entre-temps : relisez-la avant de recommencer.")
    after = await store.save_convention(decide(before), before=before, version=version)
    await tx.journal(verb, f"convention/{convention_id}", before=before, after=after)
    return tx.keep(after)


def asked_facts(convention: Convention, wanted: WantedLine, unit: Unit, scales: Scales) -> LineFacts:
    return line_facts(
        convention,
        unit,
        scales,
        dwelling_type=wanted.dwelling_type,
        months=(wanted.first_month, wanted.last_month),
        monthly_cents=wanted.monthly_cents,
    )


async def _other_lines(unit_id: UUID, line_id: UUID) -> list[RunningLine]:
    found = await store.conventions_of_unit(unit_id)
    return [line for one in found for line in running_lines(one, unit_id, but=line_id)]


def _number_taken() -> Refusal:
    return ConventionNumberTaken("Une convention de cette année porte déjà ce numéro.", field="number")


def line_overlap() -> Refusal:
    return LineOverlap("Ce logement a déjà une ligne sur une partie de ces mois.", field="unit_id")
