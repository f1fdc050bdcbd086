"""Lines of bank statements whose household is erased: names and texts go, days, sums and decisions stay.

Ground: RGPD-03, RGPD-04 (nothing is destroyed without the visa of the archives), GOALS E3. The stays keep the list and its visa;
they tell which lines were receipts of the household.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from alt_units.domain.bank_lines import BankLine, LineState

ERASED = "effacé"
"""What stands where a name or a text was."""


class LineErasure(Struct, frozen=True, kw_only=True):
    """What the stays ask under one visa. `answers_before`: answers kept for repeated requests go up to that day."""

    elimination: str
    visa: str
    visa_on: date
    line_ids: tuple[UUID, ...]
    answers_before: date


class LinesErased(Struct, frozen=True, kw_only=True):
    """`erased`: the lines that name nobody any more; those that settled money of a funder are left as they are."""

    erased: tuple[UUID, ...]


def erasable(lines: Sequence[BankLine]) -> tuple[BankLine, ...]:
    """A line that is matched was money of a funder, whatever the stays thought of it first."""
    return tuple(line for line in lines if line.state is not LineState.MATCHED)


def reference_of(line_id: UUID) -> str:
    """Stands for the bank's reference: it names nobody, and two lines of one day and sum stay two."""
    return f"{ERASED} {line_id}"
