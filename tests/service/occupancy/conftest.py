"""A desk on each engine in turn."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from tests.support.stay_desk import Desk, open_desk
from tests.support.stock import Stock, unit
from tests.support.stores import Borrowed, migrated


@pytest.fixture
async def database_url(stores: Borrowed) -> str:
    """A database of the service that nobody used yet, on each engine in turn."""
    return await migrated(stores, "occupancy")


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """On 10 January 2018: one whole T3, one shared T3 of two rooms, one T1 of the AML."""
    stock = Stock(unit(1), unit(2, places=2), unit(3, programme="AML", dwelling_type="t1"))
    async with open_desk(database_url, stock, date(2018, 1, 10)) as opened:
        yield opened
