"""The mises en demeure for an attestation of insurance over the API."""

from datetime import date
from typing import Self
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from occupancy.actions import insurance_demands as actions
from occupancy.domain.insurance_demands import InsuranceDemand
from occupancy.domain.notices import NoticeChannel
from occupancy.store import contracts
from occupancy.store import insurance_demands as store

_PATH = "/v1/contracts/{contract_id:uuid}/insurance-demands"


class InsuranceDemandIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day it was sent, and how."""

    sent_on: date
    channel: NoticeChannel


class InsuranceDemandOut(Struct, frozen=True, kw_only=True):
    """A mise en demeure. The month that runs from it is among the deadlines."""

    id: UUID
    contract_id: UUID
    number: int
    sent_on: date
    channel: NoticeChannel

    @classmethod
    def of(cls, one: InsuranceDemand) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


@get(
    _PATH,
    operation_id="list_insurance_demands",
    summary="Lire les mises en demeure d'assurance",
    tags=["Contrats"],
)
async def list_insurance_demands(contract_id: FromPath[UUID]) -> list[InsuranceDemandOut]:
    """Those of a stay, first one first."""
    contract = await contracts.find_contract(contract_id)
    return [InsuranceDemandOut.of(one) for one in await store.demands_of(contract.id)]


@post(
    _PATH,
    operation_id="demand_insurance",
    summary="Enregistrer une mise en demeure d'assurance",
    tags=["Contrats"],
)
async def demand_insurance(
    contract_id: FromPath[UUID],
    data: JSONBody[InsuranceDemandIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> InsuranceDemandOut:
    """One month runs from the day it was sent."""
    doing = actions.demand_insurance(db, contract_id, data.sent_on, data.channel, act)
    return InsuranceDemandOut.of(await once(act, InsuranceDemand, doing))


HANDLERS = [list_insurance_demands, demand_insurance]
