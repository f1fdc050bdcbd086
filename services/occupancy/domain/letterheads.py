"""What a town puts on its papers: its name and address, who signs, its own clauses, the rules of the house; version by version.

A paper takes the version in force on the day of its act: a later version never rewrites an earlier contract.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.documents.paper import Head
from kernel.errors import FieldError, RuleBroken

MOST_CLAUSES = 6
_PLACEHOLDER = re.compile(r"\{[^{}\n]{1,40}\}+|\[\[[^\[\]\n]{1,40}\]\]|<<[^<>\n]{1,40}>>|%[A-Za-z_]{2,40}%")
"""What other programs replace by a name or a day: nothing replaces it here."""
TITLE = "# "
"""How a line of the rules of the house says that it is a title."""


class LetterheadInPast(RuleBroken):
    """A version counts from its day on; papers already signed keep theirs."""

    code, title = "letterhead-in-past", "Date d'effet impossible"


class LogoUndescribed(RuleBroken):
    """A paper is read by people who do not see: an image without words is refused (PDF/UA)."""

    code, title = "logo-undescribed", "Logo sans description"


class LetterheadUndrawable(RuleBroken):
    """A paper that cannot be laid out is refused when its words are saved, not when a clerk prints."""

    code, title = "letterhead-undrawable", "Papier impossible à composer"


class TextUnprintable(RuleBroken):
    """What the font cannot draw is refused when it is written, not when a clerk prints."""

    code, title = "text-unprintable", "Caractères impossibles à imprimer"


class PlaceholderUnknown(RuleBroken):
    """A clause is printed as it is written: what looks like a field to fill in would reach the household as it stands."""

    code, title = "placeholder-unknown", "Champ à remplir inconnu"


class Clause(Struct, frozen=True, kw_only=True):
    """A clause that a town adds to its contracts."""

    title: Annotated[str, Meta(min_length=1, max_length=120)]
    text: Annotated[str, Meta(min_length=1, max_length=4000)]


class LetterheadFacts(Struct, frozen=True, kw_only=True):
    """What staff write. `rules`: the rules of the house, given with the contract; a line that begins with `# ` is a title.

    `logo`: a JPEG drawn again, with what it shows in words.
    """

    since: date
    name: str
    address: str = ""
    contact: str = ""
    privacy_contact: str = ""
    signatory: str = ""
    signatory_title: str = ""
    clauses: tuple[Clause, ...] = ()
    rules: str = ""
    logo: bytes = b""
    logo_alt: str = ""


class Letterhead(LetterheadFacts, frozen=True, kw_only=True):
    """A version as it is kept."""

    id: UUID
    number: int
    saved_on: date
    saved_by_name: str

    @classmethod
    def installed(cls, name: str, address: str) -> Self:
        """What papers carry while no version is in force: the organisation given at the installation."""
        none = date.min
        return cls(id=UUID(int=0), number=0, since=none, name=name, address=address, saved_on=none, saved_by_name="")

    @property
    def head(self) -> Head:
        """The lines under the name, and the logo."""
        lines = tuple(line for line in (self.address, self.contact) if line)
        return Head(lines=lines, logo=self.logo, logo_alt=self.logo_alt)

    @property
    def has_logo(self) -> bool:
        return bool(self.logo)

    @property
    def signer(self) -> str:
        """Who signs for the CCAS, as printed above the place to sign."""
        named = ", ".join(one for one in (self.signatory, self.signatory_title) if one)
        return f"Pour le CCAS : {named}" if named else "Pour le CCAS"


class RulesPart(Struct, frozen=True, kw_only=True):
    """A title of the rules of the house, and what stands under it."""

    title: str
    lines: tuple[str, ...]


def in_force(versions: Sequence[Letterhead], day: date) -> Letterhead | None:
    """The version that papers of that day take."""
    reached = [one for one in versions if one.since <= day]
    return max(reached, key=lambda one: (one.since, one.number), default=None)


def parts(rules: str) -> tuple[RulesPart, ...]:
    """The rules of the house, part by part; what stands before the first title has none."""
    found: list[RulesPart] = []
    for line in (one.strip() for one in rules.split("\n")):
        if line.startswith(TITLE):
            found.append(RulesPart(title=line.removeprefix(TITLE), lines=()))
        elif line and found:
            found[-1] = RulesPart(title=found[-1].title, lines=(*found[-1].lines, line))
        elif line:
            found.append(RulesPart(title="", lines=(line,)))
    return tuple(found)


def check_logo(facts: LetterheadFacts) -> None:
    """Who does not see the logo is told what it shows. Raises `LogoUndescribed`."""
    if facts.logo and not facts.logo_alt:
        raise LogoUndescribed("Dites en quelques mots ce que montre le logo.", field="logo_alt")


def check_letterhead(facts: LetterheadFacts, versions: Sequence[Letterhead], today: date) -> None:
    """The first version may start in the past. Raises `LetterheadInPast`."""
    if versions and facts.since < today:
        raise LetterheadInPast(
            "Une nouvelle version prend effet aujourd'hui ou plus tard : les papiers déjà signés gardent la leur.",
            field="since",
        )


def check_printable(found: Sequence[tuple[str, str]]) -> None:
    """`found`: field and the signs in it that cannot be printed. Raises `TextUnprintable`, naming each field."""
    errors = tuple(
        FieldError(field=field, message=f"Ces signes ne peuvent pas être imprimés : {' '.join(dict.fromkeys(signs))}")
        for field, signs in found
        if signs
    )
    if errors:
        raise TextUnprintable("Remplacez les signes que les papiers ne peuvent pas porter.", errors=errors)


def check_placeholders(texts: Sequence[tuple[str, str]]) -> None:
    """`texts`: field and what was written in it. Raises `PlaceholderUnknown`, naming each field."""
    errors = tuple(
        FieldError(field=field, message=f"« {found[0]} » serait imprimé tel quel : écrivez les mots eux-mêmes.")
        for field, text in texts
        if (found := _PLACEHOLDER.search(text))
    )
    if errors:
        raise PlaceholderUnknown(
            "Ces textes n'ont pas de champ à remplir : le nom, le logement et les dates viennent du contrat.",
            errors=errors,
        )
