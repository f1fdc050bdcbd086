"""What changed between the entry and the exit inspection: element by element, meters, keys.

It states facts and computes no money: whether wear or damage, and at whose cost, is decided by people on this basis.
"""

from enum import StrEnum

from msgspec import Struct

from occupancy.domain.inspection_content import Condition, Content, Element, Furnishing, KeyKind, MeterKind

_ORDER = [
    Condition.NEW,
    Condition.VERY_GOOD,
    Condition.GOOD,
    Condition.WORN,
    Condition.BAD,
    Condition.OUT_OF_ORDER,
]


class Change(StrEnum):
    """How an element moved. `undecided`: not seen, or missing, at one of the two."""

    SAME = "same"
    WORSE = "worse"
    BETTER = "better"
    UNDECIDED = "undecided"


class ElementChange(Struct, frozen=True, kw_only=True):
    """One element, before and after."""

    room: str
    element: str
    at_entry: Condition | None
    at_exit: Condition | None
    entry_remark: str
    exit_remark: str
    change: Change

    @property
    def is_changed(self) -> bool:
        return self.change is not Change.SAME or (self.entry_remark != self.exit_remark and bool(self.exit_remark))


class MeterChange(Struct, frozen=True, kw_only=True):
    """A meter, before and after. `consumed` None: a reading is missing, or the meter was changed or turned back."""

    kind: MeterKind
    serial: str
    at_entry: int | None
    at_exit: int | None
    consumed: int | None


class KeyChange(Struct, frozen=True, kw_only=True):
    """Keys handed over and returned."""

    kind: KeyKind
    given: int
    returned: int
    missing: int


class FurnishingChange(Struct, frozen=True, kw_only=True):
    """A line of the furnishings, before and after. `missing`: how many fewer than at entry."""

    name: str
    at_entry: int
    at_exit: int
    missing: int
    condition_at_entry: Condition | None
    condition_at_exit: Condition | None
    change: Change


class Difference(Struct, frozen=True, kw_only=True):
    """The whole comparison. `conforms` decides the delay for the deposit: nothing worse, nothing missing (DEP-03)."""

    elements: tuple[ElementChange, ...]
    meters: tuple[MeterChange, ...]
    keys: tuple[KeyChange, ...]
    furnishings: tuple[FurnishingChange, ...] = ()

    @property
    def conforms(self) -> bool:
        changes = [*(one.change for one in self.elements), *(one.change for one in self.furnishings)]
        return Change.WORSE not in changes and self.missing == 0

    @property
    def missing(self) -> int:
        """Keys and pieces of furniture that did not come back."""
        return sum(one.missing for one in self.keys) + sum(one.missing for one in self.furnishings)


def difference(entry: Content, exit_: Content) -> Difference:
    """Compare two inspections: what is in either is listed once, in the order of the entry, additions of the exit last."""
    before, after = _elements(entry), _elements(exit_)
    names = [*before, *(name for name in after if name not in before)]
    return Difference(
        elements=tuple(_compare(name, before.get(name), after.get(name)) for name in names),
        meters=_meters(entry, exit_),
        keys=_keys(entry, exit_),
        furnishings=_furnishing_changes(entry, exit_),
    )


def compare(before: Condition | None, after: Condition | None) -> Change:
    """How a condition moved."""
    if before not in _ORDER or after not in _ORDER:
        return Change.SAME if before is after else Change.UNDECIDED
    moved = _ORDER.index(after) - _ORDER.index(before)
    return Change.SAME if moved == 0 else Change.WORSE if moved > 0 else Change.BETTER


_Place = tuple[str, str, int]


def _elements(content: Content) -> dict[_Place, Element]:
    """Elements by room and name; the third part tells namesakes apart."""
    found: dict[_Place, Element] = {}
    for room in content.rooms:
        for element in room.elements:
            rank = 0
            while (room.name, element.name, rank) in found:
                rank += 1
            found[room.name, element.name, rank] = element
    return found


def _compare(name: _Place, before: Element | None, after: Element | None) -> ElementChange:
    at_entry = before.condition if before else None
    at_exit = after.condition if after else None
    return ElementChange(
        room=name[0],
        element=name[1],
        at_entry=at_entry,
        at_exit=at_exit,
        entry_remark=before.remark if before else "",
        exit_remark=after.remark if after else "",
        change=compare(at_entry, at_exit) if before and after else Change.UNDECIDED,
    )


def _meters(entry: Content, exit_: Content) -> tuple[MeterChange, ...]:
    before = {(meter.kind, meter.serial): meter.reading for meter in entry.meters}
    after = {(meter.kind, meter.serial): meter.reading for meter in exit_.meters}
    changes = []
    for kind, serial in dict.fromkeys([*before, *after]):
        first, last = before.get((kind, serial)), after.get((kind, serial))
        known = first is not None and last is not None and last >= first
        changes.append(
            MeterChange(
                kind=kind,
                serial=serial,
                at_entry=first,
                at_exit=last,
                consumed=last - first if known and first is not None and last is not None else None,
            )
        )
    return tuple(changes)


def _keys(entry: Content, exit_: Content) -> tuple[KeyChange, ...]:
    given: dict[KeyKind, int] = {}
    returned: dict[KeyKind, int] = {}
    for counts, content in ((given, entry), (returned, exit_)):
        for key in content.keys:
            counts[key.kind] = counts.get(key.kind, 0) + key.quantity
    return tuple(
        KeyChange(
            kind=kind,
            given=given.get(kind, 0),
            returned=returned.get(kind, 0),
            missing=max(0, given.get(kind, 0) - returned.get(kind, 0)),
        )
        for kind in dict.fromkeys([*given, *returned])
    )


def _furnishing_changes(entry: Content, exit_: Content) -> tuple[FurnishingChange, ...]:
    """Furniture by its name; a quantity that was not written counts as one."""
    before, after = _furnishings(entry), _furnishings(exit_)
    changes = []
    for name in dict.fromkeys([*before, *after]):
        had, has = before.get(name), after.get(name)
        at_entry, at_exit = (_count(one) for one in (had, has))
        conditions = (had.condition if had else None, has.condition if has else None)
        changes.append(
            FurnishingChange(
                name=name,
                at_entry=at_entry,
                at_exit=at_exit,
                missing=max(0, at_entry - at_exit),
                condition_at_entry=conditions[0],
                condition_at_exit=conditions[1],
                change=compare(*conditions) if had and has else Change.UNDECIDED,
            )
        )
    return tuple(changes)


def _furnishings(content: Content) -> dict[str, Furnishing]:
    """By name; a second line of the same name is told apart by its rank."""
    found: dict[str, Furnishing] = {}
    for one in content.furnishings:
        name, rank = one.name, 1
        while name in found:
            rank += 1
            name = f"{one.name} ({rank})"
        found[name] = one
    return found


def _count(one: Furnishing | None) -> int:
    if one is None:
        return 0
    return 1 if one.quantity is None else one.quantity
