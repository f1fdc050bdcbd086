"""The import contracts hold, and each of them fails on a module that breaks it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, SERVICES

BAD_MODULES = {
    "services": ("occupancy/domain/bad.py", "import alt_units"),
    "services-kernel": ("kernel/bad.py", "import staff"),
    "layers": ("alt_units/store/bad.py", "import alt_units.actions"),
    "layers-siblings": ("alt_units/web/bad.py", "import alt_units.api"),
    "tables": ("staff/actions/bad.py", "import staff.tables"),
    "domain": ("occupancy/domain/bad.py", "import piccolo"),
    "domain-clock": ("occupancy/domain/bad.py", "import kernel.clock"),
    "documents": ("occupancy/documents/bad.py", "import kernel.documents.render"),
    "documents-store": ("alt_units/documents/bad.py", "import alt_units.store"),
    "kernel": ("kernel/money.py", "import os"),
}


def verdict(tree: Path) -> tuple[int, str]:
    """What import-linter says of the packages in a tree, with the project's own contracts."""
    linter = Path(sys.executable).with_name("lint-imports")
    config = str(ROOT / "pyproject.toml")
    done = subprocess.run(
        [linter, "--no-cache", "--config", config],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_imports_go_down_only() -> None:
    code, said = verdict(SERVICES)
    assert code == 0, said


@pytest.mark.parametrize("name", BAD_MODULES)
def test_a_forbidden_import_is_seen(name: str, tmp_path: Path) -> None:
    tree = tmp_path / "services"
    shutil.copytree(SERVICES, tree, ignore=shutil.ignore_patterns("__pycache__", "static"))
    place, line = BAD_MODULES[name]
    (tree / place).write_text(f'"""A module that breaks a contract."""\n\n{line}\n')
    code, said = verdict(tree)
    assert code == 1, said
    assert "BROKEN" in said
    assert (tree / place).stem in said
