"""On PostgreSQL the account that answers requests need not own the tables: it does all its work, and nothing else (GOALS A2)."""

import secrets
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from kernel.db import Database
from kernel.engines import PgEngine
from kernel.migrations import MigrationRefused, entrust
from kernel.settings import SERVICES
from tests.conftest import Machine
from tests.support.site import a_town
from tests.support.small_town import SmallTown
from tests.support.stores import Borrowed, Prepare, migrated

pytestmark = pytest.mark.postgresql

TABLES = "from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
TRIGGERS = "from pg_trigger where not tgisinternal"
FUNCTIONS = "from pg_proc where pronamespace = 'public'::regnamespace"
REFUSED = {
    "empties a table": f"select format('truncate %s', oid::regclass) {TABLES}",
    "silences its triggers": f"select format('alter table %s disable trigger all', oid::regclass) {TABLES}",
    "drops one": f"select format('drop trigger %I on %s', tgname, tgrelid::regclass) {TRIGGERS}",
    "changes what one says": f"select format('alter function %s owner to current_user', oid::regprocedure) {FUNCTIONS}",
    "adds a column": f"select format('alter table %s add column more integer', oid::regclass) {TABLES}",
    "drops a table": f"select format('drop table %s cascade', oid::regclass) {TABLES}",
    "makes a table": "select 'create table more (id integer)'",
    "says what was migrated": "select 'delete from schema_migration'",
}
"""What the account that works must not do: the queries that list, from the catalogue, every order that would."""


class Entrusted(Borrowed):
    """Databases whose tables belong to one account, handed out as another that may only work on them."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine.postgres())
        self.account, self.password = f"worker_{secrets.token_hex(4)}", secrets.token_hex(16)
        self.owned: list[str] = []
        machine.server()._order(f"create role {self.account} login password '{self.password}'")

    async def copy(self, key: str, prepare: Prepare) -> str:
        """The address of one more copy of a prepared database, as the account that works."""
        owner = await super().copy(key, prepare)
        self.owned.append(owner)
        await let_work(owner, self.account)
        return self.as_worker(owner)

    def as_worker(self, owner: str) -> str:
        """The same address as the account that works."""
        parts = urlsplit(owner)
        return urlunsplit(parts._replace(netloc=f"{self.account}:{self.password}@{parts.netloc.rpartition('@')[2]}"))


async def let_work(owner: str, account: str) -> None:
    engine = PgEngine(owner)
    await engine.start_connection_pool()
    await entrust(engine, account)
    await engine.close_connection_pool()


@pytest.fixture
def entrusted(machine: Machine) -> Iterator[Entrusted]:
    lent = Entrusted(machine)
    yield lent
    lent.give_back()


async def done(url: str) -> dict[str, int]:
    """How many orders of each kind this account was not forbidden."""
    connection = await asyncpg.connect(url)
    try:
        return {what: await _allowed(connection, query) for what, query in REFUSED.items()}
    finally:
        await connection.close()


async def _allowed(connection: asyncpg.Connection, query: str) -> int:
    """Each order in a transaction of its own, taken back: how many were not refused for want of the right to."""
    orders = [row[0] for row in await connection.fetch(query)]
    assert orders
    allowed = 0
    for order in orders:
        around = connection.transaction()
        await around.start()
        try:
            await connection.execute(order)
            allowed += 1
        except asyncpg.InsufficientPrivilegeError:
            pass
        except asyncpg.PostgresError:  # let in, and refused by a trigger or by what leans on it
            allowed += 1
        finally:
            await around.rollback()
    return allowed


@pytest.mark.slow
async def test_a_whole_town_lives_under_an_account_that_cannot_touch_the_schema(entrusted: Entrusted) -> None:
    async with a_town(entrusted) as town:
        await SmallTown(town).live()
        db = town.app("occupancy").state.db
        before = await db.run("select pg_relation_filenode('answered_request') as file")
        await db.sweep(["answered_request"])
        assert await db.run("select pg_relation_filenode('answered_request') as file") != before
    assert len(entrusted.owned) == len(SERVICES)
    for owner in entrusted.owned:
        assert await done(entrusted.as_worker(owner)) == dict.fromkeys(REFUSED, 0)


async def test_control_the_owner_of_the_tables_could(entrusted: Entrusted) -> None:
    owner = await migrated(Borrowed(entrusted._stores), "occupancy")
    assert all((await done(owner)).values())


async def test_an_account_that_owns_nothing_is_told_who_must_bring_the_schema_up_to_date(
    entrusted: Entrusted, tmp_path: Path
) -> None:
    await migrated(entrusted, "staff")
    folder = tmp_path / "staff" / "migrations"
    folder.mkdir(parents=True)
    (folder / "9999_more.sql").write_text("create table more (id integer primary key not null);")
    ours = Path(import_module("staff").__file__ or "").parent / "migrations"
    for file in ours.glob("*.sql"):
        (folder / file.name).symlink_to(file)
    later = Database(entrusted.as_worker(entrusted.owned[0]), [], folder)
    with pytest.raises(MigrationRefused, match="palier migrate"):
        await later.migrate()
