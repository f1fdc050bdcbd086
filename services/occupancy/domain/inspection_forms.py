"""Blank inspections: the rooms and elements to look at, by dwelling type, and the exit prefilled from the entry."""

from msgspec.structs import replace

from occupancy.domain.inspections import Content, Element, Key, KeyKind, Meter, MeterKind, Party, PartyRole, Room
from occupancy.domain.units import DwellingType

BASE = (
    "Sol",
    "Plinthes",
    "Murs",
    "Plafond",
    "Porte et serrure",
    "Fenêtre et volet",
    "Prises et éclairage",
    "Chauffage",
)
KITCHEN = (*BASE, "Évier et robinetterie", "Meubles", "Plaques", "Réfrigérateur", "Hotte ou ventilation")
BATHROOM = (*BASE, "Douche ou baignoire", "Lavabo et robinetterie", "Joints et faïence", "Ventilation")
TOILET = ("Sol", "Murs", "Plafond", "Porte et serrure", "Cuvette et chasse d'eau", "Éclairage", "Ventilation")
HALL = ("Sol", "Murs", "Plafond", "Porte et serrure", "Prises et éclairage", "Détecteur de fumée", "Tableau électrique")
SLEEPING = (*BASE, "Lit et literie", "Rangements")

_BEDROOMS = {
    DwellingType.T2: 1,
    DwellingType.T3: 2,
    DwellingType.T4: 3,
    DwellingType.T5: 4,
    DwellingType.LARGER: 5,
}
_ROOMS = (DwellingType.ROOM_SINGLE, DwellingType.ROOM_DOUBLE, DwellingType.ROOM_LARGER)


def blank(dwelling: DwellingType, *, shared_place: str | None) -> Content:
    """What to look at in a dwelling of this type; on a shared unit, the household's own place and the shared rooms."""
    return Content(
        rooms=tuple(_room(name, names) for name, names in _rooms(dwelling, shared_place)),
        meters=(Meter(kind=MeterKind.COLD_WATER), Meter(kind=MeterKind.ELECTRICITY)),
        keys=(Key(kind=KeyKind.DOOR), Key(kind=KeyKind.BUILDING), Key(kind=KeyKind.MAILBOX)),
        parties=(Party(role=PartyRole.HOUSEHOLD), Party(role=PartyRole.CCAS)),
    )


def exit_from(entry: Content) -> Content:
    """The exit form: same rooms, elements, meters and keys in the same order, nothing answered yet."""
    return Content(
        rooms=tuple(
            replace(room, elements=tuple(Element(name=element.name) for element in room.elements))
            for room in entry.rooms
        ),
        meters=tuple(replace(meter, reading=None) for meter in entry.meters),
        keys=tuple(Key(kind=key.kind) for key in entry.keys),
        parties=(Party(role=PartyRole.HOUSEHOLD), Party(role=PartyRole.CCAS)),
    )


def _rooms(dwelling: DwellingType, shared_place: str | None) -> list[tuple[str, tuple[str, ...]]]:
    if shared_place:
        return [
            (shared_place, SLEEPING),
            ("Entrée (partagée)", HALL),
            ("Cuisine (partagée)", KITCHEN),
            ("Salle de bain (partagée)", BATHROOM),
            ("WC (partagés)", TOILET),
        ]
    if dwelling in _ROOMS:
        return [("Chambre", SLEEPING), ("Coin cuisine", KITCHEN), ("Salle d'eau et WC", BATHROOM)]
    bedrooms = _BEDROOMS.get(dwelling, 0)
    names = ["Chambre"] if bedrooms == 1 else [f"Chambre {number}" for number in range(1, bedrooms + 1)]
    return [
        ("Entrée", HALL),
        ("Séjour", BASE if bedrooms else SLEEPING),
        ("Cuisine", KITCHEN),
        *((name, SLEEPING) for name in names),
        ("Salle de bain", BATHROOM),
        ("WC", TOILET),
    ]


def _room(name: str, elements: tuple[str, ...]) -> Room:
    return Room(name=name, elements=tuple(Element(name=element) for element in elements))
