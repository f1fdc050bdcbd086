"""Migrations: plain SQL files, the same for both engines, with blocks where they differ. One file, one transaction.

In a file, `-- [sqlite]`, `-- [postgresql]` and `-- [all]` open a block; `-- [immutable name]` makes a table append-only on
both engines. A file is never edited once applied, and a database newer than the code is refused.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg

_BLOCK = re.compile(r"--\s*\[(sqlite|postgresql|all)\]\s*$")
_IMMUTABLE = re.compile(r"--\s*\[immutable (\w+)\]\s*$")
_LOCK = 715517
_KNOWN = {
    "sqlite": "select 1 from sqlite_master where name = 'schema_migration'",
    "postgresql": "select 1 from pg_class where oid = to_regclass('schema_migration')",
}
_WORK = (
    "grant usage on schema {schema} to {account}",
    "revoke create on schema {schema} from public, {account}",
    "grant select, insert, update, delete on all tables in schema {schema} to {account}",
    "grant usage, select on all sequences in schema {schema} to {account}",
    "revoke insert, update, delete on schema_migration from {account}",
)


class MigrationRefused(Exception):
    """The database and the code do not fit: newer schema, a file edited after it was applied, an account that owns nothing."""


def statements(text: str, dialect: str) -> Iterator[str]:
    """The SQL statements of a file for one engine, in order."""
    kept, pending = True, ""
    for line in text.splitlines(keepends=True):
        if block := _BLOCK.match(line.strip()):
            kept = block[1] in ("all", dialect)
            continue
        if immutable := _IMMUTABLE.match(line.strip()):
            yield from append_only(immutable[1], dialect)
            continue
        if not kept or line.lstrip().startswith("--"):
            continue
        pending += line
        whole = sqlite3.complete_statement(pending) if dialect == "sqlite" else pending.count("$$") % 2 == 0
        if line.rstrip().endswith(";") and whole:
            yield pending.strip()
            pending = ""
    if pending.strip():
        yield pending.strip()


def append_only(table: str, dialect: str) -> Iterator[str]:
    """Triggers that refuse to change or remove a posted row, named `<table>_immutable`."""
    name = f"{table}_immutable"
    if dialect == "sqlite":
        for verb in ("update", "delete"):
            yield (f"create trigger {name}_{verb} before {verb} on {table} begin select raise(abort, '{name}'); end;")
        return
    yield (
        f"create function {name}() returns trigger language plpgsql as $$ begin raise exception '{name}' "
        f"using errcode = '23514', constraint = '{name}'; end $$;"
    )
    yield (
        f"create trigger {name} before update or delete or truncate on {table} "
        f"for each statement execute function {name}();"
    )


async def migrate(engine: Any, folders: list[Path]) -> list[str]:
    """Apply what is missing, file by file, and say what was applied. Safe to run from several processes at once.

    Raises `MigrationRefused`.
    """
    dialect = "sqlite" if engine.engine_type == "sqlite" else "postgresql"
    files = [
        (f"{folder.parent.name}/{file.stem}", hashlib.sha256(text).hexdigest(), text.decode())
        for folder in folders
        for file in sorted(folder.glob("*.sql"))
        if (text := file.read_bytes())
    ]
    done: list[str] = []
    try:
        while applied := await _apply_next(engine, dialect, files):
            done.append(applied)
    except asyncpg.InsufficientPrivilegeError as error:
        raise MigrationRefused(
            "ce compte ne possède pas les tables : lancez « palier migrate » avec l’adresse de leur propriétaire"
            " (PALIER_…_OWNER)"
        ) from error
    return done


async def entrust(engine: Any, account: str) -> None:
    """Let a PostgreSQL account work on these tables without owning them (GOALS A2): it reads, adds, changes and removes rows,
    where triggers let it; it cannot drop or silence a trigger, empty a table, nor change the schema. Said again each time, since
    a migration may have made tables.
    """
    async with engine.transaction():
        rows = await engine.run_ddl(f"select quote_ident(current_schema()) as s, quote_ident('{_plain(account)}') as a")
        names = {"schema": rows[0]["s"], "account": rows[0]["a"]}
        for words in _WORK:
            await engine.run_ddl(words.format_map(names))


def _plain(account: str) -> str:
    return account.replace("'", "''")


async def level(engine: Any) -> str:
    """The last migration applied, or an empty string."""
    rows = await engine.run_ddl("select max(applied_at || ' ' || id) as last from schema_migration")
    return str(rows[0]["last"] or "").partition(" ")[2]


async def _apply_next(engine: Any, dialect: str, files: list[tuple[str, str, str]]) -> str | None:
    async with engine.transaction():
        run = engine.run_ddl
        if dialect == "postgresql":
            await run(f"select pg_advisory_xact_lock({_LOCK})")
        if not await run(_KNOWN[dialect]):
            await run(
                "create table schema_migration (id varchar(80) primary key not null,"
                " sha256 varchar(64) not null, applied_at varchar(40) not null)"
            )
        have = {row["id"]: row["sha256"] for row in await run("select id, sha256 from schema_migration")}
        if newer := set(have) - {name for name, *_ in files}:
            raise MigrationRefused(f"la base est plus récente que ce programme : {', '.join(sorted(newer))}")
        for name, sha, text in files:
            if name in have:
                if have[name] != sha:
                    raise MigrationRefused(f"{name} a été modifiée après avoir été appliquée")
                continue
            for statement in statements(text, dialect):
                await run(statement)
            if dialect == "sqlite" and await run("pragma foreign_key_check"):
                raise MigrationRefused(f"{name} laisse des références sans objet")
            row = f"'{name}', '{sha}', '{datetime.now(UTC).isoformat()}'"
            await run(f"insert into schema_migration values ({row})")  # noqa: S608  a file name and two values of ours
            return name
    return None
