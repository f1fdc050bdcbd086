"""What makes a password acceptable. Length and rarity count; no composition rule, no forced renewal.

Ground: CNIL, délibération 2022-100 du 21 juillet 2022 (mots de passe); OWASP ASVS 5.0, 6.2.
"""

import re
import unicodedata

from kernel.errors import RuleBroken
from staff.domain.common_words import COMMON_WORDS

SHORTEST = 12
LONGEST = 128
RAREST_LETTERS = 4
"""How many letters or digits must be left once the words that everybody tries are taken away."""

_LOOK_ALIKE = str.maketrans("013457@$€!", "oieastasei")
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890",
)
_YEAR = re.compile(r"(19|20)\d\d")


class PasswordTooShort(RuleBroken):
    """Under twelve characters a password is guessed by trying."""

    code, title = "password-too-short", "Mot de passe trop court"


class PasswordTooLong(RuleBroken):
    """Beyond 128 characters nothing is gained."""

    code, title = "password-too-long", "Mot de passe trop long"


class PasswordTooCommon(RuleBroken):
    """Made of words that everybody tries first: common passwords, the product, the person's own name."""

    code, title = "password-too-common", "Mot de passe trop facile à deviner"


class PasswordUnchanged(RuleBroken):
    """The new password is the old one."""

    code, title = "password-unchanged", "Mot de passe inchangé"


def normal(password: str) -> str:
    """The password as it is hashed: the same characters typed on two keyboards give the same text."""
    return unicodedata.normalize("NFKC", password)


def checked_password(password: str, *, known_words: tuple[str, ...] = (), field: str = "password") -> str:
    """The password in its normal form. `known_words`: the login and the name of its holder.

    Raises `PasswordTooShort`, `PasswordTooLong`, `PasswordTooCommon`.
    """
    text = normal(password)
    if len(text) < SHORTEST:
        raise PasswordTooShort(f"Le mot de passe doit compter au moins {SHORTEST} caractères.", field=field)
    if len(text) > LONGEST:
        raise PasswordTooLong(f"Le mot de passe ne doit pas dépasser {LONGEST} caractères.", field=field)
    if _is_common(text, known_words):
        raise PasswordTooCommon(
            "Ce mot de passe est trop facile à deviner : évitez les mots courants, votre nom et le nom du logiciel."
            " Plusieurs mots sans rapport entre eux conviennent très bien.",
            field=field,
        )
    return text


def _is_common(text: str, known_words: tuple[str, ...]) -> bool:
    plain = _fold(text)
    if len(set(plain)) < RAREST_LETTERS + 1:
        return True
    words = COMMON_WORDS | {_fold(part) for known in known_words for part in re.split(r"[\s.@_'-]+", known)}
    readings = (re.sub(r"[^a-z0-9]", "", _YEAR.sub("", plain)), re.sub(r"[^a-z]", "", plain.translate(_LOOK_ALIKE)))
    return any(len(_without(reading, words)) < RAREST_LETTERS for reading in readings)


def _without(reading: str, words: frozenset[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= 3:
            reading = reading.replace(word, " ")
    for run in _RUNS:
        for direction in (run, run[::-1]):
            reading = _without_run(reading, direction)
    return re.sub(r"(.)\1+", r"\1", reading.replace(" ", ""))


def _without_run(reading: str, run: str) -> str:
    for size in range(len(run), 3, -1):
        for start in range(len(run) - size + 1):
            reading = reading.replace(run[start : start + size], " ")
    return reading


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))
