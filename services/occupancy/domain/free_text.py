"""Free text warns: what in a note speaks of things that must not be kept (RGPD-06, RGPD-08). Pure; for every noun with a note.

A warning is no judgment: a listed word may be harmless where it stands. Who writes reads again, then rewords or confirms.
"""

import re
from enum import StrEnum

from msgspec import Struct

from kernel.errors import RuleBroken
from occupancy.domain import free_text_words as words
from occupancy.domain.households import fold


class SensitiveSubject(StrEnum):
    """What a note must not speak of."""

    HEALTH = "health"
    ORIGIN = "origin"
    RELIGION = "religion"
    OPINION = "opinion"
    PRIVATE_LIFE = "private_life"
    OFFENCE = "offence"
    IDENTIFIER = "identifier"


class NoteToReread(RuleBroken):
    """A note with words that must not be kept is read again, then reworded or confirmed (RGPD-06, RGPD-08)."""

    code, title = "note-to-reread", "Note à relire"


class SensitiveWords(Struct, frozen=True, kw_only=True):
    """The listed words of one subject found in a note, as the list writes them."""

    subject: SensitiveSubject
    words: tuple[str, ...]


def sensitive_words(note: str) -> tuple[SensitiveWords, ...]:
    """What to read again in `note`, by subject in their fixed order; empty when nothing of the list is there.

    Whole words, singular or with a final s, without regard to capitals, accents, ligatures or the kind of space or apostrophe.
    """
    text = _plain(note)
    found = {subject: _found(subject, text) for subject in SensitiveSubject}
    return tuple(SensitiveWords(subject=subject, words=listed) for subject, listed in found.items() if listed)


def check_note(note: str, *, is_confirmed: bool, field: str = "note") -> None:
    """Raises `NoteToReread` with the words to read again, unless whoever writes has confirmed them."""
    warning = to_reread(note)
    if warning and not is_confirmed:
        raise NoteToReread(warning, field=field)


def to_reread(text: str) -> str:
    """The words of a text to read again, as one French sentence; empty when nothing of the list is there."""
    found = ", ".join(f"« {word} »" for one in sensitive_words(text) for word in one.words)
    if not found:
        return ""
    return f"À relire : {found}. Ni santé, ni origine, ni opinion, ni religion : reformulez, ou confirmez."


def _found(subject: SensitiveSubject, text: str) -> tuple[str, ...]:
    listed = tuple(word for word, pattern in _PATTERNS[subject] if pattern.search(text))
    if subject is SensitiveSubject.IDENTIFIER and _SOCIAL_SECURITY_NUMBER.search(text):
        return (*listed, "numéro à treize ou quinze chiffres")
    return listed


def _plain(text: str) -> str:
    return " ".join(fold(text.replace("’", "'")).split())


def _patterns(listed: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    each = [" ".join(word.split()) for word in listed.split(";")]
    return tuple((word, re.compile(rf"(?<!\w){_with_plurals(word)}(?!\w)")) for word in each)


def _with_plurals(word: str) -> str:
    """« trouble mental » is also found as « troubles mental »: each part may take a final s."""
    return " ".join(f"{re.escape(part)}s?" for part in _plain(word).split())


_PATTERNS = {
    SensitiveSubject.HEALTH: _patterns(words.HEALTH),
    SensitiveSubject.ORIGIN: _patterns(words.ORIGIN),
    SensitiveSubject.RELIGION: _patterns(words.RELIGION),
    SensitiveSubject.OPINION: _patterns(words.OPINION),
    SensitiveSubject.PRIVATE_LIFE: _patterns(words.PRIVATE_LIFE),
    SensitiveSubject.OFFENCE: _patterns(words.OFFENCE),
    SensitiveSubject.IDENTIFIER: _patterns(words.IDENTIFIER),
}

_SOCIAL_SECURITY_NUMBER = re.compile(
    r"(?<!\w)[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?[0-9][0-9ab] ?[0-9]{3} ?[0-9]{3}(?: ?[0-9]{2})?(?!\w)"
)
