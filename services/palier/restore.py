"""Puts a backup back: everything is verified first, nothing that exists is ever replaced."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import msgspec
from msgspec.structs import replace
from pyrage.x25519 import Identity

from kernel.clock import SystemClock
from kernel.settings import KEPT_SECRET, Settings
from palier.backup import (
    MANIFEST,
    ORDER,
    BackupRefused,
    Manifest,
    Saved,
    counted_rows,
    digest,
    postgres_tool,
    run_tool,
    sqlite_path,
    verified_rows,
)
from palier.encryption import KeyRefused, decrypt
from palier.journals import say_restored
from palier.site import create_one


async def put_back(settings: Settings, folder: Path, keys: Sequence[Identity] = ()) -> Manifest:
    """Verify the whole backup, verify that every place is empty, then put each database back and count it again.

    `keys`: private keys, for an encrypted backup; it is opened beside nobody's eyes and never stays clear on the disk.
    Raises `BackupRefused` before anything is written when the backup is damaged, closed to these keys, or a place is taken.
    """
    manifest = read_manifest(folder)
    with tempfile.TemporaryDirectory(prefix="palier-restore-") as clear:
        opened = {name: _verified(name, manifest.services[name], folder, Path(clear), keys) for name in ORDER}
        secret = manifest.secret and _verified("secret", manifest.secret, folder, Path(clear), keys)
        for name in ORDER:
            await _verify_empty(name, manifest.services[name], settings.as_owner(name))
        for name in ORDER:
            await _put_one_back(manifest.services[name], opened[name], settings.as_owner(name))
        kept = settings.data / KEPT_SECRET
        if secret and kept.is_file() and kept.read_text() == settings.secret:  # just drawn: it protects nothing yet
            _copy(secret, kept, digest(secret))
            settings = replace(settings, secret=kept.read_text())
    for name, owner in settings.owners.items():
        await create_one(name, settings, SystemClock(settings.zone)).state.db.migrate(owner)
    await say_restored(settings)
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """What the backup says of itself. Raises `BackupRefused`."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise BackupRefused(f"{folder} n'est pas une sauvegarde complète : {MANIFEST} manque") from error
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise BackupRefused(f"{MANIFEST} est illisible : {error}") from error
    if set(manifest.services) != set(ORDER):
        raise BackupRefused(f"la sauvegarde doit contenir {', '.join(ORDER)}")
    return manifest


def _verified(name: str, saved: Saved, folder: Path, clear: Path, keys: Sequence[Identity]) -> Path:
    """The clear file of a saved one, itself or decrypted. Raises `BackupRefused`."""
    file = folder / saved.file
    if Path(saved.file).name != saved.file or not file.is_file():
        raise BackupRefused(f"{name} : le fichier {saved.file} manque")
    if file.stat().st_size != saved.size or digest(file) != saved.sha256:
        raise BackupRefused(f"{name} : {saved.file} n'est plus le fichier sauvegardé (empreinte différente)")
    if saved.clear_sha256:
        if not keys:
            raise BackupRefused("cette sauvegarde est chiffrée : donnez la clé privée (--key)")
        file = clear / Path(saved.file).stem
        try:
            decrypt(folder / saved.file, file, keys)
        except KeyRefused as refusal:
            raise BackupRefused(f"{name} : {refusal}") from refusal
        if digest(file) != saved.clear_sha256:
            raise BackupRefused(f"{name} : {saved.file} ne contient pas ce qui a été sauvegardé (empreinte différente)")
    if saved.engine == "sqlite" and verified_rows(file) != saved.rows:
        raise BackupRefused(f"{name} : {saved.file} ne contient pas les lignes annoncées")
    return file


async def _verify_empty(name: str, saved: Saved, url: str) -> None:
    engine = "sqlite" if url.startswith("sqlite:") else "postgresql"
    if engine != saved.engine:
        raise BackupRefused(f"{name} : sauvegardée depuis {saved.engine}, mais la base réglée ici est {engine}")
    if engine == "sqlite":
        taken = [path for path in _files(sqlite_path(url)) if path.exists()]
        if taken:
            raise BackupRefused(f"{name} : {taken[0]} existe déjà ; déplacez-le d'abord")
        return
    postgres_tool("pg_restore")
    connection = await asyncpg.connect(url, timeout=10)
    try:
        if await counted_rows(connection):
            raise BackupRefused(f"{name} : la base n'est pas vide ; créez-en une neuve")
    finally:
        await connection.close()


def _files(path: Path) -> list[Path]:
    return [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))]


async def _put_one_back(saved: Saved, file: Path, url: str) -> None:
    if saved.engine == "sqlite":
        await asyncio.to_thread(_copy, file, sqlite_path(url), saved.clear_sha256 or saved.sha256)
        return
    words = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    database = url.rpartition("/")[2].partition("?")[0]
    await run_tool(postgres_tool("pg_restore"), *words, f"--dbname={database}", str(file), url=url)
    connection = await asyncpg.connect(url, timeout=10)
    try:
        if await counted_rows(connection) != saved.rows:
            raise BackupRefused(f"{saved.file} : les lignes remises ne sont pas celles de la sauvegarde")
    finally:
        await connection.close()


def _copy(file: Path, target: Path, sha256: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    arriving = target.with_name(f"{target.name}.arriving")
    shutil.copyfile(file, arriving)
    arriving.chmod(0o600)
    with arriving.open("rb") as stream:
        os.fsync(stream.fileno())
    if digest(arriving) != sha256:
        arriving.unlink()
        raise BackupRefused(f"{target.name} : la copie diffère de l'original (disque ?)")
    arriving.rename(target)
