"""A restoration rehearsed as one act: the last backup into a place of its own, verified as the real one would be, measured."""

import re
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from msgspec import Struct, structs
from pyrage.x25519 import Identity

from kernel.clock import SystemClock
from kernel.settings import Settings
from palier.backup import MANIFEST, ORDER, BackupRefused
from palier.invariants import broken_facts
from palier.restore import put_back
from palier.site import create_one


class Drill(Struct, frozen=True, kw_only=True):
    """What a rehearsal measured. `age_seconds`: how much would have been lost (RPO); the rest: how long to be back (RTO)."""

    backup: str
    made_at: str
    age_seconds: float
    restore_seconds: float
    verify_seconds: float
    rows: int
    facts: int
    contradicted: tuple[str, ...]


async def rehearse(settings: Settings, backups: Path, keys: Sequence[Identity] = ()) -> Drill:
    """Restore the newest backup of a folder elsewhere, verify it, remove it again. The town in use is never touched.

    Raises `BackupRefused` when there is none, it is damaged, or no place can be made for it.
    """
    folder = newest(backups)
    async with _a_place(settings) as place:
        began = time.monotonic()
        manifest = await put_back(place, folder, keys)
        restored = time.monotonic()
        checked = [await broken_facts(name, create_one(name, place, SystemClock()).state.db) for name in ORDER]
        verified = time.monotonic()
    age = datetime.now(UTC) - datetime.fromisoformat(manifest.made_at)
    return Drill(
        backup=folder.name,
        made_at=manifest.made_at,
        age_seconds=round(age.total_seconds(), 1),
        restore_seconds=round(restored - began, 2),
        verify_seconds=round(verified - restored, 2),
        rows=sum(sum(saved.rows.values()) for saved in manifest.services.values()),
        facts=sum(count for count, _ in checked),
        contradicted=tuple(sentence for _, found in checked for sentence in found),
    )


def newest(backups: Path) -> Path:
    """The backup of a folder whose name comes last: names are instants. Raises `BackupRefused`."""
    found = sorted(path for path in backups.iterdir() if (path / MANIFEST).is_file()) if backups.is_dir() else []
    if not found:
        raise BackupRefused(f"{backups} ne contient aucune sauvegarde complète")
    return found[-1]


@asynccontextmanager
async def _a_place(settings: Settings) -> AsyncIterator[Settings]:
    """Empty databases of the same engines, gone in the end."""
    with tempfile.TemporaryDirectory(prefix="palier-drill-") as folder:
        made: dict[str, str] = {}
        try:
            for name in ORDER:
                url = settings.database(name)
                made[name] = f"sqlite:{folder}/{name}" if url.startswith("sqlite:") else await _create(url)
            yield structs.replace(
                settings, data=Path(folder), databases=made, owners={}, backup_keys=(), checkpoints=None
            )
        finally:
            for name, url in made.items():
                if not url.startswith("sqlite:"):
                    await _order(settings.database(name), f'drop database if exists "{_database(url)}" with (force)')


async def _create(url: str) -> str:
    database = f"palier_drill_{secrets.token_hex(6)}"
    try:
        await _order(url, f'create database "{database}"')
    except asyncpg.InsufficientPrivilegeError as error:
        raise BackupRefused(
            "le compte de la base ne peut pas créer de base : pour répéter, donnez les adresses d'un autre serveur"
        ) from error
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _database(url: str) -> str:
    found = re.fullmatch(r"/(palier_drill_[0-9a-f]{12})", urlsplit(url).path)
    if found is None:
        raise AssertionError("only what a rehearsal made is ever dropped")
    return found[1]


async def _order(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
