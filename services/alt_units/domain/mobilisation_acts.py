"""What is done with the mobilisations of a dwelling: recorded, corrected, ended.

Ground: LIFECYCLE REG-01, REG-02 (another right is another period), AML-10.
"""

from datetime import date
from uuid import UUID

from msgspec.structs import asdict, replace

from alt_units.domain.mobilisations import (
    Mobilisation,
    MobilisationContradictory,
    MobilisationEnd,
    MobilisationEnded,
    MobilisationFacts,
    MobilisationKind,
    MobilisationNotFound,
    MobilisationOverlap,
    OwnerKind,
)
from alt_units.domain.units import Unit, check_in_park, out_of_service, page
from kernel.errors import Blocker, RuleBroken

_OURS = (OwnerKind.TOWN, OwnerKind.CCAS)


class MobilisationEndsBefore(RuleBroken):
    """A period never ends before it begins."""

    code, title = "mobilisation-ends-before", "La fin précède le début de la mobilisation"


def mobilise(unit: Unit, facts: MobilisationFacts, *, mobilisation_id: UUID) -> Unit:
    """The unit is had by one more right. Raises `UnitRetired`, `MobilisationContradictory`, `MobilisationOverlap`."""
    check_in_park(unit)
    new = Mobilisation(**asdict(facts), id=mobilisation_id)
    _check(unit, new)
    return replace(unit, mobilisations=(*unit.mobilisations, new))


def amend_mobilisation(unit: Unit, mobilisation_id: UUID, facts: MobilisationFacts) -> Unit:
    """The same mobilisation, corrected. Raises what `mobilise` raises, `MobilisationNotFound`, `MobilisationEndsBefore`."""
    before = find_mobilisation(unit, mobilisation_id)
    if before.end_reason is not None and facts.last_day != before.last_day:
        raise MobilisationEnded("La fin de cette mobilisation est enregistrée : elle ne change plus.", field="last_day")
    corrected = Mobilisation(**asdict(facts), id=before.id, end_reason=before.end_reason)
    _check(unit, corrected)
    return _with(unit, corrected)


def end_mobilisation(unit: Unit, mobilisation_id: UUID, *, last_day: date, reason: MobilisationEnd) -> Unit:
    """The right ends with that day. Raises `MobilisationNotFound`, `MobilisationEnded`, `MobilisationEndsBefore`,
    `MobilisationOverlap` when the end would reach into the next right."""
    before = find_mobilisation(unit, mobilisation_id)
    if before.end_reason is not None:
        raise MobilisationEnded(f"Elle a pris fin le {before.last_day:%d/%m/%Y}.")
    ended = replace(before, last_day=last_day, end_reason=reason)
    _check(unit, ended)
    return _with(unit, ended)


def slide(unit: Unit, mobilisation_id: UUID, *, last_day: date) -> Unit:
    """The lease slid to the household: the right ends with that day, and the dwelling leaves the offer.

    It stays when another right follows. Raises what `end_mobilisation` raises.
    """
    ended = end_mobilisation(unit, mobilisation_id, last_day=last_day, reason=MobilisationEnd.SLID)
    if any(one.first_day > last_day for one in ended.mobilisations):
        return ended
    running = [one for one in ended.service if one.first_day <= last_day]
    planned = [one for one in ended.service if one.first_day > last_day]
    over = [out_of_service(one, last_day, "Bail glissé") for one in running]
    return replace(ended, service=(*over, *planned))


def has_slid(unit: Unit, mobilisation_id: UUID, *, last_day: date) -> bool:
    """True when this end was told before: telling it again changes nothing. Raises `MobilisationNotFound`."""
    found = find_mobilisation(unit, mobilisation_id)
    return found.end_reason is MobilisationEnd.SLID and found.last_day == last_day


def find_mobilisation(unit: Unit, mobilisation_id: UUID) -> Mobilisation:
    """Raises `MobilisationNotFound`."""
    found = next((one for one in unit.mobilisations if one.id == mobilisation_id), None)
    if found is None:
        raise MobilisationNotFound()
    return found


def _with(unit: Unit, changed: Mobilisation) -> Unit:
    return replace(unit, mobilisations=tuple(changed if one.id == changed.id else one for one in unit.mobilisations))


def _check(unit: Unit, new: Mobilisation) -> None:
    if new.last_day is not None and new.last_day < new.first_day:
        raise MobilisationEndsBefore("Le dernier jour précède le premier.", field="last_day")
    if new.kind is MobilisationKind.OWNED and new.owner_kind not in _OURS:
        raise MobilisationContradictory("En propriété, le logement est à la commune ou au CCAS.", field="owner_kind")
    if new.kind is not MobilisationKind.OWNED and new.owner_kind is OwnerKind.CCAS:
        raise MobilisationContradictory("Le CCAS ne se loue pas un logement à lui-même.", field="owner_kind")
    other = next((one for one in unit.mobilisations if one.id != new.id and one.period.overlaps(new.period)), None)
    if other is not None:
        label = f"Mobilisation à partir du {other.first_day:%d/%m/%Y}"
        raise MobilisationOverlap(
            field="first_day", blocker=Blocker(label=label, href=f"{page(unit.id)}#mobilisations")
        )
