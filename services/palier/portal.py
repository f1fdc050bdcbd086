"""Serves the built public portal: plain files, safe headers, and a word when it was not built yet."""

import base64
import hashlib
import mimetypes
import re
from pathlib import Path

from kernel.http.asgi import Receive, Scope, Send

_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_NOT_BUILT = (
    "<!doctype html><html lang='fr'><meta charset='utf-8'><title>Palier</title>"
    "<h1>Palier</h1><p>Le portail public n'est pas encore construit : <code>python3 do.py portal</code>.</p>"
    "<p><a href='/connexion'>Accès des agents</a></p></html>"
)


class Portal:
    """Read-only files under one folder. Pages are found by folder (`/a/` → `/a/index.html`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._policies: dict[Path, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        file = self._find(scope["path"])
        status = 200 if file else 404
        if scope["path"].endswith("/index.html"):
            await self._answer(send, 308, b"", [(b"location", scope["path"].removesuffix("index.html").encode())])
            return
        if file is None and self._is_folder(scope["path"]):
            await self._answer(send, 308, b"", [(b"location", scope["path"].encode() + b"/")])
            return
        body = self._body(file)
        kind = (mimetypes.guess_type(file.name)[0] if file else None) or "text/html"
        if kind.startswith("text/") or kind == "application/json":
            kind += "; charset=utf-8"
        page = file is None or file.suffix == ".html"
        headers = [
            (b"content-type", kind.encode()),
            (b"cache-control", b"no-cache" if page else b"public, max-age=3600"),
            (b"content-security-policy", self._policy(file, body)),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
        ]
        await self._answer(send, status, b"" if scope["method"] == "HEAD" else body, headers)

    def _find(self, path: str) -> Path | None:
        file = (self._folder / path.lstrip("/")).resolve()
        if path.endswith("/"):
            file = file / "index.html"
        return file if file.is_file() and file.is_relative_to(self._folder) else None

    def _is_folder(self, path: str) -> bool:
        return not path.endswith("/") and self._find(path + "/") is not None

    def _body(self, file: Path | None) -> bytes:
        if file is not None:
            return file.read_bytes()
        missing = self._folder / "404.html"
        return missing.read_bytes() if missing.is_file() else _NOT_BUILT.encode()

    def _policy(self, file: Path | None, body: bytes) -> bytes:
        """Scripts written inside a page are allowed by their hash, never at large."""
        key = file or self._folder
        if key not in self._policies:
            hashes = {base64.b64encode(hashlib.sha256(script).digest()) for script in _SCRIPT.findall(body)}
            allowed = b" ".join([b"'self'", *(b"'sha256-" + one + b"'" for one in sorted(hashes))])
            self._policies[key] = (
                b"default-src 'none'; script-src " + allowed + b"; style-src 'self'; img-src 'self' data:; "
                b"font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; "
                b"frame-ancestors 'none'; base-uri 'none'"
            )
        return self._policies[key]

    async def _answer(self, send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
        length = (b"content-length", str(len(body)).encode())
        await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
        await send({"type": "http.response.body", "body": body, "more_body": False})
