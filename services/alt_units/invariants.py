"""Facts that must always hold in alt_units, one function each: the sentences of what is wrong, none when all is well."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise

from alt_units.domain.convention_lines import running_lines
from alt_units.store import conventions, units
from kernel.db import Database
from kernel.period import Period

Invariant = Callable[[Database], Awaitable[list[str]]]

# --- units, conventions ---------------------------------------------------------------------------


async def no_unit_is_in_two_programmes_on_one_day(db: Database) -> list[str]:
    """AML excludes ALT (AML-07), and two periods of one programme would count a day twice."""
    return [
        f"{unit.reference} : deux programmes le {later.first_day:%d/%m/%Y}."
        for unit in await units.all_units()
        for later in _overlapping([one.period for one in unit.programmes])
    ]


async def no_unit_is_twice_in_service_on_one_day(db: Database) -> list[str]:
    """A day in service counts once in the effective capacity."""
    return [
        f"{unit.reference} : deux périodes en service le {later.first_day:%d/%m/%Y}."
        for unit in await units.all_units()
        for later in _overlapping([one.period for one in unit.service])
    ]


async def a_retired_unit_has_nothing_after_its_last_day(db: Database) -> list[str]:
    """Its programme and its service end with it, and no convention line goes on."""
    wrong = []
    for unit in await units.all_units():
        if unit.retired_on is None:
            continue
        ends = [*(one.last_day for one in unit.programmes), *(one.last_day for one in unit.service)]
        if any(end is None or end > unit.retired_on for end in ends):
            wrong.append(f"{unit.reference} : retiré le {unit.retired_on:%d/%m/%Y}, encore en programme ou en service.")
        lines = await conventions.running_lines_of_unit(unit.id)
        if any(line.last_month.first_day > unit.retired_on for line in lines):
            wrong.append(f"{unit.reference} : retiré le {unit.retired_on:%d/%m/%Y}, encore dans une convention.")
    return wrong


async def no_dwelling_has_two_lines_on_one_month(db: Database) -> list[str]:
    """One dwelling, one line per month, whatever the households and the conventions (CAL-05)."""
    wrong = []
    for unit in await units.all_units():
        lines = await conventions.running_lines_of_unit(unit.id)
        ordered = sorted(lines, key=lambda one: (one.first_month, one.last_month))
        wrong += [
            f"{unit.reference} : deux lignes de convention en {later.first_month}."
            for earlier, later in pairwise(ordered)
            if later.first_month <= earlier.last_month
        ]
    return wrong


async def every_line_lies_in_the_year_of_its_convention(db: Database) -> list[str]:
    """A convention covers one calendar year (R. 851-2)."""
    return [
        f"Convention {one.number} ({one.year}) : une ligne porte sur {line.first_month} à {line.last_month}."
        for one in await conventions.list_conventions()
        for line in one.lines
        if {line.first_month.year, line.last_month.year} != {one.year}
    ]


async def an_ended_convention_holds_no_dwelling_after_its_end(db: Database) -> list[str]:
    """Nothing is paid from the first day of the month after the end (R. 851-7 I)."""
    return [
        f"Convention {one.number} ({one.year}) : une ligne retient son logement après la fin."
        for one in await conventions.list_conventions()
        for line in one.lines
        if one.ended_on is not None
        and any(held.last_month > one.last_month for held in running_lines(one, line.unit_id))
    ]


def _overlapping(periods: Sequence[Period]) -> list[Period]:
    return [later for earlier, later in pairwise(periods) if earlier.overlaps(later)]


PARK_INVARIANTS: list[Invariant] = [
    no_unit_is_in_two_programmes_on_one_day,
    no_unit_is_twice_in_service_on_one_day,
    a_retired_unit_has_nothing_after_its_last_day,
    no_dwelling_has_two_lines_on_one_month,
    every_line_lies_in_the_year_of_its_convention,
    an_ended_convention_holds_no_dwelling_after_its_end,
]

# --- claims, funder payments, reconciliation ------------------------------------------------------

MONEY_INVARIANTS: list[Invariant] = []

INVARIANTS: list[Invariant] = [*PARK_INVARIANTS, *MONEY_INVARIANTS]
