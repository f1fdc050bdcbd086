"""Months of the ledger that are closed: proposed by finance, closed by the management, in order and for ever (L9, A11).

What happened in a closed month and is learnt later is booked on the first open day; its document keeps the day that it happened.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.period import Month


class PeriodNotFound(NotFound):
    """No month was proposed under this id."""

    code, title = "period-not-found", "Clôture introuvable"


class PeriodNotOver(RuleBroken):
    """A month is closed once it is over."""

    code, title = "period-not-over", "Mois non terminé"


class PeriodClosed(Conflict):
    """A closed month stays closed, and a month is proposed once."""

    code, title = "period-closed", "Mois déjà clos ou déjà proposé"


class CloserIsProposer(Conflict):
    """Who proposes to close does not close (L15)."""

    code, title = "closer-is-proposer", "La même personne ne peut pas proposer et clore"


class CashNotCounted(Conflict):
    """The régisseur signs the count of the cash before its month is closed (separation of duties: he counts, others close)."""

    code, title = "cash-not-counted", "Caisse non arrêtée pour ce mois"


class PeriodProposal(Struct, frozen=True, kw_only=True):
    """A month that finance holds to be complete."""

    id: UUID
    month: str
    last_day: date
    proposed_on: date
    proposed_by: UUID
    proposed_by_name: str


class PeriodClose(Struct, frozen=True, kw_only=True):
    """The closing: from then on nothing is booked on `last_day` or before."""

    id: UUID
    proposal_id: UUID
    proposed_by: UUID
    last_day: date
    closed_on: date
    closed_by: UUID
    closed_by_name: str


def check_closable(month: Month, closed_until: date | None, today: date) -> None:
    """Raises `PeriodNotOver`, `PeriodClosed`."""
    if month.last_day >= today:
        raise PeriodNotOver(f"Ce mois se clôt à partir du {month.last_day + timedelta(1):%d/%m/%Y}.", field="month")
    if closed_until is not None and month.last_day <= closed_until:
        raise PeriodClosed(f"Les écritures sont closes jusqu'au {closed_until:%d/%m/%Y}.", field="month")


def check_counted(uncounted: Sequence[tuple[str, date]]) -> None:
    """`uncounted`: régies with the first day of cash that no closing of theirs covers. Raises `CashNotCounted`."""
    if uncounted:
        said = " ; ".join(f"{name}, depuis le {day:%d/%m/%Y}" for name, day in uncounted)
        raise CashNotCounted(f"Le régisseur compte et arrête d'abord la caisse : {said}.")


def booked_in_open_period(wanted: date, closed_until: date | None) -> date:
    """The day on which a fact is booked: its own, or the first open day after it."""
    return wanted if closed_until is None or wanted > closed_until else closed_until + timedelta(1)
