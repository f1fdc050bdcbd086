"""The seal of an inspection: its canonical text and its paper, hashed and signed, checked by anybody without our databases.

Ground: LIFECYCLE §4.3 (after the last signature the record is frozen; canonical JSON, PDF and photos hashed). Who holds a copy
checks three things: the text is the one that was sealed, the paper too, and the seal is that of the CCAS's published key.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from kernel.errors import InvalidRequest, NotFound
from kernel.sealing import is_sealed, public_key, signature_of
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_amendments import Amendment, AmendmentGround, AmendmentItem, photos_shown
from occupancy.domain.inspection_content import Content, photos_of
from occupancy.domain.inspection_photos import PhotoFacts
from occupancy.domain.inspection_signatures import InspectionSignature
from occupancy.domain.inspections import Inspection, InspectionKind

FORMAT = "palier-etat-des-lieux/1"


class SealNotFound(NotFound):
    """Only what was signed since seals exist has one."""

    code, title = "seal-not-found", "Pas de sceau"


class SealedPhoto(Struct, frozen=True, kw_only=True):
    """A photo that belongs to what was signed: what it shows, when, and the hash of its image."""

    id: UUID
    subject_id: UUID
    taken_at: datetime
    sha256: str


class SealedEntry(Struct, frozen=True, kw_only=True):
    """The entry inspection that an exit was compared with."""

    id: UUID
    established_on: date
    sha256: str | None


class Record(Struct, frozen=True, kw_only=True):
    """All that was signed, readable by itself."""

    format: str
    id: UUID
    kind: InspectionKind
    contract_reference: str
    organisation: str
    dwelling: str
    address: str
    established_on: date
    content: Content
    forwarding_address: str | None
    entry: SealedEntry | None
    signatures: tuple[InspectionSignature, ...]
    photos: tuple[SealedPhoto, ...]
    signed_at: datetime
    sha256: str | None


class AmendmentRecord(Struct, frozen=True, kw_only=True):
    """All that an avenant says, readable by itself. `inspection`: the entry that it completes."""

    format: str
    id: UUID
    kind: str
    number: int
    contract_reference: str
    organisation: str
    dwelling: str
    address: str
    inspection: SealedEntry
    ground: AmendmentGround
    requested_on: date
    until_on: date | None
    is_late: bool
    established_on: date
    items: tuple[AmendmentItem, ...]
    signatures: tuple[InspectionSignature, ...]
    no_sheet_reason: str
    photos: tuple[SealedPhoto, ...]
    signed_at: datetime
    sha256: str


class RecordHead(Struct, frozen=True, kw_only=True):
    """What a sealed text, of an inspection or an avenant, is shown as once it is found whole."""

    organisation: str
    contract_reference: str
    dwelling: str
    address: str
    established_on: date
    signatures: tuple[InspectionSignature, ...]
    photos: tuple[SealedPhoto, ...]


class SealFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file that goes with the paper. `record`: the canonical text itself, so that its hash is that of what is read."""

    format: str
    record: str
    record_sha256: str
    pdf_sha256: str
    sealed_at: datetime
    public_key: str
    signature: str


class Verdict(Struct, frozen=True, kw_only=True):
    """What a check found. `pdf` and `key` None: not given, so not compared."""

    record: bool
    seal: bool
    pdf: bool | None
    key: bool | None

    @property
    def holds(self) -> bool:
        return self.record and self.seal and self.pdf is not False and self.key is not False


def record_of(
    inspection: Inspection,
    contract: Contract,
    entry: Inspection | None,
    photos: Mapping[UUID, PhotoFacts],
    *,
    organisation: str,
) -> str:
    """The canonical text: names in order, no space, UTF-8. Raises `ValueError` for what is not signed."""
    if inspection.signed_at is None:
        raise ValueError("not signed")
    unit = contract.unit
    record = Record(
        format=FORMAT,
        id=inspection.id,
        kind=inspection.kind,
        contract_reference=contract.reference or "",
        organisation=organisation,
        dwelling=f"{unit.name} ({unit.reference})",
        address=f"{unit.address}, {unit.postal_code} {unit.city}",
        established_on=inspection.established_on,
        content=inspection.content,
        forwarding_address=inspection.forwarding_address,
        entry=SealedEntry(id=entry.id, established_on=entry.established_on, sha256=entry.sha256) if entry else None,
        signatures=inspection.signatures,
        photos=_photos(photos_of(inspection.content, inspection.id), photos),
        signed_at=inspection.signed_at,
        sha256=inspection.sha256,
    )
    return msgspec.json.encode(record, order="sorted").decode()


def amendment_record_of(
    amendment: Amendment,
    inspection: Inspection,
    contract: Contract,
    photos: Mapping[UUID, PhotoFacts],
    *,
    organisation: str,
) -> str:
    """The canonical text of an avenant, like that of an inspection."""
    unit = contract.unit
    record = AmendmentRecord(
        format=FORMAT,
        id=amendment.id,
        kind="amendment",
        number=amendment.number,
        contract_reference=contract.reference or "",
        organisation=organisation,
        dwelling=f"{unit.name} ({unit.reference})",
        address=f"{unit.address}, {unit.postal_code} {unit.city}",
        inspection=SealedEntry(id=inspection.id, established_on=inspection.established_on, sha256=inspection.sha256),
        ground=amendment.ground,
        requested_on=amendment.requested_on,
        until_on=amendment.until_on,
        is_late=amendment.is_late,
        established_on=amendment.established_on,
        items=amendment.items,
        signatures=amendment.signatures,
        no_sheet_reason=amendment.no_sheet_reason,
        photos=_photos(photos_shown(amendment.items, amendment.signed_sheets, inspection.id), photos),
        signed_at=amendment.recorded_at,
        sha256=amendment.sha256,
    )
    return msgspec.json.encode(record, order="sorted").decode()


def _photos(named: Mapping[UUID, UUID], known: Mapping[UUID, PhotoFacts]) -> tuple[SealedPhoto, ...]:
    return tuple(
        SealedPhoto(id=one, subject_id=subject, taken_at=known[one].taken_at, sha256=known[one].sha256)
        for one, subject in named.items()
    )


def sealed(record: str, pdf: bytes, *, at: datetime, secret: str) -> SealFile:
    """The seal of a text and of its paper."""
    record_sha256, pdf_sha256 = digest(record.encode()), digest(pdf)
    return SealFile(
        format=FORMAT,
        record=record,
        record_sha256=record_sha256,
        pdf_sha256=pdf_sha256,
        sealed_at=at,
        public_key=public_key(secret),
        signature=signature_of(secret, _message(record_sha256, pdf_sha256, at)),
    )


def check_seal(found: SealFile, *, pdf_sha256: str | None = None, keys: tuple[str, ...] = ()) -> Verdict:
    """Whether what is held is what was sealed. `keys`: those that the CCAS publishes; without any, it may be anybody's."""
    return Verdict(
        record=digest(found.record.encode()) == found.record_sha256,
        seal=is_sealed(
            _message(found.record_sha256, found.pdf_sha256, found.sealed_at), found.signature, found.public_key
        ),
        pdf=None if pdf_sha256 is None else pdf_sha256 == found.pdf_sha256,
        key=None if not keys else found.public_key in keys,
    )


def read_seal(content: bytes) -> SealFile:
    """Raises `InvalidRequest`."""
    try:
        found = msgspec.json.decode(content, type=SealFile)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InvalidRequest("Ce fichier n'est pas un sceau d'état des lieux.", field="seal") from error
    if found.format != FORMAT:
        raise InvalidRequest("Ce sceau est d'une autre version du programme.", field="seal")
    return found


def read_record(found: SealFile) -> RecordHead | None:
    """What the text of a seal says; None when it is not the record of an inspection or of an avenant."""
    try:
        return msgspec.json.decode(found.record, type=RecordHead)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _message(record_sha256: str, pdf_sha256: str, at: datetime) -> bytes:
    return f"{FORMAT}\n{record_sha256}\n{pdf_sha256}\n{at.astimezone(UTC).isoformat()}\n".encode()
