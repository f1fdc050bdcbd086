"""The mises en demeure for an attestation of insurance in the database."""

from uuid import UUID

import msgspec

from occupancy.domain.insurance_demands import InsuranceDemand
from occupancy.domain.notices import NoticeChannel
from occupancy.tables.insurances import InsuranceDemandRow


async def demands_of(contract_id: UUID) -> tuple[InsuranceDemand, ...]:
    """Those of a stay, first one first."""
    rows = (
        await InsuranceDemandRow.select()
        .where(InsuranceDemandRow.contract_id == contract_id)
        .order_by(InsuranceDemandRow.number)
    )
    return tuple(InsuranceDemand(**{**row, "channel": NoticeChannel(row["channel"])}) for row in rows)


async def insert_demand(one: InsuranceDemand) -> None:
    await InsuranceDemandRow.insert(InsuranceDemandRow(**{**msgspec.structs.asdict(one), "channel": one.channel.value}))
