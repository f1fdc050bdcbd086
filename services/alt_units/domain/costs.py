"""What the dwellings cost: rent upstream, charges, fluids, works, insurance, staff. Recorded once, corrected by reversal.

Ground: ALT-12 (circular of 22 January 1998: an allowance above the costs pays for more places), so that
« ALT + redevances − coûts » can be shown per dwelling. A cost over several months counts in equal parts, to the cent.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import split_evenly
from kernel.period import Month, Period

MOST_MONTHS = 12
"""A cost covers a year at most: what lasts longer is recorded year by year."""


class CostNotFound(NotFound):
    """No cost has this id."""

    code, title = "cost-not-found", "Dépense introuvable"


class CostAlreadyCancelled(Conflict):
    """A cost is reversed once, and a reversal is not reversed."""

    code, title = "cost-already-cancelled", "Dépense déjà annulée"


class CostMonthsWrong(RuleBroken):
    """A cost covers from one to twelve months, in their order."""

    code, title = "cost-months-wrong", "Mois de la dépense impossibles"


class CostKind(StrEnum):
    """What was paid for."""

    RENT = "rent"
    CHARGES = "charges"
    FLUIDS = "fluids"
    WORKS = "works"
    INSURANCE = "insurance"
    STAFF = "staff"
    OTHER = "other"


class CostFacts(Struct, frozen=True, kw_only=True):
    """What staff record. `unit_id` None: the whole park."""

    unit_id: UUID | None
    kind: CostKind
    first_month: Month
    last_month: Month
    amount_cents: int
    reference: str
    label: str


class Cost(CostFacts, frozen=True, kw_only=True):
    """A cost, or the reversal of another one, amount for amount."""

    id: UUID
    recorded_on: date
    recorded_by: str
    cancels_id: UUID | None


def check_months(facts: CostFacts) -> None:
    """Raises `CostMonthsWrong`."""
    if facts.last_month < facts.first_month:
        raise CostMonthsWrong("Le dernier mois précède le premier.", field="last_month")
    if facts.first_month.plus(MOST_MONTHS) <= facts.last_month:
        raise CostMonthsWrong(
            "Une dépense porte sur douze mois au plus : saisissez-la année par année.", field="last_month"
        )


def reversal(cost: Cost, known: Iterable[Cost], *, cost_id: UUID, on: date, by: str, reason: str) -> Cost:
    """The exact opposite of a cost. Raises `CostAlreadyCancelled`."""
    if cost.cancels_id is not None or any(one.cancels_id == cost.id for one in known):
        raise CostAlreadyCancelled("Cette dépense est déjà annulée, ou annule elle-même une autre.")
    return replace(
        cost,
        id=cost_id,
        amount_cents=-cost.amount_cents,
        label=reason,
        recorded_on=on,
        recorded_by=by,
        cancels_id=cost.id,
    )


def part_in(cost: CostFacts, window: Period) -> int:
    """What of a cost falls in the whole months of a window, in cents."""
    months = list(Period(cost.first_month.first_day, cost.last_month.last_day).months())
    return sum(
        part
        for month, part in zip(months, split_evenly(cost.amount_cents, len(months)), strict=True)
        if month.first_day in window
    )


def costs_in(costs: Sequence[Cost], window: Period) -> dict[UUID | None, int]:
    """Cents by dwelling in a window; under None, those of the whole park."""
    sums: dict[UUID | None, int] = {}
    for one in costs:
        if part := part_in(one, window):
            sums[one.unit_id] = sums.get(one.unit_id, 0) + part
    return sums
