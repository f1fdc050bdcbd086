"""Inspections to be filled in: from the template of the dwelling type, or again what an earlier inspection described.

A template is dated data (`law/inspection_templates.toml`): what is usually looked at, never all that there is.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from occupancy.domain.inspection_content import (
    Category,
    Content,
    Element,
    Furnishing,
    Key,
    KeyKind,
    Meter,
    MeterKind,
    Party,
    PartyRole,
    Room,
    RoomType,
    Safety,
    SafetyKind,
)
from occupancy.domain.units import DwellingType

_SHARED = "shared"


class StartFrom(StrEnum):
    """What a first draft describes: what was signed last of the dwelling, or the template of its type."""

    LAST = "last"
    TEMPLATE = "template"


class Template(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to look at from a day on: elements by room type, rooms by dwelling type, the list of furniture."""

    since: date
    source: str
    status: str
    furnishings_source: str
    furnishings_status: str
    elements: dict[RoomType, tuple[tuple[str, Category], ...]]
    rooms: dict[str, tuple[tuple[str, RoomType], ...]]
    furnishings: dict[str, str]

    def room(self, name: str, kind: RoomType) -> Room:
        """A room of this type with its usual elements."""
        elements = tuple(Element(name=one, category=category) for one, category in self.elements[kind])
        return Room(name=name, type=kind, elements=elements)

    def furniture(self) -> tuple[Furnishing, ...]:
        """The furniture of a furnished dwelling, to be counted."""
        return tuple(Furnishing(name=name, item=code) for code, name in self.furnishings.items())


def blank(template: Template, dwelling: DwellingType, *, shared_place: str | None) -> Content:
    """What to look at in a dwelling of this type; on a shared unit, the household's own place and the shared rooms."""
    rooms = template.rooms[_SHARED if shared_place else dwelling.value]
    own = ((shared_place, RoomType.BEDROOM),) if shared_place else ()
    return Content(
        rooms=tuple(template.room(name, kind) for name, kind in (*own, *rooms)),
        meters=(Meter(kind=MeterKind.COLD_WATER), Meter(kind=MeterKind.ELECTRICITY)),
        keys=(Key(kind=KeyKind.DOOR), Key(kind=KeyKind.BUILDING), Key(kind=KeyKind.MAILBOX)),
        parties=(Party(role=PartyRole.HOUSEHOLD), Party(role=PartyRole.CCAS)),
        safety=tuple(Safety(kind=kind) for kind in SafetyKind),
        furnishings=template.furniture(),
    )


def again_from(earlier: Content) -> Content:
    """The same rooms, elements, meters, keys and furniture in the same order, as described before; nothing answered yet."""
    return Content(
        rooms=tuple(replace(room, elements=tuple(_unanswered(one) for one in room.elements)) for room in earlier.rooms),
        meters=tuple(
            replace(meter, reading=None, read_by=None, unread_reason="", photos=()) for meter in earlier.meters
        ),
        keys=tuple(replace(key, quantity=0, remark="") for key in earlier.keys),
        parties=(Party(role=PartyRole.HOUSEHOLD), Party(role=PartyRole.CCAS)),
        location=earlier.location,
        safety=tuple(Safety(kind=kind) for kind in SafetyKind),
        is_furnished=earlier.is_furnished,
        furnishings=tuple(
            replace(thing, quantity=None, condition=None, remark="", photos=()) for thing in earlier.furnishings
        ),
    )


def named(content: Content, *, household: str, agent: str, seat: str, landlord: str = "") -> Content:
    """The form with what is known of its parties; what is typed already stays."""
    known = {
        PartyRole.HOUSEHOLD: Party(role=PartyRole.HOUSEHOLD, name=household),
        PartyRole.CCAS: Party(role=PartyRole.CCAS, name=agent, address=seat),
        PartyRole.LANDLORD: Party(role=PartyRole.LANDLORD, name=landlord),
    }
    return replace(
        content,
        parties=tuple(
            replace(one, name=one.name or known[one.role].name, address=one.address or known[one.role].address)
            for one in content.parties
        ),
    )


def identified(content: Content, new_id: Callable[[], UUID]) -> Content:
    """The content in which every thing that may carry a photo, a remark or a conflict has its own identifier."""
    return replace(
        content,
        rooms=tuple(
            replace(
                room,
                id=room.id or new_id(),
                elements=tuple(replace(one, id=one.id or new_id()) for one in room.elements),
            )
            for room in content.rooms
        ),
        meters=tuple(replace(one, id=one.id or new_id()) for one in content.meters),
        keys=tuple(replace(one, id=one.id or new_id()) for one in content.keys),
        furnishings=tuple(replace(one, id=one.id or new_id()) for one in content.furnishings),
    )


def _unanswered(element: Element) -> Element:
    return replace(
        element, condition=None, remark="", works=None, quantity=None, reservation="", reserved_by=None, photos=()
    )
