"""The keeper of the machine asks whether the journals are whole, and is told where they are not."""

import io
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kernel.checkpoints import CHECKPOINT, Checkpoints
from kernel.settings import read_settings
from palier.cli import main

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new installation with its first account."""
    for name in list(os.environ):
        if name.startswith("PALIER_") and "TEST" not in name:
            monkeypatch.delenv(name)
    monkeypatch.setenv("PALIER_DATA", str(tmp_path))
    monkeypatch.setenv("PALIER_SECRET", SECRET)
    monkeypatch.setattr("sys.stdin", io.StringIO("gravier lanterne brume\n"))
    assert main(["first-account", "admin", "Administration Exemple"]) == 0
    return tmp_path


def tamper(house: Path, *statements: str) -> None:
    with closing(sqlite3.connect(house / "staff.sqlite")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_journal_left_alone_is_whole_and_a_changed_name_is_told(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify-journal"]) == 0
    said = capsys.readouterr().out
    assert "staff : 0 écritures scellées, 1 en attente, 0 points de contrôle" in said
    assert "Journal conforme." in said
    tamper(house, "drop trigger journal_immutable_update", "update journal set actor_name = 'Autre Exemple'")
    assert main(["verify-journal"]) == 1
    said = capsys.readouterr().out
    assert "FAUTE : une écriture sans maillon ne porte pas la marque du programme" in said
    assert "Journal NON CONFORME" in said


def test_an_end_cut_off_is_seen_by_what_another_host_collected(
    house: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    collected = tmp_path_factory.mktemp("collected")
    kept = Checkpoints(collected, read_settings(os.environ).secret, "staff")
    kept.append(CHECKPOINT, 1, "0" * 64, datetime(2026, 11, 23, 8, tzinfo=UTC))
    assert main(["verify-journal", "--checkpoints", str(collected)]) == 1
    said = capsys.readouterr().out
    assert "FAUTE : la fin manque : 1 maillons le 23/11/2026 08:00 UTC, 0 maintenant" in said


def test_a_backup_put_back_is_told_at_each_verification(
    house: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    saved = tmp_path_factory.mktemp("saved") / "backup"
    assert main(["verify-journal"]) == 0
    assert main(["backup", str(saved)]) == 0
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setenv("PALIER_DATA", str(elsewhere))
    assert main(["restore", str(saved)]) == 0
    capsys.readouterr()
    assert main(["verify-journal"]) == 0
    assert capsys.readouterr().out.count("sauvegarde remise en place le") == 3
