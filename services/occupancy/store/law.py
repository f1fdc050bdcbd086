"""The law as occupancy knows it at this moment: what is shipped and what staff recorded."""

from datetime import date

from kernel.law import Law
from kernel.law_book import LawBook
from occupancy.law import KEYS, LAW
from occupancy.tables.contracts import ContractRow
from occupancy.tables.law import LawVersionRow


async def _relied_until(key: str, today: date) -> date | None:
    """Every value counts as relied on until today as soon as one contract was prepared; before that, none was."""
    return today if await ContractRow.exists() else None


BOOK = LawBook(LAW, KEYS, LawVersionRow, relied_until=_relied_until)


async def law_in_force() -> Law:
    """The dated values to decide on. Read within the act, so that a value just recorded counts at once."""
    return await BOOK.law()
