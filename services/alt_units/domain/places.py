"""Places of a shared unit: numbered, named, never removed, because contracts keep their number for ever.

Ground: since 1 January 2003 the allowance follows the dwelling, not the room (CAL-05): the funded unit is one thing, the
place that a household occupies is another.
"""

from msgspec.structs import replace

from alt_units.domain.units import Place, Unit, UnitRetired
from kernel.errors import Conflict, NotFound


class PlaceNotFound(NotFound):
    """The unit has no place with that number."""

    code, title = "place-not-found", "Place introuvable"


class PlaceNameTaken(Conflict):
    """Two places of a unit never have the same name: staff could not tell them apart."""

    code, title = "place-name-taken", "Une place de ce logement porte déjà ce nom"


def check_names(names: list[str]) -> None:
    """Raises `PlaceNameTaken` when two names of a list are the same."""
    folded = [name.casefold() for name in names]
    if len(set(folded)) != len(folded):
        raise PlaceNameTaken("Deux places portent le même nom.", field="places")


def find_place(unit: Unit, number: int) -> Place:
    """Raises `PlaceNotFound`."""
    found = next((place for place in unit.places if place.number == number), None)
    if found is None:
        raise PlaceNotFound()
    return found


def check_slot(unit: Unit, number: int) -> None:
    """A place of a shared unit, or 0 for a unit that is not shared. Raises `PlaceNotFound`."""
    if number or unit.places:
        find_place(unit, number)


def add_place(unit: Unit, name: str, persons_max: int | None = None) -> Unit:
    """The unit with one place more, numbered after the last. Raises `UnitRetired`, `PlaceNameTaken`."""
    if unit.retired_on is not None:
        raise UnitRetired()
    _check_free(unit, name, but=0)
    number = max((place.number for place in unit.places), default=0) + 1
    return replace(unit, places=(*unit.places, Place(number=number, name=name, persons_max=persons_max)))


def amend_place(unit: Unit, number: int, name: str, persons_max: int | None = None) -> Unit:
    """The same place under another name, or for another number of persons. Raises `PlaceNotFound`, `PlaceNameTaken`."""
    find_place(unit, number)
    _check_free(unit, name, but=number)
    amended = Place(number=number, name=name, persons_max=persons_max)
    return replace(unit, places=tuple(amended if one.number == number else one for one in unit.places))


def _check_free(unit: Unit, name: str, *, but: int) -> None:
    if any(one.name.casefold() == name.casefold() and one.number != but for one in unit.places):
        raise PlaceNameTaken(f"Une place s'appelle déjà « {name} ».", field="name")
