"""Social support: operators, measures, and what social workers write of them."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class SupportOperatorRow(Table, tablename="support_operator"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    name = Varchar(200, default=None)
    sector = Varchar(200, default=None)
    mode = Varchar(1000, default=None)
    contact = Varchar(200, default=None)
    monthly_capacity = Integer(default=None)
    reinforced_capacity = Integer(default=None)
    is_active = Boolean(default=None)


class SupportMeasureRow(Table, tablename="support_measure"):
    """`content`: what the measure holds beside its columns, as JSON. `joined_on`: when the last adult agreed."""

    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    household_id = UUID(default=None)
    contract_id = UUID(null=True, default=None)
    operator_id = UUID(null=True, default=None)
    kind = Varchar(20, default=None)
    purpose = Varchar(20, default=None)
    state = Varchar(20, default=None)
    diagnosed_on = Date(null=True, default=None)
    joined_on = Date(null=True, default=None)
    started_on = Date(null=True, default=None)
    last_day = Date(null=True, default=None)
    ended_on = Date(null=True, default=None)
    report_signed_on = Date(null=True, default=None)
    break_reason = Varchar(30, null=True, default=None)
    content = Text(default=None)


class SupportNoteRow(Table, tablename="support_note"):
    """Read by social workers only. `number` counts within the measure."""

    id = UUID(primary_key=True, default=None)
    support_measure_id = UUID(default=None)
    number = Integer(default=None)
    kind = Varchar(20, default=None)
    written_at = Timestamptz(default=None)
    written_by = Varchar(200, default=None)
    content = Text(default=None)


class SupportNoteReaderRow(Table, tablename="support_note_reader"):
    """`until`: the last day of a reading with a reason; null for who follows the household."""

    id = UUID(primary_key=True, default=None)
    support_measure_id = UUID(default=None)
    person_id = UUID(default=None)
    person_name = Varchar(200, default=None)
    reason = Varchar(1000, default=None)
    opened_at = Timestamptz(default=None)
    until = Date(null=True, default=None)


TABLES: tuple[type[Table], ...] = (SupportOperatorRow, SupportMeasureRow, SupportNoteRow, SupportNoteReaderRow)
