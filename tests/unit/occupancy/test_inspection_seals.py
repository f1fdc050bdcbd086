"""Seals: a copy is checked by its files and the published key alone; a changed letter or byte, another key are seen."""

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kernel.errors import InvalidRequest
from kernel.sealing import is_sealed, public_key, signature_of
from occupancy.domain.inspection_content import photos_of
from occupancy.domain.inspection_photos import PhotoFacts
from occupancy.domain.inspection_seals import check_seal, digest, read_seal, record_of, sealed
from palier.cli import main
from tests.support.inspected import signed_inspection, stay

SECRET, OTHER = "un secret de test assez long pour sceller", "un autre secret de test, tout aussi long"
AT = datetime(2026, 11, 26, 10, 5, 30, 123456, tzinfo=UTC)
PDF = b"%PDF-1.7 exemple"


def record(photos: int = 2) -> str:
    inspection = signed_inspection(photos)
    known = {
        one: PhotoFacts(
            id=one, inspection_id=inspection.id, subject_id=subject, taken_at=AT, received_at=AT, received_by="A",
            sent_sha256="0" * 64, sha256="1" * 64, width=1, height=1,
        )
        for one, subject in photos_of(inspection.content, inspection.id).items()
    }  # fmt: skip
    return record_of(inspection, stay(), None, known, organisation="CCAS de Commune-Exemple")


def test_what_was_sealed_is_recognised_by_its_files_and_the_published_key():
    seal = sealed(record(), PDF, at=AT, secret=SECRET)
    again = read_seal(msgspec.json.encode(seal))
    found = check_seal(again, pdf_sha256=digest(PDF), keys=(public_key(SECRET),))
    assert found.holds
    assert (found.record, found.seal, found.pdf, found.key) == (True, True, True, True)
    said = json.loads(again.record)
    assert [one["name"] for one in said["signatures"]] == ["Ménage Exemple A", "Agent Exemple"]
    assert len(said["photos"]) == 2
    assert again.record == json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_whatever_is_changed_afterwards_is_seen():
    seal = sealed(record(), PDF, at=AT, secret=SECRET)
    changed = seal.record.replace("Logement propre", "Logement sale")
    assert changed != seal.record
    for forged in (
        replace(seal, record=changed),
        replace(seal, record=changed, record_sha256=digest(changed.encode())),
        replace(seal, sealed_at=AT.replace(year=2025)),
        replace(seal, pdf_sha256=digest(b"autre")),
        replace(seal, signature=signature_of(OTHER, b"x")),
        replace(seal, public_key=public_key(OTHER)),
        replace(seal, public_key="rien"),
    ):
        assert not check_seal(forged).holds
    assert not check_seal(seal, pdf_sha256=digest(PDF + b"\n")).holds
    forged = sealed(changed, PDF, at=AT, secret=OTHER)
    assert check_seal(forged).holds, "a whole forgery holds together"
    assert not check_seal(forged, keys=(public_key(SECRET),)).holds, "and is not the CCAS's"


def test_a_seal_of_another_purpose_or_of_nothing_is_none():
    assert is_sealed(b"x", signature_of(SECRET, b"x"), public_key(SECRET))
    assert not is_sealed(b"y", signature_of(SECRET, b"x"), public_key(SECRET))
    assert not is_sealed(b"x", "", "")


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b"\xff", b'{"format": "autre"}'])
def test_a_file_that_is_no_seal_is_refused_in_french(content):
    with pytest.raises(InvalidRequest, match="sceau"):
        read_seal(content)


def test_the_command_checks_a_copy_without_database_nor_setting(tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setenv("PALIER_MODE", "production")  # without a secret: no other command would run
    seal, paper = tmp_path / "a.sceau.json", tmp_path / "a.pdf"
    seal.write_bytes(msgspec.json.encode(sealed(record(), PDF, at=AT, secret=SECRET)))
    paper.write_bytes(PDF)
    assert main(["verify-inspection", str(seal), "--pdf", str(paper), "--key", public_key(SECRET)]) == 0
    assert "clé du CCAS : conforme" in capsys.readouterr().out
    assert main(["verify-inspection", str(seal)]) == 0
    assert public_key(SECRET) in capsys.readouterr().out
    paper.write_bytes(PDF + b" ")
    assert main(["verify-inspection", str(seal), "--pdf", str(paper)]) == 1
    assert "NON CONFORME" in capsys.readouterr().out
    assert main(["verify-inspection", str(paper)]) == 2
    assert main(["verify-inspection", str(tmp_path / "rien")]) == 2
