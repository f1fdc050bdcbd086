"""What alt_units must be told."""

from piccolo.columns import UUID, BigInt, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class OutboxRow(Table, tablename="outbox"):
    """What alt_units must be told. `seq` is given by the database and is the revision of what is sent."""

    seq = BigInt(primary_key=True, default=None)
    kind = Varchar(20, default=None)
    unit_id = UUID(null=True, default=None)
    month = Varchar(7, null=True, default=None)
    year = Integer(null=True, default=None)
    payload = Text(default=None)
    by_id = UUID(default=None)
    by_name = Varchar(200, default=None)
    created_at = Timestamptz(default=None)
    sent_at = Timestamptz(null=True, default=None)
    attempts = Integer(default=None)
    next_try_at = Timestamptz(null=True, default=None)
    parked = Boolean(default=None)
    last_error = Varchar(300, null=True, default=None)


TABLES: tuple[type[Table], ...] = (OutboxRow,)
