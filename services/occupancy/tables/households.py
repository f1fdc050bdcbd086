"""Households, and the numbers given."""

from piccolo.columns import UUID, Integer, Text, Varchar
from piccolo.table import Table


class HouseholdRow(Table, tablename="household"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    last_name = Varchar(120, default=None)
    first_name = Varchar(120, default=None)
    situation = Varchar(20, default=None)
    adults = Integer(default=None)
    children = Integer(default=None)
    phone = Text(null=True, default=None)
    email = Text(null=True, default=None)
    orientation = Varchar(20, default=None)
    note = Text(default=None)
    search_key = Varchar(600, default=None)


class ReferenceCounterRow(Table, tablename="reference_counter"):
    """Last number given, per kind (M, C) and year."""

    id = Varchar(20, primary_key=True, default=None)
    last_number = Integer(default=None)


TABLES: tuple[type[Table], ...] = (
    HouseholdRow,
    ReferenceCounterRow,
)
