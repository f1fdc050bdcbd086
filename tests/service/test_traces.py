"""Traces: off unless asked for, joined from service to service, and nobody in them."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from kernel import traces
from kernel.settings import UnsafeSettings, read_settings
from tests.conftest import Machine
from tests.support.site import a_town
from tests.support.small_town import SmallTown
from tests.support.stores import Borrowed

SECRET = {"PALIER_SECRET": "0123456789abcdef" * 3}


@pytest.fixture
def kept() -> Iterator[InMemorySpanExporter]:
    """The spans of everything opened from here on."""
    exporter = InMemorySpanExporter()
    traces.use(traces.Traces(exporter, at_once=True))
    yield exporter
    traces.end()


def told(spans: tuple[ReadableSpan, ...]) -> str:
    """All that the spans say, as one text."""
    return "\n".join(f"{one.name} {dict(one.attributes or {})} {[event.name for event in one.events]}" for one in spans)


async def test_a_request_its_statements_and_what_it_asks_of_others_are_one_trace_that_names_nobody(
    machine: Machine, kept: InMemorySpanExporter
) -> None:
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as town:
        ids = (await SmallTown(town).live()).ids
        agent = town.as_("agent")
        town.clock.move_to(town.clock.now() + timedelta(seconds=6))  # the session is then asked for again
        kept.clear()
        household = ids["household_id"][0]
        answer = await agent.get(f"/api/occupancy/v1/households/{household}?x=Exemple")
        await agent.get("/api/occupancy/v1/nowhere/Exemple")
        spans = kept.get_finished_spans()
    stores.give_back()
    name = answer.json()["last_name"]
    read = next(one for one in spans if one.name == "GET /api/occupancy/v1/households/{household_id}")
    assert read.attributes
    assert read.attributes["http.response.status_code"] == 200
    mine = [one for one in spans if one.context.trace_id == read.context.trace_id]
    assert any(one.name == "select household" for one in mine)
    assert any(dict(one.attributes or {}).get("palier.service") == "staff" for one in mine), "the session is asked for"
    text = told(spans)
    assert all(set(one.attributes or {}) <= traces.SAID for one in spans)
    assert [word for word in (household, name, "Exemple", "?x") if word in text] == []
    with traces.span("server", f"GET /{household}"):  # the control: an address where a template belongs
        pass
    assert household in told(kept.get_finished_spans())


def test_a_statement_is_named_by_what_it_does_and_nothing_it_holds() -> None:
    named = {
        'SELECT "id", "name" FROM "household" WHERE id = {}': ("select", "household"),
        "insert into journal (id) values ({})": ("insert", "journal"),
        "update ledger_counter set last_number = 1": ("update", "ledger_counter"),
        "delete from session where id = {}": ("delete", "session"),
        "PRAGMA journal_mode": ("statement", ""),
        "'Exemple'": ("statement", ""),
    }
    assert {words: traces._name_of(words) for words in named} == named


def test_without_a_collector_nothing_is_measured() -> None:
    class Engine:
        async def run_sql(self, sql: str) -> None: ...

        async def run_querystring(self, sql: str) -> None: ...

    engine = Engine()
    traces.over(engine, "sqlite")
    assert not vars(engine)
    assert traces.headers() == {}
    with traces.span("server", "GET") as said:
        said.say("GET /", http_route="/")


def test_spans_reach_a_collector() -> None:
    received: list[tuple[str, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        traces.begin(f"http://127.0.0.1:{server.server_address[1]}")
        with traces.span("server", "GET /v1/units"):
            pass
        traces.end()
        server.shutdown()
        thread.join()
    assert [path for path, _ in received] == ["/v1/traces"]
    assert b"GET /v1/units" in received[0][1]


@pytest.mark.parametrize("address", ["127.0.0.1:4318", "ftp://x", "http://me:pass@host", "http://", "http://h/?q=1"])
def test_an_address_that_is_no_collector_is_refused(address: str) -> None:
    with pytest.raises(UnsafeSettings, match="PALIER_TRACES"):
        read_settings(SECRET | {"PALIER_TRACES": address})
    assert read_settings(SECRET | {"PALIER_TRACES": "http://127.0.0.1:4318/"}).traces == "http://127.0.0.1:4318"
