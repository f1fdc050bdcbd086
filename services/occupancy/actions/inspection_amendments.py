"""What is added to a signed entry inspection: asked, agreed, dated, signed and sealed at once."""

from uuid import UUID, uuid4

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.sealing import public_key, signature_of
from kernel.settings import Settings
from occupancy.domain.inspection_amendments import (
    MOST,
    Amendment,
    AmendmentRequest,
    InspectionNotAmendable,
    amendment_text,
    check_request,
    fingerprint,
)
from occupancy.store import inspection_amendments as store
from occupancy.store.inspections import find_by_id
from occupancy.store.law import law_in_force


async def amend_inspection(
    db: Database, inspection_id: UUID, request: AmendmentRequest, act: Act, *, settings: Settings
) -> Amendment:
    """Raises `InspectionNotFound`, `InspectionNotAmendable`, `AmendmentWrongDay`, `AmendmentLate`."""
    async with writing(db, act) as tx:
        await tx.lock("inspection", inspection_id)
        inspection = await find_by_id(inspection_id)
        until_on, is_late = check_request(inspection, request, await law_in_force(), act.today)
        number = len(await store.amendments_of(inspection_id)) + 1
        if number > MOST:
            raise InspectionNotAmendable(f"Un état des lieux a {MOST} avenants au plus.")
        text = amendment_text(inspection, request, number, until_on=until_on, is_late=is_late)
        amendment = Amendment(
            id=uuid4(),
            inspection_id=inspection_id,
            number=number,
            ground=request.ground,
            requested_on=request.requested_on,
            until_on=until_on,
            is_late=is_late,
            established_on=request.established_on,
            items=request.items,
            signatures=request.signatures,
            sha256=fingerprint(text),
            public_key=public_key(settings.secret),
            signature=signature_of(settings.secret, text),
            recorded_at=act.at,
            recorded_by=act.by.name[:120],
        )
        await store.insert_amendment(amendment)
        await tx.journal("inspection-amended", f"inspection/{inspection_id}", after=amendment)
        return tx.keep(amendment)
