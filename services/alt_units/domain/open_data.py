"""Which figures of a year may be published: small counts are hidden, and so is what would give them back.

Ground: open data of a public body may name nobody, directly or not (code des relations entre le public et l'administration,
L. 312-1-2). A count of persons or households under the threshold is hidden; zero is published. A hidden count that a total
or a partner would give back by subtraction takes another figure with it (secondary suppression). The threshold is a dated value.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from kernel.errors import RuleBroken
from kernel.law import Law

FEWEST = 2
"""Hidden figures of one sum: alone, it is the total less the others."""


class YearNotOver(RuleBroken):
    """A year is published once it is over: figures that grow month after month give away each newcomer."""

    code, title = "open-data-year-not-over", "Année en cours"


class YearNotTold(RuleBroken):
    """Nothing was told of this year: an empty file would say that nobody was housed."""

    code, title = "open-data-year-not-told", "Année sans données"


class Sum(Struct, frozen=True, kw_only=True):
    """A total and the parts that add up to it, by name."""

    total: str
    parts: tuple[str, ...]


def threshold(law: Law, day: date) -> int:
    """The smallest count of persons or households that is published."""
    return law.at("open_data.least_count", day).number


def hidden(
    counts: Mapping[str, int], sums: Sequence[Sum], *, least: int, together: Iterable[tuple[str, ...]] = ()
) -> frozenset[str]:
    """The names to hide. `together`: figures that give one another back outside any sum here, hidden all or none."""
    names = {name for name, count in counts.items() if 0 < count < least}
    groups = tuple(together)
    while True:
        wider = names | {name for group in groups if names & set(group) for name in group}
        for one in sums:
            wider |= _companions(one, counts, wider, least)
        if wider == names:
            return frozenset(names)
        names = wider


def _companions(one: Sum, counts: Mapping[str, int], names: set[str], least: int) -> set[str]:
    """What must be hidden too, so that this sum gives nothing back; one figure at a time."""
    parts = [part for part in one.parts if part in names]
    published = sorted((part for part in one.parts if part not in names), key=lambda part: (counts[part], part))
    people = [part for part in published if counts[part]]
    if one.total in names:
        return set() if parts else set((people or published)[:1])
    if not parts or _is_vague(sum(counts[part] for part in parts), len(parts), least):
        return set()
    return set(people[:1]) or {one.total}


def _is_vague(rest: int, many: int, least: int) -> bool:
    """Whether parts known only to be at least one, of a known sum, could each be several numbers."""
    return many >= FEWEST and rest >= least and rest > many
