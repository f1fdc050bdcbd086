"""Says which alerts of `infra/monitoring/alerts.yml` ring on scrapes of the real figures: the part of PromQL that the rules use.

As in Prometheus: a series that appears has no increase yet, a comparison keeps what satisfies it, operands meet by all their
labels, an alert rings once its expression held at every evaluation for the time that it asks. Rates are not extrapolated.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml
from msgspec import Struct

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, float]
Series = dict[tuple[str, Labels], float]
"""What one scrape told: name and labels, value."""
WORDS = re.compile(r'\s*(\d+[smh](?!\w)|\d+(?:\.\d+)?(?![\w.])|[a-zA-Z_]\w*|"[^"]*"|>=|<=|==|!=|=~|[-+*/><=(){}\[\],])')
LINE = re.compile(r"(\w+)(?:\{(.*)\})? (\S+)")
COMPARED: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
GATHERED: dict[str, Callable[[list[float]], float]] = {"sum": sum, "max": max, "min": min}
SECONDS = {"s": 1, "m": 60, "h": 3600}


class Scrape(Struct, frozen=True, kw_only=True):
    """The figures as Prometheus took them, at an instant of its own clock."""

    at: float
    series: Series


def scrape(text: str, at: float, *, up: bool = True) -> Scrape:
    """The figures of an exposition, with what Prometheus adds to them."""
    more = {("job", "palier"), ("instance", "127.0.0.1:9109")}
    series: Series = {("up", frozenset(more)): float(up)}
    for line in text.splitlines() if up else ():
        if found := None if line.startswith("#") else LINE.fullmatch(line):
            labels = frozenset(re.findall(r'(\w+)="([^"]*)"', found[2] or "")) | more
            series[found[1], labels] = float(found[3])
    return Scrape(at=at, series=series)


def duration(said: str) -> float:
    """`30s`, `5m`, `2h` in seconds."""
    return int(said[:-1]) * SECONDS[said[-1]]


def rules_of(text: str) -> list[dict[str, Any]]:
    """The rules of a file."""
    return [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


def ringing(rules: Sequence[Mapping[str, Any]], scrapes: Sequence[Scrape], instants: Sequence[float]) -> set[str]:
    """The alerts that ring at the last of these evaluations."""
    found = set()
    for rule in rules:
        held: dict[Labels, float] = {}
        for at in instants:
            now = Reading(rule["expr"], [one for one in scrapes if one.at <= at]).vector()
            held = {labels: held.get(labels, at) for labels in now}
        if any(instants[-1] - since >= duration(rule.get("for", "0s")) for since in held.values()):
            found.add(rule["alert"])
    return found


class Reading:
    """An expression read from left to right while it is worked out on scrapes, the last of which is now."""

    def __init__(self, text: str, scrapes: Sequence[Scrape]) -> None:
        self._words = WORDS.findall(text)
        if "".join(self._words) != re.sub(r"\s", "", text):
            raise ValueError(f"not understood: {text}")
        self._scrapes = scrapes

    def vector(self) -> Vector:
        found = self._either()
        if self._words or isinstance(found, float):
            raise ValueError(f"not a vector, or left over: {self._words}")
        return found

    def _next(self, *wanted: str) -> str | None:
        return self._words.pop(0) if self._words and self._words[0] in wanted else None

    def _must(self, wanted: str) -> None:
        if self._next(wanted) is None:
            raise ValueError(f"{wanted} was awaited before {self._words}")

    def _either(self) -> Vector | float:
        found = self._compared()
        while self._next("or"):
            other = self._compared()
            found = {**other, **found}  # type: ignore[dict-item]
        return found

    def _compared(self) -> Vector | float:
        left = self._sum()
        if said := self._next(*COMPARED):
            return _met(left, self._sum(), lambda a, b: a if COMPARED[said](a, b) else None)
        return left

    def _sum(self) -> Vector | float:
        found = self._product()
        while said := self._next("+", "-"):
            found = _met(found, self._product(), operator.add if said == "+" else operator.sub)
        return found

    def _product(self) -> Vector | float:
        found = self._one()
        while said := self._next("*", "/"):
            found = _met(found, self._one(), operator.mul if said == "*" else _divided)
        return found

    def _one(self) -> Vector | float:
        word = self._words.pop(0)
        if word == "(":
            found = self._either()
            self._must(")")
            return found
        if word[0].isdigit():
            return float(word)
        if word in ("sum", "max", "min"):
            return self._gathered(GATHERED[word])
        if self._next("("):
            found = self._worked_out(word)
            self._must(")")
            return found
        return self._at(word, self._matchers(), self._scrapes[-1])

    def _gathered(self, how: Callable[[list[float]], float]) -> Vector:
        by = []
        if self._next("by"):
            self._must("(")
            while not self._next(")"):
                by.append(self._words.pop(0))
                self._next(",")
        self._must("(")
        inner = self._either()
        self._must(")")
        groups: dict[Labels, list[float]] = {}
        for labels, value in _as_vector(inner).items():
            groups.setdefault(frozenset(one for one in labels if one[0] in by), []).append(value)
        return {labels: how(values) for labels, values in groups.items()}

    def _worked_out(self, name: str) -> Vector:
        if name in ("rate", "increase"):
            return self._increase(per_second=name == "rate")
        if name == "histogram_quantile":
            share = float(self._words.pop(0))
            self._must(",")
            return _quantile(share, _as_vector(self._either()))
        inner = _as_vector(self._either())
        if name == "abs":
            return {labels: abs(value) for labels, value in inner.items()}
        if name == "timestamp":
            return dict.fromkeys(inner, self._scrapes[-1].at)
        raise ValueError(f"unknown function {name}")

    def _increase(self, *, per_second: bool) -> Vector:
        name, wanted = self._words.pop(0), self._matchers()
        self._must("[")
        seconds = duration(self._words.pop(0))
        self._must("]")
        now, found = self._scrapes[-1].at, {}
        within = [self._at(name, wanted, one) for one in self._scrapes if one.at > now - seconds]
        for labels in within[-1]:
            known = [one[labels] for one in within if labels in one]
            if len(known) > 1:
                found[labels] = (known[-1] - known[0]) / (seconds if per_second else 1)
        return found

    def _matchers(self) -> list[tuple[str, str, str]]:
        found = []
        if self._next("{"):
            while not self._next("}"):
                found.append((self._words.pop(0), self._words.pop(0), self._words.pop(0).strip('"')))
                self._next(",")
        return found

    def _at(self, name: str, wanted: list[tuple[str, str, str]], one: Scrape) -> Vector:
        return {
            labels: value
            for (known, labels), value in one.series.items()
            if known == name and all(_fits(dict(labels).get(label, ""), how, said) for label, how, said in wanted)
        }


def _fits(value: str, how: str, said: str) -> bool:
    return {"=": value == said, "!=": value != said, "=~": re.fullmatch(said, value) is not None}[how]


def _as_vector(found: Vector | float) -> Vector:
    return {frozenset(): found} if isinstance(found, float) else found


def _divided(one: float, other: float) -> float:
    return one / other if other else float("nan")


def _met(left: Vector | float, right: Vector | float, how: Callable[[float, float], float | None]) -> Vector | float:
    """Both sides by their labels; a number meets everything. What gives nothing is left out."""
    if isinstance(left, float) and isinstance(right, float):
        return how(left, right) or 0.0
    if isinstance(right, float):
        pairs = {labels: (value, right) for labels, value in _as_vector(left).items()}
    elif isinstance(left, float):
        pairs = {labels: (left, value) for labels, value in right.items()}
    else:
        pairs = {labels: (value, right[labels]) for labels, value in left.items() if labels in right}
    return {labels: found for labels, (one, other) in pairs.items() if (found := how(one, other)) is not None}


def _quantile(share: float, buckets: Vector) -> Vector:
    """The upper edge of the bucket in which this share falls: coarser than Prometheus, never smaller."""
    groups: dict[Labels, list[tuple[float, float]]] = {}
    for labels, value in buckets.items():
        edge = float(dict(labels)["le"].replace("+Inf", "inf"))
        groups.setdefault(frozenset(one for one in labels if one[0] != "le"), []).append((edge, value))
    found = {}
    for labels, edges in groups.items():
        total = max(value for _, value in edges)
        if total:
            found[labels] = min(edge for edge, value in edges if value >= share * total)
    return found
