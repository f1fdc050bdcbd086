"""A dwelling leaves the park: what must be over before, and what ends with it.

Ground: R. 851-5 and R. 851-7 CSS (a convention line holds its dwelling), CAL-12. Cancelled things never stand in the way.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from alt_units.domain.mobilisations import Mobilisation, MobilisationEnd
from alt_units.domain.presence import Lived
from alt_units.domain.units import (
    RunningLine,
    Unit,
    UnitInUse,
    blocked_by,
    check_in_park,
    ended,
    out_of_service,
    page,
)
from alt_units.domain.voids import Void
from kernel.errors import Blocker
from kernel.period import Month


def retire(unit: Unit, *, last_day: date, lines: Sequence[RunningLine], lived: Sequence[Lived]) -> Unit:
    """The unit leaves the park after `last_day`: its programme, its service, its mobilisation and its void end that day.

    Raises `UnitRetired`; `UnitInUse`, with the record that stands in the way: a convention line or a stay that goes on
    after that day, a programme, a mobilisation or a void that begins after it.
    """
    check_in_park(unit)
    for refusal in in_the_way(unit, last_day=last_day, lines=lines, lived=lived):
        raise refusal
    return replace(
        unit,
        retired_on=last_day,
        programmes=tuple(ended(one, last_day + timedelta(days=1)) for one in unit.programmes),
        service=tuple(out_of_service(one, last_day, "Retrait du parc") for one in unit.service),
        mobilisations=tuple(_given_back(one, last_day) for one in unit.mobilisations),
        voids=tuple(_cut(one, last_day) for one in unit.voids),
    )


def in_the_way(
    unit: Unit, *, last_day: date, lines: Sequence[RunningLine], lived: Sequence[Lived]
) -> Iterator[UnitInUse]:
    """All that keeps the unit in the park after that day, each with its record."""
    yield from _beginning_later(unit, last_day)
    for line in lines:
        if line.last_month > Month.of(last_day):
            detail = f"Une ligne de {line.convention_label} court jusqu'en {line.last_month.first_day:%m/%Y}."
            yield UnitInUse(detail, blocker=blocked_by(line))
    names = {place.number: f", {place.name}" for place in unit.places}
    for stay in sorted(lived, key=lambda one: (one.period, one.place_number)):
        if stay.period.last_day is None or stay.period.last_day > last_day:
            days = f"{stay.period.first_day:%d/%m/%Y} au {stay.period.last_day:%d/%m/%Y}"
            blocker = Blocker(
                label=f"Séjour du {days}{names.get(stay.place_number, '')}", href=f"{page(unit.id)}#presence"
            )
            yield UnitInUse("Un ménage y vit, ou y est attendu, après cette date.", blocker=blocker)


def _beginning_later(unit: Unit, last_day: date) -> Iterator[UnitInUse]:
    starts = [*(one.first_day for one in unit.programmes), *(one.first_day for one in unit.service)]
    if any(first_day > last_day for first_day in starts):
        yield UnitInUse("Une période de programme ou de service commence après cette date.", field="last_day")
    for void in unit.voids:
        if void.is_live and void.first_day > last_day:
            label = f"Indisponibilité à partir du {void.first_day:%d/%m/%Y}"
            blocker = Blocker(label=label, href=f"{page(unit.id)}#indisponibilites")
            yield UnitInUse("Une indisponibilité est prévue après cette date : annulez-la d'abord.", blocker=blocker)
    for one in unit.mobilisations:
        if one.first_day > last_day:
            label = f"Mobilisation à partir du {one.first_day:%d/%m/%Y}"
            blocker = Blocker(label=label, href=f"{page(unit.id)}#mobilisations")
            yield UnitInUse("Une mobilisation commence après cette date.", blocker=blocker)


def _given_back(one: Mobilisation, last_day: date) -> Mobilisation:
    if one.last_day is not None and one.last_day <= last_day:
        return one
    return replace(one, last_day=last_day, end_reason=MobilisationEnd.RETIRED)


def _cut(one: Void, last_day: date) -> Void:
    if not one.is_live or (one.last_day is not None and one.last_day <= last_day):
        return one
    return replace(one, last_day=last_day)
