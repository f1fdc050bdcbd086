"""Deadlines, each with how it was computed."""

from piccolo.columns import UUID, Boolean, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class DeadlineRow(Table, tablename="deadline"):
    """One day, open until it is met, dropped or replaced by another; never removed, never computed again once it is past."""

    id = UUID(primary_key=True, default=None)
    subject_kind = Varchar(20, default=None)
    subject_id = UUID(default=None)
    subject_reference = Varchar(40, default=None)
    household_id = UUID(null=True, default=None)
    rule = Varchar(30, default=None)
    number = Integer(default=None)
    anchor_on = Date(default=None)
    length = Integer(default=None)
    unit = Varchar(12, default=None)
    is_before = Boolean(default=None)
    territory = Varchar(20, default=None)
    law_key = Varchar(80, null=True, default=None)
    law_value = Varchar(200, null=True, default=None)
    law_source = Varchar(1000, null=True, default=None)
    law_status = Varchar(20, null=True, default=None)
    counted_on = Date(default=None)
    due_on = Date(default=None)
    owner_role = Varchar(20, default=None)
    owner_id = UUID(null=True, default=None)
    owner_name = Varchar(200, null=True, default=None)
    status = Varchar(10, default=None)
    met_on = Date(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    replaced_by = UUID(null=True, default=None)
    set_at = Timestamptz(default=None)


class CalendarFeedRow(Table, tablename="calendar_feed"):
    """The calendar of a person. The secret of its address is kept as what it comes to, never as it is."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(default=None)
    secret_sha256 = Varchar(64, default=None)
    created_at = Timestamptz(default=None)
    last_used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class StayFollowerRow(Table, tablename="stay_follower"):
    """Each time somebody takes a stay up, or leaves it."""

    id = UUID(primary_key=True, default=None)
    contract_id = UUID(default=None)
    number = Integer(default=None)
    person_id = UUID(null=True, default=None)
    person_name = Varchar(200, null=True, default=None)
    decided_on = Date(default=None)


TABLES: tuple[type[Table], ...] = (DeadlineRow, CalendarFeedRow, StayFollowerRow)
