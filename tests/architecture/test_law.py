"""What the program shows as verified rests on a text that was read; the practice of one town or of the program does not."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

SERVICES = Path(__file__).parents[2] / "services"
TEXT = re.compile(r"^(Loi|Décret|Arrêté|Circulaire|Ordonnance|CSS|CCH|CASF|CGCT|Code)\b")
OF_THE_PROGRAM = "Règle du programme"


def unfounded(row: dict[str, Any]) -> bool:
    """A value shown as verified whose source is neither a text nor the program's own rule."""
    source = row["source"]
    return row["status"] == "verified" and not (TEXT.match(source) or source.startswith(OF_THE_PROGRAM))


def values() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for file in sorted(SERVICES.glob("*/law/*.toml")):
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [
            (f"{file.parent.parent.name}/{file.stem}", row) for row in (*read.get("value", ()), *read.get("scale", ()))
        ]
    return found


def test_nothing_is_shown_as_verified_without_a_text() -> None:
    assert len(values()) > 60
    assert [f"{where}: {row.get('key', row.get('version'))}" for where, row in values() if unfounded(row)] == []


@pytest.mark.parametrize(
    ("source", "status", "seen"),
    [
        ("Fiche « Dispositif logement ALT », CCAS d'une commune", "verified", True),
        ("Valeur par défaut du logiciel", "verified", True),
        ("Fiche « Dispositif logement ALT », CCAS d'une commune", "to_verify", False),
        ("CSS R. 851-7 I", "verified", False),
    ],
)
def test_a_practice_shown_as_verified_is_seen(source: str, status: str, seen: bool) -> None:
    assert unfounded({"source": source, "status": status}) is seen
