"""Entry and exit inspections (états des lieux): what is seen, room by room, and who was there.

Ground: loi n° 89-462, art. 3-2 and décret n° 2016-382, applied to temporary occupancy by the CCAS's own rules. One form
for both, so that they can be compared; frozen once signed, with the hash of what was signed.
"""

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import Territory
from kernel.errors import Conflict, FieldError, NotFound, RuleBroken
from kernel.law import Law
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.deadlines import next_working_day
from occupancy.domain.inspection_completeness import missing_at_entry, missing_at_exit, missing_content
from occupancy.domain.inspection_content import Content
from occupancy.domain.inspection_signatures import InspectionSignature, missing_signatures


class InspectionKind(StrEnum):
    """At the handing over of the keys, and at their return."""

    ENTRY = "entry"
    EXIT = "exit"


class InspectionStatus(StrEnum):
    """A draft is filled in; what is signed never changes."""

    DRAFT = "draft"
    SIGNED = "signed"


class InspectionNotFound(NotFound):
    """The contract has no inspection of this kind yet."""

    code, title = "inspection-not-found", "État des lieux introuvable"


class InspectionFrozen(Conflict):
    """A signed inspection is a proof: it never changes."""

    code, title = "inspection-frozen", "État des lieux signé, donc figé"


class ContractNotInspectable(Conflict):
    """An entry inspection needs a signed contract; an exit inspection a signed or ended one."""

    code, title = "contract-not-inspectable", "Pas d'état des lieux pour ce contrat"


class InspectionIncomplete(RuleBroken):
    """What the decree wants on the paper before it is signed is missing; each field is named."""

    code, title = "inspection-incomplete", "État des lieux incomplet"


class TooManySheets(RuleBroken):
    """An inspection has a bounded number of sheets signed by hand."""

    code, title = "too-many-sheets", "Trop de feuilles signées"


MOST_SHEETS = 12


class Inspection(Struct, frozen=True, kw_only=True):
    """An inspection of one contract. `entry_inspection_id`: the signed entry that an exit is compared with."""

    id: UUID
    version: int
    contract_id: UUID
    kind: InspectionKind
    status: InspectionStatus
    established_on: date
    content: Content
    forwarding_address: str | None
    entry_inspection_id: UUID | None
    signed_at: datetime | None
    sha256: str | None
    signatures: tuple[InspectionSignature, ...] = ()

    @property
    def is_signed(self) -> bool:
        return self.status is InspectionStatus.SIGNED


def check_inspectable(contract: Contract, kind: InspectionKind) -> None:
    """Raises `ContractNotInspectable`."""
    allowed = [ContractStatus.SIGNED, ContractStatus.ENDED]
    if contract.status not in allowed:
        raise ContractNotInspectable("Le contrat doit d'abord être signé.")
    if kind is InspectionKind.ENTRY and contract.status is ContractStatus.ENDED:
        raise ContractNotInspectable("Le séjour est terminé : l'entrée ne peut plus être constatée.")


def amend(
    inspection: Inspection, *, established_on: date, content: Content, forwarding_address: str | None
) -> Inspection:
    """The draft with its new content. Raises `InspectionFrozen`."""
    check_draft(inspection)
    return replace(
        inspection, established_on=established_on, content=content, forwarding_address=forwarding_address or None
    )


def with_sheet(inspection: Inspection, photo_id: UUID) -> Inspection:
    """The draft with one more photo of the sheet signed by hand. Raises `InspectionFrozen`, `TooManySheets`."""
    check_draft(inspection)
    sheets = (*inspection.content.signed_sheets, photo_id)
    if len(sheets) > MOST_SHEETS:
        raise TooManySheets(f"{MOST_SHEETS} feuilles au plus.", field="sheet")
    return replace(inspection, content=replace(inspection.content, signed_sheets=sheets))


def sign(
    inspection: Inspection,
    contract: Contract,
    *,
    today: date,
    at: datetime,
    signatures: tuple[InspectionSignature, ...],
) -> Inspection:
    """The inspection, frozen, with its signatures and the hash of all that was signed.

    Raises `InspectionFrozen`, `InspectionIncomplete` (naming every missing field).
    """
    check_draft(inspection)
    missing = (
        *_missing_day(inspection, contract, today),
        *missing_content(inspection.content),
        *_missing_for_kind(inspection),
    )
    missing = missing or tuple(missing_signatures(inspection.content, signatures))
    if missing:
        raise InspectionIncomplete("Compléter les points signalés avant de signer.", errors=missing)
    signed = replace(inspection, status=InspectionStatus.SIGNED, signed_at=at, signatures=signatures)
    return replace(signed, sha256=fingerprint(signed, written(signed.content)))


def written(content: Content) -> bytes:
    """A content as it is kept."""
    return msgspec.json.encode(content)


def fingerprint(inspection: Inspection, text: bytes) -> str:
    """SHA-256 of what is signed, in one canonical form: anybody can compute it again. `text`: the content as it was kept.

    What was signed before signatures were recorded has none in its hash.
    """
    signed = {
        "contract_id": inspection.contract_id,
        "kind": inspection.kind,
        "established_on": inspection.established_on,
        "content": msgspec.Raw(text),
        "forwarding_address": inspection.forwarding_address,
        "entry_inspection_id": inspection.entry_inspection_id,
    }
    if inspection.signatures:
        signed["signatures"] = inspection.signatures
    return hashlib.sha256(msgspec.json.encode(signed, order="deterministic")).hexdigest()


def without_names(inspection: Inspection) -> Inspection:
    """For those who may not see persons: the parties' names and the new address are left out."""
    parties = tuple(replace(party, name="", represented_by="") for party in inspection.content.parties)
    signatures = tuple(replace(one, name="—", strokes=()) for one in inspection.signatures)
    content = replace(inspection.content, parties=parties)
    return replace(inspection, content=content, signatures=signatures, forwarding_address=None)


def completion_until(inspection: Inspection, law: Law, territory: Territory) -> date | None:
    """Last day on which the household may ask to complete the entry inspection (EDL-04); None before that right existed.

    A right of the household: a day that nobody works is put off to the next one (TIME-01).
    """
    try:
        days = law.at("inspection.completion_days", inspection.established_on)
    except LookupError:
        return None
    return next_working_day(inspection.established_on + timedelta(days=days.number), territory)


def check_draft(inspection: Inspection) -> None:
    if inspection.is_signed:
        raise InspectionFrozen("Il a été signé et ne change plus.")


def _missing_day(inspection: Inspection, contract: Contract, today: date) -> list[FieldError]:
    if inspection.established_on > today:
        return [FieldError(field="established_on", message="La date ne peut pas être à venir.")]
    if inspection.kind is InspectionKind.EXIT and inspection.established_on < contract.first_day:
        return [FieldError(field="established_on", message="La sortie ne peut pas précéder l'entrée.")]
    return []


def _missing_for_kind(inspection: Inspection) -> list[FieldError]:
    content = inspection.content
    if inspection.kind is InspectionKind.ENTRY:
        return missing_at_entry(content)
    return missing_at_exit(
        content, inspection.forwarding_address, entry_known=inspection.entry_inspection_id is not None
    )
