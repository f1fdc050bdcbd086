"""What was told of a household outside, over the API."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from occupancy.actions import disclosures as actions
from occupancy.api.disclosure_contract import DisclosureIn, DisclosureOut
from occupancy.domain.disclosures import Disclosure
from occupancy.store import disclosures as store
from occupancy.store import households

_PATH = "/v1/households/{household_id:uuid}/disclosures"


@get(_PATH, operation_id="list_disclosures", summary="Lire les communications à des tiers", tags=["Ménages"])
async def list_disclosures(household_id: FromPath[UUID]) -> list[DisclosureOut]:
    """What was told, the latest first."""
    household = await households.find_household(household_id)
    return [DisclosureOut.of(one) for one in await store.disclosures_of(household.id)]


@post(_PATH, operation_id="record_disclosure", summary="Enregistrer une communication à un tiers", tags=["Ménages"])
async def record_disclosure(
    household_id: FromPath[UUID],
    data: JSONBody[DisclosureIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> DisclosureOut:
    """One thing told, once done. A landlord is never told the situation of the household."""
    recording = actions.record_disclosure(db, household_id, data.command(), act)
    return DisclosureOut.of(await once(act, Disclosure, recording))


HANDLERS = [list_disclosures, record_disclosure]
