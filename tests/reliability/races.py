"""Two thousand drafts that want the same few places, and a referee that compares every pair of stays."""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar
from uuid import UUID, uuid4

from msgspec.structs import replace

from kernel.acts import housekeeping
from kernel.db import Database
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.households import Household, Orientation, Situation
from occupancy.domain.places import clashes
from occupancy.store import contracts, households
from tests.unit.occupancy.stays import contract

UNITS, PLACES, AT_ONCE = 5, 4, 16
ATTEMPTS = int(os.environ.get("PALIER_RACES", "2000"))
FIRST = date(2018, 1, 1)
T, R = TypeVar("T"), TypeVar("R")


async def drafts(db: Database, seed: int, count: int = ATTEMPTS) -> list[Contract]:
    """Drafts on a few units over two years: one in six wants the whole unit."""
    chance = random.Random(seed)
    holder = Household(
        id=uuid4(),
        version=1,
        reference="M-2018-9999",
        last_name="Ménage Exemple",
        first_name="Exemple",
        situation=Situation.SINGLE,
        adults=1,
        children=0,
        phone=None,
        email=None,
        orientation=Orientation.SIAO,
        note="",
    )
    made = [_draft(chance, number, holder.id) for number in range(count)]
    async with housekeeping(db):
        await households.insert_household(holder)
        for number in range(1, UNITS + 1):
            await contracts.ensure_unit_lock(UUID(int=number))
        for one in made:
            await contracts.insert_contract(one)
    return made


def _draft(chance: random.Random, number: int, household_id: UUID) -> Contract:
    first_day = FIRST + timedelta(days=chance.randrange(700))
    plain = contract(
        first_day,
        first_day + timedelta(days=chance.randrange(1, 80)),
        place=0 if chance.random() < 1 / 6 else chance.randint(1, PLACES),
        status=ContractStatus.DRAFT,
        unit_id=UUID(int=chance.randint(1, UNITS)),
        household_id=household_id,
    )
    return replace(plain, reference=f"C-2018-{number:04d}")


async def at_once(work: Callable[[T], Awaitable[R]], items: Sequence[T], size: int = AT_ONCE) -> list[R]:
    """Do the work on all items, `size` at a time, in no promised order."""
    queue, results = list(reversed(items)), []

    async def one() -> None:
        while queue:
            results.append(await work(queue.pop()))

    await asyncio.gather(*(one() for _ in range(size)))
    return results


async def overlaps() -> int:
    """How many pairs of stays share a day on a place, counted without the help of the database."""
    stays = [one for number in range(1, UNITS + 1) for one in await contracts.occupying_contracts(UUID(int=number))]
    return sum(clashes(one, other) for one, other in combinations(stays, 2))
