"""What a bank file says, once read: statements, their lines, and what could not be read, row by row.

Ground: BNK-01 (import is idempotent: account, day, amount, reference, rank among identical lines of the day), LIFECYCLE §6.6.
Nothing here becomes money: a line is an account's word, an agent decides what it settles.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import InvalidRequest, RuleBroken
from kernel.money import LIMIT, euros

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 200_000
MOST_ERRORS = 200
LABEL, REFERENCE, PAYER = 500, 80, 140
EARLIEST, LATEST = 1990, 2099

_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NOT_WORD = re.compile(r"[^0-9A-Z]")


class BankFileRejected(InvalidRequest):
    """The file is not one of the stated format, is not about the source's account, or is larger than what is read."""

    code, title = "bank-file-rejected", "Fichier de relevé refusé"


class BankFileInError(RuleBroken):
    """A file is imported whole or not at all: one row that cannot be read stops it, and nothing is written."""

    code, title = "bank-file-in-error", "Le fichier contient des lignes en erreur"


class FileFormat(StrEnum):
    """How a bank writes its statements."""

    CSV = "csv"
    CAMT053 = "camt053"
    CFONB120 = "cfonb120"
    OFX = "ofx"


class RowError(Struct, frozen=True, kw_only=True):
    """What is wrong in a row of the file. `row`: its line (CSV, CFONB) or its rank (XML, OFX), from 1; 0: the whole."""

    row: int
    column: str
    message: str


class ReadLine(Struct, frozen=True, kw_only=True):
    """One movement as the bank wrote it. Negative: money that left the account."""

    row: int
    booked_on: date
    amount_cents: int
    reference: str
    label: str
    payer: str


class Statement(Struct, frozen=True, kw_only=True):
    """The movements of one account. The balances are None where the format does not give them."""

    account: str
    opening_cents: int | None
    closing_cents: int | None
    lines: tuple[ReadLine, ...]


class BankFile(Struct, frozen=True, kw_only=True):
    """Everything that was read. `notes`: what was left aside on purpose, said to the agent."""

    statements: tuple[Statement, ...]
    errors: tuple[RowError, ...]
    notes: tuple[str, ...]

    @property
    def lines(self) -> tuple[ReadLine, ...]:
        return tuple(line for one in self.statements for line in one.lines)


class LineKey(Struct, frozen=True, order=True):
    """What makes a line this line and no other. `rank`: 1 for the first of identical lines of the day."""

    booked_on: date
    amount_cents: int
    reference: str
    rank: int


def check_size(content: bytes) -> None:
    """Raises `BankFileRejected`."""
    if not content.strip():
        raise BankFileRejected("Ce fichier est vide.")
    if len(content) > MOST_BYTES:
        raise BankFileRejected("Ce fichier dépasse 10 Mo. Demandez à la banque un relevé par période plus courte.")


def clean(text: str, most: int) -> str:
    """A text of the bank as it can be kept: one line, single spaces, nothing hidden, cut at `most` characters."""
    return " ".join(_HIDDEN.sub(" ", text).split())[:most].rstrip()


def whole_cents(digits: str, decimals: str) -> int:
    """Cents from the two parts of an amount, exactly.

    Raises `ValueError` when there is a fraction of a cent or the amount is beyond `LIMIT`.
    """
    kept, rest = decimals[:2].ljust(2, "0"), decimals[2:]
    if rest.strip("0") or len(digits) > 15:
        raise ValueError("not whole cents")
    cents = int(digits) * 100 + int(kept)
    if cents > LIMIT:
        raise ValueError("amount out of bounds")
    return cents


def read_day(year: int, month: int, day: int) -> date:
    """Raises `ValueError` for a day that does not exist or of another era."""
    if not EARLIEST <= year <= LATEST:
        raise ValueError("year out of bounds")
    return date(year, month, day)


def account_key(text: str) -> str:
    """An account number without its spaces and signs."""
    return _NOT_WORD.sub("", text.upper())


def same_account(said: str, wanted: str) -> bool:
    """True when a file's account is the source's: an IBAN holds the bank, branch and account numbers of older formats."""
    one, other = account_key(said), account_key(wanted)
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 11 and short in long)


def of_account(file: BankFile, account: str) -> BankFile:
    """The statements of the source's account; the others are named in the notes. Statements without account are kept.

    Raises `BankFileRejected` when the file is about other accounts only.
    """
    kept = tuple(one for one in file.statements if not one.account or same_account(one.account, account))
    others = sorted({one.account for one in file.statements if one not in kept})
    if others and not kept:
        raise BankFileRejected(f"Ce relevé porte sur le compte {', '.join(others)}, pas sur {account}.")
    said = tuple(f"Relevé du compte {other}, laissé de côté : importez-le sous sa source." for other in others)
    return replace(file, statements=kept, notes=(*file.notes, *said))


def check_balances(file: BankFile) -> BankFile:
    """The same file, with an error for each statement whose balances are not explained by its lines, cent for cent."""
    errors = list(file.errors)
    for one in file.statements:
        if one.opening_cents is None or one.closing_cents is None:
            continue
        gap = one.opening_cents + sum(line.amount_cents for line in one.lines) - one.closing_cents
        if gap and not file.errors:
            detail = (
                f"Compte {one.account} : ancien solde et lignes ne donnent pas le nouveau solde (écart {euros(gap)})."
            )
            errors.append(RowError(row=0, column="solde", message=detail))
    return replace(file, errors=tuple(errors))


def keys_of(lines: Iterable[ReadLine]) -> list[tuple[LineKey, ReadLine]]:
    """Each line with its key. Without a reference, the label stands for it: two exports of a bank write it alike."""
    seen: Counter[tuple[date, int, str]] = Counter()
    keyed = []
    for line in lines:
        said = line.reference or _digest(line.label, line.payer)
        seen[line.booked_on, line.amount_cents, said] += 1
        rank = seen[line.booked_on, line.amount_cents, said]
        keyed.append((LineKey(line.booked_on, line.amount_cents, said, rank), line))
    return keyed


def first_errors(errors: Sequence[RowError]) -> tuple[RowError, ...]:
    """The errors that are shown: the first ones, then how many more."""
    if len(errors) <= MOST_ERRORS:
        return tuple(errors)
    more = RowError(row=0, column="", message=f"et {len(errors) - MOST_ERRORS} autres erreurs du même fichier.")
    return (*errors[:MOST_ERRORS], more)


def _digest(label: str, payer: str) -> str:
    plain = _NOT_WORD.sub("", f"{label}{payer}".upper())
    return f"~{hashlib.sha256(plain.encode()).hexdigest()[:24]}"
