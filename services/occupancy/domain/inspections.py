"""Entry and exit inspections (états des lieux): what is seen, room by room, and who was there.

Ground: loi n° 89-462, art. 3-2 and décret n° 2016-382, applied to temporary occupancy by the CCAS's own rules. One form
for both, so that they can be compared; frozen once signed, with the hash of what was signed.
"""

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from kernel.errors import Conflict, FieldError, NotFound, RuleBroken
from kernel.law import Law
from kernel.text import TEXT
from occupancy.domain.contracts import Contract, ContractStatus

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=TEXT)]
Remark = Annotated[str, Meta(max_length=500, pattern=TEXT)]


class InspectionKind(StrEnum):
    """At the handing over of the keys, and at their return."""

    ENTRY = "entry"
    EXIT = "exit"


class InspectionStatus(StrEnum):
    """A draft is filled in; what is signed never changes."""

    DRAFT = "draft"
    SIGNED = "signed"


class Condition(StrEnum):
    """From the best to the worst; `not_seen` says nothing. Used to show a change, never to compute money."""

    NEW = "new"
    VERY_GOOD = "very_good"
    GOOD = "good"
    WORN = "worn"
    BAD = "bad"
    OUT_OF_ORDER = "out_of_order"
    NOT_SEEN = "not_seen"


class MeterKind(StrEnum):
    """Meters that are individual to the dwelling."""

    COLD_WATER = "cold_water"
    HOT_WATER = "hot_water"
    ELECTRICITY = "electricity"
    GAS = "gas"
    HEAT = "heat"


class KeyKind(StrEnum):
    """Keys and other means of access."""

    DOOR = "door"
    BUILDING = "building"
    MAILBOX = "mailbox"
    BADGE = "badge"
    REMOTE = "remote"
    CELLAR = "cellar"


class PartyRole(StrEnum):
    """The two parties; both are always named."""

    HOUSEHOLD = "household"
    CCAS = "ccas"


class Presence(StrEnum):
    """Whether a party was there."""

    PRESENT = "present"
    REPRESENTED = "represented"
    ABSENT = "absent"


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


class Element(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One element of a room. `condition` None: not filled in yet."""

    name: Name
    condition: Condition | None = None
    remark: Remark = ""


class Room(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A room and its elements."""

    name: Name
    elements: Annotated[tuple[Element, ...], Meta(max_length=60)]


class Meter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A meter's index, in whole units, as read."""

    kind: MeterKind
    serial: Annotated[str, Meta(max_length=40, pattern=TEXT)] = ""
    reading: Annotated[int, Meta(ge=0, le=10**9)] | None = None


class Key(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keys handed over (entry) or returned (exit)."""

    kind: KeyKind
    quantity: Annotated[int, Meta(ge=0, le=50)] = 0
    remark: Remark = ""


class Party(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party, there in person, represented, or recorded absent with the reason."""

    role: PartyRole
    name: Annotated[str, Meta(max_length=120, pattern=TEXT)] = ""
    presence: Presence | None = None
    remark: Remark = ""


class Content(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is written on the paper."""

    rooms: Annotated[tuple[Room, ...], Meta(max_length=40)]
    meters: Annotated[tuple[Meter, ...], Meta(max_length=20)] = ()
    keys: Annotated[tuple[Key, ...], Meta(max_length=20)] = ()
    remarks: Annotated[str, Meta(max_length=4000, pattern=TEXT)] = ""
    parties: Annotated[tuple[Party, ...], Meta(max_length=4)] = ()


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
    _check_draft(inspection)
    return replace(
        inspection, established_on=established_on, content=content, forwarding_address=forwarding_address or None
    )


def sign(inspection: Inspection, contract: Contract, *, today: date, at: datetime) -> Inspection:
    """The inspection, frozen, with the hash of all that was signed.

    Raises `InspectionFrozen`, `InspectionIncomplete` (naming every missing field).
    """
    _check_draft(inspection)
    missing = (*_missing_day(inspection, contract, today), *_missing_content(inspection.content))
    if missing:
        raise InspectionIncomplete("Compléter les points signalés avant de signer.", errors=missing)
    return replace(inspection, status=InspectionStatus.SIGNED, signed_at=at, sha256=fingerprint(inspection))


def fingerprint(inspection: Inspection) -> str:
    """SHA-256 of what is signed, in one canonical form: anybody can compute it again."""
    signed = {
        "contract_id": inspection.contract_id,
        "kind": inspection.kind,
        "established_on": inspection.established_on,
        "content": inspection.content,
        "forwarding_address": inspection.forwarding_address,
        "entry_inspection_id": inspection.entry_inspection_id,
    }
    return hashlib.sha256(msgspec.json.encode(signed, order="deterministic")).hexdigest()


def without_names(inspection: Inspection) -> Inspection:
    """For those who may not see persons: the parties' names and the new address are left out."""
    parties = tuple(replace(party, name="") for party in inspection.content.parties)
    return replace(inspection, content=replace(inspection.content, parties=parties), forwarding_address=None)


def completion_until(inspection: Inspection, law: Law) -> date | None:
    """Last day on which the household may ask to complete the entry inspection (EDL-04); None before that right existed."""
    try:
        days = law.at("inspection.completion_days", inspection.established_on)
    except LookupError:
        return None
    return inspection.established_on + timedelta(days=days.number)


def _check_draft(inspection: Inspection) -> None:
    if inspection.is_signed:
        raise InspectionFrozen("Il a été signé et ne change plus.")


def _missing_day(inspection: Inspection, contract: Contract, today: date) -> list[FieldError]:
    if inspection.established_on > today:
        return [FieldError(field="established_on", message="La date ne peut pas être à venir.")]
    if inspection.kind is InspectionKind.EXIT and inspection.established_on < contract.first_day:
        return [FieldError(field="established_on", message="La sortie ne peut pas précéder l'entrée.")]
    return []


def _missing_content(content: Content) -> list[FieldError]:
    missing = [
        FieldError(field=f"element.{r}.{e}.condition", message=f"{room.name}, {element.name} : état à indiquer.")
        for r, room in enumerate(content.rooms)
        for e, element in enumerate(room.elements)
        if element.condition is None
    ]
    if not content.rooms:
        missing.append(FieldError(field="rooms", message="Au moins une pièce."))
    for role, field in ((PartyRole.HOUSEHOLD, "party.household"), (PartyRole.CCAS, "party.ccas")):
        party = next((one for one in content.parties if one.role is role), None)
        if party is None or party.presence is None:
            missing.append(FieldError(field=f"{field}.presence", message="Dire si la partie était là."))
        elif not party.name:
            missing.append(FieldError(field=f"{field}.name", message="Nom de la partie."))
        elif party.presence is Presence.ABSENT and not party.remark:
            missing.append(FieldError(field=f"{field}.remark", message="Dire pourquoi la partie est absente."))
    return missing
