"""The common HTTP ground, on a small app of its own: guards, CSRF, keys, versions, problems, probes, headers."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, Staff, once, writing
from kernel.clock import MovableClock
from kernel.db import Database
from kernel.errors import Blocker, Conflict
from kernel.http import shield
from kernel.http.access import Access, may, signed_in
from kernel.http.app import build_app
from kernel.http.identity import COOKIE
from kernel.http.requests import Paging, versioned
from kernel.http.tokens import sign_token
from kernel.settings import Mode, Settings
from kernel.web.form import Form
from kernel.web.page import Entry, section_bar, see
from tests.support.apps import client_of, running
from tests.support.log_watch import watched

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
CLERK = Staff(id=UUID(int=1), name="Agent A", permissions=frozenset({"things.write"}), csrf="jeton")
READER = Staff(id=UUID(int=2), name="Agent B", permissions=frozenset(), csrf="jeton-b")
COOKIES = {"clerk": CLERK, "reader": READER}
ACCESS: dict[str, Access] = {
    "make_thing": may("things.write", money=True),
    "list_things": signed_in(),
    "change_thing": may("things.write"),
    "break_thing": signed_in(),
    "make_thing_form": may("things.write"),
    "things_page": signed_in(),
}


class ThingIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    n: Annotated[int, Meta(ge=1, le=10)]
    name: Annotated[str, Meta(max_length=5)] = ""


class ThingOut(Struct, frozen=True, kw_only=True):
    n: int


class ThingTaken(Conflict):
    """A test's own refusal."""

    code, title = "test-http-thing-taken", "Déjà pris"


@post("/v1/things", operation_id="make_thing")
async def make_thing(
    data: JSONBody[ThingIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[ThingOut]:
    async def action() -> ThingOut:
        async with writing(db, act) as tx:
            if data.n == 9:
                raise ThingTaken(blocker=Blocker(label="La chose 9", href="/choses/9"))
            await tx.journal("thing-made", f"thing/{data.n}")
            return tx.keep(ThingOut(n=data.n))

    return versioned(await once(act, ThingOut, action()), 1, status=201)


@get("/v1/things", operation_id="list_things")
async def list_things(paging: NamedDependency[Paging]) -> dict[str, int]:
    return {"limit": paging.limit}


@post("/v1/things/{thing_id:uuid}", operation_id="change_thing")
async def change_thing(thing_id: FromPath[UUID], expected_version: NamedDependency[int]) -> dict[str, int]:
    return {"version": expected_version}


@get("/v1/broken", operation_id="break_thing")
async def break_thing() -> dict[str, int]:
    raise RuntimeError("secret detail of a bug")


@post("/choses")
async def make_thing_form(form: NamedDependency[Form], act: NamedDependency[Act]) -> Response[Any]:
    assert act.once is not None
    assert form.text("name") == "Été"
    return see("/choses", done="made")


@get("/choses")
async def things_page() -> str:
    return "choses"


async def identify(cookie: str) -> Staff | None:
    return COOKIES.get(cookie)


def make_app(url: str, folder: Path, access: dict[str, Access] = ACCESS, mode: Mode = Mode.EMBEDDED) -> Any:
    (folder / "migrations").mkdir(exist_ok=True)
    clock = MovableClock(date(2026, 11, 21))
    return build_app(
        name="alt_units",
        title="Essai",
        settings=Settings(secret=SECRET, mode=mode),
        clock=clock,
        db=Database(url, [], folder / "migrations"),
        access=access,
        api=[make_thing, list_things, change_thing, break_thing],
        pages=[make_thing_form, things_page],
        identify=identify,
        callers={"occupancy": frozenset({"things.write"})},
        done={"made": "Fait."},
    )


@asynccontextmanager
async def signed(app: Any, cookie: str | None = "clerk") -> AsyncIterator[httpx.AsyncClient]:
    async with running(app), client_of(app) as client:
        if cookie:
            client.headers["cookie"] = f"{COOKIE}={cookie}"
            client.headers["x-csrf-token"] = COOKIES[cookie].csrf
        yield client


@pytest.fixture
async def clerk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with signed(make_app(sqlite_url, tmp_path)) as client:
        yield client


async def code(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == f"/problemes/{problem['code']}/"
    return answer.status_code, problem["code"]


def test_a_handler_without_a_row_stops_the_start(sqlite_url: str, tmp_path: Path) -> None:
    forgotten = {name: row for name, row in ACCESS.items() if name != "list_things"}
    with pytest.raises(RuntimeError, match="list_things"):
        make_app(sqlite_url, tmp_path, forgotten)


def test_a_row_without_a_handler_stops_the_start(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="gone"):
        make_app(sqlite_url, tmp_path, {**ACCESS, "gone": signed_in()})


async def test_nobody_enters_without_a_session(sqlite_url: str, tmp_path: Path) -> None:
    async with signed(make_app(sqlite_url, tmp_path), cookie=None) as client:
        assert await code(await client.get("/api/alt-units/v1/things")) == (401, "not-signed-in")
        page = await client.get("/choses")
        assert (page.status_code, page.headers["location"]) == (303, "/connexion?suite=/choses")


async def test_a_role_without_the_permission_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    async with signed(make_app(sqlite_url, tmp_path), cookie="reader") as client:
        answer = await client.post("/api/alt-units/v1/things", json={"n": 1}, headers={"idempotency-key": "k"})
        assert await code(answer) == (403, "permission-missing")


@pytest.mark.parametrize(
    "headers",
    [
        {"x-csrf-token": ""},
        {"x-csrf-token": "jeton-b"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://ailleurs.example"},
        {"origin": "null"},
    ],
)
async def test_a_request_forged_by_another_site_is_refused(clerk: httpx.AsyncClient, headers: dict[str, str]) -> None:
    sent = {"idempotency-key": "k", **headers}
    answer = await clerk.post("/api/alt-units/v1/things", json={"n": 1}, headers=sent)
    assert await code(answer) == (403, "forged-request")


async def test_a_request_that_moves_money_needs_its_key(clerk: httpx.AsyncClient) -> None:
    answer = await clerk.post("/api/alt-units/v1/things", json={"n": 1})
    assert await code(answer) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("key", [b" ", b"\xe9", b"k" * 121, b"a b"])
async def test_a_key_that_cannot_be_read_is_refused(clerk: httpx.AsyncClient, key: bytes) -> None:
    answer = await clerk.post("/api/alt-units/v1/things", json={"n": 1}, headers=[(b"idempotency-key", key)])
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_the_same_key_gets_the_same_bytes_and_another_body_is_refused(clerk: httpx.AsyncClient) -> None:
    key = {"idempotency-key": "k"}
    first = await clerk.post("/api/alt-units/v1/things", json={"n": 1}, headers=key)
    again = await clerk.post("/api/alt-units/v1/things", json={"n": 1}, headers=key)
    assert (first.status_code, first.content, first.headers["etag"]) == (201, again.content, again.headers["etag"])
    other = await clerk.post("/api/alt-units/v1/things", json={"n": 2}, headers=key)
    assert await code(other) == (422, "idempotency-key-reused")


async def test_a_conflict_links_to_what_blocks(clerk: httpx.AsyncClient) -> None:
    for _ in range(2):
        answer = await clerk.post("/api/alt-units/v1/things", json={"n": 9}, headers={"idempotency-key": "k9"})
        assert await code(answer) == (409, "test-http-thing-taken")
        assert answer.json()["blocker"] == {"label": "La chose 9", "href": "/choses/9"}


@pytest.mark.parametrize(
    ("body", "field", "word"),
    [
        ({"n": 99}, "n", "trop grand"),
        ({"n": "x"}, "n", "entier"),
        ({"n": 1, "z": 1}, "", "inconnu"),
        ({}, "", "obligatoire"),
        ({"n": 1, "name": "trop long"}, "name", "trop long"),
    ],
)
async def test_a_malformed_body_names_the_field_in_french(
    clerk: httpx.AsyncClient, body: dict[str, Any], field: str, word: str
) -> None:
    answer = await clerk.post("/api/alt-units/v1/things", json=body, headers={"idempotency-key": "k"})
    assert await code(answer) == (400, "invalid-request")
    error = answer.json()["errors"][0]
    assert word in error["message"]
    assert field in error["field"]


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]", b'"x"', b"", b"\x00", b'{"n": 1e400}'])
async def test_no_body_makes_the_program_fail(clerk: httpx.AsyncClient, content: bytes) -> None:
    headers = {"idempotency-key": "k", "content-type": "application/json"}
    answer = await clerk.post("/api/alt-units/v1/things", content=content, headers=headers)
    assert await code(answer) == (400, "invalid-request")


async def test_a_body_too_large_is_refused(clerk: httpx.AsyncClient) -> None:
    headers = {"idempotency-key": "k", "content-type": "application/json"}
    answer = await clerk.post("/api/alt-units/v1/things", content=b"x" * 300_000, headers=headers)
    assert await code(answer) == (413, "too-large")


async def dripping(*parts: bytes, every: float) -> AsyncIterator[bytes]:
    for part in parts:
        await asyncio.sleep(every)
        yield part


@pytest.mark.parametrize(
    ("least", "expected"),
    [(1_000_000, (408, "too-slow")), (10, (201, ""))],
    ids=["slower-than-the-least", "slow-but-steady"],
)
async def test_a_body_that_drips_is_cut_and_one_that_keeps_coming_is_not(
    clerk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, least: int, expected: tuple[int, str]
) -> None:
    monkeypatch.setattr(shield, "BODY_DEADLINE", 0.2)
    monkeypatch.setattr(shield, "LEAST_BYTES_A_SECOND", least)
    headers = {"idempotency-key": "k", "content-type": "application/json"}
    body = dripping(b'{"n"', *[b" "] * 10, b": 1}", every=0.05)
    answer = await clerk.post("/api/alt-units/v1/things", content=body, headers=headers)
    if expected[0] == 201:
        assert answer.status_code == 201
        return
    assert await code(answer) == expected
    assert answer.headers["connection"] == "close"
    listed = await clerk.get("/api/alt-units/v1/things")
    assert listed.status_code == 200


async def test_a_change_says_which_version_it_was_decided_on(clerk: httpx.AsyncClient) -> None:
    path = f"/api/alt-units/v1/things/{UUID(int=7)}"
    assert await code(await clerk.post(path)) == (428, "version-missing")
    assert await code(await clerk.post(path, headers={"if-match": '"abc"'})) == (412, "stale-version")
    assert (await clerk.post(path, headers={"if-match": '"3"'})).json() == {"version": 3}


@pytest.mark.parametrize("limit", ["0", "201", "-1", "abc", "99999999999999999999"])
async def test_a_page_of_a_list_is_bounded(clerk: httpx.AsyncClient, limit: str) -> None:
    answer = await clerk.get("/api/alt-units/v1/things", params={"limit": limit})
    assert await code(answer) == (400, "invalid-request")


async def test_a_bug_shows_a_reference_and_nothing_else(
    clerk: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await clerk.get("/api/alt-units/v1/broken")
    assert await code(answer) == (500, "unexpected")
    assert "secret detail" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert "secret detail" in caplog.text


async def test_unknown_addresses_and_methods_are_problems_too(clerk: httpx.AsyncClient) -> None:
    assert await code(await clerk.get("/api/alt-units/nowhere")) == (404, "not-found")
    answer = await clerk.delete("/api/alt-units/v1/things")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"


async def test_every_answer_carries_the_safe_headers(clerk: httpx.AsyncClient) -> None:
    for path in ("/choses", "/api/alt-units/nowhere", "/api/alt-units/v1/broken", "/api/alt-units/health/live"):
        headers = (await clerk.get(path)).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


async def test_a_page_form_brings_its_token_and_its_key(clerk: httpx.AsyncClient) -> None:
    clerk.headers.pop("x-csrf-token")
    good = {"_csrf": "jeton", "_key": "k", "name": "Été"}
    answer = await clerk.post("/choses", data=good)
    assert (answer.status_code, answer.headers["location"]) == (303, "/choses?fait=made")
    assert (await clerk.post("/choses", data={**good, "_csrf": "faux"})).status_code == 403


@pytest.mark.parametrize(
    ("caller", "called", "seconds", "status"),
    [("occupancy", "alt_units", 0, 201), ("occupancy", "staff", 0, 401), ("portal", "alt_units", 0, 401),
     ("occupancy", "alt_units", 120, 401)],
)  # fmt: skip
async def test_a_service_is_known_by_a_fresh_token_made_for_this_service(
    sqlite_url: str, tmp_path: Path, caller: str, called: str, seconds: int, status: int
) -> None:
    clock = MovableClock(date(2026, 11, 21))
    clock.move_to(clock.now().replace(microsecond=0))
    app = make_app(sqlite_url, tmp_path)
    token = sign_token(SECRET, clock, caller=caller, called=called, person=CLERK)
    app.state.clock.move_to(clock.now().fromtimestamp(clock.now().timestamp() + seconds, clock.now().tzinfo))
    async with signed(app, cookie=None) as client:
        headers = {"authorization": f"Bearer {token}", "idempotency-key": "k"}
        answer = await client.post("/api/alt-units/v1/things", json={"n": 1}, headers=headers)
        assert answer.status_code == status


async def test_a_token_signed_with_another_secret_is_worth_nothing(clerk: httpx.AsyncClient) -> None:
    clock = MovableClock(date(2026, 11, 21))
    token = sign_token(SECRET[::-1], clock, caller="occupancy", called="alt_units", person=CLERK)
    headers = {"authorization": f"Bearer {token}", "idempotency-key": "k"}
    answer = await clerk.post("/api/alt-units/v1/things", json={"n": 1}, headers=headers)
    assert answer.status_code == 401


async def test_the_demonstration_caller_is_unknown_in_production(sqlite_url: str, tmp_path: Path) -> None:
    clock = MovableClock(date(2026, 11, 21))
    token = sign_token(SECRET, clock, caller="demo", called="alt_units", person=CLERK)
    headers = {"authorization": f"Bearer {token}", "idempotency-key": "k"}
    access = dict(ACCESS)
    async with signed(make_app(sqlite_url, tmp_path, access, Mode.EMBEDDED), cookie=None) as client:
        assert (await client.get("/api/alt-units/v1/things", headers=headers)).status_code == 200
    async with signed(make_app(sqlite_url, tmp_path, access, Mode.PRODUCTION), cookie=None) as client:
        assert (await client.get("/api/alt-units/v1/things", headers=headers)).status_code == 401


async def test_probes_tell_life_from_readiness(sqlite_url: str, tmp_path: Path) -> None:
    app = make_app(sqlite_url, tmp_path)
    async with signed(app, cookie=None) as client:
        ready = await client.get("/api/alt-units/health/ready")
        last = max(file.stem for file in app.state.db.folders[0].glob("*.sql"))
        assert ready.json()["migration"] == f"kernel/{last}"
        engine, app.state.db.engine = app.state.db.engine, None
        assert (await client.get("/api/alt-units/health/ready")).status_code == 503
        assert (await client.get("/api/alt-units/health/live")).status_code == 200
        app.state.db.engine = engine


async def test_the_openapi_document_closes_inputs_and_names_problems(clerk: httpx.AsyncClient) -> None:
    document = (await clerk.get("/api/alt-units/openapi.json")).json()
    assert document["components"]["schemas"]["ThingIn"]["additionalProperties"] is False
    assert document["components"]["schemas"]["ThingIn"]["properties"]["n"]["minimum"] == 1
    operation = document["paths"]["/api/alt-units/v1/things"]["post"]
    assert "application/problem+json" in operation["responses"]["409"]["content"]
    assert any(one["name"] == "Idempotency-Key" and one["required"] for one in operation["parameters"])


async def test_the_api_page_needs_no_script_and_no_outside_address(clerk: httpx.AsyncClient) -> None:
    page = await clerk.get("/api/alt-units")
    assert page.status_code == 200
    assert "make_thing" in page.text
    assert "https://" not in page.text


async def test_a_log_line_holds_no_personal_data(clerk: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="palier.access"):
        await clerk.get("/api/alt-units/v1/things?limit=5&nom=Martin")
    record = next(one for one in reversed(caplog.records) if one.name == "palier.access")
    assert record.__dict__["route"] == "/api/alt-units/v1/things"
    assert record.__dict__["actor"] == str(CLERK.id)
    assert "Martin" not in str(record.__dict__)
    assert CLERK.name not in str(record.__dict__)


@pytest.mark.parametrize("said", ["Refus : Ménage Exemple A", "Orientation de Verveine Ada (exemple)"])
def test_control_a_line_that_names_somebody_is_seen_whether_in_its_words_or_in_its_trace(said: str) -> None:
    with watched("another") as watch:
        logging.getLogger("another").info("request")
        logging.getLogger("another.access").warning(said)
        try:
            raise ValueError(said)
        except ValueError:
            logging.getLogger("another").exception("unexpected")
    assert (watch.lines, len(watch.named)) == (3, 2)


def test_the_second_bar_shows_the_part_of_the_service_that_the_page_belongs_to() -> None:
    stock = (Entry("Parc", "/logements", "units.read"), Entry("Conventions", "/logements/conventions", ""))
    money = (
        Entry("Demandes", "/logements/aides", ""),
        Entry("Versements", "/logements/aides/versements", "claims.read"),
    )
    clerk = Staff(id=UUID(int=3), name="Agent C", permissions=frozenset({"units.read"}))

    shown = section_bar(clerk, "/logements/conventions/nouvelle", (stock, money))
    assert [(one["label"], one["current"]) for one in shown] == [("Parc", False), ("Conventions", True)]
    assert section_bar(clerk, "/logements/aides", (stock, money)) == []  # one entry is no choice
    assert section_bar(clerk, "/sejours", (stock, money)) == []
