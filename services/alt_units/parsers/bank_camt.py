"""camt.053, the ISO 20022 statement, whatever its version: names are read without their namespace.

The XML is hostile until proved otherwise: UTF-8 only, no DTD and so no entity (defusedxml), bounded depth and number of elements.
"""

import re
from datetime import date
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from alt_units.domain.bank_files import (
    LABEL,
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

DEEPEST = 64
MOST_ELEMENTS = 200_000

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._\-]{1,40})["']""")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.{0,40})?")
_AMOUNT = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,8}))?")


class Wrong(Exception):
    """What is wrong in one entry; never leaves this module."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


class _Open:
    """The statement being read."""

    def __init__(self) -> None:
        self.account = ""
        self.balances: dict[str, int] = {}
        self.lines: list[ReadLine] = []
        self.aside = 0


class _Reading:
    """What the XML parser tells, tag by tag. Only a statement's children are built, one at a time; the rest is let go."""

    def __init__(self) -> None:
        self.statements: list[_Open] = []
        self.errors: list[RowError] = []
        self._path: list[str] = []
        self._elements = self._entries = 0
        self._building: TreeBuilder | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag.rpartition("}")[2])
        self._elements += 1
        if len(self._path) > DEEPEST or self._elements > MOST_ELEMENTS:
            raise BankFileRejected("Ce XML est trop profond ou trop long pour un relevé.")
        if self._path[1:] == ["BkToCstmrStmt", "Stmt"]:
            self.statements.append(_Open())
        elif len(self._path) == 4 and self._path[1:3] == ["BkToCstmrStmt", "Stmt"]:
            self._building = TreeBuilder()
        if self._building is not None:
            self._building.start(tag, attributes)

    def data(self, text: str) -> None:
        if self._building is not None:
            self._building.data(text)

    def end(self, tag: str) -> None:
        self._path.pop()
        if self._building is None:
            return
        self._building.end(tag)
        if len(self._path) == 3:
            element, self._building = self._building.close(), None
            self._take(element)

    def close(self) -> None:
        """Nothing is left to say."""

    def _take(self, element: Element) -> None:
        name = _name(element)
        self._entries += name == "Ntry"
        try:
            _take(name, element, self.statements[-1], self._entries)
        except Wrong as wrong:
            self.errors.append(RowError(row=self._entries, column=wrong.column, message=wrong.message))


def read_camt(content: bytes) -> BankFile:
    """The statements of a file. Raises `BankFileRejected`."""
    check_size(content)
    _check_encoding(content)
    reading = _Reading()
    try:
        parser = DefusedXMLParser(target=reading, forbid_dtd=True)
        parser.feed(content)
        parser.close()
    except DefusedXmlException as error:
        raise BankFileRejected("Ce XML contient une DTD ou une entité : un relevé n'en a pas besoin.") from error
    except (ParseError, UnicodeError, ValueError, LookupError) as error:
        raise BankFileRejected("Ce fichier n'est pas du XML lisible, ou il est coupé.") from error
    statements = reading.statements
    if not statements:
        raise BankFileRejected("Ce XML n'est pas un relevé camt.053 : il n'a aucun élément « Stmt ».")
    return BankFile(
        statements=tuple(_whole(one) for one in statements),
        errors=first_errors(reading.errors),
        notes=tuple(
            f"Compte {one.account} : {one.aside} opération(s) encore en attente à la banque, laissée(s) de côté."
            for one in statements
            if one.aside
        ),
    )


def _check_encoding(content: bytes) -> None:
    declared = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf"))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        declared = None
        readable = False
    else:
        readable = b"\x00" not in content
    if not readable or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise BankFileRejected("Un relevé camt.053 est écrit en UTF-8 ; ce fichier ne l'est pas.")


def _take(name: str, element: Element, here: _Open, entry: int) -> None:
    if name == "Acct":
        here.account = clean(_text(element, "Id", "IBAN") or _text(element, "Id", "Othr", "Id"), 40)
    elif name == "Bal":
        kind = _text(element, "Tp", "CdOrPrtry", "Cd")
        if kind in ("OPBD", "PRCD", "CLBD"):
            here.balances[kind] = _amount(element)
    elif name == "Ntry":
        status = _text(element, "Sts", "Cd") or _text(element, "Sts")
        if status.strip() in ("PDNG", "INFO", "FUTR"):
            here.aside += 1
        else:
            here.lines.append(_line(element, entry))


def _line(element: Element, entry: int) -> ReadLine:
    cents = _amount(element)
    if cents == 0:
        raise Wrong("Amt", "Montant nul.")
    details = _below(element, "NtryDtls", "TxDtls")
    free = [one.text or "" for detail in details for one in _below(detail, "RmtInf", "Ustrd")]
    said = " ".join([*free, _text(element, "AddtlNtryInf")])
    other = "Dbtr" if cents > 0 else "Cdtr"
    names = [
        _text(detail, "RltdPties", other, "Nm") or _text(detail, "RltdPties", other, "Pty", "Nm") for detail in details
    ]
    ends = [_text(detail, "Refs", "EndToEndId") for detail in details]
    return ReadLine(
        row=entry,
        booked_on=_day(element),
        amount_cents=cents,
        reference=clean(_text(element, "AcctSvcrRef") or _text(element, "NtryRef") or _first_known(ends), REFERENCE),
        label=clean(said, LABEL),
        payer=clean(next((one for one in names if one), ""), PAYER),
    )


def _first_known(ends: list[str]) -> str:
    return next((one for one in ends if one and one != "NOTPROVIDED"), "")


def _day(element: Element) -> date:
    said = ""
    for which in ("BookgDt", "ValDt"):
        said = said or (_text(element, which, "Dt") or _text(element, which, "DtTm")).strip()
    found = _DAY.fullmatch(said)
    try:
        if not found:
            raise ValueError
        return read_day(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Wrong("BookgDt", f"Date « {clean(said, 40)} » illisible : 2026-11-21 attendu.") from None


def _amount(element: Element) -> int:
    amounts = _below(element, "Amt")
    currency = amounts[0].get("Ccy", "") if amounts else ""
    if currency != "EUR":
        raise Wrong("Amt", f"Devise « {clean(currency, 20)} » : seul l'euro est reçu.")
    said = (amounts[0].text or "").strip()
    found = _AMOUNT.fullmatch(said)
    sign = {"CRDT": 1, "DBIT": -1}.get(_text(element, "CdtDbtInd").strip())
    try:
        if not found or sign is None:
            raise ValueError
        return sign * whole_cents(found[1], found[2] or "0")
    except ValueError:
        raise Wrong("Amt", f"« {clean(said, 40)} » : montant ou sens illisible, au centime.") from None


def _whole(one: _Open) -> Statement:
    return Statement(
        account=one.account,
        opening_cents=one.balances.get("OPBD", one.balances.get("PRCD")),
        closing_cents=one.balances.get("CLBD"),
        lines=tuple(one.lines),
    )


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _below(element: Element, *path: str) -> list[Element]:
    found = [element]
    for name in path:
        found = [child for one in found for child in one if _name(child) == name]
    return found


def _text(element: Element, *path: str) -> str:
    found = _below(element, *path)
    return (found[0].text or "").strip() if found else ""
