"""What people do when a convention ends: see what it does to its units, end it, and take them out of the offer."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from alt_units.actions.counted_months import counted_months
from alt_units.domain import convention_acts as rules
from alt_units.domain.claims import ClaimStatus
from alt_units.domain.convention_ends import Leaving, check_notice, leaving, out_of_programme
from alt_units.domain.conventions import Convention, EndKind
from alt_units.domain.counted_months import CountedMonth
from alt_units.store import claims, presence
from alt_units.store import conventions as store
from alt_units.store import units as unit_store
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import StaleVersion
from kernel.law import Law
from kernel.period import Month


class EndConvention(Struct, frozen=True, kw_only=True):
    """The last day, by whom, and when the other party was told."""

    ended_on: date
    reason: str
    kind: EndKind = EndKind.AGREEMENT
    notified_on: date | None = None


class Ended(Struct, frozen=True, kw_only=True):
    """What the journal keeps: the convention, and the units that left the offer with it."""

    convention: Convention
    left_offer: tuple[str, ...]


async def end_convention(
    db: Database, convention_id: UUID, command: EndConvention, act: Act, *, law: Law, version: int
) -> Convention:
    """The units leave the programme on the day of the end, save those that another signed convention of it holds.

    Raises `ConventionNotFound`, `StaleVersion` and what `decided_end` raises.
    """
    async with writing(db, act) as tx:
        await tx.lock("convention", convention_id)
        before = await store.find_convention(convention_id)
        if before.version != version:
            raise StaleVersion("Cette convention a été modifiée entre-temps : relisez-la avant de recommencer.")
        decided = await decided_end(law, before, command)
        for unit_id in sorted({line.unit_id for line in before.lines}):
            await tx.lock("unit", unit_id)
        gone = [one.unit for one in await units_leaving(before, command.ended_on) if one.leaves]
        after = await store.save_convention(decided, before=before, version=version)
        for unit in gone:
            outside = out_of_programme(unit, before.programme, command.ended_on)
            await unit_store.save_unit(outside, before=unit, version=unit.version)
        told = Ended(convention=after, left_offer=tuple(unit.reference for unit in gone))
        await tx.journal("convention-ended", f"convention/{convention_id}", before=before, after=told)
        return tx.keep(after)


async def decided_end(law: Law, convention: Convention, command: EndConvention) -> Convention:
    """The convention as it would end, nothing written.

    Raises `ConventionNotSigned`, `ConventionEnded`, `ConventionDateImpossible`, `ConventionClaimedLater`, `NoticeMissing`,
    `NoticeTooShort`, `NotRenewedOnLastDay`.
    """
    decided = rules.end(
        convention,
        ended_on=command.ended_on,
        reason=command.reason,
        claimed=await claimed_months(convention.id),
        kind=command.kind,
        notified_on=command.notified_on,
    )
    check_notice(law, convention, kind=command.kind, notified_on=command.notified_on, ended_on=command.ended_on)
    return decided


async def months_after(
    db: Database, law: Law, before: Convention, decided: Convention, found: Sequence[Leaving]
) -> list[CountedMonth]:
    """What the claims of the convention would no longer count, from the month of the end to December."""
    ended_on = decided.ended_on
    assert ended_on is not None
    months = [Month(before.year, number) for number in range(ended_on.month, 13)]
    outside = {one.unit.id: out_of_programme(one.unit, before.programme, ended_on) for one in found if one.leaves}
    return await counted_months(db, law, before, decided, months, changed=outside)


async def units_leaving(convention: Convention, ended_on: date) -> list[Leaving]:
    """What the end does to each unit that is still funded on that day."""
    last = Month.of(ended_on)
    ids = sorted({line.unit_id for line in convention.lines if line.holds_until >= last})
    found = []
    for unit in sorted(await unit_store.find_units(ids), key=lambda one: one.reference):
        others = [one for one in await store.conventions_of_unit(unit.id) if one.id != convention.id]
        months = await presence.list_presence(unit.id, since=str(last))
        found.append(leaving(convention, unit, ended_on=ended_on, others=others, presence=months))
    return found


async def claimed_months(convention_id: UUID) -> list[Month]:
    """The months that were sent to the payer and for which something is still due."""
    sent = [
        one
        for one in await claims.claims_of_convention(convention_id, traced=False)
        if one.status is not ClaimStatus.DRAFT
    ]
    return [one.month for one in sent if any(line.due_cents for line in one.lines)]
