"""Serves the built public portal: plain files, safe headers, packed when asked, and a word when it was not built yet."""

import base64
import gzip
import hashlib
import mimetypes
import re
from pathlib import Path

from msgspec import Struct

from kernel.http.asgi import Receive, Scope, Send
from kernel.http.shield import HEADERS

_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{8}\.min\.(js|css)$")
"""The theme's own files: another content has another name, so they are never asked for again."""
_PACKED = ("text/", "application/json", "application/javascript", "image/svg+xml")
_SMALL = 1000
_NOT_BUILT = (
    "<!doctype html><html lang='fr'><meta charset='utf-8'><title>Palier</title>"
    "<h1>Palier</h1><p>Le portail public n'est pas encore construit : <code>python3 do.py portal</code>.</p>"
    "<p><a href='/connexion'>Accès des agents</a></p></html>"
)
Headers = list[tuple[bytes, bytes]]


class Kept(Struct, frozen=True, kw_only=True):
    """A file as it is answered, kept until it changes on the disk (`stamp`)."""

    stamp: tuple[int, int]
    kind: str
    body: bytes
    packed: bytes | None
    tag: str
    policy: bytes
    cache: bytes


class Portal:
    """Read-only files under one folder. Pages are found by folder (`/a/` → `/a/index.html`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._kept: dict[Path, Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        file = self._find(scope["path"])
        if scope["path"].endswith("/index.html"):
            await self._move(send, scope["path"].removesuffix("index.html"))
            return
        if file is None and self._is_folder(scope["path"]):
            await self._move(send, scope["path"] + "/")
            return
        status, kept = (200, self._read(file)) if file else (404, self._missing())
        asked = {name.lower(): value for name, value in scope["headers"]}
        packed = kept.packed if b"gzip" in asked.get(b"accept-encoding", b"") else None
        tag = f'"{kept.tag}{"-gzip" if packed else ""}"'.encode()
        headers = [
            (b"content-type", kept.kind.encode()),
            (b"cache-control", kept.cache),
            (b"etag", tag),
            (b"vary", b"accept-encoding"),
            (b"content-security-policy", kept.policy),
            (b"referrer-policy", b"no-referrer"),
        ]
        if status == 200 and tag in asked.get(b"if-none-match", b""):
            await self._answer(send, 304, b"", headers, is_head=False)
            return
        headers += [(b"content-encoding", b"gzip")] if packed else []
        await self._answer(send, status, packed or kept.body, headers, is_head=scope["method"] == "HEAD")

    def _find(self, path: str) -> Path | None:
        file = (self._folder / path.lstrip("/")).resolve()
        if path.endswith("/"):
            file = file / "index.html"
        return file if file.is_file() and file.is_relative_to(self._folder) else None

    def _is_folder(self, path: str) -> bool:
        return not path.endswith("/") and self._find(path + "/") is not None

    def _missing(self) -> Kept:
        page = self._folder / "404.html"
        return self._read(page) if page.is_file() else _keep((0, 0), "404.html", _NOT_BUILT.encode())

    def _read(self, file: Path) -> Kept:
        state = file.stat()
        stamp = (state.st_mtime_ns, state.st_size)
        known = self._kept.get(file)
        if known is None or known.stamp != stamp:
            known = self._kept[file] = _keep(stamp, file.name, file.read_bytes())
        return known

    async def _move(self, send: Send, path: str) -> None:
        await self._answer(send, 308, b"", [(b"location", path.encode())], is_head=False)

    async def _answer(self, send: Send, status: int, body: bytes, headers: Headers, *, is_head: bool) -> None:
        length = [] if status == 304 else [(b"content-length", str(len(body)).encode())]
        named = {name for name, _ in headers}
        safe = [(name, value) for name, value in HEADERS if name not in named]
        await send({"type": "http.response.start", "status": status, "headers": [*headers, *safe, *length]})
        await send({"type": "http.response.body", "body": b"" if is_head else body, "more_body": False})


def _keep(stamp: tuple[int, int], name: str, body: bytes) -> Kept:
    kind = mimetypes.guess_type(name)[0] or "text/html"
    can_pack = kind.startswith(_PACKED) and len(body) > _SMALL
    return Kept(
        stamp=stamp,
        kind=kind + ("; charset=utf-8" if kind.startswith("text/") or kind == "application/json" else ""),
        body=body,
        packed=gzip.compress(body, mtime=0) if can_pack else None,
        tag=hashlib.sha256(body).hexdigest()[:20],
        policy=_policy(body if name.endswith(".html") else b""),
        cache=b"public, max-age=31536000, immutable" if _NAMED_BY_CONTENT.search(name) else b"no-cache",
    )


def _policy(page: bytes) -> bytes:
    """Scripts written inside a page are allowed by their hash, never at large."""
    hashes = {base64.b64encode(hashlib.sha256(script).digest()) for script in _SCRIPT.findall(page)}
    allowed = b" ".join([b"'self'", *(b"'sha256-" + one + b"'" for one in sorted(hashes))])
    return (
        b"default-src 'none'; script-src " + allowed + b"; style-src 'self'; img-src 'self' data:; "
        b"font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; "
        b"frame-ancestors 'none'; base-uri 'none'"
    )
