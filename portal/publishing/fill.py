"""Numbers in public pages: `{{ occupancy:stay.alt.initial_months }}` becomes the value of the law file, never typed by hand
(`| bare`: without its unit; `| mark`: only the mark, where the sentence says the rule in words).

A value whose source was not read carries a mark, and the page ends with a table of every value used, its date, source and status.
"""

import re
from datetime import date

from kernel.law import Law, LawValue, Status
from portal.publishing import wording
from portal.publishing.rules import Labels

_PLACE = re.compile(r"\{\{\s*(?P<service>\w+):(?P<key>[\w.\-]+)(?:\s*\|\s*(?P<form>\w+))?\s*\}\}")
_MARK = '[\\*](#chiffres){ .todo aria-label="valeur à confirmer" }'

_SOURCES = """\
Valeurs en vigueur le {day}, jour de relecture de cette page. Une valeur suivie d’un astérisque est **à confirmer** :
sa source officielle n’a pas encore été lue, ou la décision revient à votre CCAS. Demandez confirmation avant de vous engager."""


class Filled:
    """A text whose placeholders are replaced by the values in force on a day, and which of them were used."""

    def __init__(self, laws: dict[str, Law], labels: Labels, on: date) -> None:
        self._laws = laws
        self._labels, self._words = labels.label, labels.words
        self._on = on
        self.used: list[LawValue] = []

    def text(self, text: str) -> str:
        """Raises `LookupError` when a placeholder names a value that no law file holds on that day."""
        filled = _PLACE.sub(self._replace, text)
        if "{{" in filled:
            raise LookupError(f"placeholder not understood: {filled[filled.index('{{') :][:60]}")
        return filled

    def _replace(self, place: re.Match[str]) -> str:
        law = self._laws.get(place["service"])
        if law is None:
            raise LookupError(f"no law file in {place['service']}")
        value = law.at(place["key"], self._on)
        if value not in self.used:
            self.used.append(value)
        words = {"bare": str(value.value), "mark": ""}.get(place["form"] or "", wording.value(value, self._words))
        return words if value.status is Status.VERIFIED else words + _MARK

    def sources(self) -> str:
        """The table of the values used, as the last section of the page; nothing when there are none."""
        if not self.used:
            return ""
        rows = [self._row(value) for value in self.used]
        return "\n".join(
            [
                "",
                "## D’où viennent ces chiffres ? { #chiffres }",
                "",
                _SOURCES.format(day=wording.day(self._on)),
                "",
                "| Règle | Valeur | Depuis le | Source | État |",
                "| --- | --- | --- | --- | --- |",
                *rows,
                "",
            ]
        )

    def _row(self, value: LawValue) -> str:
        name = self._labels.get(value.key, f"`{value.key}`")
        source = wording.cell(value.source) + (f"<br>{wording.cell(value.note)}" if value.note else "")
        cells = (
            name,
            wording.value(value, self._words),
            wording.day(value.since),
            source,
            wording.status(value.status),
        )
        return f"| {' | '.join(cells)} |"
