"""Every column, kind of file and field of the log says what it is, why it is kept, how long, what becomes of it (GOALS E1)."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kernel.engines import LiteEngine
from kernel.http.logs import FIELDS
from kernel.migrations import migrate
from kernel.privacy import data_map
from kernel.privacy.data_map import MappedTable
from kernel.settings import SERVICES, Settings
from occupancy.documents.data_registers import kept_words, register_book, told_by
from occupancy.domain.data_eliminations import Stage, emptied, goes_whole
from occupancy.law import LAW
from tests.architecture.sources import ROOT

WRITTEN_BY_THE_FORMATTER = ("at", "level", "logger", "event", "trace")
NO_PLACE = [
    "mode",
    "owners",
    "services",
    "second_factor",
    "seal_seconds",
    "host",
    "metrics",
    "port",
    "public_address",
    "sign_in_provider",
    "traces",
    "mail",
    "zone",
    "organisation",
    "organisation_address",
    "api_pages",
]
"""Settings that say where nothing is kept."""

LETS_IT_PASS = ("contract_no_overlap_update", "referral_no_overlap_update", "sliding_lease_slid")
"""They look at days and places, which stay."""


async def schema(tmp_path: Path, service: str, more: Path | None = None) -> dict[str, list[str]]:
    """The tables and columns that the migrations of a service make."""
    folders = [ROOT / "services/kernel/sql", ROOT / f"services/{service}/migrations", *([more] if more else [])]
    engine = LiteEngine(str(tmp_path / f"{service}.sqlite"), foreign_keys=False)
    await engine.start_connection_pool()
    try:
        await migrate(engine, folders)
        rows = await engine.run_ddl(
            "select m.name as t, c.name as c from sqlite_master m, pragma_table_info(m.name) c"
            " where m.type = 'table' and m.name not like 'sqlite_%'"
        )
    finally:
        await engine.close_connection_pool()
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["t"], []).append(row["c"])
    return found


@pytest.mark.parametrize("service", SERVICES)
async def test_every_column_of_the_migrated_database_is_labelled_once(tmp_path: Path, service: str) -> None:
    assert data_map.unlabelled(service, await schema(tmp_path, service)) == []


async def test_a_column_that_nobody_labelled_is_seen(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more/9000_more.sql").write_text("alter table account add column nickname varchar(40);\n")
    found = await schema(tmp_path, "staff", tmp_path / "more")
    assert data_map.unlabelled("staff", found) == ["account.nickname : sans étiquette"]
    found["account"].remove("login")
    assert "account.login : n'existe pas" in data_map.unlabelled("staff", found)


def test_the_map_leads_somewhere() -> None:
    assert data_map.dangling() == []


def test_a_link_of_the_map_that_leads_nowhere_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = MappedTable(processing="hobby", kept="none", by="ghost_id>ghost", columns={"key": "id", "secrets": "x"})
    monkeypatch.setattr(data_map, "mapped", lambda service: {"thing": lost})
    monkeypatch.setattr(data_map, "labels", lambda service: [])
    assert len(data_map.dangling()) == 3 * 3


def test_every_label_has_words_in_french_for_its_purpose_its_basis_and_its_term() -> None:
    told = told_by(LAW, data_map.register().checked_on)
    assert all(kept_words(name, told) for name in data_map.rules().kept)
    book = register_book(told)
    columns = next(sheet for sheet in book if sheet.name == "Colonnes")
    assert len(columns.rows) == sum(1 for service in SERVICES for _ in data_map.labels(service))
    assert all(all(cell for cell in row) for row in columns.rows)
    assert not [row for sheet in book for row in sheet.rows if "{{" in str(row)]


def test_every_field_of_a_line_of_the_log_is_labelled() -> None:
    assert sorted(data_map.log_fields()) == sorted((*WRITTEN_BY_THE_FORMATTER, *FIELDS))
    assert {data_map.rules().category[one].journal for one in data_map.log_fields().values()} == {"as_is"}


def test_every_setting_that_says_where_something_is_kept_has_its_kind_of_file() -> None:
    named = {word for one in data_map.rules().file.values() for word in one.settings.split()}
    assert named == set(Settings.__struct_fields__) - set(NO_PLACE)


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_handed_over_is_never_an_agent_a_third_person_or_a_secret(service: str) -> None:
    assert not [
        one for one in data_map.labels(service) if one.export and one.category in ("agent", "third", "secret", "copy")
    ]


async def holding(tmp_path: Path, more: str = "") -> list[str]:
    """The triggers that would stop an erasure on a table that the map says to empty or destroy."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more/9000_more.sql").write_text(more or "select 1;\n")
    await schema(tmp_path, "occupancy", tmp_path / "more")
    asked = [("update", emptied(stage)) for stage in Stage] + [("delete", goes_whole(stage)) for stage in Stage]
    with closing(sqlite3.connect(tmp_path / "occupancy.sqlite")) as found:
        rows = found.execute("select name, tbl_name, sql from sqlite_master where type = 'trigger'").fetchall()
    return [
        name
        for name, table, sql in rows
        for verb, tables in asked
        if table in tables and f"before {verb} " in sql and "erasure_mark" not in sql and name not in LETS_IT_PASS
    ]


async def test_no_table_that_must_be_erased_one_day_stops_the_erasure(tmp_path: Path) -> None:
    assert await holding(tmp_path) == []


async def test_a_table_that_would_stop_it_is_seen(tmp_path: Path) -> None:
    more = "drop trigger receipt_immutable_update;\ncreate trigger receipt_immutable_update before update on receipt\n"
    assert await holding(tmp_path, more + "begin select raise(abort, 'no'); end;\n") == ["receipt_immutable_update"]
