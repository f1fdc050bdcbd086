"""What an app counts of its requests: how many, how they ended, how long they took. Routes are templates, never addresses.

A family holds few series by construction: a route is named only where something went wrong with it, and at most `MOST_ROUTES`
of them, so that an app with hundreds of routes stays below 300 series (GOALS F2).
"""

from collections import Counter

from msgspec import Struct

BUCKETS = (0.05, 0.1, 0.3, 0.6, 1.0, 3.0, 10.0)
"""Seconds; 0.3 and 0.6 are the goals for a read and a write (F6)."""
SLOW = 1.0
TOO_MANY = 429
ENDS = ("2xx", "3xx", "4xx", str(TOO_MANY), "5xx", "cut")
"""Told from the start, as 0: of a series that appears with its first failures, Prometheus never sees the increase."""
MOST_ROUTES = 40
DOES = ("read", "write")
OTHERS = "(autres)"
NO_ROUTE = "(inconnue)"


class Sample(Struct, frozen=True, kw_only=True):
    """One series: the labels and the value."""

    value: float
    labels: dict[str, str] = {}
    suffix: str = ""


class Family(Struct, frozen=True, kw_only=True):
    """One metric with its series. `kind`: `counter`, `gauge` or `histogram`."""

    name: str
    kind: str
    says: str
    samples: list[Sample]


class Requests:
    """The counts of one app since it was made."""

    def __init__(self) -> None:
        self._ended: Counter[tuple[str, str]] = Counter()
        self._failed: Counter[str] = Counter()
        self._slow: Counter[str] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()
        self.in_flight = 0

    def add(self, method: str, template: str, status: int, seconds: float) -> None:
        """One request is over. `template` as in `/v1/units/{unit_id}`, empty when no route was found."""
        does = DOES[method not in ("GET", "HEAD", "OPTIONS")]
        self._ended[does, _end_of(status)] += 1
        if status >= 500 or not status:
            self._failed[_named(self._failed, template)] += 1
        if seconds > SLOW:
            self._slow[_named(self._slow, template)] += 1
        self._seconds[does] += seconds  # type: ignore[assignment]  # a sum of seconds, not a count
        for most in BUCKETS:
            self._within[does, most] += seconds <= most

    def families(self) -> list[Family]:
        """The counts as they stand."""
        took = []
        for does in sorted({does for does, _ in self._ended}):
            total = sum(count for (what, _), count in self._ended.items() if what == does)
            took += [
                Sample(value=self._within[does, most], labels={"does": does, "le": str(most)}, suffix="_bucket")
                for most in BUCKETS
            ]
            took.append(Sample(value=total, labels={"does": does, "le": "+Inf"}, suffix="_bucket"))
            took.append(Sample(value=total, labels={"does": does}, suffix="_count"))
            took.append(Sample(value=round(self._seconds[does], 3), labels={"does": does}, suffix="_sum"))
        return [
            Family(
                name="palier_requests",
                kind="counter",
                says="Requests answered, by what they do and how they ended.",
                samples=[
                    Sample(value=self._ended[does, ended], labels={"does": does, "ended": ended}, suffix="_total")
                    for does in DOES
                    for ended in ENDS
                ],
            ),
            Family(name="palier_request_seconds", kind="histogram", says="How long requests took.", samples=took),
            _by_route("palier_failed_requests", "Requests that ended with 5xx or were cut, by route.", self._failed),
            _by_route("palier_slow_requests", "Requests of more than a second, by route.", self._slow),
            Family(
                name="palier_requests_in_flight",
                kind="gauge",
                says="Requests under way.",
                samples=[Sample(value=self.in_flight)],
            ),
        ]


def _named(known: Counter[str], template: str) -> str:
    """The route to count under: its template as long as there is room for one more."""
    route = template or NO_ROUTE
    return route if route in known or len(known) < MOST_ROUTES else OTHERS


def _by_route(name: str, says: str, counted: Counter[str]) -> Family:
    samples = [
        Sample(value=count, labels={"route": route}, suffix="_total") for route, count in sorted(counted.items())
    ]
    return Family(name=name, kind="counter", says=says, samples=samples)


def exposition(families: list[Family], **labels: str) -> list[str]:
    """The families as OpenMetrics lines, without the last line; `labels` are put on every series."""
    lines: list[str] = []
    for family in families:
        if not family.samples:
            continue
        lines += [f"# TYPE {family.name} {family.kind}", f"# HELP {family.name} {family.says}"]
        for one in family.samples:
            said = ",".join(f'{key}="{_escaped(value)}"' for key, value in {**labels, **one.labels}.items())
            lines.append(f"{family.name}{one.suffix}{f'{{{said}}}' if said else ''} {one.value:.15g}")
    return lines


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _end_of(status: int) -> str:
    """How a request ended. Those who try too often stand apart: many of them at once are an attack."""
    if status == TOO_MANY:
        return str(TOO_MANY)
    return f"{status // 100}xx" if status else "cut"
