"""OFX, in its two spellings: SGML without end tags (1.x) and XML (2.x). Only the bank statement is read, nothing is resolved."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

from alt_units.domain.bank_files import (
    LABEL,
    MOST_LINES,
    PAYER,
    REFERENCE,
    BankFile,
    BankFileRejected,
    ReadLine,
    RowError,
    Statement,
    check_size,
    clean,
    first_errors,
    read_day,
    whole_cents,
)

MOST_TAGS = 4_000_000
LONGEST_VALUE = 4000
_TAG = re.compile(r"<(/?)([A-Z0-9._]{1,40})>([^<]*)")
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{0,6}.{0,40})?")
_AMOUNT = re.compile(r"([+\-]?)([0-9]{1,15})(?:[.,]([0-9]{1,8}))?")
_STATEMENTS = ("STMTRS", "CCSTMTRS")
_WANTED = frozenset(
    (
        "CURDEF",
        "BANKID",
        "BRANCHID",
        "ACCTID",
        "DTPOSTED",
        "TRNAMT",
        "FITID",
        "NAME",
        "MEMO",
        "CHECKNUM",
        "REFNUM",
        "CURSYM",
    )
)


class Wrong(Exception):
    """What is wrong in one movement; never leaves this module."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


class _Open:
    """The statement being read."""

    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.lines: list[ReadLine] = []

    @property
    def account(self) -> str:
        return clean("".join(self.facts.get(name, "") for name in ("BANKID", "BRANCHID", "ACCTID")), 40)


def read_ofx(content: bytes) -> BankFile:
    """The statements of a file. Raises `BankFileRejected`."""
    check_size(content)
    text = _decoded(content)
    if not any(f"<{tag}>" in text for tag in _STATEMENTS):
        raise BankFileRejected("Ce fichier n'est pas un relevé OFX : il n'a aucun « STMTRS ».")
    statements: list[_Open] = []
    errors: list[RowError] = []
    movement: dict[str, str] | None = None
    number = 0
    for closing, tag, value in _tags(text):
        if tag in _STATEMENTS and not closing:
            statements.append(_Open())
            movement = None
        elif not statements:
            continue
        elif tag == "STMTTRN" and not closing:
            number += 1
            if number > MOST_LINES:
                raise BankFileRejected(f"Ce fichier a plus de {MOST_LINES} mouvements.")
            if movement is not None:
                errors.append(RowError(row=number - 1, column="STMTTRN", message="Mouvement qui n'est pas fermé."))
            movement = {}
        elif tag == "STMTTRN" and movement is not None:
            try:
                statements[-1].lines.append(_line(number, movement, statements[-1].facts.get("CURDEF", "EUR")))
            except Wrong as wrong:
                errors.append(RowError(row=number, column=wrong.column, message=wrong.message))
            movement = None
        elif not closing and tag in _WANTED:
            (statements[-1].facts if movement is None else movement).setdefault(tag, value)
    if movement is not None:
        errors.append(RowError(row=number, column="STMTTRN", message="Mouvement qui n'est pas fermé : fichier coupé ?"))
    whole = tuple(
        Statement(account=one.account, opening_cents=None, closing_cents=None, lines=tuple(one.lines))
        for one in statements
    )
    return BankFile(statements=whole, errors=first_errors(errors), notes=())


def _decoded(content: bytes) -> str:
    if b"<!" in content:
        raise BankFileRejected("Cet OFX contient une DTD, une entité ou un commentaire : un relevé n'en a pas besoin.")
    if b"\x00" in content:
        raise BankFileRejected("Ce fichier n'est pas un texte.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise BankFileRejected("Ce fichier n'est écrit ni en UTF-8 ni en Windows (cp1252).") from error


def _tags(text: str) -> Iterator[tuple[bool, str, str]]:
    for number, found in enumerate(_TAG.finditer(text)):
        if number > MOST_TAGS:
            raise BankFileRejected("Ce fichier est trop long pour un relevé.")
        value = found[3].strip()
        if len(value) > LONGEST_VALUE:
            raise BankFileRejected("Ce fichier contient un texte trop long pour un relevé.")
        yield bool(found[1]), found[2], unescape(value)


def _line(number: int, said: dict[str, str], currency: str) -> ReadLine:
    currency = said.get("CURSYM", currency).upper()
    if currency != "EUR":
        raise Wrong("CURDEF", f"Devise « {clean(currency, 20)} » : seul l'euro est reçu.")
    name, memo = clean(said.get("NAME", ""), PAYER), clean(said.get("MEMO", ""), LABEL)
    return ReadLine(
        row=number,
        booked_on=_day(said.get("DTPOSTED", "")),
        amount_cents=_amount(said.get("TRNAMT", "")),
        reference=clean(said.get("FITID") or said.get("REFNUM") or said.get("CHECKNUM", ""), REFERENCE),
        label=memo or name,
        payer=name,
    )


def _day(text: str) -> date:
    found = _DAY.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError
        return read_day(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Wrong("DTPOSTED", f"Date « {clean(text, 40)} » illisible : 20261121 attendu.") from None


def _amount(text: str) -> int:
    found = _AMOUNT.fullmatch(text.strip().replace(" ", ""))
    try:
        if not found:
            raise ValueError
        cents = whole_cents(found[2], found[3] or "0")
    except ValueError:
        raise Wrong("TRNAMT", f"« {clean(text, 40)} » : montant illisible, au centime.") from None
    if cents == 0:
        raise Wrong("TRNAMT", "Montant nul.")
    return -cents if found[1] == "-" else cents
