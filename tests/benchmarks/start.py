"""How long the program takes to start and how much memory it holds. Goal: under 2 s warm, under 250 MB."""

import time

from tests.benchmarks.serving import demonstration
from tests.support.processes import Process

ROUNDS = 5


def main() -> None:
    with demonstration("sqlite") as environment:
        with Process("tout", environment):
            pass
        seconds, memory = [], []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            with Process("tout", environment) as served:
                seconds.append(time.perf_counter() - began)
                memory.append(served.resident_mb())
    worst = max(seconds)
    print(
        f"start, SQLite, warm: best {min(seconds):.2f} s, worst {worst:.2f} s of {ROUNDS} (goal 2 s, ratio {worst / 2:.2f})"
    )
    print(f"resident after the first answer: {max(memory):.0f} MB (goal 250 MB, ratio {max(memory) / 250:.2f})")


if __name__ == "__main__":
    main()
