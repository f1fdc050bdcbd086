"""One copy of the project, built once; each test that changes something takes a copy of its own."""

from pathlib import Path

import pytest

from tests.unit.portal.copies import copy_project, generate


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of an unchanged copy of the project."""
    root = copy_project(tmp_path_factory.mktemp("portal"))
    done = generate(root, "build")
    assert done.returncode == 0, done.stderr
    return root / "portal/site"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project, whose generated pages are up to date as the committed ones must be."""
    return copy_project(tmp_path)
