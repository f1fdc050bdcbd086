"""The closing of the months of the ledger over the API."""

from datetime import date
from typing import Self
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.period import Month, MonthText
from occupancy.actions import periods as actions
from occupancy.domain.periods import PeriodClose, PeriodProposal
from occupancy.store import periods as store


class PeriodIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The month that is held to be complete."""

    month: MonthText


class PeriodOut(Struct, frozen=True, kw_only=True):
    """A month proposed, and who closed it when."""

    id: UUID
    month: str
    last_day: date
    proposed_on: date
    proposed_by_name: str
    closed_on: date | None
    closed_by_name: str | None

    @classmethod
    def of(cls, one: PeriodProposal, close: PeriodClose | None = None) -> Self:
        return cls(
            id=one.id,
            month=one.month,
            last_day=one.last_day,
            proposed_on=one.proposed_on,
            proposed_by_name=one.proposed_by_name,
            closed_on=close.closed_on if close else None,
            closed_by_name=close.closed_by_name if close else None,
        )


@get("/v1/periods", operation_id="list_periods", summary="Lire les mois clos ou proposés", tags=["Compte"])
async def list_periods() -> list[PeriodOut]:
    """The latest first."""
    return [PeriodOut.of(one, close) for one, close in await store.list_periods()]


@post("/v1/periods", operation_id="propose_period", summary="Proposer la clôture d'un mois", tags=["Compte"])
async def propose_period(
    data: JSONBody[PeriodIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> PeriodOut:
    """Once the month is over."""
    doing = actions.propose_period(db, Month.parse(data.month), act)
    return PeriodOut.of(await once(act, PeriodProposal, doing))


@post(
    "/v1/periods/{period_id:uuid}/closing",
    operation_id="close_period",
    summary="Clore un mois du grand livre",
    tags=["Compte"],
)
async def close_period(
    period_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> PeriodOut:
    """By another person than who proposed it. A closed month never opens again."""
    close = await once(act, PeriodClose, actions.close_period(db, period_id, act))
    return PeriodOut.of(await store.find_proposal(period_id), close)


HANDLERS = [list_periods, propose_period, close_period]
