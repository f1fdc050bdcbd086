"""What is written on an inspection (état des lieux): rooms, elements, meters, means of access, parties, what was said.

Ground: décret n° 2016-382, art. 2 (mandatory contents, LIFECYCLE §4.2); what a CCAS adds for itself (§4.3). What was kept
before a field existed reads with the field's own « nothing said », and is never written again: its hash is that of the text kept.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kernel.text import TEXT

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=TEXT)]
Remark = Annotated[str, Meta(max_length=500, pattern=TEXT)]
Short = Annotated[str, Meta(max_length=80, pattern=TEXT)]
Words = Annotated[str, Meta(max_length=300, pattern=TEXT)]
Instant = Annotated[datetime, Meta(tz=True)]
Photos = Annotated[tuple[UUID, ...], Meta(max_length=12)]
"""The photos of one thing, in the order in which they were taken."""


class Condition(StrEnum):
    """From the best to the worst; `not_seen` says nothing. Used to show a change, never to compute money."""

    NEW = "new"
    VERY_GOOD = "very_good"
    GOOD = "good"
    WORN = "worn"
    BAD = "bad"
    OUT_OF_ORDER = "out_of_order"
    NOT_SEEN = "not_seen"


class RoomType(StrEnum):
    """What a room is for; it brings the elements to look at."""

    HALL = "hall"
    LIVING = "living"
    KITCHEN = "kitchen"
    BEDROOM = "bedroom"
    BATHROOM = "bathroom"
    TOILET = "toilet"
    CORRIDOR = "corridor"
    CUPBOARD = "cupboard"
    BALCONY = "balcony"
    CELLAR = "cellar"
    PARKING = "parking"
    GARDEN = "garden"
    COMMON = "common"


class Category(StrEnum):
    """What an element belongs to."""

    FLOOR = "floor"
    WALLS = "walls"
    CEILING = "ceiling"
    JOINERY = "joinery"
    ELECTRICITY = "electricity"
    HEATING = "heating"
    VENTILATION = "ventilation"
    PLUMBING = "plumbing"
    EQUIPMENT = "equipment"
    SAFETY = "safety"
    FURNITURE = "furniture"
    OTHER = "other"


class Working(StrEnum):
    """Whether a thing that should work does."""

    YES = "yes"
    NO = "no"
    NOT_TESTED = "not_tested"


class MeterKind(StrEnum):
    """Meters that are individual to the dwelling; one line for each register that is read."""

    COLD_WATER = "cold_water"
    HOT_WATER = "hot_water"
    ELECTRICITY = "electricity"
    ELECTRICITY_PEAK = "electricity_peak"
    ELECTRICITY_OFF_PEAK = "electricity_off_peak"
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
    CODE = "code"


class PartyRole(StrEnum):
    """The household and the CCAS are always named; the landlord too when the visit serves one of its own acts."""

    HOUSEHOLD = "household"
    CCAS = "ccas"
    LANDLORD = "landlord"


class Presence(StrEnum):
    """Whether a party was there, and whether it accepted to sign."""

    PRESENT = "present"
    REPRESENTED = "represented"
    ABSENT = "absent"
    REFUSED_TO_SIGN = "refused_to_sign"


class VisitAct(StrEnum):
    """What one visit is the inspection of: at a slide up to three acts, with the same observations (LIFECYCLE BG-15)."""

    STAY_ENTRY = "stay_entry"
    STAY_EXIT = "stay_exit"
    HEAD_LEASE_EXIT = "head_lease_exit"
    DIRECT_LEASE_ENTRY = "direct_lease_entry"


class SafetyKind(StrEnum):
    """What protects the people who live there."""

    SMOKE_DETECTOR = "smoke_detector"
    VENTILATION = "ventilation"
    ELECTRICAL_PANEL = "electrical_panel"
    GAS_SHUT_OFF = "gas_shut_off"


class SafetyState(StrEnum):
    """What was found of it."""

    WORKS = "works"
    NOT_TESTED = "not_tested"
    FAULTY = "faulty"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class CopyChannel(StrEnum):
    """How a party received its copy."""

    HAND = "hand"
    EMAIL = "email"
    POST = "post"


class Element(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One element of a room. `condition` None: not filled in yet. `last_renewed_on`: wear starts there, with its proof."""

    name: Name
    condition: Condition | None = None
    remark: Remark = ""
    id: UUID | None = None
    category: Category | None = None
    material: Short = ""
    colour: Short = ""
    works: Working | None = None
    quantity: Annotated[int, Meta(ge=0, le=999)] | None = None
    reservation: Remark = ""
    reserved_by: PartyRole | None = None
    last_renewed_on: date | None = None
    renewal_proof: Words = ""
    photos: Photos = ()


class Room(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A room and its elements."""

    name: Name
    elements: Annotated[tuple[Element, ...], Meta(max_length=60)]
    id: UUID | None = None
    type: RoomType | None = None


class Meter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A meter's index, in whole units, as read. `point`: PDL or PCE. Without an index, the reason."""

    kind: MeterKind
    serial: Annotated[str, Meta(max_length=40, pattern=TEXT)] = ""
    reading: Annotated[int, Meta(ge=0, le=10**9)] | None = None
    id: UUID | None = None
    point: Annotated[str, Meta(max_length=20, pattern=TEXT)] = ""
    read_by: PartyRole | None = None
    unread_reason: Words = ""
    photos: Photos = ()


class Key(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keys handed over (entry) or returned (exit). `destination`: what it opens, where the kind does not say it."""

    kind: KeyKind
    quantity: Annotated[int, Meta(ge=0, le=50)] = 0
    remark: Remark = ""
    id: UUID | None = None
    destination: Short = ""
    serial: Annotated[str, Meta(max_length=40, pattern=TEXT)] = ""
    lost_cost_cents: Annotated[int, Meta(ge=0, le=10_000_000)] | None = None


class Party(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party, there in person, represented, or recorded absent with the reason. `address`: the seat of a lessor."""

    role: PartyRole
    name: Annotated[str, Meta(max_length=120, pattern=TEXT)] = ""
    presence: Presence | None = None
    remark: Remark = ""
    capacity: Short = ""
    address: Words = ""
    represented_by: Annotated[str, Meta(max_length=120, pattern=TEXT)] = ""
    representative_address: Words = ""
    mandate: Words = ""


class Location(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the dwelling is in its building; the contract says the address."""

    building: Short = ""
    stair: Short = ""
    floor: Short = ""
    door: Short = ""


class Safety(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One safety device and what was found of it."""

    kind: SafetyKind
    state: SafetyState | None = None
    remark: Remark = ""


class Furnishing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the furnishings. `item`: its line in the legal list, empty for anything else."""

    name: Name
    item: Annotated[str, Meta(max_length=40, pattern=TEXT)] = ""
    quantity: Annotated[int, Meta(ge=0, le=999)] | None = None
    condition: Condition | None = None
    remark: Remark = ""
    id: UUID | None = None
    serial: Short = ""
    bought_on: date | None = None
    value_cents: Annotated[int, Meta(ge=0, le=10_000_000)] | None = None
    photos: Photos = ()


class Understanding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the household was made to understand what it signs."""

    interpreter: Annotated[str, Meta(max_length=120, pattern=TEXT)] = ""
    plain_language: bool = False
    read_aloud: bool = False


class Copy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A copy given to a party, with its proof."""

    role: PartyRole
    channel: CopyChannel
    given_on: date | None = None
    proof: Words = ""


class Content(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is written on the paper. `acts` empty: the entry or the exit of the stay, and nothing else."""

    rooms: Annotated[tuple[Room, ...], Meta(max_length=40)]
    meters: Annotated[tuple[Meter, ...], Meta(max_length=20)] = ()
    keys: Annotated[tuple[Key, ...], Meta(max_length=20)] = ()
    remarks: Annotated[str, Meta(max_length=4000, pattern=TEXT)] = ""
    parties: Annotated[tuple[Party, ...], Meta(max_length=8)] = ()
    acts: Annotated[tuple[VisitAct, ...], Meta(max_length=3)] = ()
    location: Location = Location()
    started_at: Instant | None = None
    ended_at: Instant | None = None
    safety: Annotated[tuple[Safety, ...], Meta(max_length=8)] = ()
    is_furnished: bool = False
    furnishings: Annotated[tuple[Furnishing, ...], Meta(max_length=120)] = ()
    understanding: Understanding = Understanding()
    copies: Annotated[tuple[Copy, ...], Meta(max_length=8)] = ()
    address_refused: bool = False
    entry_established_on: date | None = None
    no_entry_reason: Words = ""
    signed_sheets: Photos = ()
    no_sheet_reason: Words = ""


def photos_of(content: Content, inspection_id: UUID) -> dict[UUID, UUID]:
    """Every photo that the content names, with the thing that it shows: the whole inspection for a sheet signed by hand."""
    things: tuple[Element | Meter | Furnishing, ...] = (
        *(element for room in content.rooms for element in room.elements),
        *content.meters,
        *content.furnishings,
    )
    shown = {photo: thing.id for thing in things if thing.id for photo in thing.photos}
    return {**shown, **dict.fromkeys(content.signed_sheets, inspection_id)}
