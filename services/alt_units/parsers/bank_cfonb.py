"""CFONB 120: the statement of French banks and of the Treasury, lines of 120 characters (LIFECYCLE §6.6).

Records: 01 old balance, 04 movement, 05 its details, 07 new balance. The amount's last character bears the sign.
The norm writes days as JJMMAA: the century 2000 is stated by the format itself.
"""

import re
from datetime import date

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

WIDTH = 120
_AMOUNT = re.compile(r"([0-9]{13})([{}A-R])")
_POSITIVE, _NEGATIVE = "{ABCDEFGHI", "}JKLMNOPQR"


class Wrong(Exception):
    """What is wrong in one record; never leaves this module."""


class _Open:
    """The statement being read."""

    def __init__(self, record: str) -> None:
        self.account = _account(record)
        self.opening = _amount(record)
        self.closing: int | None = None
        self.lines: list[ReadLine] = []
        self.lost = False
        """True after a movement that could not be read: its details say nothing more."""


def read_cfonb(content: bytes) -> BankFile:
    """The statements of a file. Raises `BankFileRejected`."""
    check_size(content)
    statements: list[_Open] = []
    errors: list[RowError] = []
    here: _Open | None = None
    for number, record in enumerate(_records(content), 1):
        if number > 2 * MOST_LINES:
            raise BankFileRejected(f"Ce fichier a plus de {2 * MOST_LINES} enregistrements.")
        try:
            here = _take(number, record, here, statements)
        except Wrong as wrong:
            errors.append(RowError(row=number, column=record[:2], message=str(wrong)))
    if here is not None:
        errors.append(
            RowError(row=0, column="07", message="Le dernier relevé n'a pas de nouveau solde : fichier coupé ?")
        )
    if not statements and not errors:
        raise BankFileRejected("Ce fichier ne contient aucun relevé.")
    whole = tuple(
        Statement(account=one.account, opening_cents=one.opening, closing_cents=one.closing, lines=tuple(one.lines))
        for one in statements
    )
    return BankFile(statements=whole, errors=first_errors(errors), notes=())


def _records(content: bytes) -> list[str]:
    text = content.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n\x1a ")
    rows = text.split("\n")
    if len(rows) == 1 and len(text) > WIDTH:
        rows = [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]
    if rows[0][:2] != "01" or any(len(row.rstrip()) > WIDTH for row in rows):
        raise BankFileRejected("Ce n'est pas un relevé CFONB 120 : il commence par 01, en lignes de 120 caractères.")
    return [row.rstrip().ljust(WIDTH) for row in rows if row.strip()]


def _take(number: int, record: str, here: _Open | None, statements: list[_Open]) -> _Open | None:
    code = record[:2]
    if code == "01":
        if here is not None:
            raise Wrong("Un relevé commence avant le nouveau solde du précédent.")
        statements.append(_Open(record))
        return statements[-1]
    if here is None:
        raise Wrong("Enregistrement hors d'un relevé : il devrait suivre un ancien solde (01).")
    if code == "07":
        here.closing = _amount(record)
        return None
    if _account(record) != here.account:
        raise Wrong("Cet enregistrement porte sur un autre compte que son relevé.")
    if code == "04":
        here.lost = True
        here.lines.append(_movement(number, record))
        here.lost = False
    elif code == "05":
        if not here.lines and not here.lost:
            raise Wrong("Un détail (05) suit son mouvement (04).")
        if not here.lost:
            here.lines[-1] = _detailed(here.lines[-1], record)
    else:
        raise Wrong(f"Enregistrement « {clean(code, 2)} » inconnu : 01, 04, 05 ou 07 attendu.")
    return here


def _movement(number: int, record: str) -> ReadLine:
    cents = _amount(record)
    if cents == 0:
        raise Wrong("Montant nul.")
    return ReadLine(
        row=number,
        booked_on=_day(record[34:40]),
        amount_cents=cents,
        reference=clean(record[104:120], REFERENCE) or clean(record[81:88], REFERENCE),
        label=clean(record[48:79], LABEL),
        payer="",
    )


def _detailed(line: ReadLine, record: str) -> ReadLine:
    qualifier, said = record[45:48], clean(record[48:118], LABEL)
    payer = clean(said, PAYER) if qualifier == "NPY" and not line.payer else line.payer
    label = line.label if qualifier == "NPY" else clean(f"{line.label} {said}", LABEL)
    return ReadLine(
        row=line.row,
        booked_on=line.booked_on,
        amount_cents=line.amount_cents,
        reference=line.reference,
        label=label,
        payer=payer,
    )


def _account(record: str) -> str:
    said = record[2:7] + record[11:16] + record[21:32]
    if not re.fullmatch(r"[0-9A-Z]{21}", said):
        raise Wrong("Banque, guichet ou compte illisible.")
    return said


def _day(text: str) -> date:
    try:
        if not re.fullmatch(r"[0-9]{6}", text):
            raise ValueError
        return read_day(2000 + int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        raise Wrong(f"Date « {clean(text, 6)} » illisible : JJMMAA attendu.") from None


def _amount(record: str) -> int:
    if record[16:19] != "EUR":
        raise Wrong(f"Devise « {clean(record[16:19], 3)} » : seul l'euro est reçu.")
    found = _AMOUNT.fullmatch(record[90:104])
    if not found or record[19] not in "0123456":
        raise Wrong("Montant illisible.")
    last = (_POSITIVE + _NEGATIVE).index(found[2])
    digits, places = f"{found[1]}{last % 10}", int(record[19])
    try:
        whole, part = (digits[:-places], digits[-places:]) if places else (digits, "0")
        cents = whole_cents(whole, part)
    except ValueError:
        raise Wrong("Montant qui n'est pas un nombre entier de centimes, ou trop grand.") from None
    return cents if last < 10 else -cents
