"""The matching of many bank lines, against the claims of many conventions: seconds, memory, growth. Run as a program.

    python3 -m tests.benchmarks.matching [LINES]

A quarter of the lines are the payers' money, as in the generated years, anomalies included; the rest has nothing to do with them.
"""

import resource
import subprocess
import sys
import time
from itertools import islice
from uuid import UUID

from alt_units.domain.bank_candidates import MatchLine
from alt_units.domain.bank_matching import match_lines
from tests.support.bank_years import AS_OF, RULES, a_year

TARGET_SECONDS, TARGET_MEGABYTES = 30.0, 500.0


def measure(count: int) -> None:
    """One size, in this process: memory is the peak of the whole process, the making of the lines included."""
    conventions, lines = [], []
    for seed in range(count // 200 + 1):
        year = a_year(seed, conventions=6, noise=150)
        conventions += year.conventions
        lines += [sent.movement for sent in year.sent if sent.movement.currency == "EUR"]
    made = [
        MatchLine(id=UUID(int=number + 1), booked_on=one.on, amount_cents=one.cents, label=one.label, payer=one.payer)
        for number, one in enumerate(islice(lines, count))
    ]
    claims = sum(len(one.claims) for one in conventions)
    began, worked = time.perf_counter(), time.process_time()
    run = match_lines(made, conventions, RULES, as_of=AS_OF)
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    proposed = sum(one.proposal is not None for one in run.outcomes.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(made)} {len(conventions)} {claims} {proposed} {seconds:.3f} {work:.3f} {peak:.1f}")


def main() -> None:
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
        return
    seconds = {}
    for count in (10_000, 100_000):
        command = [sys.executable, "-m", "tests.benchmarks.matching", str(count)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        lines, conventions, claims, proposed, took, work, peak = said
        seconds[count] = float(work)
        print(
            f"{lines} lignes, {conventions} conventions, {claims} demandes : {took} s ({work} s de calcul), {peak} Mo au plus, "
            f"{proposed} propositions"
        )
    growth = seconds[100_000] / seconds[10_000]
    print(f"croissance du calcul de 10 000 à 100 000 lignes : × {growth:.1f}")
    print(f"objectifs pour 100 000 lignes : {TARGET_SECONDS:.0f} s, {TARGET_MEGABYTES:.0f} Mo")


if __name__ == "__main__":
    main()
