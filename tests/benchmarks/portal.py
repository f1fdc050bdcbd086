"""How long the public portal takes to build, and what a first visit to its heaviest page brings. Goals: 10 s, 500 kB.

A first visit: the page, its styles, scripts, pictures and the index of its search, as the program sends them (packed). The
portal sends no font: each visitor's own are used.
"""

import asyncio
import re
import tempfile
import time
from pathlib import Path

import httpx

from palier.portal import Portal
from tests.unit.portal.copies import copy_project, generate

GOAL_SECONDS, GOAL_BYTES = 10, 500_000
_LOADED = re.compile(r'(?:<script[^>]*\ssrc|<link[^>]*rel="(?:stylesheet|icon)"[^>]*href|<img[^>]*\ssrc)="([^"]+)"')
_BY_SCRIPT = ("search/search_index.json", "assets/javascripts/workers", "assets/javascripts/lunr/min/lunr.fr.min.js")
"""What the search fetches by itself at each page."""


async def weights(site: Path) -> dict[str, int]:
    """Bytes of a first visit to each page."""
    sizes: dict[Path, int] = {}
    transport = httpx.ASGITransport(app=Portal(site))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://portail") as client:

        async def sent(file: Path) -> int:
            if file not in sizes:
                path = f"/{file.relative_to(site).as_posix()}".removesuffix("index.html")
                async with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
                    sizes[file] = sum([len(part) async for part in answer.aiter_raw()])
            return sizes[file]

        extra = [
            file
            for name in _BY_SCRIPT
            for file in ((site / name).glob("*.js") if (site / name).is_dir() else [site / name])
        ]
        found = {}
        for page in site.rglob("index.html"):
            names = _LOADED.findall(page.read_text(encoding="utf-8"))
            files = {(page.parent / name).resolve() for name in names if not name.startswith(("data:", "http"))}
            found[page.parent.relative_to(site).as_posix()] = sum(
                [await sent(file) for file in (page, *files, *extra) if file.is_file()]
            )
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = copy_project(Path(folder))
        began = time.perf_counter()
        done = generate(root, "build")
        seconds = time.perf_counter() - began
        assert done.returncode == 0, done.stderr
        found = asyncio.run(weights((root / "portal/site").resolve()))
    heaviest = max(found, key=lambda page: found[page])
    middle = sorted(found.values())[len(found) // 2]
    print(
        f"portal, {len(found)} pages: built in {seconds:.1f} s (goal {GOAL_SECONDS} s, ratio {seconds / GOAL_SECONDS:.2f})"
    )
    print(
        f"first visit, packed, no font: heaviest /{heaviest}/ {found[heaviest] / 1000:.0f} kB, middle {middle / 1000:.0f} kB "
        f"(goal {GOAL_BYTES / 1000:.0f} kB, ratio {found[heaviest] / GOAL_BYTES:.2f})"
    )


if __name__ == "__main__":
    main()
