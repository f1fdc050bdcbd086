"""What people do with the avenants of a convention: open one, change it, sign it, withdraw it; and make the next year."""

from datetime import date
from uuid import UUID, uuid4

from msgspec.structs import replace

from alt_units.actions.convention_ends import claimed_months
from alt_units.actions.conventions import WantedLine, asked_facts, change, line_overlap
from alt_units.domain import convention_lines as line_rules
from alt_units.domain import convention_versions as rules
from alt_units.domain.convention_lines import running_lines
from alt_units.domain.convention_renewals import Renewal, check_renewable, renew
from alt_units.domain.convention_versions import AmendmentOpen
from alt_units.domain.conventions import Approval, Capacity, Convention, ConventionFacts, ConventionNumberTaken
from alt_units.domain.scales import Scales
from alt_units.domain.units import RunningLine
from alt_units.store import conventions as store
from alt_units.store import units as unit_store
from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import Refusal
from kernel.law import Law
from kernel.period import Month


async def open_amendment(
    db: Database, convention_id: UUID, first_month: Month, act: Act, *, version: int
) -> Convention:
    """Raises `ConventionNotFound`, `StaleVersion` and what `rules.open_amendment` raises."""
    async with writing(db, act) as tx:
        with db.refusing({"version_open_once": AmendmentOpen}):
            return await change(
                tx,
                convention_id,
                version,
                "amendment-opened",
                lambda one: rules.open_amendment(one, first_month, new_id=uuid4),
            )


async def amend_amendment(
    db: Database, convention_id: UUID, facts: ConventionFacts, act: Act, *, law: Law, version: int
) -> Convention:
    """Raises `ConventionNotFound`, `StaleVersion` and what `rules.amend_amendment` raises."""
    async with writing(db, act) as tx:
        return await change(
            tx, convention_id, version, "amendment-amended", lambda one: rules.amend_amendment(law, one, facts)
        )


async def sign_amendment(
    db: Database, convention_id: UUID, act: Act, *, law: Law, signed_on: date, version: int
) -> Convention:
    """Raises `ConventionNotFound`, `StaleVersion`, `LineOverlap` and what `rules.sign_amendment` raises."""
    async with writing(db, act) as tx:
        await tx.lock("convention", convention_id)
        claimed = await claimed_months(convention_id)
        with db.refusing({"line_no_overlap": line_overlap}):
            return await change(
                tx,
                convention_id,
                version,
                "amendment-signed",
                lambda one: rules.sign_amendment(law, one, signed_on=signed_on, today=act.today, claimed=claimed),
            )


async def withdraw_amendment(db: Database, convention_id: UUID, act: Act, *, version: int) -> Convention:
    """Raises `ConventionNotFound`, `StaleVersion`, `AmendmentNotFound`."""
    async with writing(db, act) as tx:
        return await change(tx, convention_id, version, "amendment-withdrawn", rules.withdraw_amendment)


async def add_amendment_line(
    db: Database, convention_id: UUID, wanted: WantedLine, act: Act, *, scales: Scales, version: int
) -> Convention:
    """Raises `AmendmentNotFound` and what `line_rules.add_line` raises."""
    async with writing(db, act) as tx:
        return await _change_lines(tx, convention_id, version, "amendment-line-added", wanted, scales, None)


async def amend_amendment_line(
    db: Database, convention_id: UUID, line_id: UUID, wanted: WantedLine, act: Act, *, scales: Scales, version: int
) -> Convention:
    """Raises `AmendmentNotFound` and what `line_rules.amend_line` raises."""
    async with writing(db, act) as tx:
        return await _change_lines(tx, convention_id, version, "amendment-line-amended", wanted, scales, line_id)


async def remove_amendment_line(
    db: Database, convention_id: UUID, line_id: UUID, act: Act, *, version: int
) -> Convention:
    """Raises `AmendmentNotFound`, `LineNotFound`."""

    def without(one: Convention) -> Convention:
        return rules.with_changes(one, line_rules.remove_line(rules.in_preparation(one), line_id))

    async with writing(db, act) as tx:
        return await change(tx, convention_id, version, "amendment-line-removed", without)


async def set_capacity(
    db: Database, convention_id: UUID, capacity: tuple[Capacity, ...], act: Act, *, version: int
) -> Convention:
    """The capacity of the annex, in the convention or the avenant in preparation. Empty: as the lines say.

    Raises `ConventionNotFound`, `StaleVersion`, `LineOutsideYear`, `ConventionSigned`.
    """
    async with writing(db, act) as tx:
        return await change(
            tx, convention_id, version, "convention-capacity-set", lambda one: rules.with_capacity(one, capacity)
        )


async def record_approval(
    db: Database, convention_id: UUID, approval: Approval, act: Act, *, version: int
) -> Convention:
    """The organisation's approval, whatever the state of the convention. Raises `ConventionNotFound`, `StaleVersion`."""
    async with writing(db, act) as tx:
        return await change(
            tx, convention_id, version, "convention-approval-recorded", lambda one: replace(one, approval=approval)
        )


async def renew_convention(db: Database, convention_id: UUID, act: Act, *, law: Law) -> Convention:
    """Make the next year's draft. Raises `ConventionNotFound`, `ConventionNumberTaken` and what `check_renewable` raises."""
    async with writing(db, act) as tx:
        await tx.lock("convention", convention_id)
        made = await planned_renewal(law, await store.find_convention(convention_id), convention_id=uuid4())
        with db.refusing({"convention_number": _number_taken, "line_no_overlap": line_overlap}):
            await store.insert_convention(made.convention)
        await tx.journal("convention-renewed", f"convention/{made.convention.id}", after=made)
        return tx.keep(made.convention)


async def planned_renewal(law: Law, convention: Convention, *, convention_id: UUID) -> Renewal:
    """The draft of the next year, nothing written. Raises what `check_renewable` raises."""
    years = await store.consecutive_years(convention)
    check_renewable(law, convention, years=years, next_one=await store.renewal_of(convention.id))
    ids = sorted({line.unit_id for line in convention.lines})
    others = [(unit_id, line) for unit_id in ids for line in await store.running_lines_of_unit(unit_id)]
    units = await unit_store.find_units(ids)
    return renew(law, convention, convention_id=convention_id, units=units, others=others)


async def _change_lines(
    tx: Tx, convention_id: UUID, version: int, verb: str, wanted: WantedLine, scales: Scales, line_id: UUID | None
) -> Convention:
    await tx.lock("unit", wanted.unit_id)
    unit = await unit_store.find_unit(wanted.unit_id)
    elsewhere = [one for one in await store.conventions_of_unit(unit.id) if one.id != convention_id]
    held = [line for one in elsewhere for line in running_lines(one, unit.id)]

    def decide(one: Convention) -> Convention:
        draft = rules.in_preparation(one)
        facts = asked_facts(draft, wanted, unit, scales)
        others = [*held, *_own_lines(draft, unit.id, but=line_id)]
        if line_id is None:
            changed = line_rules.add_line(draft, facts, line_id=uuid4(), unit=unit, others=others)
        else:
            changed = line_rules.amend_line(draft, line_id, facts, unit=unit, others=others)
        return rules.with_changes(one, changed)

    return await change(tx, convention_id, version, verb, decide)


def _own_lines(draft: Convention, unit_id: UUID, *, but: UUID | None) -> list[RunningLine]:
    """The other lines of a unit in the same avenant: they hold nothing yet, and still would once it is signed."""
    written = replace(draft, lines=tuple(replace(one, holds_until=one.last_month) for one in draft.lines))
    return running_lines(written, unit_id, but=but)


def _number_taken() -> Refusal:
    return ConventionNumberTaken("La convention de l'année suivante existe déjà sous ce numéro.", field="number")
