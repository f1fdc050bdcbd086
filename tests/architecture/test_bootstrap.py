"""The bootstrap: one list of commands, one lock in step with what is declared, nothing skipped where nothing may be."""

import re
import tomllib

import pytest

import do
from tests.architecture.sources import ROOT
from tests.support.needs import CannotBeHad, go_without, nothing_may_be_skipped, went_without


def declared() -> set[str]:
    """The names of every library that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    return {re.split(r"[\[<>=;]", one)[0].strip() for one in asked}


def test_every_declared_library_is_locked_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    assert declared() <= locked
    entries = re.split(r"^(?=[a-z0-9-]+==)", lock, flags=re.MULTILINE)[1:]
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_installer_is_taken_out_of_what_it_installs() -> None:
    uv, rest = do.split_lock(
        "a==1 \\\n    --hash=sha256:1\nuv==2 \\\n    --hash=sha256:2\nz==3 \\\n    --hash=sha256:3\n"
    )
    assert uv == "uv==2 \\\n    --hash=sha256:2\n"
    assert rest == "a==1 \\\n    --hash=sha256:1\nz==3 \\\n    --hash=sha256:3\n"


def test_the_makefile_forwards_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets
    assert set(targets[1].split()) == set(do.COMMANDS) - {"palier"}  # its own options are typed after do.py


def test_what_is_missing_is_skipped_at_home_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "")
    monkeypatch.setenv("PALIER_REQUIRE_ALL", "")
    with pytest.raises(pytest.skip.Exception) as skipped:
        go_without("Moulin", CannotBeHad("aucun moulin", "apt-get install moulin"))
    assert went_without(f"('tests/x.py', 7, 'Skipped: {skipped.value}')") == (
        "Moulin : aucun moulin. Pour l'avoir : apt-get install moulin"
    )
    assert went_without("AssertionError") == ""


@pytest.mark.parametrize("variable", [{"CI": "true"}, {"PALIER_REQUIRE_ALL": "1"}])
def test_what_is_missing_fails_where_nothing_may_be_skipped(
    variable: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nothing_may_be_skipped(variable)
    for name, value in variable.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(pytest.fail.Exception):
        go_without("Moulin", CannotBeHad("aucun moulin", "apt-get install moulin"))
