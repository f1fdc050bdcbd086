"""Numbers in public pages: `{{ occupancy:stay.alt.initial_months }}` becomes the value of the law, never typed by hand.

`| bare`: without its unit; `| mark`: only the mark, where the sentence says the rule; `@ 2016-12-31`: as it was that day.
`{{ grid occupancy:fee.scale }}` becomes a table. The number leads to its rule. A value whose source was not read carries a
mark, and the page ends with every value used, its date, source and status.
"""

import re
from datetime import date

from kernel.law import LawValue, Status
from portal.publishing import wording
from portal.publishing.directory_pages import contact_lines
from portal.publishing.material import Material
from portal.publishing.rules import anchor, grid_rows, rule_page
from portal.publishing.wording import link

_PLACE = re.compile(
    r"\{\{\s*(?P<service>\w+):(?P<key>[\w.\-]+)(?:\s*@\s*(?P<day>\d{4}-\d\d-\d\d))?(?:\s*\|\s*(?P<form>\w+))?\s*\}\}"
)
_GRID = re.compile(r"\{\{\s*grid\s+(?P<service>\w+):(?P<key>[\w.]+)\s*\}\}")
_CONTACTS = re.compile(r"\{\{\s*contacts\s+(?P<roles>[\w, ]+?)\s*\}\}")
_TOWN = re.compile(r"\{\{\s*town\s*\}\}")
_MARK = '[\\*](#chiffres){ .todo aria-label="valeur à confirmer" }'

_CONFIRM = """\
Une valeur suivie d’un astérisque est **à confirmer** : sa source officielle n’a pas encore été lue, ou la décision revient à \
votre CCAS. Demandez confirmation avant de vous engager."""


class Filled:
    """A text of one page whose placeholders are replaced by the values in force on a day, and which of them were used."""

    def __init__(self, material: Material, *, page: str, on: date) -> None:
        self._material, self._page, self._on = material, page, on
        self.used: list[tuple[str, LawValue]] = []

    def text(self, text: str) -> str:
        """Raises `LookupError` when a placeholder names a value that no law file holds on that day."""
        filled = _PLACE.sub(self._replace, text)
        filled = _GRID.sub(self._grid, filled)
        filled = _CONTACTS.sub(self._contacts, filled)
        filled = _TOWN.sub(self._material.settings.town.name or "le CCAS", filled)
        if "{{" in filled:
            raise LookupError(f"placeholder not understood: {filled[filled.index('{{') :][:60]}")
        return filled

    def _replace(self, place: re.Match[str]) -> str:
        service, day = place["service"], date.fromisoformat(place["day"]) if place["day"] else self._on
        value = self._value(service, place["key"], day)
        words = self._words(value, place["form"])
        told = f"[{words}]({self._rule(service, value.key)}){{ .law }}" if words else ""
        return told if value.status is Status.VERIFIED else told + _MARK

    def plain(self, text: str, star: str = "*") -> str:
        """The same without links, for a diagram or a sheet to print: `3 mois *`. `star`: as the page has to write it."""

        def told(place: re.Match[str]) -> str:
            value = self._value(
                place["service"], place["key"], date.fromisoformat(place["day"]) if place["day"] else self._on
            )
            words = self._words(value, place["form"])
            if value.status is Status.VERIFIED or not words:
                return words
            return f"{words}{wording.NBSP}{star}"

        return _TOWN.sub(self._material.settings.town.name or "le CCAS", _PLACE.sub(told, text))

    def _words(self, value: LawValue, form: str | None) -> str:
        if form == "bare":
            return str(value.value)
        return "" if form == "mark" else wording.value(value, self._material.labels.words)

    def _value(self, service: str, key: str, day: date) -> LawValue:
        law = self._material.laws.get(service)
        if law is None:
            raise LookupError(f"no law file in {service}")
        value = law.at(key, day)
        if (service, value) not in self.used:
            self.used.append((service, value))
        return value

    def _rule(self, service: str, key: str) -> str:
        return f"{link(self._page, rule_page(service))}#{anchor(key)}"

    def _grid(self, place: re.Match[str]) -> str:
        """A scale, a household by a kind of dwelling, and what is not confirmed about it."""
        service, prefix = place["service"], place["key"]
        keys = {value.key for value in self._material.laws[service].all() if value.key.startswith(f"{prefix}.")}
        values = [self._material.laws[service].at(key, self._on) for key in sorted(keys)]
        if not values:
            raise LookupError(f"no grid {prefix} in {service}")
        self.used.append((service, values[0]))
        todo = any(value.status is Status.TO_VERIFY for value in values)
        said = f"Ces montants sont **à confirmer**{_MARK} : " if todo else "Source : "
        return "\n".join([*grid_rows(values, self._material.labels), "", f"{said}{wording.cell(values[0].source)}."])

    def _contacts(self, place: re.Match[str]) -> str:
        roles = [role.strip() for role in place["roles"].split(",")]
        return "\n".join(contact_lines(self._material, roles, self._page))

    def acronyms(self, text: str) -> str:
        """What the capitals of a page stand for, as its own section; nothing when it has none."""
        bare = re.sub(r"<svg.*?</svg>|`[^`]*`", "", text)
        found = {word: said for word, said in self._material.labels.acronym.items() if re.search(rf"\b{word}\b", bare)}
        told = [f"- **{word}** : {said}" for word, said in found.items()]
        return "\n".join(["", "## Les sigles de cette page", "", *told, ""]) if told else ""

    def sources(self) -> str:
        """The values used, as the last section of the page, if there are any. A list: a table is too wide for a phone."""
        if not self.used:
            return ""
        return "\n".join(
            [
                "",
                "## D’où viennent ces chiffres ? { #chiffres }",
                "",
                self._material.provenance(self._on),
                "",
                _CONFIRM,
                "",
                '<details class="sources" markdown="1">',
                f"<summary>Voir la source de chaque chiffre ({len(self.used)})</summary>",
                "",
                *(line for service, value in self.used for line in self._told(service, value)),
                "</details>",
                "",
            ]
        )

    def _told(self, service: str, value: LawValue) -> list[str]:
        labels = self._material.labels
        known = value.key if value.key in labels.label else value.key.rsplit(".", 2)[0]
        words = wording.value(value, labels.words) if known == value.key else "voir le tableau"
        note = f" {wording.sentence(value.note)}" if value.note else ""
        state = f"depuis le {wording.day(value.since)} ; {wording.status(value.status)}"
        return [
            f"[{labels.label.get(known, known)}]({self._rule(service, value.key)})",
            f":   {words}, {state}. Source : {wording.sentence(value.source)}{note}",
            "",
        ]
