"""Sliding leases, the minutes of their examinations, the leases that households hold after the slide."""

from piccolo.columns import UUID, BigInt, Date, Integer, Text, Varchar
from piccolo.table import Table


class SlidingLeaseRow(Table, tablename="sliding_lease"):
    """`content`: what the dossier holds beside its state, as JSON."""

    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    contract_id = UUID(default=None)
    household_id = UUID(default=None)
    unit_id = UUID(default=None)
    territory = Varchar(20, default=None)
    sublease_signed_on = Date(default=None)
    state = Varchar(30, default=None)
    slide_on = Date(null=True, default=None)
    content = Text(default=None)


class SlidingMinutesRow(Table, tablename="sliding_minutes"):
    id = UUID(primary_key=True, default=None)
    sliding_lease_id = UUID(default=None)
    number = Integer(default=None)
    due_on = Date(default=None)
    held_on = Date(default=None)
    content = Text(default=None)


class DirectLeaseRow(Table, tablename="direct_lease"):
    """The household as the tenant of the landlord."""

    id = UUID(primary_key=True, default=None)
    sliding_lease_id = UUID(default=None)
    contract_id = UUID(default=None)
    household_id = UUID(default=None)
    unit_id = UUID(default=None)
    landlord = Text(default=None)
    first_day = Date(default=None)
    reference = Varchar(200, default=None)
    arrears_cents = BigInt(default=None)
    deposit_mode = Varchar(30, default=None)
    settlement_id = UUID(null=True, default=None)


TABLES: tuple[type[Table], ...] = (SlidingLeaseRow, SlidingMinutesRow, DirectLeaseRow)
