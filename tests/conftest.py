"""Fixtures of every test: a fresh database on each engine, a Chromium, and a loud word on what was missing."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.support.chromium import FLAGS, chromium_path
from tests.support.log_watch import watched
from tests.support.needs import CannotBeHad, go_without, went_without
from tests.support.postgres import Server, server
from tests.support.stores import Borrowed, PostgresStores, SqliteStores, stores_folder

settings.register_profile("palier", deadline=None)  # a busy machine is slow now and then: time is for the benchmarks
settings.load_profile("palier")

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


class Machine:
    """What is started once in a run, at the first test that needs it."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._failed: dict[str, CannotBeHad] = {}
        self._postgres: PostgresStores | None = None
        self._server: Server | None = None
        self.sqlite = SqliteStores(folder)

    def server(self) -> Server:
        """The PostgreSQL of this run; the test is skipped or failed when it cannot be had."""
        if self._server is None and "PostgreSQL" not in self._failed:
            try:
                self._server = self._stack.enter_context(server())
            except CannotBeHad as problem:
                self._failed["PostgreSQL"] = problem
        if self._server is None:
            go_without("PostgreSQL", self._failed["PostgreSQL"])
            raise AssertionError("unreachable")
        return self._server

    def postgres(self) -> PostgresStores:
        """The databases of this run's PostgreSQL."""
        if self._postgres is None:
            self._postgres = PostgresStores(self.server())
            self._stack.callback(self._postgres.close)
        return self._postgres

    def close(self) -> None:
        self._stack.close()


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """PostgreSQL and the folder of the SQLite files, for the whole run."""
    with stores_folder(tmp_path_factory.getbasetemp()) as folder:
        made = Machine(folder)
        yield made
        made.close()


@pytest.fixture(scope="session", autouse=True)
def nobody_is_named_in_the_log() -> Iterator[None]:
    """All that the program logs in a run of the tests, whatever they do to it, names no person (GOALS E6)."""
    with watched() as watch:
        yield
    assert watch.named == []


@pytest.fixture(params=ENGINES)
def stores(request: pytest.FixtureRequest, machine: Machine) -> Iterator[Borrowed]:
    """Databases for one test, on each engine in turn: `.empty()`, or `await .copy("alt_units", prepare)`."""
    lent = Borrowed(machine.sqlite if request.param == "sqlite" else machine.postgres())
    yield lent
    lent.give_back()


@pytest.fixture(scope="module", params=ENGINES)
def shared_stores(request: pytest.FixtureRequest, machine: Machine) -> Iterator[Borrowed]:
    """The same for all the tests of one module, which then only read what the first of them found made."""
    lent = Borrowed(machine.sqlite if request.param == "sqlite" else machine.postgres())
    yield lent
    lent.give_back()


@pytest.fixture
def database_url(stores: Borrowed) -> str:
    """The address of a fresh, empty database, on each engine in turn."""
    return stores.empty()


@pytest.fixture
def sqlite_url(machine: Machine) -> Iterator[str]:
    """The address of a fresh, empty SQLite database, for what only concerns SQLite."""
    lent = Borrowed(machine.sqlite)
    yield lent.empty()
    lent.give_back()


@pytest.fixture
def postgres_url(machine: Machine) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database, for what only concerns PostgreSQL."""
    lent = Borrowed(machine.postgres())
    yield lent.empty()
    lent.give_back()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; the test is skipped or failed when there is none."""
    try:
        return chromium_path()
    except CannotBeHad as problem:
        go_without("Chromium", problem)
        raise AssertionError("unreachable") from problem


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium for the tests of one module. Give each test its own `browser.new_context()`.

    Playwright's plain interface keeps an event loop running while it lives: the tests of such a module are not `async`.
    """
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield launched
        launched.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the very end what could not be tested, and the command that would bring it.

    Tests run in several processes: what a worker went without reaches this one in the reports of its tests.
    """
    reports = [*terminalreporter.stats.get("skipped", []), *terminalreporter.stats.get("failed", [])]
    missing = {words for report in reports if (words := went_without(report.longreprtext or str(report.longrepr)))}
    if not missing:
        return
    terminalreporter.section("NON TESTÉ SUR CETTE MACHINE", red=True, bold=True)
    for words in sorted(missing):
        terminalreporter.write_line(words, red=True)
