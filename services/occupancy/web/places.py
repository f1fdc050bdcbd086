"""Choosing a place in a form: the whole unit and each of its places, with how it stands today."""

from datetime import date
from uuid import UUID

from kernel.availability import ObstacleKind, UnitCalendar, first_obstacle
from kernel.period import Period
from kernel.web.form import Form
from occupancy.domain.contracts import Contract
from occupancy.domain.places import calendar_of
from occupancy.domain.units import WHOLE_UNIT, Unit


def read_place(form: Form) -> tuple[UUID, int]:
    """The unit and the number of the place that was chosen (`<unit>:<number>`); what is not one is noted as wrong."""
    unit, _, number = form.text("place", 60).partition(":")
    try:
        return UUID(unit), int(number)
    except ValueError:
        form.wrong("place", "Choisissez une place de la liste")
        return UUID(int=0), 0


def place_options(unit: Unit, stays: tuple[Contract, ...], today: date) -> list[tuple[str, str]]:
    """The whole unit and each of its places, with how it stands today."""
    if unit.retired_on is not None and unit.retired_on < today:
        return []
    calendar = calendar_of(unit, [one for one in stays if one.unit_id == unit.id], today=today)
    numbers = [(WHOLE_UNIT, "logement entier" if unit.places else ""), *((p.number, p.name) for p in unit.places)]
    return [
        (
            f"{unit.id}:{number}",
            " – ".join(filter(None, (unit.reference, unit.name, name, _state_of(calendar, number, today)))),
        )
        for number, name in numbers
    ]


def _state_of(calendar: UnitCalendar, number: int, today: date) -> str:
    """How the place stands today, in words."""
    obstacle = first_obstacle(calendar, number, Period(today, today))
    if obstacle is None:
        return "libre aujourd'hui"
    until = obstacle.period.last_day
    if obstacle.kind is ObstacleKind.OCCUPIED and until is None:
        return "occupé, départ à enregistrer"
    return _STATE[obstacle.kind] + (f" jusqu'au {until:%d/%m/%Y}" if until else "")


_STATE = {
    ObstacleKind.OUT_OF_SERVICE: "hors service",
    ObstacleKind.OCCUPIED: "occupé",
    ObstacleKind.VOID: "indisponible",
    ObstacleKind.TURNAROUND: "remise en état",
    ObstacleKind.OUT_OF_PROGRAMME: "hors programme",
}
