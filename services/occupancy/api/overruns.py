"""Overruns over the API: stays beyond the rule, and by what right. No household is named."""

from datetime import date
from typing import Self
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Struct

from kernel.acts import Act
from occupancy.domain.overruns import Overrun, OverrunKind
from occupancy.domain.units import Programme
from occupancy.store.overruns import all_overruns


class OverrunOut(Struct, frozen=True, kw_only=True):
    """One overrun. `last_day` absent: nobody has said until when. `days`: lived so far."""

    contract_id: UUID
    reference: str
    programme: Programme
    kind: OverrunKind
    first_day: date
    last_day: date | None
    days: int
    reason: str
    rehousing_plan: str

    @classmethod
    def of(cls, one: Overrun, today: date) -> Self:
        return cls(
            contract_id=one.contract.id,
            reference=one.contract.reference,
            programme=one.contract.programme,
            kind=one.kind,
            first_day=one.first_day,
            last_day=one.last_day,
            days=one.days(today),
            reason=one.reason,
            rehousing_plan=one.rehousing_plan,
        )


@get("/v1/overruns", operation_id="list_overruns", summary="Lister les dépassements", tags=["Contrats"])
async def list_overruns(act: NamedDependency[Act], running: FromQuery[bool] = True) -> list[OverrunOut]:
    """The most pressing first. `running` false: those of stays that have ended as well."""
    return [OverrunOut.of(one, act.today) for one in await all_overruns(act.today, running_only=running)]


HANDLERS = [list_overruns]
