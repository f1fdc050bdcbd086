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

_BLOCK = re.compile(r"--\s*\[(sqlite|postgresql|all)\]\s*$")
_IMMUTABLE = re.compile(r"--\s*\[immutable (\w+)\]\s*$")
_LOCK = 715517


class MigrationRefused(Exception):
    """The database and the code do not fit: newer schema, or a file edited after it was applied."""


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
    while applied := await _apply_next(engine, dialect, files):
        done.append(applied)
    return done


async def level(engine: Any) -> str:
    """The last migration applied, or an empty string."""
    rows = await engine.run_ddl("select max(applied_at || ' ' || id) as last from schema_migration")
    return str(rows[0]["last"] or "").partition(" ")[2]


async def _apply_next(engine: Any, dialect: str, files: list[tuple[str, str, str]]) -> str | None:
    async with engine.transaction():
        run = engine.run_ddl
        if dialect == "postgresql":
            await run(f"select pg_advisory_xact_lock({_LOCK})")
        await run(
            "create table if not exists schema_migration (id varchar(80) primary key not null,"
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
