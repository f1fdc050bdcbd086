"""What is done with the voids of a dwelling: declared, given another last day, cancelled.

Ground: CAL-12 (what counts is the dwelling made available); a place where somebody lives is not made unavailable, and the
refusal names what stands in the way (PEERS §5.1). What was cancelled never stands in the way.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec.structs import asdict, replace

from alt_units.domain.places import find_place
from alt_units.domain.presence import Lived
from alt_units.domain.stock_days import calendar_with
from alt_units.domain.units import Unit, check_in_park, page
from alt_units.domain.voids import (
    WHOLE_UNIT,
    Void,
    VoidCancelled,
    VoidFacts,
    VoidNotFound,
    VoidOutsidePark,
    VoidOverlap,
    VoidOverStay,
    VoidReason,
    VoidUnexplained,
)
from kernel.availability import ObstacleKind, first_obstacle
from kernel.errors import Blocker, RuleBroken
from kernel.period import Period

_MINDED = (ObstacleKind.OUT_OF_SERVICE, ObstacleKind.OCCUPIED, ObstacleKind.VOID)
"""What keeps days from being void. A remise en état does not: works may follow a departure at once."""


class VoidEndsBefore(RuleBroken):
    """A void never ends before it begins: one that did not happen is cancelled."""

    code, title = "void-ends-before", "La fin précède le début de l'indisponibilité"


def declare_void(unit: Unit, facts: VoidFacts, *, void_id: UUID, lived: Sequence[Lived]) -> Unit:
    """The unit with one void more.

    Raises `UnitRetired`, `PlaceNotFound`, `VoidUnexplained`, `VoidEndsBefore`, `VoidOutsidePark`, `VoidOverlap`, and
    `VoidOverStay` with the days that are lived in.
    """
    check_in_park(unit)
    if facts.place_number != WHOLE_UNIT:
        find_place(unit, facts.place_number)
    if facts.reason is VoidReason.OTHER and not facts.note:
        raise VoidUnexplained("Pour « autre », écrivez le motif.", field="note")
    new = Void(**asdict(facts), id=void_id)
    _check(unit, new, lived)
    return replace(unit, voids=(*unit.voids, new))


def end_void(unit: Unit, void_id: UUID, *, last_day: date | None, lived: Sequence[Lived]) -> Unit:
    """The void gets another last day, earlier or later, or none yet. Raises `VoidNotFound`, and what declaring raises."""
    check_in_park(unit)
    before = find_void(unit, void_id)
    if not before.is_live:
        raise VoidCancelled()
    moved = replace(before, last_day=last_day)
    _check(unit, moved, lived)
    return _with(unit, moved)


def cancel_void(unit: Unit, void_id: UUID, *, reason: str, today: date) -> Unit:
    """The void never happened; it stays in the history. Raises `VoidNotFound`, `VoidCancelled`."""
    before = find_void(unit, void_id)
    if not before.is_live:
        raise VoidCancelled()
    return _with(unit, replace(before, cancelled_on=today, cancel_reason=reason))


def find_void(unit: Unit, void_id: UUID) -> Void:
    """Raises `VoidNotFound`."""
    found = next((one for one in unit.voids if one.id == void_id), None)
    if found is None:
        raise VoidNotFound()
    return found


def _with(unit: Unit, changed: Void) -> Unit:
    return replace(unit, voids=tuple(changed if one.id == changed.id else one for one in unit.voids))


def _check(unit: Unit, new: Void, lived: Sequence[Lived]) -> None:
    if new.last_day is not None and new.last_day < new.first_day:
        raise VoidEndsBefore("Le dernier jour précède le premier ; pour une erreur, annulez.", field="last_day")
    others = replace(unit, voids=tuple(one for one in unit.voids if one.id != new.id))
    wanted = Period(new.first_day, new.last_day or date.max)
    found = first_obstacle(calendar_with(others, lived), new.place_number, wanted, minding=_MINDED)
    if found is None:
        return
    days = _days(found.period)
    if found.kind is ObstacleKind.OUT_OF_SERVICE:
        raise VoidOutsidePark("Ces jours ne sont pas tous dans le parc.", field="first_day")
    if found.kind is ObstacleKind.VOID:
        blocker = Blocker(label=f"Indisponibilité {days}", href=f"{page(unit.id)}#indisponibilites")
        raise VoidOverlap(field="first_day", blocker=blocker)
    blocker = Blocker(label=f"Séjour {days}", href=f"{page(unit.id)}#presence")
    raise VoidOverStay(f"Un ménage y vit, ou y est attendu, {days}.", field="first_day", blocker=blocker)


def _days(period: Period) -> str:
    if period.last_day is None:
        return f"depuis le {period.first_day:%d/%m/%Y}"
    return f"du {period.first_day:%d/%m/%Y} au {period.last_day:%d/%m/%Y}"
