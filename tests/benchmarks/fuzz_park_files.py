"""Spoiled park templates by the hundred thousand: each is read, or refused in a typed way, in bounded time. Run as a program.

    python3 -m tests.benchmarks.fuzz_park_files [EXECUTIONS] [SEED] [FROM]

Valid templates and templates with hostile cells; then their bytes, or one part inside the archive, are spoiled. Execution
number N depends on the seed and on N only: a run that was stopped goes on with FROM, and any one file is made again. Any other
exception, and any file that takes more than five seconds, stops the run and leaves the file behind.
"""

import random
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

from alt_units.actions.park_rows import read_park, wanted_park
from alt_units.law import read_law
from kernel.errors import Refusal
from tests.support.bank_files import spoiled
from tests.support.intake import repacked
from tests.support.park_files import FOUNDING, LIFE, park, park_csv

LAW = read_law()
LONGEST = 5.0
"""Processor seconds of one file."""
MOST_MEGABYTES = 400
SAID_EVERY = 5_000
POOL = 400
HOSTILE: tuple[Any, ...] = (
    "", " ", "=1+1", "'=1+1", "#REF!", "31/02/2026", "29/02/2015", "1/1/15", "00/2026", "13/2026", "99999999999999999999",
    "1e999", "nan", "-0", "−1", "١٢,٣", "²", "½", "a" * 6_000, "a\u0000b", "\u202e", "\ud7ff", "é" * 201, "oui non", "T2",
    "AML", "ALT", "A\nB", "\t", "Ⅷ", 0, -1, 1.5, 1e300, 10**15, True, False, date(1899, 12, 31),
    datetime.fromisoformat("2026-01-01T12:30"),
)  # fmt: skip
WRITERS: dict[str, Callable[..., bytes]] = {"xlsx": park, "zip": park_csv, "csv": park_csv}


def seeds(seed: int) -> dict[str, list[bytes]]:
    """The files of each kind that are then spoiled: many, since writing one takes longer than reading it."""
    dice = random.Random(f"{seed}")
    return {kind: [written(kind, dice) for _ in range(POOL)] for kind in WRITERS}


def one_input(kind: str, content: bytes, dice: random.Random) -> bytes:
    """From a file of this kind: itself, spoiled inside or spoiled outside; or random bytes."""
    way = dice.random()
    if way < 0.02:
        return dice.randbytes(dice.randrange(2000))
    if way < 0.06:
        return content
    if way < 0.7 and kind != "csv":
        return spoiled_inside(content, dice)
    return spoiled(content, dice)


def written(kind: str, dice: random.Random) -> bytes:
    """The founding park, or one with avenants and voids, with some of its cells replaced. For a CSV, one sheet of it."""
    filled = {name: [dict(row) for row in rows] for name, rows in dice.choice((FOUNDING, LIFE)).items()}
    for _ in range(dice.choice((0, 0, 1, 3, 12))):
        row = dice.choice(filled[dice.choice(list(filled))])
        value = dice.choice(HOSTILE)
        row[dice.choice(list(row))] = (
            value if kind == "xlsx" else str(value).encode("cp1252", "ignore").decode("cp1252")
        )
    if kind != "csv":
        return WRITERS[kind](**filled)
    name = dice.choice(list(filled))
    with zipfile.ZipFile(BytesIO(park_csv(**{name: filled[name]}))) as archive:
        return archive.read(f"{name}.csv")


def spoiled_inside(content: bytes, dice: random.Random) -> bytes:
    """The same archive with one part spoiled, and whole again around it."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        chosen = dice.choice(archive.namelist())
    return repacked(content, lambda name, part: spoiled(part, dice) if name == chosen else part)


def read(content: bytes) -> str:
    """How the file was taken. Raises whatever is not a refusal."""
    try:
        filled = read_park(content)
        _, crossed = wanted_park(filled, LAW)
    except Refusal as refusal:
        return f"refusé {refusal.code}"
    return "cellules à corriger" if filled.problems or crossed else "lu"


def main() -> None:
    executions, seed, first = (int(said) for said in (*sys.argv[1:], *("100000", "20261126", "0")[len(sys.argv) - 1 :]))
    pool, kinds, counted, slowest = seeds(seed), list(WRITERS), Counter[tuple[str, str]](), 0.0
    began = time.perf_counter()
    for number in range(first, executions):
        kind = kinds[number % len(kinds)]
        dice = random.Random(f"{seed}-{number}")
        content = one_input(kind, dice.choice(pool[kind]), dice)
        started = time.process_time()
        try:
            how = read(content)
            took = time.process_time() - started
            assert took < LONGEST, f"{took:.1f} s"
            assert megabytes() < MOST_MEGABYTES, f"{megabytes():.0f} Mo"
        except BaseException:
            with tempfile.NamedTemporaryFile(delete=False, suffix=f".{kind}") as kept:
                kept.write(content)
            print(f"exécution {number}, graine {seed}, {kind} : {kept.name}")
            raise
        slowest = max(slowest, took)
        counted[kind, how] += 1
        if (number + 1) % SAID_EVERY == 0:
            print(f"{number + 1} exécutions, {megabytes():.0f} Mo", flush=True)
    for (kind_said, how), times in sorted(counted.items()):
        print(f"{kind_said} {how} : {times}")
    print(f"{executions - first} exécutions en {time.perf_counter() - began:.0f} s, graine {seed}, depuis {first}")
    print(
        f"la plus longue {slowest * 1000:.0f} ms ; {megabytes():.0f} Mo au plus ; aucune exception autre que le refus"
    )


def megabytes() -> float:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
