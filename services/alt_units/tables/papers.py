"""What stands on the papers, as occupancy tells it, and the papers of sent claims. Columns only: the migrations hold the rest."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class LetterheadRow(Table, tablename="letterhead"):
    """A version of what stands on the papers. Append-only; the logo is base64."""

    id = UUID(primary_key=True, default=None)
    number = Integer(default=None)
    since = Date(default=None)
    name = Varchar(length=120, default=None)
    address = Varchar(length=200, default=None)
    contact = Varchar(length=200, default=None)
    signatory = Varchar(length=120, default=None)
    signatory_title = Varchar(length=120, default=None)
    logo = Text(default=None)
    logo_alt = Varchar(length=200, default=None)
    received_at = Timestamptz(default=None)


class ClaimPaperRow(Table, tablename="claim_paper"):
    """A paper of a sent claim as it was given out. Append-only; the content is base64."""

    id = UUID(primary_key=True, default=None)
    claim_id = UUID(default=None)
    number = Integer(default=None)
    adjustments_sha256 = Varchar(length=64, default=None)
    sha256 = Varchar(length=64, default=None)
    content = Text(default=None)
    issued_at = Timestamptz(default=None)
    issued_by_name = Varchar(length=120, default=None)


TABLES: tuple[type[Table], ...] = (LetterheadRow, ClaimPaperRow)
