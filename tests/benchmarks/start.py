"""How long the program takes to start and how much memory it holds. Goal: under 2 s warm, under 250 MB."""

from tests.benchmarks.serving import demonstration, serving

ROUNDS = 5


def main() -> None:
    with demonstration("sqlite") as environment:
        with serving(environment):
            pass
        seconds, memory = [], []
        for _ in range(ROUNDS):
            with serving(environment) as served:
                seconds.append(served.seconds)
                memory.append(served.resident_mb())
    worst = max(seconds)
    print(
        f"start, SQLite, warm: best {min(seconds):.2f} s, worst {worst:.2f} s of {ROUNDS} (goal 2 s, ratio {worst / 2:.2f})"
    )
    print(f"resident after the first answer: {max(memory):.0f} MB (goal 250 MB, ratio {max(memory) / 250:.2f})")


if __name__ == "__main__":
    main()
