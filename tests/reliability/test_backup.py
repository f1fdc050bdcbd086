"""A backup is only a backup when it has been verified, and a damaged one is refused before it replaces anything."""

import sqlite3
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from kernel.settings import Settings
from palier.backup import ORDER, BackupRefused, back_up, digest, sqlite_path
from palier.restore import put_back
from tests.support.stores import Borrowed

SCHEMA = ("create table household (id integer primary key)", "insert into household values (1), (2), (3)")


async def order(url: str, *statements: str) -> None:
    if url.startswith("sqlite:"):
        sqlite_path(url).parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(sqlite_path(url))) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def households(url: str) -> int:
    if url.startswith("sqlite:"):
        with closing(sqlite3.connect(sqlite_path(url))) as connection:
            return int(connection.execute("select count(*) from household").fetchone()[0])
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval("select count(*) from household"))
    finally:
        await connection.close()


def places(stores: Borrowed) -> Settings:
    return Settings(databases={name: stores.empty() for name in ORDER})


async def running_town(stores: Borrowed) -> Settings:
    settings = places(stores)
    for name in ORDER:
        await order(settings.database(name), *SCHEMA)
    return settings


async def test_a_restored_backup_holds_every_row(stores: Borrowed, tmp_path: Path) -> None:
    await back_up(await running_town(stores), tmp_path / "saved")
    elsewhere = places(stores)
    manifest = await put_back(elsewhere, tmp_path / "saved")
    assert manifest.services["occupancy"].rows == {"household": 3}
    assert [await households(elsewhere.database(name)) for name in ORDER] == [3, 3, 3]


async def test_what_is_committed_but_still_in_the_wal_is_in_the_backup(sqlite_url: str, tmp_path: Path) -> None:
    for name in ORDER:
        await order(f"sqlite:{tmp_path / name}", *SCHEMA)
    settings = Settings(databases={name: f"sqlite:{tmp_path / name}" for name in ORDER})
    with closing(sqlite3.connect(tmp_path / "occupancy")) as open_connection:
        open_connection.execute("pragma journal_mode=wal")
        open_connection.execute("insert into household values (4)")
        open_connection.commit()
        manifest = await back_up(settings, tmp_path / "saved")
        raw_copy = tmp_path / "raw"  # the control: copying the file alone misses it
        raw_copy.write_bytes((tmp_path / "occupancy").read_bytes())
    assert manifest.services["occupancy"].rows == {"household": 4}
    with closing(sqlite3.connect(raw_copy)) as copied:
        assert copied.execute("select count(*) from household").fetchone()[0] == 3


async def test_a_place_that_is_not_empty_is_never_overwritten(stores: Borrowed, tmp_path: Path) -> None:
    settings = await running_town(stores)
    await back_up(settings, tmp_path / "saved")
    await order(settings.database("staff"), "insert into household values (9)")
    with pytest.raises(BackupRefused):
        await put_back(settings, tmp_path / "saved")
    assert await households(settings.database("staff")) == 4


async def test_an_existing_folder_is_never_saved_over(stores: Borrowed, tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    with pytest.raises(BackupRefused, match="existe déjà"):
        await back_up(await running_town(stores), tmp_path / "saved")


async def test_a_failed_backup_leaves_nothing_behind(tmp_path: Path) -> None:
    settings = Settings(databases={name: f"sqlite:{tmp_path / 'absent' / name}" for name in ORDER})
    with pytest.raises(BackupRefused, match="n'existe pas encore"):
        await back_up(settings, tmp_path / "saved")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["bit", "truncated", "missing", "manifest", "rows", "escaping"])
async def test_a_damaged_backup_is_refused_before_anything_is_written(
    stores: Borrowed, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "saved"
    manifest = await back_up(await running_town(stores), folder)
    file = folder / manifest.services["alt_units"].file
    content = bytearray(file.read_bytes())
    told = (folder / "manifest.json").read_text()
    if damage == "bit":
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif damage == "truncated":
        file.write_bytes(content[:-100])
    elif damage == "missing":
        file.unlink()
    elif damage == "manifest":
        (folder / "manifest.json").write_text(told[: len(told) // 2])
    elif damage == "rows":
        (folder / "manifest.json").write_text(told.replace(manifest.services["staff"].sha256, "0" * 64))
    else:
        (folder / "manifest.json").write_text(told.replace(file.name, f"../{file.name}"))
    elsewhere = places(stores)
    with pytest.raises(BackupRefused):
        await put_back(elsewhere, folder)
    for name in ORDER:  # still empty: the same schema can be laid
        await order(elsewhere.database(name), *SCHEMA)


async def test_a_file_altered_together_with_its_fingerprint_is_still_recounted(tmp_path: Path) -> None:
    settings = Settings(databases={name: f"sqlite:{tmp_path / name}" for name in ORDER})
    for name in ORDER:
        await order(settings.database(name), *SCHEMA)
    await order(settings.database("staff"), "insert into household values (4)")
    folder = tmp_path / "saved"
    manifest = await back_up(settings, folder)
    saved = manifest.services["staff"]
    await order(f"sqlite:{folder / saved.file}", "delete from household where id = 1")
    told = (folder / "manifest.json").read_text().replace(saved.sha256, digest(folder / saved.file))
    (folder / "manifest.json").write_text(told)
    with pytest.raises(BackupRefused, match="lignes annoncées"):
        await put_back(Settings(data=tmp_path / "new"), folder)
