"""Presence over HTTP: pushed by occupancy at the address of the unit's month, as often as it likes."""

from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions.presence import record_presence
from alt_units.api.contract import PresenceIn, PresenceListOut, PresenceOut
from alt_units.domain.presence import Presence
from alt_units.store import presence as store
from alt_units.store import units as unit_store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import InvalidRequest
from kernel.period import Month


@put(
    "/v1/units/{unit_id:uuid}/presence/{month:str}",
    operation_id="put_presence",
    summary="Déclarer la présence d'un mois",
    tags=["Présence"],
)
async def put_presence(
    unit_id: FromPath[UUID],
    month: FromPath[str],
    data: JSONBody[PresenceIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> PresenceOut:
    presence = data.presence(unit_id, _month(month), act.at)
    return PresenceOut.of(await once(act, Presence, record_presence(db, presence, act)))


@get(
    "/v1/units/{unit_id:uuid}/presence",
    operation_id="list_presence",
    summary="Lire la présence par mois",
    tags=["Présence"],
)
async def list_presence(unit_id: FromPath[UUID]) -> PresenceListOut:
    unit = await unit_store.find_unit(unit_id)
    return PresenceListOut(items=[PresenceOut.of(one) for one in await store.list_presence(unit.id)])


def _month(text: str) -> Month:
    try:
        month = Month.parse(text)
    except ValueError:
        raise InvalidRequest("Un mois comme 2015-03 est attendu.", field="month") from None
    if not 1990 <= month.year <= 2099 or str(month) != text:
        raise InvalidRequest("Un mois entre 1990-01 et 2099-12 est attendu.", field="month")
    return month


HANDLERS = [put_presence, list_presence]
