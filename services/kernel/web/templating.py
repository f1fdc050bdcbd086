"""The Jinja engine of a service: its own pages first, the kernel's layout behind, everything escaped, nothing undefined."""

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from litestar.plugins.jinja import JinjaTemplateEngine

from kernel.web.formats import filters

_HERE = Path(__file__).parent
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """Every static file under its hashed name, with its media type: small, read once, immutable."""
    files = {}
    for file in sorted((_HERE / "static").iterdir()):
        if file.suffix in _TYPES:
            files[_hashed(file)] = (file.read_bytes(), _TYPES[file.suffix])
    return files


def static(name: str) -> str:
    """The address of a static file; it changes with its content."""
    return f"/static/{_hashed(_HERE / 'static' / name)}"


def template_engine(pages: Path | None, zone: str) -> JinjaTemplateEngine:
    """The engine of one service. `pages`: its own templates, or None. `zone`: instants are written in it."""
    folders = [folder for folder in (pages, _HERE / "templates") if folder]
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(filters(zone))
    environment.globals["static"] = static
    return JinjaTemplateEngine.from_environment(environment)


@cache
def _hashed(file: Path) -> str:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return f"{file.stem}.{digest}{file.suffix}"
