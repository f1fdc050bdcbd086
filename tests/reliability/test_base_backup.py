"""A PostgreSQL server lost, and brought back to a second after its last base backup; nothing of it is kept in clear (B9)."""

import asyncio
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pyrage.x25519 import Identity

from palier import base_backup
from palier.backup import BackupRefused
from palier.base_backup import back_up_server, put_server_back, ship_log
from tests.benchmarks.point_in_time import Cluster
from tests.support.postgres import make_home

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

CANARY = "Canari-Exemple"
KEY, OTHER = Identity.generate(), Identity.generate()


@pytest.fixture
def first() -> Iterator[Cluster]:
    home = make_home()
    cluster = Cluster(home, "first")
    cluster.archive.mkdir()
    if cluster.account:
        for folder in (home, cluster.archive):
            os.chown(folder, cluster.account.pw_uid, cluster.account.pw_gid)
    cluster.make()
    yield cluster
    shutil.rmtree(home, ignore_errors=True)


async def order(cluster: Cluster, sql: str, *values: Any) -> Any:
    connection = await asyncpg.connect(cluster.url)
    try:
        return await connection.fetchval(sql, *values)
    finally:
        await connection.close()


async def restored(first: Cluster, name: str, folder: Path, **more: Any) -> list[str]:
    """The rows of a server put back from a backup."""
    again = Cluster(first.home, name)
    await put_server_back(folder, again.data, [KEY], **more)
    if again.account:
        for path in (again.data, *again.data.rglob("*")):
            os.chown(path, again.account.pw_uid, again.account.pw_gid)
    with again.running():
        while await order(again, "select pg_is_in_recovery()"):  # noqa: ASYNC110 - another process ends it
            await asyncio.sleep(0.05)
        return [str(one) for one in await order(again, "select array_agg(word order by word) from thing")]


async def test_a_server_comes_back_to_the_second_wanted_from_what_was_kept_encrypted(
    first: Cluster, tmp_path: Path
) -> None:
    base, log = tmp_path / "base", tmp_path / "log"
    with first.running():
        await order(first, "create table thing (word text)")
        await order(first, "insert into thing values ($1)", f"1 {CANARY}")
        await back_up_server(first.url, base, [KEY.to_public()])
        await order(first, "insert into thing values ('2 after the backup')")
        wanted = await order(first, "select clock_timestamp()")
        await order(first, "insert into thing values ('3 too late')")
        segment = await order(first, "select pg_walfile_name(pg_switch_wal())")
        until = time.monotonic() + 60
        while not (first.archive / segment).exists() and time.monotonic() < until:  # noqa: ASYNC110 - PostgreSQL's own work
            await asyncio.sleep(0.1)
    assert ship_log(first.archive, log, [KEY.to_public()]) >= 1
    assert [one.name for one in first.archive.iterdir() if not one.name.startswith(".")] == []
    for kept in (*base.iterdir(), *log.iterdir()):
        assert CANARY.encode() not in kept.read_bytes(), kept
    shutil.rmtree(first.data)

    assert await restored(first, "second", base, log=log, to=wanted) == [f"1 {CANARY}", "2 after the backup"]
    assert await restored(first, "newest", base, log=log) == [f"1 {CANARY}", "2 after the backup", "3 too late"]
    assert await restored(first, "alone", base) == [f"1 {CANARY}"], (
        "the control: without the log, what came after is lost"
    )

    with pytest.raises(BackupRefused, match="n'est pas vide"):
        await put_server_back(base, first.home / "alone", [KEY])
    with pytest.raises(BackupRefused, match="ne s'ouvre pas"):
        await put_server_back(base, tmp_path / "closed", [OTHER])
    file = base / "base.tar.age"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(BackupRefused, match="empreinte"):
        await put_server_back(base, tmp_path / "damaged", [KEY])
    assert not (tmp_path / "closed").exists()
    assert not (tmp_path / "damaged").exists()


def test_a_segment_is_taken_away_once_it_is_kept_and_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, log = tmp_path / "archive", tmp_path / "log"
    archive.mkdir()
    (archive / "000000010000000000000001").write_bytes(b"first")
    (archive / ".000000010000000000000002").write_bytes(b"half")
    usual = Path.unlink

    def cut(path: Path, **more: Any) -> None:
        if path.parent == archive:
            raise KeyboardInterrupt
        usual(path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(base_backup.Path, "unlink", cut)
        with pytest.raises(KeyboardInterrupt):
            ship_log(archive, log, [KEY.to_public()])
    kept = (log / "000000010000000000000001.age").read_bytes()
    assert ship_log(archive, log, [KEY.to_public()]) == 0
    assert (log / "000000010000000000000001.age").read_bytes() == kept
    assert [one.name for one in archive.iterdir()] == [".000000010000000000000002"]
    assert [one.name for one in log.iterdir()] == ["000000010000000000000001.age"]
