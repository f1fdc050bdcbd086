"""Looking ahead over HTTP: the cost of an empty dwelling, the places lived in for long, the open points of a convention."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Struct

from alt_units.actions.watching import alerts_of, cost_of_vacancy
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.regimes import Basis, PartialMonthRule, Sourced
from alt_units.domain.stay_alerts import AlertKind
from kernel.db import Database
from kernel.errors import InvalidRequest
from kernel.law import Law

TAGS = ["Demandes d'aide"]


class MonthCostOut(Struct, frozen=True, kw_only=True):
    """A month: what it loses on both bases, then within what the ceiling leaves (`left_cents`), as the convention is read."""

    month: str
    convention_number: str
    rule: PartialMonthRule
    basis: Basis
    days: int
    planned_cents: int
    left_cents: int
    lost_by_availability_cents: int
    lost_by_occupation_cents: int
    lost_cents: int


class VacancyCostOut(Struct, frozen=True, kw_only=True):
    """The claimable allowance that is lost, other dwellings left aside. `unfunded_months`: no convention pays the unit then."""

    first_day: date
    last_day: date
    lost_by_availability_cents: int
    lost_by_occupation_cents: int
    lost_cents: int
    months: list[MonthCostOut]
    unfunded_months: list[str]


class StayAlertOut(Struct, frozen=True, kw_only=True):
    """A place lived in without a break since a day; `on`: when the delay is reached. Place 0: the whole unit."""

    kind: AlertKind
    unit_id: UUID
    reference: str
    place_number: int
    since: date
    on: date
    months: int
    source: Sourced


class StayAlertsOut(Struct, frozen=True, kw_only=True):
    """The dates to watch, soonest first."""

    items: list[StayAlertOut]


@get(
    "/v1/units/{unit_id:uuid}/vacancy-cost",
    operation_id="get_vacancy_cost",
    summary="Calculer l'aide perdue si un logement reste vide",
    tags=TAGS,
)
async def get_vacancy_cost(
    unit_id: FromPath[UUID],
    law: NamedDependency[Law],
    db: NamedDependency[Database],
    first_day: FromQuery[date],
    days: Annotated[int, QueryParameter(ge=1, le=366)],
) -> VacancyCostOut:
    check_claim_year(first_day)
    _, cost = await cost_of_vacancy(db, law, unit_id, first_day=first_day, days=days)
    last_day = cost.empty.last_day
    assert last_day is not None
    months = [
        MonthCostOut(
            month=str(one.month),
            **{name: getattr(one, name) for name in MonthCostOut.__struct_fields__ if name != "month"},
        )
        for one in cost.months
    ]
    return VacancyCostOut(
        first_day=cost.empty.first_day,
        last_day=last_day,
        lost_by_availability_cents=cost.lost_by_availability_cents,
        lost_by_occupation_cents=cost.lost_by_occupation_cents,
        lost_cents=cost.lost_cents,
        months=months,
        unfunded_months=[str(one) for one in cost.unfunded],
    )


@get("/v1/stay-alerts", operation_id="list_stay_alerts", summary="Lister les séjours longs à surveiller", tags=TAGS)
async def list_stay_alerts(law: NamedDependency[Law], today: NamedDependency[date]) -> StayAlertsOut:
    found = await alerts_of(law, today=today)
    items = [
        StayAlertOut(
            reference=unit.reference,
            **{name: getattr(alert, name) for name in StayAlertOut.__struct_fields__ if name != "reference"},
        )
        for unit, alert in found
    ]
    return StayAlertsOut(items=items)


def check_claim_year(day: date) -> None:
    """Raises `InvalidRequest` on a day before any allowance, or of another era."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR - 1:
        said = f"année entre {FIRST_YEAR} et {LAST_YEAR - 1} attendue"
        raise InvalidRequest(said, field="first_day")


HANDLERS = [get_vacancy_cost, list_stay_alerts]
