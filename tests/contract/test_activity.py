"""The activity of a year, from a stay recorded in occupancy to the yearly file of alt_units, over the real contract."""

from palier.demo.people import AGENT, FINANCE
from tests.support.site import Town, a_town
from tests.support.small_town import SmallTown
from tests.support.stores import Borrowed


async def told(town: Town, year: int = 2026) -> dict[str, object]:
    assert await town.app("occupancy").state.relay.drain() == 0
    found: dict[str, object] = await town.desk.get(FINANCE, f"alt_units/v1/activity/{year}")
    return found


async def test_what_occupancy_counts_of_a_year_arrives_and_is_in_the_yearly_file(stores: Borrowed) -> None:
    async with a_town(stores) as town:
        await SmallTown(town).live()
        refused = await town.desk.get(AGENT, "occupancy/v1/referrals", status="refused")
        for one in refused["items"]:
            answering = f"occupancy/v1/referrals/{one['id']}/answers"
            await town.desk.post(AGENT, answering, {"sent_on": "2026-11-21"}, version=one["version"])
        found = await told(town)
        facts: dict[str, list[dict[str, object]]] = found["facts"]  # type: ignore[assignment]
        (alt,) = [one for one in facts["programmes"] if one["programme"] == "ALT"]
        assert (alt["entries"], alt["exits"], alt["households"], alt["present_households"]) == (2, 1, 2, 1)
        assert alt["exits_by"] == {"social_housing": 1}
        assert alt["genders"] == {"woman": 0, "man": 0, "unknown": 2}
        assert sum(alt["ages"].values()) == alt["adults"] + alt["children"]  # type: ignore[operator, attr-defined]
        assert alt["resources"] == {"unknown": 2}
        assert facts["refusals"] == {"composition": 1}
        assert set(facts["support"]) == {"access", "maintenance", "diagnosis"}
        shown = (await town.as_("finance").get("/logements/aides/statistiques?annee=2026")).text
        assert "Composition du ménage et logement" in shown
        assert "Maintien dans le logement" in shown
        due = sum(int(str(one["due_cents"])) for one in facts["fees"])
        collected = sum(int(str(one["collected_cents"])) for one in facts["fees"])
        assert due > collected > 0
        page = (await town.as_("finance").get("/logements/aides/dossier/2026")).text
        assert "Ménages accueillis dans l&#39;année" in page
        for name in ("Ménage Exemple A", "Ménage Exemple B"):
            assert name not in str(found)
            assert name not in page


async def test_telling_the_same_year_again_changes_nothing(stores: Borrowed) -> None:
    async with a_town(stores) as town:
        await SmallTown(town).live()
        once = await told(town)
        assert await told(town) == once
