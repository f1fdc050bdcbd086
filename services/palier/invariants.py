"""Runs what each service says must always be true of its data."""

from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module

from kernel.db import Database

Invariant = Callable[[Database], Awaitable[list[str]]]
"""Reads a database; one French sentence for each fact that contradicts it."""


async def broken_facts(package: str, db: Database) -> tuple[int, list[str]]:
    """How many invariants a service has, and what contradicts them."""
    invariants = invariants_of(package)
    await db.open()
    try:
        return len(invariants), [sentence for invariant in invariants for sentence in await invariant(db)]
    finally:
        await db.close()


def invariants_of(package: str) -> Sequence[Invariant]:
    """The `INVARIANTS` of a service."""
    invariants: Sequence[Invariant] = import_module(f"{package}.invariants").INVARIANTS
    return invariants
