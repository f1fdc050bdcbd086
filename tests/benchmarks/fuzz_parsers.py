"""Spoiled bank files by the hundred thousand: each is read, or refused in a typed way, in less than a second. Run as a program.

    python3 -m tests.benchmarks.fuzz_parsers [EXECUTIONS] [SEED]

Mutations of valid files, files crossed with one another, and random bytes. Any other exception, and any file that takes more
than a second, stops the run and leaves the file behind.
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from alt_units.domain.bank_files import BankFile, BankFileRejected, FileFormat
from alt_units.domain.bank_sources import BankSource
from alt_units.parsers.bank import read_bank_file
from tests.support.bank_files import Movement, source_of, spoiled, written
from tests.unit.alt_units.test_bank_attacks import ATTACKS, FILLS, TEN_MEGABYTES

LONGEST = 1.0
Reader = Callable[[bytes, BankSource], BankFile]


class TooLong(Exception):
    """A file took more than it may."""


def seeds(dice: random.Random) -> dict[FileFormat, list[bytes]]:
    """Twenty valid files of each format."""
    found: dict[FileFormat, list[bytes]] = {}
    for kind in FileFormat:
        found[kind] = [written(kind, _movements(dice)) for _ in range(20)]
    return found


def _movements(dice: random.Random) -> list[Movement]:
    words = ("AIDE ALT CONV 77-2026", "FRAIS; ETC", 'DIT "X"', "É", "", "a" * 90)
    return [
        Movement(
            on=date(2026, 1, 1) + timedelta(days=dice.randrange(700)),
            cents=dice.choice((1, -1)) * dice.randint(1, 10_000_000),
            reference=f"R{number}",
            label=dice.choice(words),
            payer=dice.choice(("", "CAF", "DRFIP & CIE")),
        )
        for number in range(dice.randint(1, 8))
    ]


def one_input(dice: random.Random, valid: dict[FileFormat, list[bytes]], kind: FileFormat) -> bytes:
    """A file to read as this format."""
    way = dice.random()
    if way < 0.02:
        return dice.randbytes(dice.randrange(2000))
    if way < 0.06:
        return spoiled(dice.choice(valid[dice.choice(list(FileFormat))]), dice)
    return spoiled(dice.choice(valid[kind]), dice)


def attacks() -> float:
    """Read each known attack in each format; the seconds of processor of the longest. Raises what is not a typed refusal."""
    slowest = 0.0
    for content in (*ATTACKS.values(), *((fill * TEN_MEGABYTES)[:TEN_MEGABYTES] for fill in FILLS)):
        for kind in FileFormat:
            started = time.process_time()
            with suppress(BankFileRejected):
                read_bank_file(content, source_of(kind))
            slowest = max(slowest, time.process_time() - started)
    return slowest


class Run:
    """So many files read one after the other, how each ended, and the longest."""

    def __init__(self, seed: int, reader: Reader = read_bank_file) -> None:
        self.seed, self._reader, self._dice = seed, reader, random.Random(seed)
        self._valid = seeds(self._dice)
        self.counted, self.slowest = Counter[tuple[str, str]](), 0.0

    def read(self, executions: int) -> None:
        """Raises what a parser raises besides its refusal, or `TooLong`; `self.last` is then the file and its format."""
        for number in range(executions):
            kind = list(FileFormat)[number % len(FileFormat)]
            self.last = one_input(self._dice, self._valid, kind), kind, number
            started = time.process_time()
            try:
                file = self._reader(self.last[0], source_of(kind))
                how = "en erreur" if file.errors else "lu"
            except BankFileRejected:
                how = "refusé"
            took = time.process_time() - started
            self.slowest = max(self.slowest, took)
            if took >= LONGEST:
                raise TooLong(f"{took:.1f} s")
            self.counted[kind.value, how] += 1


def trusting(content: bytes, source: BankSource) -> BankFile:
    """A reader that believes every file to be in UTF-8."""
    content.decode("utf-8")
    return read_bank_file(content, source)


def dawdling(content: bytes, source: BankSource) -> BankFile:
    """A reader that takes longer than it may."""
    until = time.process_time() + LONGEST
    while time.process_time() < until:
        pass
    return read_bank_file(content, source)


def seen(reader: Reader, executions: int, seed: int) -> bool:
    """Whether a broken reader stops the same run."""
    try:
        Run(seed, reader).read(executions)
    except (UnicodeDecodeError, TooLong):
        return True
    return False


def main() -> None:
    executions = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    run, began = Run(int(sys.argv[2]) if len(sys.argv) > 2 else 20261125), time.perf_counter()
    try:
        run.read(executions)
    except BaseException:
        content, kind, number = run.last
        with tempfile.NamedTemporaryFile(delete=False, suffix=f".{kind.value}") as kept:
            kept.write(content)
        print(f"exécution {number}, graine {run.seed}, {kind.value} : {kept.name}")
        raise
    for (kind_said, how), times in sorted(run.counted.items()):
        print(f"{kind_said} {how} : {times}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{executions} exécutions en {time.perf_counter() - began:.0f} s, graine {run.seed}")
    figure = f"la plus longue lecture {run.slowest * 1000:.0f} ms, {peak:.0f} Mo au plus"
    print(f"la plus longue {run.slowest * 1000:.0f} ms ; {peak:.0f} Mo au plus ; aucune exception autre que le refus")
    print(f"attaques connues, dix mégaoctets au plus : la plus longue {attacks() * 1000:.0f} ms")
    controls = [seen(trusting, 4000, run.seed), seen(dawdling, 1, run.seed)]
    said = {"n": executions, "failures": 0, "controls": len(controls), "control_failures": sum(controls)}
    print(json.dumps({**said, "seed": run.seed, "figure": figure}, ensure_ascii=False))


if __name__ == "__main__":
    main()
