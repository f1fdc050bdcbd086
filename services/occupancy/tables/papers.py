"""Letterheads and the papers given out. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class LetterheadRow(Table, tablename="letterhead"):
    """A version of what stands on the papers. Append-only; the clauses are JSON, the logo is base64."""

    id = UUID(primary_key=True, default=None)
    number = Integer(default=None)
    since = Date(default=None)
    name = Varchar(120, default=None)
    address = Varchar(200, default=None)
    contact = Varchar(200, default=None)
    privacy_contact = Varchar(200, default=None)
    signatory = Varchar(120, default=None)
    signatory_title = Varchar(120, default=None)
    clauses = Text(default=None)
    rules = Text(default=None)
    logo = Text(default=None)
    logo_alt = Text(default=None)
    saved_on = Date(default=None)
    saved_by_name = Varchar(120, default=None)


class IssuedDocumentRow(Table, tablename="issued_document"):
    """A paper as it was given out. Append-only; `content` is base64."""

    id = UUID(primary_key=True, default=None)
    subject = Varchar(80, default=None)
    kind = Varchar(40, default=None)
    number = Integer(default=None)
    title = Varchar(200, default=None)
    file_name = Varchar(120, default=None)
    facts_sha256 = Varchar(64, default=None)
    sha256 = Varchar(64, default=None)
    content = Text(default=None)
    issued_at = Timestamptz(default=None)
    issued_by_name = Varchar(120, default=None)


TABLES: tuple[type[Table], ...] = (LetterheadRow, IssuedDocumentRow)
