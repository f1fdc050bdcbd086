"""When a unit can be lived in: taken out of service for works or damage, and put back.

Ground: R. 851-5 CSS (effective capacity), CAL-12: what counts is the dwelling made available.
"""

from datetime import date, timedelta

import msgspec

from alt_units.domain.units import ServicePeriod, Unit, check_in_park
from kernel.errors import Conflict


class ServiceOverlap(Conflict):
    """Two periods in service of one unit never share a day."""

    code, title = "service-overlap", "Le logement est déjà en service à ces dates"


class NotInService(Conflict):
    """Only a unit in service on that day can be taken out of service."""

    code, title = "unit-already-out-of-service", "Le logement n'est pas en service ce jour-là"


def take_out_of_service(unit: Unit, *, first_day: date, reason: str) -> Unit:
    """The unit cannot be lived in from `first_day` on (works, damage…). Raises `UnitRetired`, `NotInService`."""
    check_in_park(unit)
    running = next((one for one in unit.service if one.first_day < first_day and first_day in one.period), None)
    if running is None:
        raise NotInService("Le logement doit être en service la veille et ce jour-là.", field="first_day")
    ended = ServicePeriod(first_day=running.first_day, last_day=first_day - timedelta(days=1), reason=reason)
    return msgspec.structs.replace(unit, service=tuple(ended if one == running else one for one in unit.service))


def put_back_in_service(unit: Unit, *, first_day: date) -> Unit:
    """The unit can be lived in again from `first_day`. Raises `UnitRetired`, `ServiceOverlap`."""
    check_in_park(unit)
    again = ServicePeriod(first_day=first_day)
    if any(one.period.overlaps(again.period) for one in unit.service):
        raise ServiceOverlap("Le logement est déjà en service ce jour-là ou plus tard.", field="first_day")
    return msgspec.structs.replace(unit, service=(*unit.service, again))
