"""Build the static site, unless nothing that it depends on has changed since the last time."""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from portal.publishing import pages, search_index

_MARKER = ".cache/portal-inputs.sha256"


def build(root: Path, settings: Path | None = None) -> bool:
    """True when the site was built, False when it was already up to date. `settings`: the values of one CCAS.

    Raises `RuntimeError` with what was said when a link or a page is broken.
    """
    marker, home = root / _MARKER, root / "portal/site/index.html"
    before = fingerprint(root, settings)
    if home.is_file() and marker.is_file() and marker.read_text() == before:
        return False
    pages.write(root, settings)
    _mkdocs(root)
    search_index.tune(root)
    marker.parent.mkdir(exist_ok=True)
    marker.write_text(fingerprint(root, settings))
    return True


def _mkdocs(root: Path) -> None:
    """Not with `--quiet`: it silences warnings before `--strict` counts them, and broken links pass."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "-f", str(root / "portal/mkdocs.yml")]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, check=False, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the portal cannot be built:\n{done.stdout}{done.stderr}")


def fingerprint(root: Path, settings: Path | None = None) -> str:
    """A hash of every file that the pages are made of, and of the tools that make them."""
    digest = hashlib.sha256(f"{version('mkdocs')} {version('mkdocs-material')}".encode())
    for file in sorted([*_service_files(root), *_portal_files(root)]):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    digest.update(settings.read_bytes() if settings else b"")
    return digest.hexdigest()


def _service_files(root: Path) -> list[Path]:
    services = root / "services"
    return [
        *services.rglob("*.py"),
        *services.glob("*/law/*.toml"),
        *services.glob("kernel/privacy/**/*.toml"),
        *services.glob("*/openapi.json"),
    ]


def _portal_files(root: Path) -> list[Path]:
    portal = root / "portal"
    return [
        file
        for file in portal.rglob("*")
        if file.is_file() and portal / "site" not in file.parents and "__pycache__" not in file.parts
    ]
