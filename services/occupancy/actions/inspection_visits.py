"""A visit that a tablet sends once it is finished: saved or signed on the draft that it was begun from, else set aside."""

from uuid import UUID

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.settings import Settings
from occupancy.actions.inspections import SaveInspection, amended, freeze
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.inspection_photos import check_photos
from occupancy.domain.inspection_visits import (
    KeptVisit,
    Visit,
    VisitOutcome,
    VisitReceipt,
    differences,
    receipt_again,
)
from occupancy.domain.inspections import Inspection, InspectionKind, check_inspectable
from occupancy.domain.units import Unit
from occupancy.store import contracts, inspection_photos
from occupancy.store import inspection_visits as store
from occupancy.store import inspections as inspection_store


async def save_visit(
    db: Database,
    inspection_id: UUID,
    visit_id: UUID,
    visit: Visit,
    act: Act,
    *,
    body: bytes,
    sent_sha256: str,
    alt_units: AltUnits,
    settings: Settings,
) -> VisitReceipt:
    """Take the visit in, or say again what became of it. One that clashes is kept beside, and its receipt names each difference.

    Raises `InspectionNotFound`, `InspectionIncomplete`, `ContractNotInspectable`, `VisitKnownOtherwise`, and for an entry what
    `check_place` raises.
    """
    inspection = await inspection_store.find_by_id(inspection_id)
    if known := await store.maybe_visit(visit_id):
        return receipt_again(known, inspection_id, sent_sha256, inspection.content)
    contract = await contracts.find_contract(inspection.contract_id)
    arrives = visit.is_final and inspection.kind is InspectionKind.ENTRY
    unit = await alt_units.unit(contract.unit_id, by=act.by) if arrives else None
    async with writing(db, act) as tx:
        await tx.lock("unit_lock", contract.unit_id)
        await tx.lock("inspection", inspection_id)
        before = await inspection_store.find_by_id(inspection_id)
        if known := await store.maybe_visit(visit_id):
            await tx.journal("visit-sent-again", f"inspection/{inspection_id}")
            return receipt_again(known, inspection_id, sent_sha256, before.content)
        clashes = before.is_signed or before.version != visit.base_version
        outcome = VisitOutcome.SET_ASIDE if clashes else VisitOutcome.ACCEPTED
        kept = KeptVisit(
            id=visit_id,
            inspection_id=inspection_id,
            outcome=outcome,
            base_version=visit.base_version,
            sent_sha256=sent_sha256,
            body=body.decode(),
            finished_at=visit.finished_at,
            received_at=act.at,
            received_by=act.by.name[:120],
        )
        await store.insert_visit(kept)
        if clashes:
            await tx.journal("visit-set-aside", f"inspection/{inspection_id}", after=kept)
        else:
            await _take_in(tx, before, visit, unit, act, settings)
        found = differences(visit.content, before.content) if clashes else ()
        receipt = VisitReceipt(id=visit_id, sha256=sent_sha256, is_new=True, outcome=outcome, differences=found)
        return tx.keep(receipt)


async def _take_in(tx: Tx, before: Inspection, visit: Visit, unit: Unit | None, act: Act, settings: Settings) -> None:
    contract = await contracts.find_contract(before.contract_id)
    check_inspectable(contract, before.kind)
    latest = SaveInspection(
        established_on=visit.established_on, content=visit.content, forwarding_address=visit.forwarding_address
    )
    draft = amended(before, latest)
    if visit.is_final:
        after = await freeze(
            draft, contract, unit, act, expected=before.version, signatures=visit.signatures, settings=settings
        )
        await tx.journal("inspection-signed", f"contract/{contract.id}", before=before, after=after)
        return
    check_photos(draft.content, draft.id, await inspection_photos.photos_of(before.id))
    after = await inspection_store.save_inspection(draft, before.version)
    await tx.journal("inspection-saved", f"inspection/{before.id}", before=before, after=after)
