"""Titles to issue: the settings of the exchange, the bordereaux, their titles, what the comptable says of them."""

from piccolo.columns import UUID, BigInt, Date, Integer, Text, Varchar
from piccolo.table import Table


class TitleSettingRow(Table, tablename="title_setting"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    content = Text(default=None)
    recorded_on = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


class TitleBatchRow(Table, tablename="title_batch"):
    """A bordereau as it was made; `titles` and `exchange` are never made again."""

    id = UUID(primary_key=True, default=None)
    year = Integer(default=None)
    number = Integer(default=None)
    made_on = Date(default=None)
    titles = Text(default=None)
    total_cents = BigInt(default=None)
    exchange = Text(default=None)
    made_by = UUID(default=None)
    made_by_name = Varchar(120, default=None)


class TitleRow(Table, tablename="title"):
    act_id = UUID(primary_key=True, default=None)
    batch_id = UUID(default=None)
    year = Integer(default=None)
    number = Integer(default=None)
    amount_cents = BigInt(default=None)


class TitleStatusRow(Table, tablename="title_status"):
    id = UUID(primary_key=True, default=None)
    act_id = UUID(default=None)
    state = Varchar(10, default=None)
    on_day = Date(default=None)
    cents = BigInt(default=None)
    source = Varchar(300, default=None)
    recorded_on = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


TABLES: tuple[type[Table], ...] = (TitleSettingRow, TitleBatchRow, TitleRow, TitleStatusRow)
