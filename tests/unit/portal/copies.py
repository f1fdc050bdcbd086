"""A copy of what the portal is made of, to change without touching the project, and its generator run as staff run it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

PROJECT = Path(__file__).resolve().parents[3]
_LEAVE = shutil.ignore_patterns("__pycache__", "site", ".cache", "data", "*.pyc")


def copy_project(folder: Path) -> Path:
    """The services and the portal of the project, in a folder of one's own."""
    for part in ("services", "portal"):
        shutil.copytree(PROJECT / part, folder / part, ignore=_LEAVE)
    return folder


def generate(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    """`python portal/generate.py <command>`, in a project or a copy of it."""
    return subprocess.run(
        [sys.executable, str(root / "portal/generate.py"), command],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} no longer holds {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


class _Loaded(HTMLParser):
    """What a browser would fetch or run by opening the page, links to follow by hand left aside."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.anchors.add(given["id"] or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        self.addresses += [given[name] or "" for name in ("src", "srcset", "poster", "data") if name in given]
        if tag in ("link", "use", "image"):
            self.addresses += [given[name] or "" for name in ("href", "xlink:href") if name in given]
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.inline.append("script")
        self.inline += [name for name in given if name == "style" or name.startswith("on")] + (
            ["style"] if tag == "style" else []
        )


def outside_requests(site: Path) -> list[str]:
    """Addresses of other sites that a page, a style sheet or one of our scripts would fetch by itself."""
    faults = []
    for page in site.rglob("*.html"):
        parser = _read(page)
        faults += [f"{page.relative_to(site)}: {address}" for address in parser.addresses if _is_outside(address)]
    for sheet in site.rglob("*.css"):
        fetched = re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]+)", sheet.read_text(encoding="utf-8"))
        faults += [f"{sheet.relative_to(site)}: {address}" for address in fetched if _is_outside(address)]
    return faults


def inline_code(site: Path) -> list[str]:
    """Scripts and styles written inside a page, which a strict content policy refuses."""
    return [f"{page.relative_to(site)}: {what}" for page in site.rglob("*.html") for what in _read(page).inline]


def broken_links(site: Path) -> list[str]:
    """Links of a page to an address or an anchor that the site does not hold. The program's own addresses are not its."""
    parsed = {page: _read(page) for page in site.rglob("*.html")}
    faults = []
    for page, one in parsed.items():
        if page.name == "404.html":  # its addresses are absolute: it answers anywhere
            continue
        for link in one.links:
            address, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:|/", address):
                continue
            aim = (page.parent / address).resolve() if address else page
            aim = aim / "index.html" if aim.is_dir() else aim
            there = aim.is_file() and (not anchor or aim not in parsed or unquote(anchor) in parsed[aim].anchors)
            faults += [] if there else [f"{page.relative_to(site)}: {link}"]
    return faults


def pages(site: Path) -> Iterator[str]:
    return (page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html")))


def _read(page: Path) -> _Loaded:
    parser = _Loaded()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def _is_outside(address: str) -> bool:
    return bool(re.match(r"\s*(?:[a-z]+:)?//", address)) or address.startswith(("http:", "https:", "javascript:"))
