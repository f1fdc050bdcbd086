"""Writes bank files as banks do, from movements: the other way round from the parsers, and apart from them. All fictitious."""

import random
from collections.abc import Sequence
from datetime import date
from uuid import UUID
from xml.sax.saxutils import escape

from msgspec import Struct

from alt_units.domain.bank_files import FileFormat
from alt_units.domain.bank_sources import BankSource, CsvMapping, DateFormat, DecimalMark, Encoding, Separator

IBAN = "FR7630001007941234567890185"
BANK, BRANCH, ACCOUNT = "30001", "00794", "12345678901"
MAPPING = CsvMapping(
    encoding=Encoding.CP1252,
    separator=Separator.SEMICOLON,
    decimal=DecimalMark.COMMA,
    date_format=DateFormat.DAY_FIRST,
    skipped_rows=0,
    booked_on="Date",
    label="Libellé",
    amount="Montant",
    debit="",
    credit="",
    reference="Référence",
    payer="Émetteur",
    currency="Devise",
)


class Movement(Struct, frozen=True, kw_only=True):
    """One movement of the account."""

    on: date
    cents: int
    reference: str = ""
    label: str = ""
    payer: str = ""
    currency: str = "EUR"


def source_of(kind: FileFormat, mapping: CsvMapping | None = MAPPING) -> BankSource:
    """A source of this format, for the account of this module."""
    given = mapping if kind is FileFormat.CSV else None
    return BankSource(id=UUID(int=7), version=1, name="Compte exemple", format=kind, account=IBAN, mapping=given)


def written(kind: FileFormat, movements: Sequence[Movement]) -> bytes:
    """A whole file of this format."""
    if kind is FileFormat.CSV:
        return as_csv(movements)
    if kind is FileFormat.CAMT053:
        return as_camt(movements)
    return as_cfonb(movements) if kind is FileFormat.CFONB120 else as_ofx(movements)


def as_csv(movements: Sequence[Movement], *, encoding: str = "cp1252") -> bytes:
    rows = ["Date;Libellé;Montant;Référence;Émetteur;Devise"]
    for one in movements:
        sign, cents = "-" if one.cents < 0 else "", abs(one.cents)
        whole = f"{cents // 100:,}".replace(",", " ")
        texts = [f'"{text}"' if ";" in text else text for text in (one.label, one.reference, one.payer)]
        rows.append(
            f"{one.on:%d/%m/%Y};{texts[0]};{sign}{whole},{cents % 100:02d};{texts[1]};{texts[2]};{one.currency}"
        )
    return ("\r\n".join(rows) + "\r\n").encode(encoding)


def as_camt(movements: Sequence[Movement], *, opening: int = 100_000, version: str = "02") -> bytes:
    closing = opening + sum(one.cents for one in movements)
    entries = "".join(_entry(one) for one in movements)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>"
        f"{_balance('OPBD', opening)}{_balance('CLBD', closing)}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def as_cfonb(movements: Sequence[Movement], *, opening: int = 100_000) -> bytes:
    closing = opening + sum(one.cents for one in movements)
    first = min((one.on for one in movements), default=date(2026, 1, 1))
    rows = [_record("01", first, cents=opening)]
    for one in movements:
        rows.append(
            _record("04", one.on, cents=one.cents, label=one.label, reference=one.reference, currency=one.currency)
        )
        if one.payer:
            rows.append(_record("05", one.on, qualifier="NPY", said=one.payer, currency=one.currency))
        if len(one.label) > 31:
            rows.append(_record("05", one.on, qualifier="LIB", said=one.label[31:101], currency=one.currency))
    rows.append(_record("07", first, cents=closing))
    return ("\r\n".join(rows) + "\r\n").encode("latin-1", "replace")


def as_ofx(movements: Sequence[Movement]) -> bytes:
    rows = "".join(
        f"<STMTTRN><TRNTYPE>XFER<DTPOSTED>{one.on:%Y%m%d}120000[+1:CET]<TRNAMT>{one.cents / 100:+.2f}"
        f"<FITID>{escape(one.reference)}<NAME>{escape(one.payer)}<MEMO>{escape(one.label)}</STMTTRN>\r\n"
        for one in movements
    )
    currency = movements[0].currency if movements else "EUR"
    return (
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n"
        f"<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>{BANK}<BRANCHID>{BRANCH}"
        f"<ACCTID>{ACCOUNT}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>{rows}</BANKTRANLIST></STMTRS></STMTTRNRS>"
        "</BANKMSGSRSV1></OFX>"
    ).encode("cp1252", "replace")


def spoiled(content: bytes, dice: random.Random) -> bytes:
    """A file with a few bytes changed, cut, doubled, or a piece of another kind of file inside."""
    made = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at, much = dice.randrange(len(made) + 1), dice.choice((1, 1, 2, 8, 40, 300))
        way = dice.randrange(5)
        if way == 0:
            made[at : at + much] = dice.randbytes(much)
        elif way == 1:
            del made[at : at + much]
        elif way == 2:
            made[at:at] = made[at : at + much]
        elif way == 3:
            made[at:at] = dice.choice(PIECES)
        else:
            made[at : at + 1] = bytes([dice.choice(b'0129-+,.;"<>/&\n\r\x00\xff{}AJR')]) * dice.choice((1, 1, 30))
    return bytes(made)


PIECES = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<STMTTRN>", b"</Ntry>", b"<Ntry>", b"04", b"07" + b" " * 118, b'"', b";;;;;;",
    b"\r\n", b"99999999999999999999", b"1e999", b"nan", b"-0", b"31/02/2026", b"20260231", b"\xef\xbb\xbf", b"\xff\xfe",
    "١٢,٣".encode(), b"<Amt Ccy='USD'>1</Amt>", b"<CURDEF>USD", b"<![CDATA[", b"]]>", b"<?xml version='1.1'?>",
)  # fmt: skip


def _entry(one: Movement) -> str:
    way = "DBIT" if one.cents < 0 else "CRDT"
    other = "Cdtr" if one.cents < 0 else "Dbtr"
    return (
        f'<Ntry><Amt Ccy="{one.currency}">{abs(one.cents) // 100}.{abs(one.cents) % 100:02d}</Amt>'
        f"<CdtDbtInd>{way}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{one.on}</Dt></BookgDt>"
        f"<AcctSvcrRef>{escape(one.reference)}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<RltdPties><{other}><Nm>{escape(one.payer)}</Nm></{other}></RltdPties>"
        f"<RmtInf><Ustrd>{escape(one.label)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def _balance(kind: str, cents: int) -> str:
    way = "DBIT" if cents < 0 else "CRDT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{abs(cents) / 100:.2f}</Amt>'
        f"<CdtDbtInd>{way}</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>"
    )


def _record(
    code: str,
    on: date,
    *,
    cents: int = 0,
    label: str = "",
    reference: str = "",
    qualifier: str = "",
    said: str = "",
    currency: str = "EUR",
) -> str:
    row = list(" " * 120)

    def put(first: int, text: str) -> None:
        row[first - 1 : first - 1 + len(text)] = text

    for first, text in (
        (1, code),
        (3, BANK),
        (12, BRANCH),
        (17, currency),
        (20, "2"),
        (22, ACCOUNT),
        (35, f"{on:%d%m%y}"),
    ):
        put(first, text)
    if code == "05":
        put(46, qualifier)
        put(49, said[:70])
    else:
        put(49, label[:31])
        signs = "}JKLMNOPQR" if cents < 0 else "{ABCDEFGHI"
        put(91, f"{abs(cents) // 10:013d}{signs[abs(cents) % 10]}")
        put(105, reference[:16])
    return "".join(row)
