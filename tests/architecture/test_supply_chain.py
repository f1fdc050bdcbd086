"""What runs is exactly what the lock seals, and a production that forgets its checkpoints says so (GOALS D14, D11)."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from packaging.markers import Marker

from kernel.settings import Mode, Settings
from palier.serving import warnings
from palier.supply import Audit, Vulnerability, audit_faults, differences, locked, packages_that_run

LOCK = (Path(__file__).parents[2] / "requirements.lock").read_text(encoding="utf-8")
INSTALLERS = frozenset({"uv", "pip", "setuptools"})
"""What installs the rest: uv stands beside the environment, pip may come with Python."""
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def holds(marker: str) -> bool:
    return Marker(marker).evaluate()


def found() -> dict[str, object]:
    document = packages_that_run(LOCK)
    document["components"] = [part for part in document["components"] if part["name"] not in INSTALLERS]
    return document


def test_the_inventory_is_what_the_lock_seals_neither_more_nor_less(
    record_property: Callable[[str, object], None],
) -> None:
    document = found()
    assert differences(LOCK, document, holds=holds, elsewhere=INSTALLERS) == []
    assert all(part["hashes"] for part in document["components"])  # type: ignore[attr-defined]
    assert document == found()
    record_property("n", len(document["components"]))  # type: ignore[arg-type]


def test_control_a_package_more_or_less_or_of_another_version_is_seen() -> None:
    document = found()
    first = dict(document["components"][0])  # type: ignore[index]
    document["components"] = [*document["components"][1:], {**first, "version": "0.0.1"}, {"name": "x", "version": "1"}]  # type: ignore[index]
    said = differences(LOCK, document, holds=holds, elsewhere=INSTALLERS)
    name = first["name"]
    assert said[0] == f"{name} {first['version']} est scellé, pas installé"
    assert said[1:] == [f"{name} 0.0.1 est installé, pas scellé", "x 1 est installé, pas scellé"]


def test_a_package_without_a_fingerprint_is_refused() -> None:
    assert len(locked(LOCK)) > 80
    with pytest.raises(ValueError, match="quelque-chose"):
        locked("quelque-chose==1.0\n")


def a_report(**changes: object) -> bytes:
    usual = {"lock_sha256": hashlib.sha256(LOCK.encode()).hexdigest(), "made_at": NOW - timedelta(days=1), "found": []}
    return msgspec.json.encode(Audit(**{**usual, **changes}))  # type: ignore[arg-type]


def test_an_audit_is_worth_a_week_for_the_very_lock_that_it_looked_at() -> None:
    hole = Vulnerability(id="CVE-0000-0001", package="exemple", version="1.0")
    assert audit_faults(a_report(), LOCK, NOW) == []
    assert audit_faults(a_report(found=[hole], accepted={hole.id: "Sans effet ici."}), LOCK, NOW) == []
    assert audit_faults(a_report(found=[hole], accepted={hole.id: " "}), LOCK, NOW) == ["exemple 1.0 : CVE-0000-0001"]
    assert audit_faults(a_report(), LOCK + "\n", NOW) == ["le rapport porte sur un autre requirements.lock"]
    late = audit_faults(a_report(made_at=NOW - timedelta(days=8)), LOCK, NOW)
    assert late == ["le rapport date du 19/11/2026 : il vaut sept jours"]
    assert len(audit_faults(a_report(made_at=NOW + timedelta(days=1)), LOCK, NOW)) == 1
    assert "ne se lit pas" in audit_faults(b"[]", LOCK, NOW)[0]


def test_a_production_without_checkpoints_or_backup_keys_is_warned_at_its_start() -> None:
    bare = Settings(mode=Mode.PRODUCTION, secret="x" * 40)
    assert [said.partition(" ")[0] for said in warnings(bare)] == ["PALIER_CHECKPOINTS", "PALIER_BACKUP_KEYS"]
    kept = Settings(mode=Mode.PRODUCTION, secret="x" * 40, checkpoints=Path("/srv/points"), backup_keys=("age1",))
    assert warnings(kept) == warnings(Settings()) == []
