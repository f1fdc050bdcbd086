"""The days of the park as tables to take away: the account of a year, and the planning month by month."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from alt_units.documents.lists import DAYS_COUNTED
from alt_units.domain.stock_days import Days
from kernel.period import Month, Period
from kernel.sheets import Column, Sheet, month, per_mille, text, whole

HOW = (
    DAYS_COUNTED,
    "Occupés + indisponibles + remise en état + libres = en service. Taux = jours occupés ÷ jours en service.",
    "Un jour d'un logement partagé est occupé dès qu'une place l'est, sinon libre, en remise en état, ou indisponible.",
)
FOUNDED = "Les jours à venir comptent tels que les contrats signés les annoncent."


class CountedDays(Struct, frozen=True, kw_only=True):
    """The days of a dwelling (`place` empty) or of one of its places, over a year or a month."""

    reference: str
    name: str
    place: str
    days: Days
    month: Month | None = None


def occupancy_sheet(rows: Iterable[CountedDays], by_unit: Days, by_place: Days, year: int) -> Sheet:
    """Each dwelling, then its places when it is shared; below them, what the dwellings and what the places add up to."""
    totals = [
        ("Total des logements", "", "", *_states(by_unit)),
        ("Total des places", "", "", *_states(by_place)),
    ]
    return Sheet(
        name=f"Occupation {year}",
        columns=(*_where(), *_counts()),
        rows=(*((one.reference, one.name, one.place, *_states(one.days)) for one in rows), *totals),
        notes=HOW,
    )


def planning_sheet(rows: Iterable[CountedDays], within: Period, today: date) -> Sheet:
    """Dwellings and places by months: how many days of each state."""
    later = within.last_day is not None and within.last_day >= today
    return Sheet(
        name="Planning",
        columns=(*_where(), month("Mois"), *_counts()),
        rows=tuple((one.reference, one.name, one.place, one.month, *_states(one.days)) for one in rows),
        notes=(*HOW, FOUNDED) if later else HOW,
    )


def _where() -> tuple[Column, ...]:
    return (text("Logement", 14), text("Nom"), text("Place", 20))


def _counts() -> tuple[Column, ...]:
    return (
        whole("En service"),
        whole("Occupés"),
        whole("Indisponibles"),
        whole("Remise en état"),
        whole("Libres"),
        whole("Libres dans un programme"),
        per_mille("Taux"),
    )


def _states(days: Days) -> tuple[int | None, ...]:
    return (
        days.in_service,
        days.occupied,
        days.void,
        days.turnaround,
        days.free,
        days.offered,
        days.occupied_per_mille,
    )
