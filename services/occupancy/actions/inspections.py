"""What is done with an inspection: begun and saved as a draft as often as needed, then signed once."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import StaleVersion
from kernel.period import Period
from kernel.settings import Settings
from occupancy.actions.inspection_seals import seal_inspection
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.clients.alt_units import AltUnits
from occupancy.domain import inspections as rules
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_content import Content
from occupancy.domain.inspection_forms import StartFrom, again_from, blank, identified, named
from occupancy.domain.inspection_photos import check_photos
from occupancy.domain.inspection_signatures import InspectionSignature, on_paper
from occupancy.domain.inspections import (
    Inspection,
    InspectionFrozen,
    InspectionKind,
    InspectionStatus,
    check_inspectable,
)
from occupancy.domain.places import READY, check_place
from occupancy.domain.terms import check_reach
from occupancy.domain.units import Unit
from occupancy.law.inspection_templates import template_on
from occupancy.store import contracts, inspection_photos
from occupancy.store import inspections as store
from occupancy.store.inspection_amendments import signed_entry, with_amendments

NOT_BEGUN = 0
"""The version to send when no draft exists yet."""


class SaveInspection(Struct, frozen=True, kw_only=True):
    """A draft as it stands."""

    established_on: date
    content: Content
    forwarding_address: str | None


async def save_inspection(
    db: Database, contract_id: UUID, kind: InspectionKind, command: SaveInspection, act: Act, *, expected: int
) -> Inspection:
    """Begin the draft (`expected` 0) or save it again.

    Raises `ContractNotFound`, `ContractNotInspectable`, `InspectionFrozen`, `StaleVersion`.
    """
    async with writing(db, act) as tx:
        contract = await contracts.find_contract(contract_id)
        check_inspectable(contract, kind)
        before = await store.maybe_inspection(contract_id, kind)
        if before is None:
            after = await _begun(contract, kind, command, expected)
        else:
            after = await store.save_inspection(amended(before, command), expected)
        await tx.journal("inspection-saved", f"inspection/{after.id}", before=before, after=after)
        return tx.keep(after)


async def sign_inspection(
    db: Database,
    contract_id: UUID,
    kind: InspectionKind,
    act: Act,
    *,
    expected: int,
    alt_units: AltUnits,
    settings: Settings,
    latest: SaveInspection | None = None,
    signatures: tuple[InspectionSignature, ...] | None = None,
) -> Inspection:
    """Freeze it, with what was typed last when `latest` is given. An entry is an arrival: the place must be ready that day.

    `signatures` None: the sheet itself was signed by those who were there.

    Raises `InspectionNotFound`, `ContractNotInspectable`, `InspectionFrozen`, `InspectionIncomplete`, `StaleVersion`,
    and for an entry what `check_place` raises.
    """
    unit_id = (await contracts.find_contract(contract_id)).unit_id
    unit = await alt_units.unit(unit_id, by=act.by) if kind is InspectionKind.ENTRY else None
    async with writing(db, act) as tx:
        await tx.lock("unit_lock", unit_id)
        contract = await contracts.find_contract(contract_id)
        check_inspectable(contract, kind)
        before = await store.maybe_inspection(contract_id, kind)
        if before is None and latest is not None:
            draft = await _begun(contract, kind, latest, expected)
            expected = draft.version
        else:
            draft = before or await store.find_inspection(contract_id, kind)
            draft = amended(draft, latest) if latest else draft
        after = await freeze(draft, contract, unit, act, expected=expected, signatures=signatures, settings=settings)
        await tx.journal("inspection-signed", f"contract/{contract_id}", before=before, after=after)
        return tx.keep(after)


async def freeze(
    draft: Inspection,
    contract: Contract,
    unit: Unit | None,
    act: Act,
    *,
    expected: int,
    signatures: tuple[InspectionSignature, ...] | None,
    settings: Settings,
) -> Inspection:
    """Inside an act: the draft signed, kept and sealed, the place checked when it is an arrival (`unit`), the deadlines told."""
    own = on_paper(draft.content, act.at) if signatures is None else signatures
    photos = await inspection_photos.photos_of(draft.id)
    check_photos(draft.content, draft.id, photos)
    signed = rules.sign(draft, contract, today=act.today, at=act.at, signatures=own)
    if unit is not None:
        day = max(contract.first_day, signed.established_on)
        there = await contracts.occupying_contracts(contract.unit_id)
        check_place(contract, unit, there, days=Period(day, day), today=act.today, minding=READY)
    after = await store.save_inspection(signed, expected)
    await seal_inspection(after, contract, photos, act, settings)
    await keep_stay_deadlines(contract, act)
    return after


async def prepare_inspection(
    db: Database,
    contract_id: UUID,
    kind: InspectionKind,
    act: Act,
    *,
    household: str,
    seat: str,
    start: StartFrom = StartFrom.LAST,
) -> Inspection:
    """The draft that a tablet takes along: the one there is, or one begun now from what is known of the unit.

    Raises `ContractNotFound`, `ContractNotInspectable`, `InspectionFrozen`.
    """
    async with writing(db, act) as tx:
        contract = await contracts.find_contract(contract_id)
        check_inspectable(contract, kind)
        before = await store.maybe_inspection(contract_id, kind)
        if before is not None and before.is_signed:
            raise InspectionFrozen("Il a été signé et ne change plus.")
        after = before
        if after is None:
            content = await content_to_start_from(contract, kind, on=act.today, start=start)
            content = named(content, household=household, agent=act.by.name, seat=seat)
            command = SaveInspection(established_on=act.today, content=content, forwarding_address=None)
            after = await _begun(contract, kind, command, NOT_BEGUN)
        await tx.journal("inspection-prepared", f"inspection/{after.id}", before=before, after=after)
        return tx.keep(after)


async def content_to_start_from(
    contract: Contract, kind: InspectionKind, *, on: date, start: StartFrom = StartFrom.LAST
) -> Content:
    """The form of an exit describes what the signed entry did; that of an entry, what the unit's last inspection did.

    Each as its avenants complete it. Without any, or when asked for, the template of the dwelling type in use that day.
    """
    if start is StartFrom.LAST and (earlier := await inspection_before(contract, kind)):
        return again_from(earlier.content)
    return blank(template_on(on), contract.unit.dwelling_type, shared_place=contract.unit.place_name)


async def inspection_before(contract: Contract, kind: InspectionKind) -> Inspection | None:
    """The signed entry of an exit; else the last signed inspection of the unit and place, with its avenants."""
    if kind is InspectionKind.EXIT and (entry := await signed_entry(contract.id)):
        return entry
    last = await store.last_of_unit(contract.unit_id, contract.place_number)
    return await with_amendments(last) if last else None


def amended(draft: Inspection, command: SaveInspection) -> Inspection:
    check_reach(command.established_on, "established_on")
    return rules.amend(
        draft,
        established_on=command.established_on,
        content=identified(command.content, uuid4),
        forwarding_address=command.forwarding_address,
    )


async def _begun(contract: Contract, kind: InspectionKind, command: SaveInspection, expected: int) -> Inspection:
    if expected != NOT_BEGUN:
        raise StaleVersion("Cet état des lieux n'existe pas encore : rouvrir la page.")
    check_reach(command.established_on, "established_on")
    entry = await store.maybe_inspection(contract.id, InspectionKind.ENTRY)
    compared = entry if kind is InspectionKind.EXIT and entry is not None and entry.is_signed else None
    inspection = Inspection(
        id=uuid4(),
        version=1,
        contract_id=contract.id,
        kind=kind,
        status=InspectionStatus.DRAFT,
        established_on=command.established_on,
        content=identified(command.content, uuid4),
        forwarding_address=command.forwarding_address or None,
        entry_inspection_id=compared.id if compared else None,
        signed_at=None,
        sha256=None,
    )
    await store.insert_inspection(inspection)
    return inspection
