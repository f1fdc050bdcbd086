"""What a person typed in a search stands in no address (GOALS E6; OWASP ASVS 5.0, 14.2.1).

A search is a GET, so that it can be gone back to, reloaded and kept as a bookmark; but its words are often a name, and addresses
stay in a browser's history and in whatever a town puts before this program. A browser that goes to such an address is sent on to
the same one with the words sealed; the handlers and the pages see them as they were typed.
"""

from urllib.parse import parse_qsl, quote, urlencode

from kernel.http.asgi import App, Receive, Scope, Send
from kernel.vault import Vault, VaultBroken

SEARCHED = frozenset({"q", "recherche"})
"""The parameters in which a person types words."""
SEALED = "~"
_PLACE = "search"
_SEE_OTHER = 303


class Searches:
    """ASGI layer between the shield and the app of a service. Who is no browser on its way (the API, a script) is let by."""

    def __init__(self, app: App, secret: str) -> None:
        self._app, self._vault = app, Vault(secret, "searches")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope.get("query_string"):
            asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            if _navigates(scope) and any(_in_clear(*one) for one in asked):
                await _see(f"{quote(scope['path'])}?{urlencode([self._sealed(*one) for one in asked])}", send)
                return
            if any(value.startswith(SEALED) for name, value in asked if name in SEARCHED):
                scope["query_string"] = urlencode([self._opened(*one) for one in asked]).encode()
        await self._app(scope, receive, send)

    def _sealed(self, name: str, value: str) -> tuple[str, str]:
        return (name, SEALED + self._vault.seal(value.encode(), _PLACE)) if _in_clear(name, value) else (name, value)

    def _opened(self, name: str, value: str) -> tuple[str, str]:
        """Words that cannot be opened any more (cut, or of another secret) search for nothing: the whole list is shown."""
        if name not in SEARCHED or not value.startswith(SEALED):
            return name, value
        try:
            return name, self._vault.open(value.removeprefix(SEALED), _PLACE).decode()
        except (VaultBroken, UnicodeDecodeError):
            return name, ""


def _navigates(scope: Scope) -> bool:
    return (b"sec-fetch-mode", b"navigate") in scope["headers"]


def _in_clear(name: str, value: str) -> bool:
    return name in SEARCHED and bool(value.strip()) and not value.startswith(SEALED)


async def _see(address: str, send: Send) -> None:
    headers = [(b"location", address.encode("ascii")), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": _SEE_OTHER, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
