"""Saves every database into one folder, while they are in use, and verifies each copy before calling it a backup.

SQLite: `VACUUM INTO`, one consistent copy. PostgreSQL: `pg_dump` on an exported snapshot, counted in that same snapshot.
Occupancy is saved first, then alt_units: what occupancy has already sent is then always in the copy of alt_units.
With public keys (PALIER_BACKUP_KEYS) each file is encrypted for them once verified; in production there must be some. The
secret that an embedded installation drew is saved too, but only encrypted: without it seals and second factors are lost.
"""

import asyncio
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg
import msgspec
from msgspec import Struct, structs
from pyrage.x25519 import Recipient

from kernel.settings import KEPT_SECRET, Mode, Settings
from palier.encryption import KeyRefused, encrypt, public_keys

ORDER = ("occupancy", "alt_units", "staff")
MANIFEST = "manifest.json"


class BackupRefused(Exception):
    """The backup or the restoration will not be made, with the French sentence that says why."""


class Saved(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One saved database: its file, and what must be found in it. `clear_sha256`: of its content, when it is encrypted."""

    engine: str
    file: str
    size: int
    sha256: str
    rows: dict[str, int]
    clear_sha256: str = ""


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a backup holds. `made_at` is the UTC instant of its beginning: all that was acknowledged before is in it."""

    made_at: str
    services: dict[str, Saved]
    secret: Saved | None = None


async def back_up(settings: Settings, folder: Path) -> Manifest:
    """Save all databases into a folder that does not exist yet. Raises `BackupRefused`; then nothing is left behind."""
    try:
        keys = public_keys(settings.backup_keys)
    except KeyRefused as refusal:
        raise BackupRefused(str(refusal)) from refusal
    if settings.mode is Mode.PRODUCTION and not keys:
        raise BackupRefused(
            "en production une sauvegarde est chiffrée : « palier backup-key », puis PALIER_BACKUP_KEYS"
        )
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with a_new_folder(folder) as work:
        saved = {name: _closed(await _save(name, settings.database(name), work), work, keys) for name in ORDER}
        manifest = Manifest(made_at=made_at, services=saved, secret=_save_secret(settings, work, keys))
        write(work / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    return manifest


@contextmanager
def a_new_folder(folder: Path) -> Iterator[Path]:
    """A folder beside it to work in, which takes its name once the block is over; nothing is left of it when the block fails.

    Raises `BackupRefused` when the folder exists already.
    """
    if folder.exists():
        raise BackupRefused(f"{folder} existe déjà ; une sauvegarde se fait dans un dossier neuf")
    work = folder.with_name(f"{folder.name}.incomplete")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700, parents=True)
    try:
        yield work
        work.rename(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


async def _save(name: str, url: str, work: Path) -> Saved:
    if url.startswith("sqlite:"):
        file = work / f"{name}.sqlite"
        rows = await asyncio.to_thread(_save_sqlite, name, sqlite_path(url), file)
        engine = "sqlite"
    else:
        file = work / f"{name}.dump"
        rows = await _save_postgres(url, file)
        engine = "postgresql"
    file.chmod(0o600)
    sync(file)
    return Saved(engine=engine, file=file.name, size=file.stat().st_size, sha256=digest(file), rows=rows)


def _closed(saved: Saved, work: Path, keys: list[Recipient]) -> Saved:
    """The same, encrypted when there are keys."""
    if not keys:
        return saved
    file = encrypt(work / saved.file, keys)
    sync(file)
    told = {"file": file.name, "size": file.stat().st_size, "sha256": digest(file), "clear_sha256": saved.sha256}
    return structs.replace(saved, **told)


def _save_secret(settings: Settings, work: Path, keys: list[Recipient]) -> Saved | None:
    kept = settings.data / KEPT_SECRET
    if not keys or not kept.is_file() or kept.read_text() != settings.secret:
        return None
    file = work / KEPT_SECRET
    write(file, kept.read_bytes())
    return _closed(Saved(engine="", file=file.name, size=0, sha256=digest(file), rows={}), work, keys)


def _save_sqlite(name: str, source: Path, file: Path) -> dict[str, int]:
    if not source.exists():
        raise BackupRefused(f"la base de {name} n'existe pas encore ({source}) : il n'y a rien à sauvegarder")
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True, timeout=30)) as connection:
        connection.execute("vacuum into ?", (str(file),))
    return verified_rows(file)


def verified_rows(file: Path) -> dict[str, int]:
    """The number of rows of each table of a SQLite file. Raises `BackupRefused` when the file is damaged."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            whole = connection.execute("pragma integrity_check").fetchall() == [("ok",)]
            if not whole or connection.execute("pragma foreign_key_check").fetchall():
                raise BackupRefused(f"{file.name} est abîmé : la vérification de la base a échoué")
            tables = connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
            ).fetchall()
            return {table: _count(connection, table) for (table,) in tables}
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"{file.name} est illisible : {error}") from error


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'select count(*) from "{table}"').fetchone()[0])  # noqa: S608 - from its own schema


async def _save_postgres(url: str, file: Path) -> dict[str, int]:
    dump = postgres_tool("pg_dump")
    connection = await asyncpg.connect(url, timeout=10)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("select pg_export_snapshot()")
            words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={file}"]
            await run_tool(dump, *words, url=url)
            return await counted_rows(connection)
    finally:
        await connection.close()


async def counted_rows(connection: "asyncpg.Connection") -> dict[str, int]:
    """The number of rows of each table of a PostgreSQL database."""
    found = await connection.fetch("select tablename from pg_tables where schemaname = 'public' order by tablename")
    tables = [str(row["tablename"]) for row in found]
    return {table: int(await connection.fetchval(f'select count(*) from "{table}"')) for table in tables}  # noqa: S608


def postgres_tool(name: str) -> str:
    """The path of pg_dump or pg_restore, the newest installed. Raises `BackupRefused`."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if not found:
        raise BackupRefused(f"{name} est introuvable : installez le paquet postgresql-client de cette machine")
    return found


async def run_tool(tool: str, *words: str, url: str) -> None:
    """Run a PostgreSQL tool on a database. The password travels by the environment, never by the process list."""
    parts = urlsplit(url)
    asked = {"PGHOST": parts.hostname, "PGPORT": parts.port, "PGUSER": parts.username, "PGPASSWORD": parts.password}
    named = {key: unquote(str(value)) for key, value in asked.items() if value}
    env = {**os.environ, **named, "PGDATABASE": unquote(parts.path.lstrip("/"))}
    process = await asyncio.create_subprocess_exec(tool, *words, env=env, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    if process.returncode:
        raise BackupRefused(f"{Path(tool).name} a échoué : {said.decode(errors='replace').strip()[-400:]}")


def sqlite_path(url: str) -> Path:
    """The file that a `sqlite:` address names."""
    return Path(url.removeprefix("sqlite:").removeprefix("//"))


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write(file: Path, content: bytes) -> None:
    """A new file for its owner alone, on the disk."""
    file.touch(mode=0o600)
    file.write_bytes(content)
    sync(file)


def sync(path: Path) -> None:
    """Wait until a file, or the names of a folder, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
