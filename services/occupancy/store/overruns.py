"""The overruns of all stays, read together."""

from datetime import date

from occupancy.domain.contracts import ContractStatus
from occupancy.domain.overruns import Overrun, OverrunKind, overruns_of
from occupancy.store import contracts, renewals

_PRESSING = {kind: rank for rank, kind in enumerate(OverrunKind)}


async def all_overruns(today: date, *, running_only: bool) -> tuple[Overrun, ...]:
    """The most pressing kind first, then the oldest."""
    stays = [one for one in await contracts.all_occupying() if one.status is ContractStatus.SIGNED or not running_only]
    ids = {one.id for one in stays}
    derogations = await contracts.derogations_of(ids)
    overstays = await renewals.overstays_of_many(ids)
    found = [
        overrun
        for one in stays
        for overrun in overruns_of(one, derogations.get(one.id, ()), overstays.get(one.id, ()), today=today)
    ]
    return tuple(sorted(found, key=lambda one: (_PRESSING[one.kind], one.first_day, one.contract.reference)))
