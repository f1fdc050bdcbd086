"""An inspection as a form: from its content to the fields of the page, and back.

Fields are numbered by room and element. What the page does not take (categories, other parties) comes from the content it was
drawn from: a draft has one version, and a page drawn from an older one is refused.
"""

from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kernel.web.form import Form
from kernel.web.formats import amount
from occupancy.actions.inspections import SaveInspection
from occupancy.domain.inspection_content import (
    Condition,
    Content,
    Copy,
    CopyChannel,
    Element,
    Furnishing,
    Key,
    KeyKind,
    Location,
    Meter,
    MeterKind,
    Party,
    PartyRole,
    Presence,
    Room,
    RoomType,
    SafetyState,
    Understanding,
    VisitAct,
    Working,
)
from occupancy.domain.inspection_forms import Template
from occupancy.domain.inspections import Inspection
from occupancy.web.labels import METER

_MOST_CENTS = 10_000_000
_MOST_ROOMS, _MOST_ELEMENTS, _MOST_LINES = 40, 60, 20
_OF_A_PARTY = {"name": 120, "remark": 500, "capacity": 80, "address": 300, "represented_by": 120}
_OF_A_PARTY |= {"representative_address": 300, "mandate": 300}
_OF_AN_ELEMENT = (
    "material",
    "colour",
    "works",
    "quantity",
    "reservation",
    "reserved_by",
    "last_renewed_on",
    "renewal_proof",
)
_TIMES = ("started_at", "ended_at")
_PLACE = ("building", "stair", "floor", "door")


def fields_of(content: Content, *, zone: ZoneInfo, **others: Any) -> Form:
    """The form that shows a content; its times are those of the territory."""
    values: dict[str, Any] = {"remarks": content.remarks, **others}
    values |= {name: _local(getattr(content, name), zone) for name in _TIMES}
    for r, room in enumerate(content.rooms):
        values[f"room.{r}"] = room.name
        for e, element in enumerate(room.elements):
            values[f"element.{r}.{e}"] = element.name
            values[f"element.{r}.{e}.condition"] = element.condition
            values[f"element.{r}.{e}.remark"] = element.remark
            values |= {f"element.{r}.{e}.{part}": getattr(element, part) for part in _OF_AN_ELEMENT}
    for m, meter in enumerate(_meters(content)):
        values |= {f"meter.{m}": meter.kind, f"meter.{m}.serial": meter.serial, f"meter.{m}.reading": meter.reading}
        values |= {f"meter.{m}.point": meter.point, f"meter.{m}.unread_reason": meter.unread_reason}
        values[f"meter.{m}.read_by"] = meter.read_by
    for k, key in enumerate(_keys(content)):
        values |= {f"key.{k}": key.kind, f"key.{k}.quantity": key.quantity, f"key.{k}.remark": key.remark}
        values |= {f"key.{k}.destination": key.destination, f"key.{k}.serial": key.serial}
        values[f"key.{k}.lost_cost"] = _amount(key.lost_cost_cents)
    for party in content.parties:
        name = f"party.{party.role}"
        values |= {f"{name}.{part}": getattr(party, part) for part in _OF_A_PARTY}
        values[f"{name}.presence"] = party.presence
    values |= {f"location.{part}": getattr(content.location, part) for part in _PLACE}
    for s, safety in enumerate(content.safety):
        values |= {f"safety.{s}.state": safety.state, f"safety.{s}.remark": safety.remark}
    for n, thing in enumerate(content.furnishings):
        values |= {f"furnishings.{n}.quantity": thing.quantity, f"furnishings.{n}.condition": thing.condition}
        values |= {f"furnishings.{n}.{part}": getattr(thing, part) for part in ("remark", "serial", "bought_on")}
        values[f"furnishings.{n}.value"] = _amount(thing.value_cents)
    values |= {"is_furnished": content.is_furnished, "address_refused": content.address_refused}
    values |= {"entry_established_on": content.entry_established_on, "no_entry_reason": content.no_entry_reason}
    for copy in content.copies:
        values |= {f"copy.{copy.role}": copy.channel, f"copy.{copy.role}.given_on": copy.given_on}
        values[f"copy.{copy.role}.proof"] = copy.proof
    values["no_sheet_reason"] = content.no_sheet_reason
    said = content.understanding
    values |= {"interpreter": said.interpreter, "plain_language": said.plain_language, "read_aloud": said.read_aloud}
    form = Form.blank(**values)
    form.values["acts"] = [str(act) for act in content.acts]
    return form


def fields_of_inspection(inspection: Inspection, zone: ZoneInfo) -> Form:
    """The form that shows a draft."""
    return fields_of(
        inspection.content,
        zone=zone,
        established_on=inspection.established_on,
        forwarding_address=inspection.forwarding_address,
    )


def read_inspection(form: Form, base: Content, template: Template, zone: ZoneInfo) -> SaveInspection:
    """The draft that the page sent, on the content that it was drawn from; what is wrong is noted in the form."""
    content = replace(
        base,
        rooms=_rooms(form, base, template),
        meters=_read_meters(form, _meters(base)),
        keys=_read_keys(form, _keys(base)),
        remarks=form.text("remarks", 4000, required=False),
        parties=_read_parties(form, base),
        location=Location(**{part: form.text(f"location.{part}", 80, required=False) for part in _PLACE}),
        safety=tuple(
            replace(
                one,
                state=form.maybe_choice(f"safety.{s}.state", SafetyState),
                remark=form.text(f"safety.{s}.remark", 500, required=False),
            )
            for s, one in enumerate(base.safety)
        ),
        is_furnished=form.checked("is_furnished"),
        furnishings=tuple(_read_thing(form, n, one) for n, one in enumerate(base.furnishings)),
        understanding=Understanding(
            interpreter=form.text("interpreter", 120, required=False),
            plain_language=form.checked("plain_language"),
            read_aloud=form.checked("read_aloud"),
        ),
        acts=tuple(act for act in VisitAct if form.has("acts", act)),
        address_refused=form.checked("address_refused"),
        entry_established_on=form.maybe_date("entry_established_on"),
        no_entry_reason=form.text("no_entry_reason", 300, required=False),
        copies=_read_copies(form, base),
        no_sheet_reason=form.text("no_sheet_reason", 300, required=False),
        **_read_times(form, base, zone),
    )
    return SaveInspection(
        established_on=form.date("established_on"),
        content=content,
        forwarding_address=form.text("forwarding_address", 300, required=False) or None,
    )


def photos_by_field(content: Content) -> dict[str, tuple[UUID, ...]]:
    """The photos of a draft, by the field of what they show."""
    elements = {
        f"element.{r}.{e}": element.photos
        for r, room in enumerate(content.rooms)
        for e, element in enumerate(room.elements)
    }
    meters = {f"meter.{m}": meter.photos for m, meter in enumerate(content.meters)}
    return elements | meters | {f"furnishings.{n}": thing.photos for n, thing in enumerate(content.furnishings)}


def subjects(content: Content) -> list[tuple[UUID, str]]:
    """What a photo may show: each thing of a draft that was saved, by its id, in words."""
    elements = [(one.id, f"{room.name} : {one.name}") for room in content.rooms for one in room.elements]
    meters = [(one.id, f"Compteur : {METER[one.kind].lower()}") for one in content.meters]
    things = [(one.id, f"Meublé : {one.name}") for one in content.furnishings] if content.is_furnished else []
    return [(known, words) for known, words in (*elements, *meters, *things) if known]


def shape(form: Form) -> list[dict[str, Any]]:
    """Rooms and elements of a form, for its page: names and numbers."""
    return [
        {
            "number": r,
            "name": form.value(f"room.{r}"),
            "elements": [
                {"number": e, "name": form.value(f"element.{r}.{e}"), "field": f"element.{r}.{e}"}
                for e in range(_MOST_ELEMENTS)
                if form.value(f"element.{r}.{e}")
            ],
        }
        for r in range(_MOST_ROOMS)
        if form.value(f"room.{r}")
    ]


def lines(form: Form, name: str, kinds: type[MeterKind] | type[KeyKind]) -> list[dict[str, Any]]:
    """The meters or keys of a form, for its page; a kind that is none of ours is not drawn again."""
    known = {kind.value for kind in kinds}
    found = ((n, form.value(f"{name}.{n}")) for n in range(_MOST_LINES))
    return [{"field": f"{name}.{n}", "kind": kind} for n, kind in found if kind in known]


def _meters(content: Content) -> tuple[Meter, ...]:
    known = {meter.kind for meter in content.meters}
    return (*content.meters, *(Meter(kind=kind) for kind in MeterKind if kind not in known))


def _keys(content: Content) -> tuple[Key, ...]:
    known = {key.kind for key in content.keys}
    return (*content.keys, *(Key(kind=kind) for kind in KeyKind if kind not in known))


def _rooms(form: Form, base: Content, template: Template) -> tuple[Room, ...]:
    known = dict(enumerate(base.rooms))
    rooms = [_read_room(form, r, known.get(r)) for r in range(_MOST_ROOMS) if form.value(f"room.{r}")]
    kind = form.maybe_choice("new_room_type", RoomType) or RoomType.LIVING
    if (name := form.text("new_room", 80, required=False)) and len(rooms) < _MOST_ROOMS:
        rooms.append(template.room(name, kind))
    return tuple(rooms)


def _read_room(form: Form, r: int, before: Room | None) -> Room:
    known = dict(enumerate(before.elements)) if before else {}
    elements = [
        replace(
            known.get(e) or Element(name="?"),
            name=form.text(f"element.{r}.{e}", 80) or "?",
            condition=form.maybe_choice(f"element.{r}.{e}.condition", Condition),
            remark=form.text(f"element.{r}.{e}.remark", 500, required=False),
            **_read_details(form, f"element.{r}.{e}"),
            photos=_photos_left(form, known.get(e)),
        )
        for e in range(_MOST_ELEMENTS)
        if form.value(f"element.{r}.{e}")
    ]
    if (name := form.text(f"new_element.{r}", 80, required=False)) and len(elements) < _MOST_ELEMENTS:
        elements.append(Element(name=name))
    room = before or Room(name="?", elements=())
    return replace(room, name=form.text(f"room.{r}", 80) or "?", elements=tuple(elements))


def _read_details(form: Form, name: str) -> dict[str, Any]:
    """What is said of an element besides its condition; wear starts when it was renewed (VET-04)."""
    return {
        "material": form.text(f"{name}.material", 80, required=False),
        "colour": form.text(f"{name}.colour", 80, required=False),
        "works": form.maybe_choice(f"{name}.works", Working),
        "quantity": form.maybe_integer(f"{name}.quantity", 0, 999),
        "reservation": form.text(f"{name}.reservation", 500, required=False),
        "reserved_by": form.maybe_choice(f"{name}.reserved_by", PartyRole),
        "last_renewed_on": form.maybe_date(f"{name}.last_renewed_on"),
        "renewal_proof": form.text(f"{name}.renewal_proof", 300, required=False),
    }


def _read_times(form: Form, base: Content, zone: ZoneInfo) -> dict[str, datetime | None]:
    """When the visit began and ended. What a tablet noted to the second stays as long as the page says the same."""
    on, read = form.maybe_date("established_on"), {}
    for name in _TIMES:
        typed, known = form.maybe_time(name), getattr(base, name)
        same = known is not None and typed == _local(known, zone) and known.astimezone(zone).date() == on
        at = datetime.combine(on, typed, zone).astimezone(UTC) if on and typed else None
        read[name] = known if same else at
    if read["started_at"] and read["ended_at"] and read["ended_at"] < read["started_at"]:
        form.wrong("ended_at", "La visite finirait avant d'avoir commencé")
    return read


def _local(at: datetime | None, zone: ZoneInfo) -> time | None:
    return at.astimezone(zone).time().replace(second=0, microsecond=0) if at else None


def _photos_left(form: Form, before: Element | Meter | Furnishing | None) -> tuple[UUID, ...]:
    """The photos of a thing without those that were taken off on the page."""
    return tuple(one for one in before.photos if not form.checked(f"without.{one}")) if before else ()


def _read_copies(form: Form, base: Content) -> tuple[Copy, ...]:
    """One for each party on the page; a second one of a party, noted on a tablet, stays."""
    read = [
        Copy(
            role=role,
            channel=channel,
            given_on=form.maybe_date(f"copy.{role}.given_on"),
            proof=form.text(f"copy.{role}.proof", 300, required=False),
        )
        for role in PartyRole
        if (channel := form.maybe_choice(f"copy.{role}", CopyChannel))
    ]
    last = {one.role: rank for rank, one in enumerate(base.copies)}
    others = [one for rank, one in enumerate(base.copies) if last[one.role] != rank]
    return (*others, *read)


def _amount(cents: int | None) -> str | None:
    return None if cents is None else amount(cents)


def _read_meters(form: Form, known: tuple[Meter, ...]) -> tuple[Meter, ...]:
    """Those that were filled in."""
    read = [_read_meter(form, m, known) for m in range(_MOST_LINES) if form.value(f"meter.{m}")]
    return tuple(one for one in read if one.serial or one.point or one.unread_reason or one.reading is not None)


def _read_keys(form: Form, known: tuple[Key, ...]) -> tuple[Key, ...]:
    """Those that were filled in: no key and no remark says nothing."""
    read = [_read_key(form, k, known) for k in range(_MOST_LINES) if form.value(f"key.{k}")]
    return tuple(key for key in read if key.quantity or key.remark)


def _read_meter(form: Form, m: int, known: tuple[Meter, ...]) -> Meter:
    kind = form.choice(f"meter.{m}", MeterKind)
    same = m < len(known) and known[m].kind is kind
    return replace(
        known[m] if same else Meter(kind=kind),
        serial=form.text(f"meter.{m}.serial", 40, required=False),
        reading=form.maybe_integer(f"meter.{m}.reading", 0, 10**9),
        point=form.text(f"meter.{m}.point", 20, required=False),
        unread_reason=form.text(f"meter.{m}.unread_reason", 300, required=False),
        read_by=form.maybe_choice(f"meter.{m}.read_by", PartyRole),
        photos=_photos_left(form, known[m] if same else None),
    )


def _read_key(form: Form, k: int, known: tuple[Key, ...]) -> Key:
    kind = form.choice(f"key.{k}", KeyKind)
    same = k < len(known) and known[k].kind is kind
    return replace(
        known[k] if same else Key(kind=kind),
        quantity=form.maybe_integer(f"key.{k}.quantity", 0, 50) or 0,
        remark=form.text(f"key.{k}.remark", 500, required=False),
        destination=form.text(f"key.{k}.destination", 80, required=False),
        serial=form.text(f"key.{k}.serial", 40, required=False),
        lost_cost_cents=form.maybe_euros(f"key.{k}.lost_cost", 0, _MOST_CENTS),
    )


def _read_thing(form: Form, n: int, before: Furnishing) -> Furnishing:
    return replace(
        before,
        quantity=form.maybe_integer(f"furnishings.{n}.quantity", 0, 999),
        condition=form.maybe_choice(f"furnishings.{n}.condition", Condition),
        remark=form.text(f"furnishings.{n}.remark", 500, required=False),
        serial=form.text(f"furnishings.{n}.serial", 80, required=False),
        bought_on=form.maybe_date(f"furnishings.{n}.bought_on"),
        value_cents=form.maybe_euros(f"furnishings.{n}.value", 0, _MOST_CENTS),
        photos=_photos_left(form, before),
    )


def _read_parties(form: Form, base: Content) -> tuple[Party, ...]:
    """The first of each role is on the page; the landlord only when something is said of it, the others as they were."""
    read = [_read_party(form, role) for role in PartyRole]
    first = [one for one in read if one.role is not PartyRole.LANDLORD or one.name or one.presence]
    others = [one for role in PartyRole for one in [had for had in base.parties if had.role is role][1:]]
    return (*first, *others)


def _read_party(form: Form, role: PartyRole) -> Party:
    said = {part: form.text(f"party.{role}.{part}", most, required=False) for part, most in _OF_A_PARTY.items()}
    return Party(role=role, presence=form.maybe_choice(f"party.{role}.presence", Presence), **said)
