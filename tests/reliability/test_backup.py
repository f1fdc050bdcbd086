"""A backup is only a backup when it has been verified, and a damaged one is refused before it replaces anything."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from kernel.settings import KEPT_SECRET, Mode, Settings
from palier.backup import MANIFEST, ORDER, BackupRefused, back_up, digest, sqlite_path
from palier.drill import rehearse
from palier.encryption import new_key, private_keys
from palier.pruning import prune, to_remove
from palier.restore import put_back
from tests.support.stores import Borrowed, migrated

DAMAGES = int(os.environ.get("PALIER_DAMAGES", "60"))
"""How many spoiled backups are tried; a thousand at night."""
CANARY = "Menage-Exemple-tres-reconnaissable"
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


@pytest.fixture
def keyed(tmp_path: Path) -> tuple[str, Path]:
    """A public key, and the file of the private one."""
    return new_key(tmp_path / "cle"), tmp_path / "cle"


async def named_town(stores: Borrowed, **more: object) -> Settings:
    settings = await running_town(stores)
    for name in ORDER:
        await order(
            settings.database(name), "create table person (name text)", f"insert into person values ('{CANARY}')"
        )
    return Settings(databases=settings.databases, **more)  # type: ignore[arg-type]


async def test_a_stolen_backup_says_no_name_and_opens_with_its_key_alone(
    stores: Borrowed, tmp_path: Path, keyed: tuple[str, Path]
) -> None:
    public, private = keyed
    town = await named_town(stores, backup_keys=(public,))
    await back_up(town, tmp_path / "saved")
    await back_up(Settings(databases=town.databases), tmp_path / "clear")
    assert any(CANARY.encode() in file.read_bytes() for file in (tmp_path / "clear").glob("*.sqlite")) == (
        stores.engine == "sqlite"  # a dump is compressed
    )
    assert not any(CANARY.encode() in file.read_bytes() for file in (tmp_path / "saved").iterdir())
    assert {file.suffix for file in (tmp_path / "saved").iterdir()} == {".age", ".json"}
    new_key(tmp_path / "autre")
    elsewhere = places(stores)
    with pytest.raises(BackupRefused, match="est chiffrée"):
        await put_back(elsewhere, tmp_path / "saved")
    with pytest.raises(BackupRefused, match="ne s'ouvre pas avec cette clé"):
        await put_back(elsewhere, tmp_path / "saved", private_keys(tmp_path / "autre"))
    manifest = await put_back(elsewhere, tmp_path / "saved", private_keys(private))
    assert manifest.services["staff"].rows == {"household": 3, "person": 1}
    assert [await households(elsewhere.database(name)) for name in ORDER] == [3, 3, 3]


async def test_in_production_a_backup_that_anybody_could_read_is_refused(stores: Borrowed, tmp_path: Path) -> None:
    town = await named_town(stores, mode=Mode.PRODUCTION)
    with pytest.raises(BackupRefused, match="chiffrée"):
        await back_up(town, tmp_path / "saved")
    with pytest.raises(BackupRefused, match="n'est pas une clé publique"):
        await back_up(Settings(databases=town.databases, backup_keys=("age1non",)), tmp_path / "saved")
    assert list(tmp_path.iterdir()) == []


async def test_the_secret_that_an_installation_drew_comes_back_with_its_data(
    tmp_path: Path, keyed: tuple[str, Path]
) -> None:
    data = tmp_path / "data"
    for name in ORDER:
        await order(f"sqlite:{data / name}.sqlite", *SCHEMA)
    (data / KEPT_SECRET).write_text("un secret tiré")
    await back_up(Settings(data=data, secret="un secret tiré", backup_keys=(keyed[0],)), tmp_path / "saved")
    new = tmp_path / "new"
    new.mkdir()
    (new / KEPT_SECRET).write_text("tiré à l'instant")
    await put_back(Settings(data=new, secret="tiré à l'instant"), tmp_path / "saved", private_keys(keyed[1]))
    assert (new / KEPT_SECRET).read_text() == "un secret tiré"


@pytest.mark.parametrize("closed", [True, False], ids=["encrypted", "clear"])
async def test_whatever_byte_is_spoiled_the_backup_is_refused_and_nothing_is_written(
    tmp_path: Path, keyed: tuple[str, Path], closed: bool, record_property: Callable[[str, object], None]
) -> None:
    for name in ORDER:
        await order(f"sqlite:{tmp_path / name}.sqlite", *SCHEMA)
    folder, keys = tmp_path / "saved", private_keys(keyed[1])
    await back_up(Settings(data=tmp_path, backup_keys=(keyed[0],) if closed else ()), folder)
    chance = random.Random(20261127)
    for _ in range(DAMAGES):
        file = chance.choice(sorted(path for path in folder.iterdir() if path.name != MANIFEST))
        whole = file.read_bytes()
        spoiled = bytearray(whole)
        if chance.random() < 0.3:
            del spoiled[chance.randrange(len(whole)) :]
        else:
            spoiled[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        file.write_bytes(spoiled)
        with pytest.raises(BackupRefused):
            await put_back(Settings(data=tmp_path / "new"), folder, keys)
        assert not (tmp_path / "new").exists()
        file.write_bytes(whole)
    await put_back(Settings(data=tmp_path / "new"), folder, keys)  # the control: whole again, it is taken
    record_property("n", DAMAGES)
    record_property("seed", 20261127)


async def test_a_rehearsal_restores_the_last_backup_elsewhere_verifies_it_and_leaves_nothing(
    stores: Borrowed, tmp_path: Path, keyed: tuple[str, Path]
) -> None:
    databases = {name: await migrated(stores, name) for name in ORDER}
    town = Settings(databases=databases, backup_keys=(keyed[0],), secret="x" * 40)
    await back_up(town, tmp_path / "20261126T000000Z")
    await back_up(town, tmp_path / "20261127T000000Z")
    found = await rehearse(town, tmp_path, private_keys(keyed[1]))
    assert (found.backup, found.contradicted) == ("20261127T000000Z", ())
    assert found.facts > 40
    assert found.rows > 50  # the migrations that each database counts
    assert 0 <= found.age_seconds < 600
    if stores.engine == "postgresql":
        connection = await asyncpg.connect(databases["staff"])
        left = await connection.fetch("select datname from pg_database where datname like 'palier_drill_%'")
        await connection.close()
        assert left == []


async def test_control_a_rehearsal_says_which_fact_the_saved_data_contradict(stores: Borrowed, tmp_path: Path) -> None:
    town = Settings(databases={name: await migrated(stores, name) for name in ORDER}, secret="x" * 40)
    regie = "00000000-0000-0000-0000-000000000001"
    await order(
        town.database("occupancy"),
        "insert into regie (id, version, code, name, founding_act, collects_fees, collects_deposits, opened_on)"
        f" values ('{regie}', 1, 'R', 'Régie exemple', 'Acte', true, true, '2026-01-01')",
        f"insert into receipt_counter values ('{regie}', 2026, 7)",
    )
    await back_up(town, tmp_path / "20261127T000000Z")
    found = await rehearse(town, tmp_path)
    assert [sentence.partition(",")[0] for sentence in found.contradicted] == [f"Régie {regie}"]


def test_a_month_of_backups_keeps_today_whole_one_a_day_before_and_none_beyond_its_time() -> None:
    now = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    made = [now - timedelta(hours=6 * step) for step in range(4 * 50)]
    gone = set(to_remove(made, now, days=35))
    kept = [at for at in made if at not in gone]
    assert min(kept) >= now - timedelta(days=35)
    assert [at for at in made if now - at <= timedelta(days=1)] == kept[:5]
    for back in range(2, 35):
        day = (now - timedelta(days=back)).date()
        assert [at for at in kept if at.date() == day] == [max(at for at in made if at.date() == day)]
    assert to_remove([now - timedelta(days=90)], now, days=35) == []  # the only one there is


async def test_an_old_backup_goes_and_what_is_no_backup_stays(tmp_path: Path) -> None:
    for name in ORDER:
        await order(f"sqlite:{tmp_path / 'data' / name}.sqlite", *SCHEMA)
    town = Settings(data=tmp_path / "data")
    for word in ("un", "deux"):
        await back_up(town, tmp_path / "kept" / word)
    (tmp_path / "kept" / "notes").mkdir()
    told = (tmp_path / "kept" / "un" / MANIFEST).read_text()
    year = str(datetime.now(UTC).year)
    (tmp_path / "kept" / "un" / MANIFEST).write_text(told.replace(f'"{year}-', f'"{int(year) - 1}-', 1))
    assert [path.name for path in prune(tmp_path / "kept", datetime.now(UTC), days=35)] == ["un"]
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["deux", "notes"]
