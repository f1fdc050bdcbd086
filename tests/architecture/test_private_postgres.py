"""The PostgreSQL of the tests is private: its own password, loopback only, never root, and nothing left behind."""

import os
from pathlib import Path

import asyncpg
import pytest

from tests.support.needs import CannotBeHad, go_without
from tests.support.postgres import GIVEN, OWNER, database_name, server, wait_for

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(GIVEN in os.environ, reason="a server was given: it is not ours to look into"),
]


async def ask(url: str, question: str, **given: str) -> object:
    connection = await asyncpg.connect(url, timeout=10, **given)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def test_a_private_server_asks_for_its_password_on_loopback_and_leaves_nothing() -> None:
    try:
        with server() as private:
            assert wait_for(ask(private.url, "show listen_addresses")) == "127.0.0.1"
            folder = Path(str(wait_for(ask(private.url, "show data_directory"))))
            assert folder.stat().st_uid != 0
            with pytest.raises(asyncpg.InvalidPasswordError):
                wait_for(ask(private.url, "select 1", password="guessed"))
            url = private.create()
            assert wait_for(ask(url, "select current_database() || current_user")) == database_name(url) + OWNER
            private.drop(url)
            with pytest.raises(asyncpg.InvalidCatalogNameError):
                wait_for(ask(url, "select 1"))
    except CannotBeHad as problem:
        go_without("PostgreSQL", problem)
    assert not folder.exists()
    with pytest.raises(OSError, match="Connect call failed"):
        wait_for(ask(private.url, "select 1"))
