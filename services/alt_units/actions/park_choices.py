"""The lists of values that the template of a park offers, by the words of pages and papers."""

from enum import Enum

from alt_units.domain.units import Programme
from kernel.intake.columns import Choice, choices_of

PROGRAMMES = tuple(Choice(one.value, one) for one in Programme)


def words_of(words: object) -> tuple[Choice, ...]:
    known: dict[Enum, str] = dict(words)  # type: ignore[call-overload]
    return choices_of(known)
