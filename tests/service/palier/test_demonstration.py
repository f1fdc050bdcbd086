"""The demonstration town: the founding case's park and figures, the same as on its pages, and a story with its accidents."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx

from kernel.clock import MovableClock
from kernel.http.identity import COOKIE
from kernel.settings import SERVICES, Settings
from palier.demo.clerk import Desk
from palier.demo.figures import read_figures
from palier.demo.load import load
from palier.demo.people import AGENT, FINANCE, PASSWORD, READER
from palier.invariants import invariants_of
from palier.site import create_site
from tests.support.apps import client_of, running
from tests.support.site import SECRET
from tests.support.stores import Borrowed

TODAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@asynccontextmanager
async def the_town(stores: Borrowed) -> AsyncIterator[Desk]:
    settings = Settings(databases={name: stores.empty() for name in SERVICES}, secret=SECRET)
    clock = MovableClock(TODAY)
    site = create_site(settings, clock)
    staff, alt_units, occupancy = site.apps.values()
    async with running(staff), running(alt_units), running(occupancy):
        desk = Desk(site, settings, clock)
        await load(desk, clock.today())
        clock.move_to(TODAY)
        yield desk
        await desk.close()


async def browser_of(desk: Desk, login: str) -> httpx.AsyncClient:
    client = client_of(desk.site)
    answer = await client.post("/api/staff/v1/sessions", json={"login": login, "password": PASSWORD})
    client.cookies.clear()
    token = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
    client.headers["cookie"] = f"{COOKIE}={token}"
    return client


async def page(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, path
    return answer.text


def plain(line: str) -> str:
    return line.replace("\u202f", " ").replace("\u00a0", " ")


async def test_the_town_tells_the_founding_figures_and_its_pages_show_the_same(stores: Borrowed) -> None:
    async with the_town(stores) as desk:
        figures = [plain(line) for line in await read_figures(desk)]
        assert "1 047,17 € par mois, 12 566,04 € par an" in figures[0]
        assert "980,49 €" in figures[1]
        assert "1 027,17 €" in figures[2]
        assert "supérieur au plafond 311,27 € : +20,00 €" in figures[3]
        assert "écart 331,27 €" in figures[4]

        finance = await browser_of(desk, "finance")
        assert "1 047,17 €" in plain(await page(finance, "/logements"))
        year = plain(await page(finance, "/logements/aides/rapprochement/2025"))
        assert "331,27 €" in year
        conventions = (await desk.get(FINANCE, "alt_units/v1/conventions"))["items"]
        signed = plain(await page(finance, f"/logements/conventions/{conventions[0]['id']}"))
        assert "+20,00 €" in signed
        assert "12 566,04 €" in signed
        await finance.aclose()

        convention, unit = conventions[0]["id"], (await desk.get(AGENT, "alt_units/v1/units"))["items"][0]["id"]
        for login in (READER.login, AGENT.login):
            await no_link_refuses(
                await browser_of(desk, login),
                f"/logements/conventions/{convention}",
                f"/logements/conventions/{convention}/points",
                f"/logements/{unit}",
            )
        await no_link_refuses(await browser_of(desk, READER.login), "/logements/aides/dossier/2026")

        await tells_its_story(desk)
        for name, app in desk.site.apps.items():
            for invariant in invariants_of(name):
                assert await invariant(app.state.db) == []


async def no_link_refuses(browser: httpx.AsyncClient, *paths: str) -> None:
    """Whoever may read a page may open what it links to: no act is offered that would be refused."""
    for path in paths:
        for href in set(re.findall(r'<a[^>]* href="(/(?:logements|sejours)[^"#?]*)', await page(browser, path))):
            assert (await browser.get(href)).status_code != 403, f"{path} offers {href}"
    await browser.aclose()


async def tells_its_story(desk: Desk) -> None:
    """Ten dwellings, three of them ALT for four households, and a sub-let beside them; arrears, a renewal, a deposit kept."""
    listed = (await desk.get(AGENT, "alt_units/v1/units"))["items"]
    units = [unit for unit in listed if unit["reference"] != "BG-01"]
    (sliding,) = (await desk.get(AGENT, "occupancy/v1/sliding-leases"))["items"]
    assert (sliding["state"], len(listed) - len(units)) == ("sublet_active", 1)
    assert [unit["programme"] for unit in units].count("ALT") == 3
    assert len(units) == 10
    assert sum(max(1, len(unit["places"])) for unit in units if unit["programme"] == "ALT") == 4

    contracts = await every(desk, "occupancy/v1/contracts")
    assert min(one["first_day"] for one in contracts).startswith("2024")
    terms = [await desk.get(AGENT, f"occupancy/v1/contracts/{one['id']}/terms") for one in contracts]
    assert any(len(one) == 2 for one in terms)
    settled = [await desk.get(AGENT, f"occupancy/v1/contracts/{one['id']}/deposit-settlements") for one in contracts]
    assert [one["withheld_cents"] for group in settled for one in group if one["withheld_cents"]] == [4500]
    late = set()
    for contract in contracts:
        account = await desk.get(AGENT, f"occupancy/v1/households/{contract['household_id']}/account")
        late |= {contract["household_id"] for one in account["due"] if one["due_on"] < "2026-10-15"}
    assert len(late) == 1
    assert await desk.site.apps["occupancy"].state.relay.drain() == 0


async def every(desk: Desk, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        query = {"limit": 200} | ({"after": after} if after else {})
        answer = await desk.get(AGENT, path, **query)
        found += answer["items"]
        after = answer["next"]
        if not after:
            return found
