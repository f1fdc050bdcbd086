"""The Jinja engine of a service: its own pages first, the kernel's layout behind, everything escaped, nothing undefined."""

import hashlib
import re
from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from litestar.plugins.jinja import JinjaTemplateEngine

from kernel.web.formats import filters

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'from "\./([a-z_]+\.js)"')
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """Every static file under its hashed name, with its media type: small, read once, immutable."""
    files = {}
    for file in sorted((_HERE / "static").iterdir()):
        if file.suffix in _TYPES:
            files[_hashed(file)] = (_content(file), _TYPES[file.suffix])
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
    environment.policies["json.dumps_kwargs"] = {
        "sort_keys": False
    }  # what a page carries for its script keeps its order
    return JinjaTemplateEngine.from_environment(environment)


@cache
def _content(file: Path) -> bytes:
    """What is served: a script imports its neighbours under their hashed names, so that a new one is never mixed with an old."""
    if file.suffix != ".js":
        return file.read_bytes()
    text = file.read_text(encoding="utf-8")
    return _IMPORT.sub(lambda found: f'from "./{_hashed(file.with_name(found[1]))}"', text).encode()


@cache
def _hashed(file: Path) -> str:
    digest = hashlib.sha256(_content(file)).hexdigest()[:12]
    return f"{file.stem}.{digest}{file.suffix}"
