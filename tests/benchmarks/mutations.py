"""A fault slipped into a rule of money, of places, of access or of files at their term fails a unit test (GOALS G2). A program.

    python3 -m tests.benchmarks.mutations                        every module of tests/nightly/mutants.toml (an hour)
    python3 -m tests.benchmarks.mutations kernel.money …         these modules only
    python3 -m tests.benchmarks.mutations --alive kernel.money   the same, and the faults that no test saw

The unit tests that name these modules run once, and what functions each one calls is noted. Then, fault by fault, a child
process takes the changed body and runs the tests that call its function, until one fails. A fault that nothing sees survives: it
is either in the reviewed list, with its reason, or it is a failure. Last line: the figures of `make nightly`.
"""

import functools
import gc
import json
import os
import re
import resource
import signal
import sys
import time
import tomllib
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from tests.support.mutants import Mutant, mutants
from tests.support.mutants import told as told_bodies

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "tests/nightly/mutants.toml"
JOBS = 2
WANTED = 0.90
MEMORY = 4 * 1024**3
TOO_LONG = 30
NOT_PUT = 3
TELLS = "__a_test_called__"


class Walk:
    """A plugin of pytest: the tests once, then the faults."""

    def __init__(self, modules: list[str]) -> None:
        self.files = {str(Path(str(import_module(name).__file__))): name for name in modules}
        self.reached: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
        self.called: set[tuple[str, str]] = set()
        self.took: dict[str, float] = {}
        self.nothing = os.open(os.devnull, os.O_RDWR)
        self.failed = False
        self.wrong: list[str] = []
        self.seen: dict[str, list[Mutant]] = {}
        self.alive: dict[str, list[Mutant]] = {}
        self.unblinded = 0
        self.blinded = 0

    def pytest_configure(self) -> None:
        from hypothesis import HealthCheck, Phase, settings  # once pytest has begun: it wants to see it come

        told = settings.get_profile("palier")
        settings.register_profile(
            "mutants",
            told,
            phases=(Phase.explicit, Phase.generate),
            max_examples=30,
            database=None,
            suppress_health_check=list(HealthCheck),  # a busy machine sees no fault
        )
        settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if "machine" not in getattr(item, "fixturenames", ())]
        kept = self.listen()
        for item in items:
            self.note(item)
        for function, code in kept.items():
            function.__code__ = code
        gc.collect()
        gc.freeze()
        for file, name in self.files.items():
            found = mutants(Path(file).read_text(encoding="utf-8"), file)
            self.seen[name] = found
            self.alive[name] = self.tried(file, found, items)
        return True

    def listen(self) -> dict[FunctionType, CodeType]:
        """Let every function tell when it is called; the bodies as they were."""
        kept = {}
        for file, name in self.files.items():
            vars(import_module(name))[TELLS] = lambda function, file=file: self.called.add((file, function))
            telling = told_bodies(Path(file).read_text(encoding="utf-8"), file, TELLS)
            for function in living(file):
                if function.__code__.co_qualname in telling:
                    kept[function] = function.__code__
                    function.__code__ = telling[function.__code__.co_qualname]
        return kept

    def note(self, item: pytest.Item) -> None:
        """Run a test and keep which functions it called."""
        self.called.clear()
        started = time.perf_counter()
        run(item)
        self.took[item.nodeid] = time.perf_counter() - started
        if self.failed:
            self.wrong.append(item.nodeid)
            self.failed = False
            return
        for one in self.called:
            self.reached[one].append(item)

    def tried(self, file: str, found: list[Mutant], items: list[pytest.Item]) -> list[Mutant]:
        """The faults of a module that no test saw. The first few are also shown to tests that do not call their function."""
        alive, running = [], {}
        control = [(one, False) for one in found[:3]]
        for one, sees in [*((one, True) for one in found), *control]:
            mine = self.reached[file, one.function]
            told = mine if sees else [item for item in items if item not in mine and item.nodeid not in self.wrong][:20]
            if len(running) >= JOBS:
                self.end(running, alive)
            running[self.child(file, one, sorted(told, key=lambda item: self.took[item.nodeid]))] = (one, sees)
        while running:
            self.end(running, alive)
        return alive

    def end(self, running: dict[int, tuple[Mutant, bool]], alive: list[Mutant]) -> None:
        pid, status = os.wait()
        one, sees = running.pop(pid)
        lives = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == NOT_PUT:
            self.wrong.append(f"faute non posée, {one.name}")
        if sees and lives:
            alive.append(one)
        if not sees:
            self.blinded += 1
            self.unblinded += not lives

    def child(self, file: str, one: Mutant, items: list[pytest.Item]) -> int:
        """Start a process with the fault in place; it ends with 1 as soon as a test fails, with 0 when none does."""
        if pid := os.fork():
            return pid
        ended = NOT_PUT
        try:
            for number in (0, 1, 2):
                os.dup2(self.nothing, number)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            most = TOO_LONG + 10 * sum(self.took[item.nodeid] for item in items)
            signal.setitimer(signal.ITIMER_PROF, most)  # of its own work: others on the machine see no fault either
            signal.alarm(int(10 * most))
            put(file, one)
            ended = 1
            for item in items:
                run(item)
                if self.failed:
                    break
            ended = int(self.failed)
        finally:
            os._exit(ended)  # whatever happened: a child never goes on as its parent


def living(file: str) -> list[FunctionType]:
    """The functions of a module, wherever they are held."""
    return [
        thing for thing in gc.get_objects() if isinstance(thing, FunctionType) and thing.__code__.co_filename == file
    ]


def run(item: pytest.Item) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)


def put(file: str, one: Mutant) -> None:
    """Give the living function its changed body, and forget what was kept of its answers."""
    gc.unfreeze()
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper):
            thing.cache_clear()
    for function in living(file):
        if function.__code__.co_qualname == one.function:
            function.__code__ = one.code


def main(words: list[str]) -> int:
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))
    tell = "--alive" in words
    modules = [word for word in words if word != "--alive"] or [
        name for names in listed["modules"].values() for name in names
    ]
    walk = Walk(modules)
    began = time.perf_counter()
    files = sorted({str(file) for name in modules for file in tests_of(name)})
    without = (
        "cacheprovider",
        "xdist",
        "unraisableexception",
        "threadexception",
    )  # what a child left open sees no fault
    told_to = [word for name in without for word in ("-p", f"no:{name}")]
    pytest.main(["-q", "-s", "--no-header", *told_to, *files], plugins=[walk])
    reviewed: dict[str, dict[str, str]] = listed.get("alive", {})
    total = unknown = survivors = 0
    for name, found in walk.seen.items():
        alive = walk.alive[name]
        new = [one for one in alive if one.name not in reviewed.get(name, {})]
        total, survivors, unknown = total + len(found), survivors + len(alive), unknown + len(new)
        print(
            f"{name} : {len(found)} fautes, {len(found) - len(alive)} vues ({share(found, alive):.1%}), {len(new)} non relues"
        )
        for one in new if tell else []:
            file = next(path for path, module in walk.files.items() if module == name)
            how = "" if walk.reached[file, one.function] else "  (aucun test n’y passe)"
            print(f"    {one.line}  {one.name}{how}")
    for node in walk.wrong:
        print(f"échoue sans aucune faute : {node}")
    score = 1 - survivors / max(1, total)
    print(f"{total} fautes en {time.perf_counter() - began:.0f} s")
    print(told(total, score, unknown + len(walk.wrong), walk))
    return int(bool(unknown or walk.wrong or score < WANTED))


def tests_of(module: str) -> list[Path]:
    """The files of unit tests that name a module."""
    parent, _, name = module.rpartition(".")
    listed = rf"from {re.escape(parent)} import (\([^)]*|.*)\b{name}\b"
    named = re.compile(rf"\b{re.escape(module)}\b|{listed}")
    return [file for file in (ROOT / "tests/unit").rglob("test_*.py") if named.search(file.read_text(encoding="utf-8"))]


def share(found: list[Mutant], alive: list[Mutant]) -> float:
    return 1 - len(alive) / max(1, len(found))


def told(total: int, score: float, unknown: int, walk: Walk) -> str:
    """The line of the goal. Control: tests that do not call the function see nothing of its faults, and the count says so."""
    said: dict[str, Any] = {
        "n": total,
        "failures": unknown + (score < WANTED),
        "controls": walk.blinded,
        "control_failures": walk.blinded - walk.unblinded,
        "figure": f"{score:.1%} des fautes vues par les tests unitaires",
    }
    return json.dumps(said, ensure_ascii=False)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
