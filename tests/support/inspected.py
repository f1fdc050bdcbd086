"""A signed inspection with everything on it, and photos: to be printed, sealed, looked at. All fictitious."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from occupancy import documents
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_content import (
    Condition,
    Content,
    Copy,
    CopyChannel,
    Location,
    PartyRole,
    Presence,
    Safety,
    SafetyKind,
    SafetyState,
    Understanding,
    Working,
)
from occupancy.domain.inspection_forms import blank, identified, named
from occupancy.domain.inspection_signatures import InspectionSignature, SignatureMethod
from occupancy.domain.inspections import Inspection, InspectionKind, InspectionStatus, sign
from occupancy.domain.units import DwellingType
from occupancy.law.inspection_templates import template_on
from tests.unit.occupancy.stays import contract

TEMPLATE = Path(documents.__file__).parent / "inspections.typ"
DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
STROKES = (
    (40, 120, 60, 60, 90, 40, 110, 90, 120, 140, 150, 60, 190, 70, 230, 130),
    (260, 100, 330, 80, 420, 110, 560, 60),
)


def stay() -> Contract:
    """The contract that it belongs to."""
    return contract(DAY, date(2027, 2, 25))


def whole_content(photos: int = 0) -> Content:
    """A T3 seen from end to end; photos go to the first elements in turn."""
    numbers = iter(range(1, 10_000))
    content = identified(blank(template_on(DAY), DwellingType.T3, shared_place=None), lambda: UUID(int=next(numbers)))
    content = named(
        content, household="Ménage Exemple A", agent="Agent Exemple", seat="1 place de l'Exemple, 77000 Commune-Exemple"
    )
    left = [UUID(int=100_000 + number) for number in range(photos)]
    rooms = []
    for room in content.rooms:
        elements = []
        for number, one in enumerate(room.elements):
            own, left = tuple(left[:2]), left[2:]
            worn = number % 4 == 1
            elements.append(
                replace(
                    one,
                    condition=Condition.WORN if worn else Condition.GOOD,
                    remark="Traces de meubles, deux trous de cheville rebouchés" if worn else "",
                    material="Peinture" if one.category == "walls" else "",
                    works=Working.YES if one.category == "electricity" else None,
                    reservation="Trace ancienne, à ne pas imputer" if number == 1 and room is content.rooms[1] else "",
                    reserved_by=PartyRole.HOUSEHOLD if number == 1 and room is content.rooms[1] else None,
                    photos=own,
                )
            )
        rooms.append(replace(room, elements=tuple(elements)))
    return replace(
        content,
        rooms=tuple(rooms),
        meters=tuple(replace(one, serial="A1", point="01234567890123", reading=1200) for one in content.meters),
        keys=tuple(replace(one, quantity=2, lost_cost_cents=2500) for one in content.keys),
        parties=tuple(replace(one, presence=Presence.PRESENT) for one in content.parties),
        location=Location(building="B", floor="2", door="24"),
        safety=(Safety(kind=SafetyKind.SMOKE_DETECTOR, state=SafetyState.WORKS),),
        is_furnished=True,
        furnishings=tuple(replace(one, quantity=1, condition=Condition.GOOD) for one in content.furnishings),
        copies=(Copy(role=PartyRole.HOUSEHOLD, channel=CopyChannel.HAND, given_on=DAY),),
        understanding=Understanding(read_aloud=True, plain_language=True),
        remarks="Logement propre, remis chauffé.",
    )


def signed_inspection(photos: int = 0) -> Inspection:
    """Drawn on a screen by both parties."""
    content = whole_content(photos)
    draft = Inspection(
        id=UUID(int=7),
        version=1,
        contract_id=stay().id,
        kind=InspectionKind.ENTRY,
        status=InspectionStatus.DRAFT,
        established_on=DAY,
        content=content,
        forwarding_address=None,
        entry_inspection_id=None,
        signed_at=None,
        sha256=None,
    )
    signatures = tuple(
        InspectionSignature(role=one.role, name=one.name, method=SignatureMethod.DRAWN, signed_at=AT, strokes=STROKES)
        for one in content.parties
    )
    return sign(draft, stay(), today=DAY, at=AT, signatures=signatures)
