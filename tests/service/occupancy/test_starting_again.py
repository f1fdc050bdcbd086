"""An app may be stopped and started on another database; the tests rely on it, since making one takes a second or two."""

from datetime import date

from tests.support.stay_desk import Desk, open_desk
from tests.support.stock import Stock, unit
from tests.support.stores import Borrowed, migrated

DAY = date(2018, 1, 10)


async def offered(desk: Desk) -> list[str]:
    answer = await desk.send("GET", "/vacancies?first_day=2018-02-01")
    return [one["reference"] for one in answer.json()["items"]]


async def test_an_app_that_starts_again_knows_nothing_of_its_last_life(stores: Borrowed):
    async with open_desk(await migrated(stores, "occupancy"), Stock(unit(1)), DAY) as first:
        await first.stay("2018-01-10", last_day="2018-01-20")
        assert await offered(first) == ["L-001"]
        await first.app.state.relay.drain()
        app = first.app
    async with open_desk(await migrated(stores, "occupancy"), Stock(unit(2)), DAY) as second:
        assert second.app is app
        assert await offered(second) == ["L-002"]
        assert (await second.send("GET", "/contracts")).json()["items"] == []
        told = second.app.state.relay
        assert (told._told, told._told_at, told._stopping) == ({}, {}, False)


async def test_control_within_one_life_the_park_that_was_read_is_kept_a_moment(stores: Borrowed):
    stock = Stock(unit(1))
    async with open_desk(await migrated(stores, "occupancy"), stock, DAY) as desk:
        assert await offered(desk) == ["L-001"]
        stock.units = Stock(unit(2)).units
        assert await offered(desk) == ["L-001"]
