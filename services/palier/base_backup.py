"""A PostgreSQL server brought back to any second: a base backup and the log (WAL) since, both encrypted (decision 0071).

The base backup holds the whole server, with every database of the installation. PostgreSQL copies each finished segment of its
log into a folder (`archive_command`); `ship_log` takes them from there, encrypted, to where backups are kept. Nothing that exists
is ever written over.
"""

import asyncio
import shutil
import tarfile
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from pyrage.x25519 import Identity, Recipient

from palier.backup import BackupRefused, a_new_folder, digest, postgres_tool, run_tool, sync, write
from palier.encryption import SUFFIX, KeyRefused, decrypt, encrypt

TOLD, BASE = "base.json", "base.tar"


class BaseBackup(Struct, frozen=True, kw_only=True):
    """What a base backup says of itself. `clear_sha256`: of what is inside, once opened."""

    made_at: str
    file: str
    size: int
    sha256: str
    clear_sha256: str


async def back_up_server(server: str, folder: Path, keys: Sequence[Recipient]) -> BaseBackup:
    """Save the server at an address whose account may replicate, into a folder that does not exist yet, the services in use.

    Verified by PostgreSQL's own manifest before it is closed. Raises `BackupRefused`; then nothing is left behind.
    """
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    with a_new_folder(folder) as work:
        tree = work / "base"
        words = [f"--pgdata={tree}", "--wal-method=stream", "--checkpoint=fast", "--no-password"]
        await run_tool(postgres_tool("pg_basebackup"), *words, url=server)
        await run_tool(postgres_tool("pg_verifybackup"), "--exit-on-error", str(tree), url=server)
        clear = await asyncio.to_thread(_packed, tree, work / BASE)
        sha256 = digest(clear)
        file = await asyncio.to_thread(encrypt, clear, keys)
        sync(file)
        size, closed = file.stat().st_size, digest(file)
        made = BaseBackup(made_at=made_at, file=file.name, size=size, sha256=closed, clear_sha256=sha256)
        write(work / TOLD, msgspec.json.format(msgspec.json.encode(made), indent=2))
    return made


def ship_log(archive: Path, kept: Path, keys: Sequence[Recipient]) -> int:
    """Encrypt the segments that PostgreSQL archived into the folder where they are kept, then take them out of the archive.

    A segment that is there already stays as it is: it was shipped by a run that was cut before it could remove the clear one.
    """
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    shipped = 0
    for segment in sorted(one for one in archive.iterdir() if one.is_file() and not one.name.startswith(".")):
        target = kept / f"{segment.name}{SUFFIX}"
        if not target.exists():
            with tempfile.TemporaryDirectory(prefix=".shipping-", dir=kept) as folder:
                copy = Path(folder) / segment.name
                shutil.copyfile(segment, copy)
                closed = encrypt(copy, keys)
                sync(closed)
                closed.rename(target)
            sync(kept)
            shipped += 1
        segment.unlink()
    return shipped


async def put_server_back(
    folder: Path, data: Path, keys: Sequence[Identity], *, log: Path | None = None, to: datetime | None = None
) -> BaseBackup:
    """Write a verified base backup into an empty data folder, ready to be started: it replays the log to `to`, or to its end.

    `log`: the folder of the shipped segments. Raises `BackupRefused` before anything is written where the backup is damaged,
    closed to these keys, or the place is taken.
    """
    told = _told(folder)
    if data.exists() and any(data.iterdir()):
        raise BackupRefused(f"{data} n'est pas vide ; donnez un dossier neuf")
    file = folder / told.file
    if Path(told.file).name != told.file or not file.is_file() or digest(file) != told.sha256:
        raise BackupRefused(f"{told.file} manque ou n'est plus le fichier sauvegardé (empreinte différente)")
    with tempfile.TemporaryDirectory(prefix="palier-base-") as clear:
        opened = Path(clear) / BASE
        _opened(file, opened, keys)
        if digest(opened) != told.clear_sha256:
            raise BackupRefused(f"{told.file} ne contient pas ce qui a été sauvegardé (empreinte différente)")
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tarfile.open(opened) as packed:
            packed.extractall(data, filter="data")
    await run_tool(postgres_tool("pg_verifybackup"), "--exit-on-error", str(data), url="postgresql://")
    segments = data / "restored_log"
    segments.mkdir(mode=0o700)
    for one in sorted(log.glob(f"*{SUFFIX}")) if log else ():
        _opened(one, segments / one.stem, keys)
    lines = [f'restore_command = \'cp "{segments}/%f" "%p"\'', "archive_mode = off", "recovery_target_action = promote"]
    lines += [f"recovery_target_time = '{to.isoformat()}'"] if to else []
    with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write("\n".join([*lines, ""]))
    (data / "recovery.signal").touch()
    return told


def _told(folder: Path) -> BaseBackup:
    try:
        return msgspec.json.decode((folder / TOLD).read_bytes(), type=BaseBackup)
    except (OSError, msgspec.DecodeError) as error:
        raise BackupRefused(
            f"{folder} n'est pas une sauvegarde de serveur complète : {TOLD} manque ou est illisible"
        ) from error


def _opened(file: Path, target: Path, keys: Sequence[Identity]) -> None:
    try:
        decrypt(file, target, keys)
    except KeyRefused as refusal:
        raise BackupRefused(str(refusal)) from refusal


def _packed(tree: Path, file: Path) -> Path:
    with tarfile.open(file, "w") as packed:
        for one in sorted(tree.iterdir()):
            packed.add(one, one.name)
    shutil.rmtree(tree)
    return file
