"""An inspection as a form: from its content to the fields of the page, and back.

Fields are numbered by room and element, so that a whole draft travels with the page and nothing depends on what was saved.
"""

from typing import Any

from kernel.web.form import Form
from occupancy.actions.inspections import SaveInspection
from occupancy.domain.inspection_forms import BASE
from occupancy.domain.inspections import (
    Condition,
    Content,
    Element,
    Inspection,
    Key,
    KeyKind,
    Meter,
    MeterKind,
    Party,
    PartyRole,
    Presence,
    Room,
)

_MOST_ROOMS, _MOST_ELEMENTS, _MOST_LINES = 40, 60, 20


def fields_of(content: Content, **others: Any) -> Form:
    """The form that shows a content."""
    values: dict[str, Any] = {"remarks": content.remarks, **others}
    for r, room in enumerate(content.rooms):
        values[f"room.{r}"] = room.name
        for e, element in enumerate(room.elements):
            values[f"element.{r}.{e}"] = element.name
            values[f"element.{r}.{e}.condition"] = element.condition
            values[f"element.{r}.{e}.remark"] = element.remark
    for m, meter in enumerate(_meters(content)):
        values |= {f"meter.{m}": meter.kind, f"meter.{m}.serial": meter.serial, f"meter.{m}.reading": meter.reading}
    for k, key in enumerate(_keys(content)):
        values |= {f"key.{k}": key.kind, f"key.{k}.quantity": key.quantity, f"key.{k}.remark": key.remark}
    for party in content.parties:
        name = f"party.{party.role}"
        values |= {f"{name}.name": party.name, f"{name}.presence": party.presence, f"{name}.remark": party.remark}
    return Form.blank(**values)


def fields_of_inspection(inspection: Inspection) -> Form:
    """The form that shows a draft."""
    return fields_of(
        inspection.content,
        established_on=inspection.established_on,
        forwarding_address=inspection.forwarding_address,
    )


def read_inspection(form: Form) -> SaveInspection:
    """The draft that the page sent; what is wrong is noted in the form."""
    return SaveInspection(
        established_on=form.date("established_on"),
        content=Content(
            rooms=_rooms(form),
            meters=_read_meters(form),
            keys=_read_keys(form),
            remarks=form.text("remarks", 4000, required=False),
            parties=tuple(_read_party(form, role) for role in PartyRole),
        ),
        forwarding_address=form.text("forwarding_address", 300, required=False) or None,
    )


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


def _rooms(form: Form) -> tuple[Room, ...]:
    rooms = [_read_room(form, r) for r in range(_MOST_ROOMS) if form.value(f"room.{r}")]
    if (name := form.text("new_room", 80, required=False)) and len(rooms) < _MOST_ROOMS:
        rooms.append(Room(name=name, elements=tuple(Element(name=element) for element in BASE)))
    return tuple(rooms)


def _read_room(form: Form, r: int) -> Room:
    elements = [
        Element(
            name=form.text(f"element.{r}.{e}", 80),
            condition=form.maybe_choice(f"element.{r}.{e}.condition", Condition),
            remark=form.text(f"element.{r}.{e}.remark", 500, required=False),
        )
        for e in range(_MOST_ELEMENTS)
        if form.value(f"element.{r}.{e}")
    ]
    if (name := form.text(f"new_element.{r}", 80, required=False)) and len(elements) < _MOST_ELEMENTS:
        elements.append(Element(name=name))
    return Room(name=form.text(f"room.{r}", 80), elements=tuple(elements))


def _read_meters(form: Form) -> tuple[Meter, ...]:
    """Those that were filled in."""
    read = [_read_meter(form, m) for m in range(_MOST_LINES) if form.value(f"meter.{m}")]
    return tuple(meter for meter in read if meter.serial or meter.reading is not None)


def _read_keys(form: Form) -> tuple[Key, ...]:
    """Those that were filled in: no key and no remark says nothing."""
    read = [_read_key(form, k) for k in range(_MOST_LINES) if form.value(f"key.{k}")]
    return tuple(key for key in read if key.quantity or key.remark)


def _read_meter(form: Form, m: int) -> Meter:
    return Meter(
        kind=form.choice(f"meter.{m}", MeterKind),
        serial=form.text(f"meter.{m}.serial", 40, required=False),
        reading=form.maybe_integer(f"meter.{m}.reading", 0, 10**9),
    )


def _read_key(form: Form, k: int) -> Key:
    return Key(
        kind=form.choice(f"key.{k}", KeyKind),
        quantity=form.maybe_integer(f"key.{k}.quantity", 0, 50) or 0,
        remark=form.text(f"key.{k}.remark", 500, required=False),
    )


def _read_party(form: Form, role: PartyRole) -> Party:
    return Party(
        role=role,
        name=form.text(f"party.{role}.name", 120, required=False),
        presence=form.maybe_choice(f"party.{role}.presence", Presence),
        remark=form.text(f"party.{role}.remark", 500, required=False),
    )
