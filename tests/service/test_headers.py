"""Every answer carries the safe headers: pages, refusals, failures, redirects, files, and the public portal."""

from pathlib import Path

import httpx
import pytest

from palier.portal import Portal
from tests.conftest import Machine
from tests.support.access import ENDS_THE_SESSION, doors, knock
from tests.support.site import a_town
from tests.support.stores import Borrowed

EXACT = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=()",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
}
POLICY = ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'")


def lacking(answer: httpx.Response) -> list[str]:
    """What an answer lacks of the set."""
    headers = answer.headers
    wrong = [name for name, value in EXACT.items() if headers.get_list(name) != [value]]
    policy = headers.get("content-security-policy", "")
    if len(headers.get_list("content-security-policy")) != 1 or any(one not in policy for one in POLICY):
        wrong.append("content-security-policy")
    if "unsafe" in policy or "http:" in policy or "https:" in policy or "*" in policy:
        wrong.append("content-security-policy opens more")
    if headers.get("referrer-policy") not in ("same-origin", "no-referrer"):
        wrong.append("referrer-policy")
    if "cache-control" not in headers and answer.status_code != 308:
        wrong.append("cache-control")
    return wrong


async def test_every_door_answers_with_the_safe_headers_whoever_knocks(machine: Machine) -> None:
    stores = Borrowed(machine.sqlite)  # no header looks at a database
    async with a_town(stores) as town:
        tried = 0
        stranger, admin = town.anonymous(), town.as_("admin")
        for door in doors(town):
            assert lacking(await knock(stranger, door)) == [], door
            if door.service == "staff" and door.handler not in ENDS_THE_SESSION:
                assert lacking(await knock(admin, door)) == [], door
            tried += 1
        assert tried > 400
        for method, path, sent in (
            ("GET", "/logements/rien/du/tout", {}),
            ("DELETE", "/logements", {}),
            ("POST", "/api/staff/v1/sessions", {"content": b"{"}),
            ("POST", "/api/staff/v1/sessions", {"content": b" " * 300_000}),
            ("GET", "/static/palier.000000000000.css", {}),
            ("OPTIONS", "/connexion", {}),
        ):
            answer = await town.anonymous().request(method, path, **sent)  # type: ignore[arg-type]
            assert lacking(answer) == [], (method, path, answer.status_code)
    stores.give_back()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/aide/", 200), ("/aide", 308), ("/aide/index.html", 308), ("/style.css", 200), ("/rien", 404)],
)
async def test_the_portal_carries_them_too(tmp_path: Path, path: str, status: int) -> None:
    (tmp_path / "aide").mkdir()
    for name in ("index.html", "aide/index.html", "style.css"):
        (tmp_path / name).write_text("contenu")
    transport = httpx.ASGITransport(app=Portal(tmp_path))
    async with httpx.AsyncClient(transport=transport, base_url="http://palier.test") as client:
        answer = await client.get(path)
    assert answer.status_code == status
    assert lacking(answer) == []


@pytest.mark.parametrize("left_out", [*EXACT, "content-security-policy", "referrer-policy", "cache-control"])
def test_control_an_answer_without_one_of_them_is_seen(left_out: str) -> None:
    whole = EXACT | {"content-security-policy": "; ".join(POLICY), "referrer-policy": "same-origin"}
    whole |= {"cache-control": "no-store"}
    assert lacking(httpx.Response(200, headers=whole)) == []
    assert lacking(httpx.Response(200, headers={name: value for name, value in whole.items() if name != left_out}))


def test_control_a_policy_that_lets_a_script_be_written_in_the_page_is_seen() -> None:
    loose = "; ".join(POLICY) + "; script-src 'self' 'unsafe-inline'"
    assert "content-security-policy opens more" in lacking(
        httpx.Response(200, headers={"content-security-policy": loose})
    )
