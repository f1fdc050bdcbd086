"""What a household asks of its data, and what is destroyed at its term."""

from piccolo.columns import UUID, Boolean, Date, Integer, Varchar
from piccolo.table import Table


class DataRequestRow(Table, tablename="data_request"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    household_id = UUID(default=None)
    received_on = Date(default=None)
    identity = Varchar(20, default=None)
    received_by = Varchar(200, default=None)
    answered_on = Date(null=True, default=None)
    answered_by = Varchar(200, null=True, default=None)


class NoteEliminationRow(Table, tablename="note_elimination"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    reason = Varchar(1000, default=None)
    proposed_on = Date(default=None)
    proposed_by = Varchar(200, default=None)
    visa = Varchar(200, null=True, default=None)
    visa_on = Date(null=True, default=None)
    destroyed_on = Date(null=True, default=None)
    destroyed_by = Varchar(200, null=True, default=None)


class NoteEliminationLineRow(Table, tablename="note_elimination_line"):
    """One measure of a list; it stays once the texts are gone."""

    id = UUID(primary_key=True, default=None)
    elimination_id = UUID(default=None)
    support_measure_id = UUID(default=None)
    last_contact_on = Date(default=None)
    notes = Integer(default=None)
    first_written_on = Date(default=None)
    last_written_on = Date(default=None)
    destroyed = Boolean(default=None)


TABLES: tuple[type[Table], ...] = (DataRequestRow, NoteEliminationRow, NoteEliminationLineRow)
