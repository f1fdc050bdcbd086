"""`make nightly`: every procedure of `portal/goals.toml`, one JSON line a goal.

    python3 do.py nightly                              the sizes of a night (hours)
    python3 do.py nightly --size ci                    the sizes of a change (minutes)
    python3 do.py nightly --size ci --goals B4,C1      some goals only: the other lines kept stay as they are
    python3 do.py nightly --keep FILE                  where the lines go (portal/goals.jsonl)

A goal of which a test was skipped or went missing gets no line: it is not measured. Exit code 1 when a goal failed.
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from portal.publishing.goals import Goal, Measured, read_goals, state

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("sqlite", "postgresql")
LIBRARIES = ("piccolo", "litestar", "msgspec", "hypothesis", "schemathesis", "uvicorn")

Ran = dict[str, Any]


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="nightly", description="Mesure les engagements et écrit une ligne par engagement."
    )
    parser.add_argument("--size", choices=["ci", "nightly"], default="nightly", help="la taille des procédures")
    parser.add_argument("--goals", default="", help="quelques engagements seulement, séparés par des virgules")
    parser.add_argument("--keep", type=Path, default=ROOT / "portal/goals.jsonl", help="le fichier des lignes")
    chosen = parser.parse_args(words)
    everything = read_goals(ROOT)
    wanted = [name for name in chosen.goals.split(",") if name] or list(everything)
    goals = {name: everything[name] for name in wanted}
    about = {"size": chosen.size, "versions": versions(), "commit": commit()}
    ran = run_tests(goals, chosen.size)
    lines = [line for name, goal in goals.items() if (line := measure(name, goal, ran, chosen.size, about))]
    lines = keep(chosen.keep, lines, everything, about)
    for line in lines:
        print(msgspec.json.encode(line).decode())
    bad = [line.goal for line in lines if state(everything[line.goal], line) == "non atteint"]
    print(
        f"· {len(lines)} ligne(s) ; en faute : {', '.join(bad) or 'aucune'}. Tableau : python3 do.py generate",
        flush=True,
    )
    return 1 if bad else 0


def run_tests(goals: dict[str, Goal], size: str) -> list[Ran]:
    """What each test of these goals came to. One run for all: what they share is started once."""
    nodes = list(dict.fromkeys(node for goal in goals.values() for node in (*goal.tests, *goal.controls)))
    if not nodes:
        return []
    sizes = (
        {name: value for goal in goals.values() for name, value in goal.nightly.items()} if size == "nightly" else {}
    )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "ran.jsonl"
        out.touch()
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "tests.nightly.recorder",
            *nodes,
        ]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **sizes, "PALIER_RECORD": str(out)}, check=False)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def measure(name: str, goal: Goal, ran: list[Ran], size: str, about: Ran) -> Measured | None:
    """The line of one goal, or None when it was not measured whole."""
    if goal.program:
        return measure_program(name, goal, size, about)
    tests, controls = [of(node, ran) for node in goal.tests], [of(node, ran) for node in goal.controls]
    if not tests or not all(tests) or not all(controls):
        return None
    done, broken = [one for found in tests for one in found], [one for found in controls for one in found]
    if any(one["outcome"] == "skipped" for one in (*done, *broken)):
        return None
    n, engines = cases(done)
    return Measured(
        goal=name,
        n=n,
        engines=engines,
        failures=sum(one["outcome"] == "failed" for one in done),
        controls=len(broken),
        control_failures=sum(one["outcome"] == "passed" for one in broken),
        seed=next((one["seed"] for one in done if "seed" in one), None),
        figure=" ; ".join(dict.fromkeys(one["figure"] for one in done if "figure" in one)),
        seconds=round(sum(one["seconds"] for one in (*done, *broken)), 1),
        **about,
    )


def of(node: str, ran: list[Ran]) -> list[Ran]:
    """What ran of a test, under each of its parameters."""
    return [one for one in ran if one["node"] == node or one["node"].startswith(f"{node}[")]


def cases(done: list[Ran]) -> tuple[int, list[str]]:
    """How many cases were tried, and on which databases: on both, the smaller number of the two."""
    said = [one for one in done if "n" in one]
    counted = [(one["node"], int(one["n"])) for one in said] or [(one["node"], 1) for one in done]
    by = {engine: sum(n for node, n in counted if engine in node.partition("[")[2]) for engine in ENGINES}
    engines = [engine for engine in ENGINES if by[engine]]
    return (min(by.values()) if len(engines) == 2 else sum(n for _, n in counted)), engines


def measure_program(name: str, goal: Goal, size: str, about: Ran) -> Measured | None:
    """The line of a goal that a program measures: its last line says `n`, `failures`, `controls`…"""
    assert goal.program
    words = goal.program.ci if size == "ci" else goal.program.nightly
    began = time.monotonic()
    path = os.pathsep.join([str(ROOT), str(ROOT / "services")])
    done = subprocess.run(
        [sys.executable, "-m", goal.program.module, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    last = (done.stdout.strip().splitlines() or [""])[-1]
    print(done.stdout[-2000:], done.stderr[-2000:], sep="\n", flush=True)
    if done.returncode and not last.startswith("{"):
        return None
    return Measured(goal=name, seconds=round(time.monotonic() - began, 1), **json.loads(last), **about)


def keep(file: Path, lines: list[Measured], goals: dict[str, Goal], about: Ran) -> list[Measured]:
    """Write the new lines among those kept, the count of controls last; all of them, in the order of the list."""
    kept = {}
    if file.is_file():
        kept = {
            one.goal: one
            for one in (msgspec.json.decode(line, type=Measured) for line in file.read_bytes().splitlines())
        }
    kept |= {one.goal: one for one in lines}
    kept |= {name: control_count(name, kept, goals, about) for name, goal in goals.items() if goal.counted}
    ordered = [kept[name] for name in goals if name in kept]
    file.write_text("".join(msgspec.json.encode(one).decode() + "\n" for one in ordered), encoding="utf-8")
    return ordered


def control_count(name: str, kept: dict[str, Measured], goals: dict[str, Goal], about: Ran) -> Measured:
    """How many measured goals have no control that fails (G5). Its own control: the same count sees one without."""
    measured = [one for one in kept.values() if not goals[one.goal].counted] if kept else []
    bare = [one.goal for one in measured if not one.controls or one.control_failures < one.controls]
    figure = f"sans contrôle : {', '.join(bare)}" if bare else ""
    return Measured(
        goal=name,
        n=len(measured),
        failures=len(bare),
        controls=1,
        control_failures=1,
        seconds=0.0,
        figure=figure,
        **about,
    )


def versions() -> dict[str, str]:
    """What was measured with."""
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    return found | {name: version(name) for name in LIBRARIES}


def commit() -> str:
    """The commit measured, marked when files differ from it."""
    head = ["git", "rev-parse", "--short=12", "HEAD"]
    said = subprocess.run(head, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    changed = subprocess.run(
        ["git", "status", "--porcelain", "-uno"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return (said or "inconnu") + ("+" if changed.stdout.strip() else "")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
