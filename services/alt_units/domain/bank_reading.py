"""What the words of a bank line say: which conventions it names, which months, which payer. Nothing is decided here.

Ground: BNK-02 (label and month), REC-01 (payer, convention number, month). A number that looks like a convention's and is none
of ours is said too: money for somebody else's convention must not find ours by its amount.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from alt_units.domain.funder_payments import PaymentKind
from kernel.period import Month

MOST_WORDS = 6
"""The longest convention number, in words: `077 2026 ALT 01`."""
MONTH_WORDS = {
    "JANVIER": 1, "JANV": 1, "FEVRIER": 2, "FEVR": 2, "FEV": 2, "MARS": 3, "AVRIL": 4, "AVR": 4, "MAI": 5, "JUIN": 6,
    "JUILLET": 7, "JUIL": 7, "AOUT": 8, "SEPTEMBRE": 9, "SEPT": 9, "OCTOBRE": 10, "OCT": 10, "NOVEMBRE": 11, "NOV": 11,
    "DECEMBRE": 12, "DEC": 12,
}  # fmt: skip
KIND_WORDS = {"ACOMPTE": PaymentKind.ACOMPTE, "AVANCE": PaymentKind.ACOMPTE, "SOLDE": PaymentKind.SOLDE}
"""« Versement » is left out: banks write it for anything."""
_WORD = re.compile(r"[0-9A-Z]+")
_RANK = re.compile(r"[1-9](?:E|EME|ER|ERE)")
_BEFORE_NUMBER = frozenset({"CONV", "CONVENTION", "CONVENT", "CV"})
_BETWEEN = frozenset({"N", "NO", "NR", "NUM", "NUMERO", "ALT", "AML", "ALT1"})
_RANGE = frozenset({"A", "AU"})
_COMMON = frozenset({"DES", "LES", "AUX", "POUR", "SERVICE", "SERVICES", "CCAS", "ALT", "AML", "AIDE"})


class BankWords(Struct, frozen=True, kw_only=True, gc=False):
    """What one line says. `numbers`: the conventions that it names, by `number_key`; `unknown_number`: one that is not ours.

    `kinds`, `ranks`: « solde », « 2e versement ».
    """

    words: frozenset[str]
    numbers: frozenset[str]
    unknown_number: bool
    months: frozenset[Month]
    kinds: frozenset[PaymentKind]
    ranks: frozenset[int]
    payers: frozenset[str]


def words_of(text: str) -> list[str]:
    """The words of a text, without accents or signs, in capitals."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _WORD.findall(text.upper())


def number_key(number: str) -> str:
    """A convention number without what banks strip."""
    return "".join(words_of(number))


def payer_words(funder: str) -> frozenset[str]:
    """The words by which a funder signs its transfers."""
    return frozenset(one for one in words_of(funder) if len(one) >= 3 and one not in _COMMON)


def payer_groups(words: Iterable[str], groups: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The payers, under any of their names, that these words hold."""
    held = frozenset(words)
    return frozenset(name for name, known in groups.items() if held & known)


def parse_groups(text: str) -> dict[str, frozenset[str]]:
    """`ETAT=DDETS,DRFIP;CAF=CAF` as the local parameter writes it."""
    found = {}
    for group in filter(None, text.split(";")):
        name, _, others = group.partition("=")
        found[name.strip()] = frozenset({name.strip(), *(one.strip() for one in others.split(",") if one.strip())})
    return found


def read_words(
    label: str,
    payer: str,
    booked_on: date,
    *,
    numbers: Container[str],
    groups: Mapping[str, frozenset[str]],
) -> BankWords:
    """Read a line. `numbers`: the `number_key` of every convention."""
    said = words_of(label)
    named, rest, unknown = _numbers(said, numbers)
    every = frozenset((*said, *words_of(payer)))
    return BankWords(
        words=every,
        numbers=named,
        unknown_number=unknown,
        months=_months(rest, booked_on),
        kinds=frozenset(kind for word, kind in KIND_WORDS.items() if word in every),
        ranks=frozenset(int(one[0]) for one in every if _RANK.fullmatch(one)),
        payers=payer_groups(every, groups),
    )


def _numbers(said: Sequence[str], numbers: Container[str]) -> tuple[frozenset[str], list[str], bool]:
    """The conventions named, the words left (a blank where a number stood), and whether one is none of ours."""
    named: set[str] = set()
    rest: list[str] = []
    unknown, at = False, 0
    while at < len(said):
        length, joined = 0, ""
        for ahead, word in enumerate(said[at : at + MOST_WORDS], 1):
            joined += word
            if joined in numbers:
                length = ahead
        if length:
            named.add("".join(said[at : at + length]))
            rest.append("")
            at += length
            continue
        unknown = unknown or _looks_numbered(said, at)
        rest.append(said[at])
        at += 1
    return frozenset(named), rest, unknown and not named


def _looks_numbered(said: Sequence[str], at: int) -> bool:
    if said[at] not in _BEFORE_NUMBER:
        return False
    after = at + 1
    while after < len(said) and said[after] in _BETWEEN:
        after += 1
    return after < len(said) and any(one.isdigit() for one in said[after])


def _months(said: Sequence[str], booked_on: date) -> frozenset[Month]:
    found: list[tuple[int, Month]] = []
    for at, word in enumerate(said):
        following = said[at + 1] if at + 1 < len(said) else ""
        month = _month(word, following, said[at - 1] if at else "", booked_on)
        if month is not None:
            found.append((at, month))
    months = {month for _, month in found}
    for (at, first), (end, last) in pairwise(found):
        if first < last and any(one in _RANGE for one in said[at + 1 : end]):
            months |= {first.plus(n) for n in range((last.year - first.year) * 12 + last.number - first.number)}
    return frozenset(months)


def _month(word: str, following: str, before: str, booked_on: date) -> Month | None:
    year = int(following) if len(following) == 4 and following.isdigit() and following.startswith("20") else None
    if word in MONTH_WORDS:
        number = MONTH_WORDS[word]
        return Month(year or (booked_on.year if number <= booked_on.month else booked_on.year - 1), number)
    if year and word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 12:
        is_day = before.isdigit() and len(before) <= 2
        return None if is_day else Month(year, int(word))
    return None
