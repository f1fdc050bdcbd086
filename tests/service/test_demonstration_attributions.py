"""The demonstration of attributions: one dossier in analysis, one that came too late, and nothing that must never happen."""

from datetime import date

from occupancy.attribution_invariants import ATTRIBUTION_INVARIANTS
from palier.demo.attributions import live_attributions
from palier.demo.people import AGENT
from tests.support.site import a_town
from tests.support.stores import Borrowed

TODAY = date(2026, 11, 26)


async def test_the_demonstration_shows_a_dossier_in_analysis_and_one_that_came_too_late(stores: Borrowed) -> None:
    async with a_town(stores) as town:
        await live_attributions(town.desk, TODAY)
        found = (await town.desk.get(AGENT, "occupancy/v1/attributions"))["items"]
        late, in_time = [await town.desk.get(AGENT, f"occupancy/v1/attributions/{one['id']}") for one in found]
        assert (late["state"], late["is_late"]) == ("transmitted", True)
        assert (in_time["state"], in_time["is_late"]) == ("in_analysis", False)
        db = town.app("occupancy").state.db
        assert [words for one in ATTRIBUTION_INVARIANTS for words in await one(db)] == []
