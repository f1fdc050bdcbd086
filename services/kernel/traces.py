"""Traces of requests, of what they ask of other services and of their statements, for a collector of the town (`PALIER_TRACES`).

OpenTelemetry, over HTTP (decision 0064).
Off by default: nothing is then imported nor measured. What a span says is on a list: the route as a template, never an address;
the name of a statement, never its values; no person, not even an account (GOALS §8, E6). Times are those of the process.
"""

import functools
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from kernel.settings import UnsafeSettings

SAID = frozenset(
    {"http.request.method", "http.response.status_code", "http.route", "palier.service", "palier.request_id",
     "db.system.name", "db.operation.name", "db.collection.name", "server.service"}
)  # fmt: skip
"""All that a span may say: OpenTelemetry's own names, and ours."""
_STATEMENT = re.compile(r"\s*(\w+)(?:.*?\b(?:from|into|update)\s+\"?(\w+)|\s+\"?(\w+))?", re.IGNORECASE | re.DOTALL)
_COMMANDS = ("select", "insert", "update", "delete", "with")


class Said(Protocol):
    """A span under way: what is learnt of it is said before it ends."""

    def say(self, name: str = "", /, **facts: str | int) -> None:
        """Give it a better name, and facts; underscores stand for the dots of their names."""


class _Silent:
    def say(self, name: str = "", /, **facts: str | int) -> None:
        pass


class Traces:
    """The spans of one process. `exporter`: where they go; made by `begin`, or by a test."""

    def __init__(self, exporter: Any, *, at_once: bool = False) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

        self._provider = TracerProvider(resource=Resource.create({"service.name": "palier"}))
        self._provider.add_span_processor(SimpleSpanProcessor(exporter) if at_once else BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("palier")

    @contextmanager
    def span(
        self, kind: str, name: str, carried: Mapping[str, str] | None = None, **facts: str | int
    ) -> Iterator[Said]:
        """One span around a block. `kind`: `server`, `client`; `carried`: the headers that say what it is part of."""
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        around = TraceContextTextMapPropagator().extract(carried) if carried else None
        with self._tracer.start_as_current_span(
            name, context=around, kind=SpanKind[kind.upper()], record_exception=False, set_status_on_exception=False
        ) as span:
            said = _Saying(span)
            said.say(**facts)
            yield said

    def end(self) -> None:
        """Send what waits, and stop."""
        self._provider.shutdown()


class _Saying:
    def __init__(self, span: Any) -> None:
        self._span = span

    def say(self, name: str = "", /, **facts: str | int) -> None:
        if name:
            self._span.update_name(name)
        for key, value in facts.items():
            if (known := _NAMES[key]) in SAID:
                self._span.set_attribute(known, value)


_NAMES = {name.replace(".", "_"): name for name in SAID}
_on: list[Traces] = []
"""The traces of this process, none or one."""


def begin(collector: str) -> Traces:
    """Send spans to this address (OTLP over HTTP). Raises `UnsafeSettings` when the library is not installed."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        raise UnsafeSettings(
            "PALIER_TRACES : l'option « traces » n'est pas installée (pip install palier[traces])"
        ) from None
    return use(Traces(OTLPSpanExporter(endpoint=f"{collector}/v1/traces", timeout=5)))


def use(traces: Traces) -> Traces:
    """These are the traces of the process from now on."""
    _on[:] = [traces]
    return traces


def end() -> None:
    """No span from now on; those that wait are sent."""
    while _on:
        _on.pop().end()


@contextmanager
def span(kind: str, name: str, carried: Mapping[str, str] | None = None, **facts: str | int) -> Iterator[Said]:
    """One span around a block, or nothing when traces are off."""
    if not _on:
        yield _Silent()
        return
    with _on[0].span(kind, name, carried, **facts) as said:
        yield said


def headers() -> dict[str, str]:
    """What a call to another service carries so that its spans join these."""
    found: dict[str, str] = {}
    if _on:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        TraceContextTextMapPropagator().inject(found)
    return found


def over(engine: Any, system: str) -> None:
    """Each statement of an engine becomes a span, named after what it does and the table it does it to."""
    if not _on:
        return
    for name in ("run_querystring", "run_sql"):
        setattr(engine, name, _told(getattr(engine, name), system))


def _told(asked: Callable[..., Awaitable[Any]], system: str) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(asked)
    async def told(query: Any, *rest: Any, **named: Any) -> Any:
        words = query if isinstance(query, str) else str(getattr(query, "template", ""))
        does, table = _name_of(words)
        with span("client", f"{does} {table}".strip(), db_system_name=system, db_operation_name=does) as said:
            if table:
                said.say(db_collection_name=table)
            return await asked(query, *rest, **named)

    return told


@functools.lru_cache(maxsize=2_048)
def _name_of(words: str) -> tuple[str, str]:
    """What a statement does, and to which table, as far as its words say; never anything that stands for a value."""
    found = _STATEMENT.match(words)
    does = found[1].lower() if found else ""
    if not found or does not in _COMMANDS:
        return "statement", ""
    return does, (found[2] or found[3] or "").lower()
