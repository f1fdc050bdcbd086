"""Who leads support measures: an association or a service, its sector, how many households a month it takes on (seed 002)."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.period import Month
from occupancy.domain.support_measures import SupportMeasure


class OperatorNotFound(NotFound):
    """No operator has this id."""

    code, title = "support-operator-not-found", "Opérateur introuvable"


class OperatorExists(Conflict):
    """Two operators of one name could not be told apart."""

    code, title = "support-operator-exists", "Cet opérateur existe déjà"


class OperatorInactive(RuleBroken):
    """A measure is notified to an operator that still takes measures on."""

    code, title = "support-operator-inactive", "Opérateur inactif"


class CapacityWrong(RuleBroken):
    """The reinforced measures of an operator are part of its monthly capacity."""

    code, title = "support-capacity-wrong", "Capacité impossible"


class OperatorFacts(Struct, frozen=True, kw_only=True):
    """What staff say of an operator. `reinforced_capacity`: among the monthly ones."""

    name: str
    sector: str
    mode: str
    contact: str
    monthly_capacity: Annotated[int, Meta(ge=0, le=10_000)]
    reinforced_capacity: Annotated[int, Meta(ge=0, le=10_000)]
    is_active: bool


class SupportOperator(OperatorFacts, frozen=True, kw_only=True):
    """An operator as it is kept."""

    id: UUID
    version: int


def check_operator(facts: OperatorFacts) -> None:
    """Raises `CapacityWrong`."""
    if facts.reinforced_capacity > facts.monthly_capacity:
        raise CapacityWrong(
            "Les suivis renforcés sont compris dans la capacité mensuelle.", field="reinforced_capacity"
        )


def followed_in(measures: Iterable[SupportMeasure], first_day: date, last_day: date) -> int:
    """The households followed on at least one day of a period: what the monthly capacity is held against."""
    return sum(
        1
        for one in measures
        if one.started_on is not None
        and one.last_day is not None
        and one.started_on <= last_day
        and (one.ended_on or one.last_day) >= first_day
    )


def followed_by_month(measures: Iterable[SupportMeasure], months: Iterable[Month]) -> tuple[int, ...]:
    """The same, month by month."""
    known = tuple(measures)
    return tuple(followed_in(known, month.first_day, month.last_day) for month in months)
