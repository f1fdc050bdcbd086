"""Builds the app of a service: the same guards, errors, limits, pages and probes everywhere. The only place of that wiring."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, datetime
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any, cast

from litestar import Litestar, MediaType, Request, Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.template import TemplateConfig

from kernel import sweeping
from kernel.clock import Clock
from kernel.db import Database
from kernel.errors import NotFound, Refusal
from kernel.http.access import AccessTable, anyone
from kernel.http.again import Again
from kernel.http.bodies import ApiRequest
from kernel.http.counts import Requests
from kernel.http.identity import Gate, Identify
from kernel.http.openapi import openapi_document
from kernel.http.problems import on_bug, on_http, on_refusal
from kernel.http.requests import Acting, WriteCheck, provide_expected_version, provide_paging
from kernel.http.searches import Searches
from kernel.http.shield import Shield
from kernel.journal_sealing import sealed_behind
from kernel.settings import Mode, Settings
from kernel.web import components, openapi_page
from kernel.web.export import provide_export
from kernel.web.form import provide_form
from kernel.web.page import Entry, Page, page
from kernel.web.templating import static_files, template_engine

LARGEST_BODY = 256 * 1024
Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]
Probe = Callable[[], Awaitable[dict[str, str]]]
"""What a service adds to its health: facts in words, never of persons."""
Watch = Callable[[datetime], Awaitable[dict[str, int]]]
"""What a service adds to the figures of the monitoring at an instant, under names of `palier.metrics`."""


@get("/static/{name:str}", include_in_schema=False)
async def static_file(name: FromPath[str]) -> Response[bytes]:
    """A static file, under the name that carries its hash."""
    if name not in static_files():
        raise NotFound("Ce fichier n'existe pas.")
    content, media_type = static_files()[name]
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(content, media_type=media_type, headers=headers)


@get("/health/live", operation_id="live", summary="Le service tourne", tags=["Santé"])
async def live() -> dict[str, str]:
    """Answers as long as the process runs, whatever the database does."""
    return {"status": "live"}


@get("/health/ready", operation_id="ready", summary="Le service peut travailler", tags=["Santé"])
async def ready(db: NamedDependency[Database], request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """Database reached, migration level, on SQLite the pragmas really in force, the service's own facts; 503 otherwise."""
    try:
        return Response({"status": "ready", **await db.health(), **await request.app.state.probe()})
    except Exception as error:  # whatever the driver raises, the answer is: not ready
        return Response({"status": "not ready", "reason": type(error).__name__}, status_code=503)


@get("/openapi.json", include_in_schema=False, media_type=MediaType.JSON)
async def openapi_json(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """The OpenAPI document of this service."""
    return document_of(request.app)


@get("/", include_in_schema=False)
async def api_page(request: Request[Any, Any, Any]) -> Page:
    """The same document, for people: no script, no outside address."""
    api = openapi_page.read(document_of(request.app))
    return page("api.html", api=api, document=request.url.path.rstrip("/") + "/openapi.json")


@get("/components", include_in_schema=False)
async def components_page() -> Page:
    """Every pattern of the staff pages, once: for those who draw a new one."""
    return page("components.html", **components.samples())


COMMON_ACCESS = {"static_file": anyone(), "live": anyone(), "ready": anyone()}
API_PAGE_ACCESS = {"openapi_json": anyone(), "api_page": anyone(), "components_page": anyone()}


def build_app(
    *,
    name: str,
    title: str,
    settings: Settings,
    clock: Clock,
    db: Database,
    access: AccessTable,
    api: Sequence[Any],
    pages: Sequence[Any],
    identify: Identify,
    callers: Mapping[str, frozenset[str]] | None = None,
    templates: Path | None = None,
    template_globals: Mapping[str, Any] | None = None,
    done: Mapping[str, str] | None = None,
    sections: Sequence[Sequence[Entry]] = (),
    dependencies: Mapping[str, Any] | None = None,
    lifespan: Sequence[Lifespan] = (),
    probe: Probe | None = None,
    watch: Watch | None = None,
    middleware: Sequence[Any] = (),
    reread: Callable[[str], str] | None = None,
) -> Litestar:
    """The app of one service. `name` as in `alt_units`; the API answers under `/api/alt-units`.

    `middleware`: what stands around every handler, inside the gate of errors.
    `reread`: what a free text of a page has that is read again before it is kept, in French; empty: nothing.
    Raises `RuntimeError` when a handler has no row in the access table, or a row no handler.
    """
    prefix = f"/api/{name.replace('_', '-')}"
    table = {**COMMON_ACCESS, **(API_PAGE_ACCESS if settings.api_pages else {}), **access}
    accepted = dict(callers or {})
    if settings.mode is Mode.EMBEDDED:
        accepted["demo"] = frozenset({"*"})
    gate = Gate(service=name, access=table, identify=identify, callers=accepted, secret=settings.secret, clock=clock)

    @asynccontextmanager
    async def store(app: Litestar) -> AsyncIterator[None]:
        await db.open()
        try:
            await sweeping.pay(db)  # what the last run owed when it was cut
            async with sealed_behind(db, settings, clock):
                yield
        finally:
            await db.close()

    def provide_db() -> Database:
        return db

    def provide_today() -> date:
        return clock.today()

    provided: dict[str, Any] = {"db": provide_db, "today": provide_today, "settings": lambda: settings}
    provided |= dependencies or {}
    described = [openapi_json, api_page, components_page] if settings.api_pages else []
    engine = template_engine(templates, settings.zone)
    engine.engine.globals.update(template_globals or {})
    app = Litestar(
        route_handlers=[
            static_file,
            Router(prefix, route_handlers=[live, ready, *described, *api]),
            Router("/", route_handlers=list(pages), include_in_schema=False),
        ],
        guards=[gate],
        request_class=ApiRequest,
        before_request=WriteCheck(table),
        middleware=list(middleware),
        dependencies={
            **{key: _provide(one) for key, one in provided.items()},
            "act": Provide(Acting(clock).__call__),
            "form": Provide(provide_form),
            "export": Provide(provide_export),
            "paging": Provide(provide_paging),
            "expected_version": Provide(provide_expected_version),
        },
        exception_handlers={Refusal: on_refusal, HTTPException: on_http, Exception: on_bug},
        lifespan=[store, *lifespan],
        template_config=TemplateConfig(instance=engine),
        openapi_config=None,
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
        debug=False,
    )
    app.state.requests = Requests()
    inner = Searches(Again(cast("Any", app.asgi_handler)), settings.secret)
    app.asgi_handler = cast("Any", Shield(inner, app.state.requests, name))  # around unknown addresses too
    app.state.clock, app.state.settings, app.state.done, app.state.access = clock, settings, dict(done or {}), table
    app.state.sections, app.state.reread = sections, reread
    app.state.db, app.state.title, app.state.probe = db, title, probe or _nothing_to_add
    app.state.watch = watch or _nothing_to_watch
    _check_table(app, table)
    return app


def _provide(one: Callable[..., Any]) -> Provide:
    """What a handler may ask for: read anew for each request when it is asynchronous."""
    return Provide(one) if iscoroutinefunction(one) else Provide(one, sync_to_thread=False)


async def _nothing_to_add() -> dict[str, str]:
    return {}


async def _nothing_to_watch(now: datetime) -> dict[str, int]:
    return {}


def document_of(app: Litestar) -> dict[str, Any]:
    """The OpenAPI document of an app, made once."""
    if "openapi" not in app.state:
        app.state.openapi = openapi_document(app, app.state.access)
    document: dict[str, Any] = app.state.openapi
    return document


def handler_names(app: Litestar) -> set[str]:
    """The names of all handlers, without the automatic answers to OPTIONS."""
    return {
        handler.handler_name
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        if not handler.handler_name.startswith("options_handler") and "OPTIONS" not in handler.http_methods
    }


def _check_table(app: Litestar, table: AccessTable) -> None:
    names = handler_names(app)
    if missing := names - set(table):
        raise RuntimeError(f"no access row for: {', '.join(sorted(missing))}")
    if orphans := set(table) - names:
        raise RuntimeError(f"access rows without a handler: {', '.join(sorted(orphans))}")
