"""Puts a backup back: everything is verified first, nothing that exists is ever replaced."""

import asyncio
import os
import shutil
from pathlib import Path

import asyncpg
import msgspec

from kernel.settings import Settings
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


async def put_back(settings: Settings, folder: Path) -> Manifest:
    """Verify the whole backup, verify that every place is empty, then put each database back and count it again.

    Raises `BackupRefused` before anything is written when the backup is damaged or a place is taken.
    """
    manifest = read_manifest(folder)
    for name in ORDER:
        _verify(name, manifest.services[name], folder)
    for name in ORDER:
        await _verify_empty(name, manifest.services[name], settings.database(name))
    for name in ORDER:
        await _put_one_back(manifest.services[name], folder, settings.database(name))
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


def _verify(name: str, saved: Saved, folder: Path) -> None:
    file = folder / saved.file
    if Path(saved.file).name != saved.file or not file.is_file():
        raise BackupRefused(f"{name} : le fichier {saved.file} manque")
    if file.stat().st_size != saved.size or digest(file) != saved.sha256:
        raise BackupRefused(f"{name} : {saved.file} n'est plus le fichier sauvegardé (empreinte différente)")
    if saved.engine == "sqlite" and verified_rows(file) != saved.rows:
        raise BackupRefused(f"{name} : {saved.file} ne contient pas les lignes annoncées")


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


async def _put_one_back(saved: Saved, folder: Path, url: str) -> None:
    if saved.engine == "sqlite":
        await asyncio.to_thread(_copy, folder / saved.file, sqlite_path(url), saved)
        return
    words = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    database = url.rpartition("/")[2].partition("?")[0]
    await run_tool(postgres_tool("pg_restore"), *words, f"--dbname={database}", str(folder / saved.file), url=url)
    connection = await asyncpg.connect(url, timeout=10)
    try:
        if await counted_rows(connection) != saved.rows:
            raise BackupRefused(f"{saved.file} : les lignes remises ne sont pas celles de la sauvegarde")
    finally:
        await connection.close()


def _copy(file: Path, target: Path, saved: Saved) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    arriving = target.with_name(f"{target.name}.arriving")
    shutil.copyfile(file, arriving)
    arriving.chmod(0o600)
    with arriving.open("rb") as stream:
        os.fsync(stream.fileno())
    if digest(arriving) != saved.sha256:
        arriving.unlink()
        raise BackupRefused(f"{saved.file} : la copie diffère de l'original (disque ?)")
    arriving.rename(target)
