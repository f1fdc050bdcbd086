"""The planning of the park, and its days counted over a year: both read the same days."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from alt_units.actions.planning import UnitPlan, plan_park
from alt_units.documents.stock_days import CountedDays, occupancy_sheet, planning_sheet
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.stock_days import Days, best_runs, place_days, slots, total, unit_days
from alt_units.domain.units import Programme
from alt_units.domain.voids import WHOLE_UNIT
from alt_units.web import labels, paths, planning_svg
from alt_units.web.planning_svg import Row
from kernel.availability import DayState, day_state, day_states
from kernel.period import Month, Period
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page

MONTHS_SHOWN = (12, 24)
MONTHS_BEFORE = 3
"""The planning starts a little before today, so that what just ended is still seen."""


class StateToday(StrEnum):
    """The filter by state; the words are in the address."""

    OCCUPIED = "occupe"
    FREE = "libre"
    TURNAROUND = "remise-en-etat"
    VOID = "indisponible"


STATES_TODAY = {
    StateToday.OCCUPIED: "Occupé",
    StateToday.FREE: "Libre",
    StateToday.TURNAROUND: "En remise en état",
    StateToday.VOID: "Indisponible",
}
_STATE = {
    StateToday.OCCUPIED: DayState.OCCUPIED,
    StateToday.FREE: DayState.FREE,
    StateToday.TURNAROUND: DayState.TURNAROUND,
    StateToday.VOID: DayState.VOID,
}


@get("/logements/planning")
async def planning_page(
    today: NamedDependency[date],
    export: NamedDependency[Export],
    depuis: FromQuery[str] = "",
    mois: FromQuery[str] = "",
    programme: FromQuery[str] = "",
    etat: FromQuery[str] = "",
) -> Response[Any]:
    """Dwellings by months, from the past to what contracts and voids already say of the days to come."""
    typed = {"depuis": depuis, "mois": mois, "programme": programme, "etat": etat}
    start = Month.of(today).plus(-MONTHS_BEFORE)
    form = Form({"depuis": [str(start)]} | {name: [value] for name, value in typed.items() if value})
    first = form.maybe_month("depuis") or start
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        form.wrong("depuis", f"Un mois entre {FIRST_YEAR} et {LAST_YEAR} est attendu")
        first = start
    count = form.maybe_integer("mois", 1, 36) or MONTHS_SHOWN[0]
    wanted, state = form.maybe_choice("programme", Programme), form.maybe_choice("etat", StateToday)
    within = Period(first.first_day, first.plus(count - 1).last_day)
    plans = [one for one in await plan_park(within, today) if _asked(one, wanted, state, today)]
    if export:
        return await export.of(planning_sheet(_by_month(plans, within), within, today), f"planning-{first}")
    rows = [row for one in plans for row in rows_of(one, within)]
    return page(
        "planning/months.html",
        status=form.status,
        form=form,
        within=within,
        rows=rows,
        units=len(plans),
        drawing=planning_svg.sheets(rows, within, today, title="Planning des logements"),
        legend=planning_svg.legend(),
        sentences=planning_svg.in_sentences,
        earlier=paths.planning(first.plus(-count), count),
        later=paths.planning(first.plus(count), count),
        states=STATES_TODAY,
        months=MONTHS_SHOWN,
    )


@get("/logements/occupation")
async def occupancy_page(
    today: NamedDependency[date], export: NamedDependency[Export], annee: FromQuery[str] = ""
) -> Response[Any]:
    """The days of a year counted by state, for each dwelling and each place, with what they add up to."""
    form = Form({"annee": [annee]}) if annee else Form.blank(annee=today.year)
    year = form.maybe_integer("annee", FIRST_YEAR, LAST_YEAR) or today.year
    within = Period(date(year, 1, 1), date(year, 12, 31))
    plans = await plan_park(within, today)
    lines = [OccupancyLine.of(one, within) for one in plans]
    by_unit = total(one.days for one in lines)
    by_place = total(days for one in lines for _, days in one.places)
    if export:
        rows = [row for one in plans for row in counted(one, within)]
        return await export.of(occupancy_sheet(rows, by_unit, by_place, year), f"occupation-{year}")
    return page(
        "planning/occupancy.html",
        status=form.status,
        form=form,
        year=year,
        within=within,
        lines=lines,
        by_unit=by_unit,
        by_place=by_place,
        to_come=within.last_day is not None and within.last_day >= today,
    )


class OccupancyLine:
    """A dwelling of the report: its own days, and those of each of its places."""

    def __init__(self, plan: UnitPlan, days: Days, places: list[tuple[str, Days]]) -> None:
        self.unit, self.days, self.places = plan.unit, days, places

    @classmethod
    def of(cls, plan: UnitPlan, within: Period) -> "OccupancyLine":
        places = [
            (labels.place_name(plan.unit, number), place_days(plan.calendar, number, within))
            for number in slots(plan.unit)
        ]
        return cls(plan, unit_days(plan.unit, plan.calendar, within), places)


def counted(plan: UnitPlan, within: Period, month: Month | None = None) -> list[CountedDays]:
    """The days of a dwelling, then those of its places when it is shared, as rows to take away."""
    unit = plan.unit
    of_places = [(place.name, place_days(plan.calendar, place.number, within)) for place in unit.places]
    return [
        CountedDays(reference=unit.reference, name=unit.name, place=place, days=days, month=month)
        for place, days in [("", unit_days(unit, plan.calendar, within)), *of_places]
    ]


def _by_month(plans: Sequence[UnitPlan], within: Period) -> list[CountedDays]:
    return [row for one in plans for month in within.months() for row in counted(one, month.period, month)]


def rows_of(plan: UnitPlan, within: Period) -> list[Row]:
    """A dwelling's row; a shared one has a row for each place under its own."""
    unit, href = plan.unit, paths.unit(plan.unit.id)
    of_places = [day_states(plan.calendar, number, within) for number in slots(unit)]
    first = Row(
        label=f"{unit.reference} {unit.name}",
        short=unit.reference,
        href=href,
        inner=False,
        runs=best_runs(of_places),
        unfunded=plan.unfunded,
    )
    inner = [
        Row(label=place.name, short=f"{unit.reference} {place.name}", href=href, inner=True, runs=runs, unfunded=())
        for place, runs in zip(unit.places, of_places, strict=False)
    ]
    return [first, *inner]


def _asked(plan: UnitPlan, programme: Programme | None, state: StateToday | None, today: date) -> bool:
    if programme is not None and plan.unit.programme_on(today) is not programme:
        return False
    if state is None:
        return True
    numbers = slots(plan.unit) or (WHOLE_UNIT,)
    return any(day_state(plan.calendar, number, today) is _STATE[state] for number in numbers)


HANDLERS = [planning_page, occupancy_page]
