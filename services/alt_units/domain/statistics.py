"""The statistics of a year, comparable over years; figures declared by hand with their source, totals always recomputed.

Ground: domain notes §6 and seed 002 (Loire, February 2007): units of the rental mediation by modality, leases that slid in
the year, social support by purpose with percentages recomputed from counts. A printed total may differ from the sum of its
rounded parts by one unit of its rounding: that is tolerated, and shown (AC-40).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.mobilisations import MobilisationEnd
from alt_units.domain.units import Unit
from kernel.errors import Conflict
from kernel.period import Period

ROUNDING = 1
"""A printed total is kept when it is at most this far from the sum of its parts, in its own unit (1 k€)."""


class FigureAlreadyReplaced(Conflict):
    """A declared figure is replaced once; the replacement is what is replaced next."""

    code, title = "figure-already-replaced", "Chiffre déjà remplacé"


class FigureUnit(StrEnum):
    """What a declared figure counts."""

    COUNT = "count"
    KEUROS = "keuros"


TOPICS = {
    "aml_modality": "Logements AML par modalité",
    "asll_purpose": "Accompagnement (ASLL) par objet",
    "asll_budget": "Crédits ASLL et AML, en k€",
    "alt_places": "Places ALT par mode",
    "other": "Autre chiffre",
}
"""The tables of seed 002 and of the département, by code."""


class DeclaredFigure(Struct, frozen=True, kw_only=True):
    """One figure of a year. `heading` « Total »: as printed in the source, checked against the sum of the others."""

    id: UUID
    year: int
    topic: str
    heading: str
    figure: int
    unit: FigureUnit
    source: str
    declared_on: date
    declared_by: str
    replaces_id: UUID | None


TOTAL = "Total"


class Share(Struct, frozen=True, kw_only=True):
    """One heading of a table with its part of the whole, in thousandths."""

    heading: str
    figure: int
    per_mille: int | None


class CheckedTotal(Struct, frozen=True, kw_only=True):
    """The sum of the parts beside what was printed. `difference` None: nothing was printed."""

    computed: int
    printed: int | None

    @property
    def difference(self) -> int | None:
        return None if self.printed is None else self.printed - self.computed

    @property
    def is_rounding(self) -> bool:
        """The printed total differs, but no more than rounding explains."""
        return self.difference is not None and 0 < abs(self.difference) <= ROUNDING

    @property
    def is_wrong(self) -> bool:
        """The printed total differs by more than rounding explains."""
        return self.difference is not None and abs(self.difference) > ROUNDING


def check_total(parts: Sequence[int], printed: int | None) -> CheckedTotal:
    """The total recomputed from its parts, beside the printed one (AC-40)."""
    return CheckedTotal(computed=sum(parts), printed=printed)


def shares(parts: Sequence[tuple[str, int]]) -> tuple[Share, ...]:
    """Each heading with its share, recomputed from the counts and never taken from a printed percentage."""
    whole = sum(figure for _, figure in parts)
    return tuple(
        Share(heading=heading, figure=figure, per_mille=(2000 * figure + whole) // (2 * whole) if whole else None)
        for heading, figure in parts
    )


def leases_slid(window: Period, park: Iterable[Unit]) -> int:
    """The leases that slid to their household in a window: the mobilisations that ended so (AML-10, seed 002)."""
    return sum(
        one.end_reason is MobilisationEnd.SLID and one.last_day is not None and one.last_day in window
        for unit in park
        for one in unit.mobilisations
    )


class Table(Struct, frozen=True, kw_only=True):
    """One topic of one year: its parts, its total recomputed beside the printed one, its sources."""

    topic: str
    year: int
    unit: FigureUnit
    rows: tuple[Share, ...]
    total: CheckedTotal
    sources: tuple[str, ...]


def tables_of(figures: Sequence[DeclaredFigure]) -> tuple[Table, ...]:
    """The declared figures as tables, by topic then year."""
    keys = sorted({(one.topic, one.year, one.unit) for one in figures})
    return tuple(_table(topic, year, unit, figures) for topic, year, unit in keys)


def _table(topic: str, year: int, unit: FigureUnit, figures: Sequence[DeclaredFigure]) -> Table:
    here = [one for one in figures if (one.topic, one.year, one.unit) == (topic, year, unit)]
    parts = [(one.heading, one.figure) for one in here if one.heading != TOTAL]
    printed = next((one.figure for one in here if one.heading == TOTAL), None)
    return Table(
        topic=topic,
        year=year,
        unit=unit,
        rows=shares(parts),
        total=check_total([figure for _, figure in parts], printed),
        sources=tuple(sorted({one.source for one in here})),
    )
