"""The sources of the project, as the tests about the project read them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "services"
MADE_ELSEWHERE = ("requirements.lock",)


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Path and text of every file under version control, binary files left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def modules(*folders: Path) -> Iterator[tuple[str, str]]:
    """Path and text of every Python module below the folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*.py") if folder.is_dir() else [folder]):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
