"""The activity of a year over HTTP: pushed by occupancy at the address of the year, as often as it likes."""

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions.activity import record_activity
from alt_units.api.report_contract import ActivityIn, ActivityOut
from alt_units.domain.activity import Activity
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.store import activity as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound

TAGS = ["Rapports"]


@put("/v1/activity/{year:int}", operation_id="put_activity", summary="Déclarer l'activité d'une année", tags=TAGS)
async def put_activity(
    year: FromPath[int], data: JSONBody[ActivityIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> ActivityOut:
    told = data.told(_year(year), act.at)
    return ActivityOut.of(await once(act, Activity, record_activity(db, told, act)))


@get("/v1/activity/{year:int}", operation_id="get_activity", summary="Lire l'activité d'une année", tags=TAGS)
async def get_activity(year: FromPath[int]) -> ActivityOut:
    told = await store.find_activity(_year(year))
    if told is None:
        raise NotFound("L'activité de cette année n'est pas encore reçue.")
    return ActivityOut.of(told)


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("Cette année n'est pas gérée.")
    return year


HANDLERS = [put_activity, get_activity]
