"""The account of occupancy: each dwelling and month of a window, conventioned, mobilised, lived in, with its denominator.

Ground: R. 851-6 CSS (bilan d'occupation of twelve months), CAL-12. The unit of account is the dwelling-month
(« logement-mois »); rooms are counted apart. Days are inclusive; the rate divides days lived in by days available.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from alt_units.domain.conventions import Convention
from alt_units.domain.presence import Presence
from alt_units.domain.units import DwellingType, Programme, Unit
from alt_units.domain.voids import void_of_all
from kernel.period import Month, Period, covered_days

ROOMS = (DwellingType.ROOM_SINGLE, DwellingType.ROOM_DOUBLE, DwellingType.ROOM_LARGER)


class DwellingMonth(Struct, frozen=True, kw_only=True):
    """One dwelling during one month. `days_occupied` and `households` None: no presence was received."""

    unit_id: UUID
    reference: str
    name: str
    dwelling_type: DwellingType
    month: Month
    is_conventioned: bool
    days_available: int
    days_occupied: int | None
    households: int | None

    @property
    def is_mobilised(self) -> bool:
        return self.days_available > 0

    @property
    def is_unknown(self) -> bool:
        """Available, and nobody told whether it was lived in."""
        return self.is_mobilised and self.days_occupied is None


class Totals(Struct, frozen=True, kw_only=True):
    """Dwelling-months and days of several rows."""

    conventioned: int
    mobilised: int
    occupied: int
    unknown: int
    days_available: int
    days_occupied: int

    @property
    def rate_per_mille(self) -> int | None:
        """Days lived in for a thousand days available, half rounded up; None without a day available."""
        if not self.days_available:
            return None
        return (2000 * self.days_occupied + self.days_available) // (2 * self.days_available)


class Occupation(Struct, frozen=True, kw_only=True):
    """A window: its rows, and their totals by month, by type, for dwellings and for rooms."""

    window: Period
    rows: tuple[DwellingMonth, ...]
    by_month: tuple[tuple[Month, Totals], ...]
    by_type: tuple[tuple[DwellingType, Totals], ...]
    dwellings: Totals
    rooms: Totals
    total: Totals


def occupation(
    window: Period,
    programme: Programme,
    units: Sequence[Unit],
    conventions: Sequence[Convention],
    presence: Mapping[tuple[UUID, str], Presence],
) -> Occupation:
    """Every dwelling of a programme over the whole months of a window, month by month."""
    rows = tuple(
        row
        for month in window.months()
        for unit in units
        if (row := _row(unit, month, programme, conventions, presence.get((unit.id, str(month)))))
    )
    types = [one for one in DwellingType if any(row.dwelling_type is one for row in rows)]
    return Occupation(
        window=window,
        rows=rows,
        by_month=tuple((month, totals(one for one in rows if one.month == month)) for month in window.months()),
        by_type=tuple((one, totals(row for row in rows if row.dwelling_type is one)) for one in types),
        dwellings=totals(one for one in rows if one.dwelling_type not in ROOMS),
        rooms=totals(one for one in rows if one.dwelling_type in ROOMS),
        total=totals(rows),
    )


def totals(rows: Iterable[DwellingMonth]) -> Totals:
    """The sums of some rows. An unknown presence counts no day lived in, and is counted as unknown."""
    kept = list(rows)
    return Totals(
        conventioned=sum(one.is_conventioned for one in kept),
        mobilised=sum(one.is_mobilised for one in kept),
        occupied=sum(bool(one.days_occupied) for one in kept),
        unknown=sum(one.is_unknown for one in kept),
        days_available=sum(one.days_available for one in kept),
        days_occupied=sum(one.days_occupied or 0 for one in kept),
    )


def days_available(unit: Unit, programme: Programme, month: Month) -> int:
    """Days of the month when the dwelling was in the programme and in service, less those when all of it was void.

    The same days as a claim counts: the void of one place, or the remise en état after a stay, leaves it available.
    """
    here = [one.period for one in unit.programmes if one.programme is programme]
    both = [part for one in here for there in unit.service if (part := one.common(there.period))]
    void = void_of_all(unit.voids, [place.number for place in unit.places])
    taken = [part for one in both for hole in void if (part := one.common(hole))]
    return covered_days(month.period, both) - covered_days(month.period, taken)


def _row(
    unit: Unit, month: Month, programme: Programme, conventions: Sequence[Convention], presence: Presence | None
) -> DwellingMonth | None:
    line = next(
        (
            line
            for one in conventions
            if one.programme is programme and one.is_in_effect(month)
            for line in one.lines
            if line.unit_id == unit.id and line.covers(month) and month <= line.holds_until
        ),
        None,
    )
    available = days_available(unit, programme, month)
    if line is None and not available:
        return None
    return DwellingMonth(
        unit_id=unit.id,
        reference=unit.reference,
        name=unit.name,
        dwelling_type=line.dwelling_type if line else unit.dwelling_type,
        month=month,
        is_conventioned=line is not None,
        days_available=available,
        days_occupied=min(presence.days_occupied, available) if presence else None,
        households=presence.households if presence else None,
    )
