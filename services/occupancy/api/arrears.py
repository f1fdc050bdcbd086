"""Arrears over the API: who owes what, by age. Amounts are whole euro cents."""

from datetime import date
from typing import Self
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from msgspec import Struct

from kernel.acts import Act
from occupancy.actions.arrears import gather_arrears
from occupancy.domain.arrears import Arrears, Step


class ArrearsOut(Struct, frozen=True, kw_only=True):
    """What a household owes. `bands`: due for up to 30, 60, 90 days, and longer; `step`: an advice, without legal effect."""

    household_id: UUID
    cents: int
    bands: tuple[int, ...]
    oldest_on: date
    days: int
    step: Step

    @classmethod
    def of(cls, one: Arrears) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class ArrearsList(Struct, frozen=True, kw_only=True):
    """Every household with a claim whose day has come, the largest debt first."""

    items: list[ArrearsOut]


@get("/v1/arrears", operation_id="list_arrears", summary="Lire les impayés par ancienneté", tags=["Compte"])
async def list_arrears(act: NamedDependency[Act]) -> ArrearsList:
    """As the accounts stand today."""
    return ArrearsList(items=[ArrearsOut.of(one) for one in await gather_arrears(act.today)])


HANDLERS = [list_arrears]
