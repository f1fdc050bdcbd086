"""Fresh databases for tests, on both engines: empty ones, and cheap copies of one prepared once."""

import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from kernel.db import Database
from tests.support.postgres import Server, roomy_memory

Prepare = Callable[[str], Awaitable[object]]
"""Brings the database at an address to the state to copy from: migrates it, loads it. Must leave no connection open."""


@contextmanager
def stores_folder(otherwise: Path) -> Iterator[Path]:
    """Where the SQLite files of a run live: in memory when there is room, since no test cuts the power.

    A commit waits for the disk; thousands of them took longer than what they write.
    """
    with tempfile.TemporaryDirectory(prefix="palier-", dir=roomy_memory() or otherwise) as folder:
        yield Path(folder)


class SqliteStores:
    """Databases that are files of one folder."""

    engine = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._prepared: dict[str, str] = {}

    def empty(self) -> str:
        """The address of a database that does not exist yet: SQLite makes it at the first connection."""
        return f"sqlite:{Path(tempfile.mkdtemp(dir=self.folder)) / 'store.sqlite'}"

    async def copy(self, key: str, prepare: Prepare) -> str:
        """A copy of the database that `prepare` made; `key` names it, and it is prepared once in a run."""
        if key not in self._prepared:
            url = self.empty()
            await prepare(url)
            self._prepared[key] = url
        url = self.empty()
        shutil.copyfile(self._prepared[key].removeprefix("sqlite:"), url.removeprefix("sqlite:"))
        return url

    def drop(self, url: str) -> None:
        """Forget one database."""
        shutil.rmtree(Path(url.removeprefix("sqlite:")).parent, ignore_errors=True)


class PostgresStores:
    """Databases of one server."""

    engine = "postgresql"

    def __init__(self, server: Server) -> None:
        self.server = server
        self._prepared: dict[str, str] = {}

    def empty(self) -> str:
        """The address of a new, empty database."""
        return self.server.create()

    async def copy(self, key: str, prepare: Prepare) -> str:
        """A copy of the database that `prepare` made; `key` names it, and it is prepared once in a run."""
        if key not in self._prepared:
            url = self.server.create()
            await prepare(url)
            self._prepared[key] = url
        return self.server.create(template=self._prepared[key])

    def drop(self, url: str) -> None:
        """Forget one database."""
        self.server.drop(url)

    def close(self) -> None:
        """Forget the prepared ones too."""
        for url in self._prepared.values():
            self.server.drop(url)


Stores = SqliteStores | PostgresStores


class Borrowed:
    """The databases of one test, dropped at its end. `engine` is `sqlite` or `postgresql`."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._lent: list[str] = []
        self.engine = stores.engine

    def empty(self) -> str:
        """The address of one more empty database."""
        return self._keep(self._stores.empty())

    async def copy(self, key: str, prepare: Prepare) -> str:
        """The address of one more copy of a prepared database."""
        return self._keep(await self._stores.copy(key, prepare))

    def _keep(self, url: str) -> str:
        self._lent.append(url)
        return url

    def give_back(self) -> None:
        """Drop them all."""
        while self._lent:
            self._stores.drop(self._lent.pop())


async def migrated(stores: Borrowed, service: str) -> str:
    """The address of a database of a service that nobody used yet, its tables made."""
    folder = Path(import_module(service).__file__ or "").parent / "migrations"

    async def prepare(url: str) -> None:
        await Database(url, [], folder).migrate()

    return await stores.copy(f"{service} migrated", prepare)
