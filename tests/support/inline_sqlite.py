"""SQLite without its thread, for runs of ten thousand lives by one clerk: each query costs what it does, no hand-over.

The engine, its transactions and its pragmas are the program's own; only the driver's hand-over to a thread is left out.
"""

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import aiosqlite
import pytest


class Inline:
    """A connection with the few methods of `aiosqlite` that the engine calls."""

    _real: sqlite3.Connection

    def __init__(self, **options: Any) -> None:
        self._real = sqlite3.connect(**options)

    def __await__(self) -> Generator[Any, None, "Inline"]:
        yield from ()
        return self

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "row_factory":
            self._real.row_factory = value
        else:
            super().__setattr__(name, value)

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction

    async def execute(self, *query: Any) -> sqlite3.Cursor:
        return self._real.execute(*query)

    async def execute_fetchall(self, *query: Any) -> list[Any]:
        return self._real.execute(*query).fetchall()

    async def executemany(self, *query: Any) -> sqlite3.Cursor:
        return self._real.executemany(*query)

    async def commit(self) -> None:
        self._real.commit()

    async def rollback(self) -> None:
        self._real.rollback()

    async def close(self) -> None:
        self._real.close()


@contextmanager
def inline_sqlite() -> Iterator[None]:
    """While it lasts, connections to SQLite have no thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aiosqlite, "connect", Inline)
        yield
