"""The import of 5,000 units with their conventions, on both engines: read, tried, recorded; and whether it grows in line.

In one process, through the API, a file written with the template's own columns. Each size has its own empty database.
"""

import asyncio
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date
from typing import Any
from uuid import UUID

import psutil

from alt_units.actions.park_imports import import_park, preview
from alt_units.actions.park_rows import read_park
from alt_units.app import create_app
from alt_units.store.law import law_in_force, scales_in_force
from kernel.acts import Act, Staff
from kernel.clock import MovableClock
from kernel.intake.imports import SentFile
from kernel.settings import Settings
from tests.support.apps import running
from tests.support.park_files import convention_row, line_row, park, place_row, unit_row
from tests.support.postgres import server

SIZES = (500, 5_000)
LINES_OF_A_CONVENTION = 50
SOMEBODY = Staff(id=UUID(int=9), name="Personne Exemple")


def main(engines: list[str]) -> None:
    for engine in engines:
        cost = {}
        for size in SIZES:
            cost[size] = asyncio.run(measured(engine, size))
        small, large = SIZES
        print(f"{engine}: ten times the units take {cost[large] / cost[small]:.1f} times as long (processor)")


async def measured(engine: str, size: int) -> float:
    """Processor seconds from the bytes of the file to the end of the transaction."""
    content = file_of(size)
    with ExitStack() as stack:
        if engine == "sqlite":
            url = f"sqlite:{stack.enter_context(tempfile.TemporaryDirectory())}/park.sqlite"
        else:
            url = stack.enter_context(server()).create()
        clock = MovableClock(date(2015, 6, 15))
        settings = Settings(secret="un-secret-de-mesure-assez-long-0123456789", databases={"alt_units": url})
        app = create_app(settings, clock)
        async with running(app):
            act = Act(by=SOMEBODY, at=clock.now(), today=clock.today(), request_id="measure")
            return await timed(app.state.db, act, content, f"{engine}, {size} units")


async def timed(db: Any, act: Act, content: bytes, name: str) -> float:
    law, scales = await law_in_force(), await scales_in_force()
    file = SentFile(name="parc.xlsx", content=content)
    times = [clocks()]
    read_park(content)
    times.append(clocks())
    await preview(file, act, law=law, scales=scales)
    times.append(clocks())
    report = await import_park(db, file, act, law=law, scales=scales, reason="Mesure")
    times.append(clocks())
    resident = psutil.Process().memory_info().rss / 1024 / 1024
    print(
        f"{name}: {len(content) / 1024:.0f} KB, {report.added.total} records; {took('read', *times[0:2])}, "
        f"{took('preview', *times[1:3])}, {took('import', *times[2:4])}, resident {resident:.0f} MB"
    )
    return times[3][1] - times[2][1]


def clocks() -> tuple[float, float]:
    """The wall's and the processor's: on a machine that does other things only the second says what it costs."""
    return time.perf_counter(), time.process_time()


def took(act: str, began: tuple[float, float], done: tuple[float, float]) -> str:
    return f"{act} {done[0] - began[0]:.1f} s (processor {done[1] - began[1]:.1f} s)"


def file_of(size: int) -> bytes:
    """A third of the units are shared between two places; each has a line of the year, fifty to a convention."""
    numbers = range(size)
    papers = range(0, size, LINES_OF_A_CONVENTION)
    return park(
        units=[unit_row(f"LOG-{one:05}", surface_dm2="45,50", note="Repris du tableur") for one in numbers],
        places=[place_row(f"LOG-{one:05}", name) for one in numbers[::3] for name in ("Bleue", "Verte")],
        conventions=[convention_row(f"ALT-{one}", signed_on="15/12/2014") for one in papers],
        lines=[line_row(f"LOG-{one:05}", f"ALT-{one - one % LINES_OF_A_CONVENTION}") for one in numbers],
    )


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
