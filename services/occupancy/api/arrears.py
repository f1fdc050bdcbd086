"""Arrears over the API: who owes what, by age, what is advised, and what was done. Amounts are whole euro cents."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.text import TEXT
from occupancy.actions.arrears import Debt, RecordArrearsAct, gather_debt, gather_debts, record_arrears_act
from occupancy.domain.arrears import Step
from occupancy.domain.arrears_ladder import ActKind, ArrearsAct

Detail = Annotated[str, Meta(max_length=500, pattern=TEXT)]


class ArrearsOut(Struct, frozen=True, kw_only=True):
    """What a household owes. `bands`: due for up to 30, 60, 90 days, and longer. `step`: the one advised act, without legal
    effect; `why`: its ground; `held_by`: what holds it back, empty when nothing does; `caf_until`: the last day to tell the CAF.
    """

    household_id: UUID
    cents: int
    bands: tuple[int, ...]
    oldest_on: date
    days: int
    step: Step
    why: str
    held_by: str
    caf_until: date | None

    @classmethod
    def of(cls, one: Debt) -> Self | None:
        if one.arrears is None or one.advice is None:
            return None
        names = ("household_id", "cents", "bands", "oldest_on", "days")
        return cls(
            **{name: getattr(one.arrears, name) for name in names},
            step=one.advice.step,
            why=one.advice.why,
            held_by=one.advice.held_by,
            caf_until=one.alert.until if one.alert else None,
        )


class ArrearsList(Struct, frozen=True, kw_only=True):
    """Every household with a claim whose day has come, the largest debt first."""

    items: list[ArrearsOut]


class ArrearsActIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was done on which day. A pause says why (`detail`) and until when (`until`)."""

    kind: ActKind
    done_on: date
    detail: Detail = ""
    until: date | None = None

    def command(self) -> RecordArrearsAct:
        return RecordArrearsAct(**{name: getattr(self, name) for name in self.__struct_fields__})


class ArrearsActOut(Struct, frozen=True, kw_only=True):
    """One line of the diary. `claim_ids`: the entries for which a title is asked."""

    id: UUID
    kind: ActKind
    done_on: date
    until: date | None
    detail: str
    claim_ids: list[UUID]
    cents: int
    recorded_on: date
    recorded_by_name: str

    @classmethod
    def of(cls, one: ArrearsAct) -> Self:
        names = [name for name in cls.__struct_fields__ if name != "claim_ids"]
        return cls(**{name: getattr(one, name) for name in names}, claim_ids=[claim.claim_id for claim in one.claims])


class HouseholdArrearsOut(Struct, frozen=True, kw_only=True):
    """The debt of a household, None when nothing is late, and its diary, the oldest line first."""

    arrears: ArrearsOut | None
    held_by: str
    diary: list[ArrearsActOut]

    @classmethod
    def of(cls, one: Debt) -> Self:
        return cls(arrears=ArrearsOut.of(one), held_by=one.held_by, diary=[ArrearsActOut.of(act) for act in one.diary])


_ONE = "/v1/households/{household_id:uuid}/arrears"


@get("/v1/arrears", operation_id="list_arrears", summary="Lire les impayés par ancienneté", tags=["Compte"])
async def list_arrears(act: NamedDependency[Act]) -> ArrearsList:
    """As the accounts stand today."""
    return ArrearsList(items=[found for one in await gather_debts(act.today) if (found := ArrearsOut.of(one))])


@get(_ONE, operation_id="get_household_arrears", summary="Lire l'impayé d'un ménage et son journal", tags=["Compte"])
async def get_household_arrears(household_id: FromPath[UUID], act: NamedDependency[Act]) -> HouseholdArrearsOut:
    """What is owed, what is advised, and what was done."""
    return HouseholdArrearsOut.of(await gather_debt(household_id, act.today))


@post(
    f"{_ONE}/acts",
    operation_id="record_arrears_act",
    summary="Enregistrer un acte sur l'impayé d'un ménage",
    tags=["Compte"],
)
async def add_arrears_act(
    household_id: FromPath[UUID],
    data: JSONBody[ArrearsActIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> ArrearsActOut:
    """A reminder, an appointment, a title asked for, a pause, or what the comptable said."""
    doing = record_arrears_act(db, household_id, data.command(), act)
    return ArrearsActOut.of(await once(act, ArrearsAct, doing))


HANDLERS = [list_arrears, get_household_arrears, add_arrears_act]
