"""The statement of a régie's account at the Treasury beside its book: equal on that day, or in difference (L14).

Ground: CGCT R. 1617-16 (double entry) and GOALS L14: while a statement is in difference the month is not closed. What is on the
statement and not in the book yet (a transfer to allot, a payment on its way) is said with its reason.
"""

from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, RuleBroken
from kernel.money import euros


class StatementWrong(RuleBroken):
    """A statement is of a day that is over, names its paper, and explains what is not in the book yet."""

    code, title = "dft-statement-wrong", "Relevé du compte DFT refusé"


class PeriodInDifference(Conflict):
    """A month is closed once the statements of the account and its book say the same (L14)."""

    code, title = "period-in-difference", "Compte DFT en écart : mois non clos"


class DftStatement(Struct, frozen=True, kw_only=True):
    """The balance that a statement gives at the end of a day. `transit_cents`: part of it that the book does not hold yet."""

    id: UUID
    regie_id: UUID
    number: int
    day: date
    account: str
    stated_cents: int
    transit_cents: int
    transit_reason: str
    source: str
    recorded_on: date
    recorded_by: UUID
    recorded_by_name: str


class Compared(Struct, frozen=True, kw_only=True):
    """The last statement of a day, with what the book holds on that day as it is written now."""

    regie_id: UUID
    day: date
    stated_cents: int
    transit_cents: int
    book_cents: int

    @property
    def difference_cents(self) -> int:
        return self.stated_cents - self.transit_cents - self.book_cents


def check_statement(one: DftStatement, today: date) -> None:
    """Raises `StatementWrong`."""
    if one.day > today:
        raise StatementWrong("Le solde d'un jour à venir n'est pas connu.", field="day")
    if not one.source.strip():
        raise StatementWrong("Nommez le relevé : son numéro ou sa date.", field="source")
    if one.transit_cents and not one.transit_reason.strip():
        raise StatementWrong("Dites ce que le livre ne tient pas encore : virement à affecter, versement en route.",
                             field="transit_reason")  # fmt: skip


def check_agree(compared: list[Compared], last_day: date) -> None:
    """Raises `PeriodInDifference`: the first statement of the month or before that differs."""
    for one in sorted(compared, key=lambda found: found.day):
        if one.day <= last_day and one.difference_cents:
            raise PeriodInDifference(
                f"Au {one.day:%d/%m/%Y}, le relevé du compte DFT et le livre diffèrent de {euros(one.difference_cents)}."
            )
