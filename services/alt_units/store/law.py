"""The law as alt_units knows it at this moment: what is shipped and what staff recorded."""

from datetime import date

from alt_units.domain.scales import ALLOWANCE, Scales, recorded_scale, version_of
from alt_units.law import read_keys, read_law, read_scales
from alt_units.store import conventions
from alt_units.tables.law import LawVersionRow
from kernel.law import Law
from kernel.law_book import LawBook

_SCALES = read_scales()


async def _relied_until(key: str, today: date) -> date | None:
    """Every value counts as relied on until today once a convention is entered; a table, until the last line it controls."""
    found = await conventions.list_conventions()
    if key != ALLOWANCE:
        return today if found else None
    starts = [line.first_month.first_day for one in found for line in one.lines]
    return min(today, max(starts)) if starts else None


BOOK = LawBook(
    read_law(),
    read_keys(),
    LawVersionRow,
    relied_until=_relied_until,
    tables=tuple(found for scale in _SCALES.all() if (found := version_of(scale))),
)


async def law_in_force() -> Law:
    """The dated values to decide on."""
    return await BOOK.law()


async def scales_in_force() -> Scales:
    """Every table of the allowance: those shipped, and those recorded that stand."""
    recorded = await BOOK.recorded(ALLOWANCE)
    return _SCALES.joined(recorded_scale(one) for one in recorded if one.stands)
