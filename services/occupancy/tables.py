"""Every table of occupancy, columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

# --- households and stays -------------------------------------------------------------------------


class HouseholdRow(Table, tablename="household"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    last_name = Varchar(120, default=None)
    first_name = Varchar(120, default=None)
    situation = Varchar(20, default=None)
    adults = Integer(default=None)
    children = Integer(default=None)
    phone = Varchar(30, null=True, default=None)
    email = Varchar(200, null=True, default=None)
    orientation = Varchar(20, default=None)
    note = Varchar(2000, default=None)


class ReferenceCounterRow(Table, tablename="reference_counter"):
    """Last number given, per kind (M, C) and year."""

    id = Varchar(20, primary_key=True, default=None)
    last_number = Integer(default=None)


class UnitLockRow(Table, tablename="unit_lock"):
    """One row per unit that was ever given: what a signature locks."""

    id = UUID(primary_key=True, default=None)


class ContractRow(Table, tablename="contract"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    household_id = UUID(default=None)
    unit_id = UUID(default=None)
    place_number = Integer(default=None)
    programme = Varchar(3, default=None)
    status = Varchar(10, default=None)
    first_day = Date(default=None)
    last_day = Date(default=None)
    persons = Integer(default=None)
    signed_on = Date(null=True, default=None)
    unit_facts = Text(default=None)
    fee_cents = BigInt(default=None)
    fee_scale_key = Varchar(80, default=None)
    fee_trace = Text(default=None)
    fee_override_reason = Varchar(1000, null=True, default=None)
    override_reason = Varchar(1000, null=True, default=None)
    notice_given_on = Date(null=True, default=None)
    notice_by = Varchar(10, null=True, default=None)
    notice_last_day = Date(null=True, default=None)
    notice_rule = Text(null=True, default=None)
    ended_on = Date(null=True, default=None)
    end_reason = Varchar(30, null=True, default=None)
    end_note = Varchar(1000, null=True, default=None)
    forwarding_address = Varchar(300, null=True, default=None)
    cancel_reason = Varchar(1000, null=True, default=None)


class ContractTermRow(Table, tablename="contract_term"):
    id = UUID(primary_key=True, default=None)
    contract_id = UUID(default=None)
    number = Integer(default=None)
    first_day = Date(default=None)
    last_day = Date(default=None)
    decided_on = Date(default=None)
    reason = Varchar(1000, default=None)
    override_reason = Varchar(1000, null=True, default=None)
    rule = Text(default=None)


class InspectionRow(Table, tablename="inspection"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    contract_id = UUID(default=None)
    kind = Varchar(5, default=None)
    status = Varchar(10, default=None)
    established_on = Date(default=None)
    content = Text(default=None)
    forwarding_address = Varchar(300, null=True, default=None)
    entry_inspection_id = UUID(null=True, default=None)
    signed_at = Timestamptz(null=True, default=None)
    sha256 = Varchar(64, null=True, default=None)


# --- presence, pushed to alt_units ----------------------------------------------------------------


class OutboxRow(Table, tablename="outbox"):
    """What alt_units must be told. `seq` is given by the database and is the revision of what is sent."""

    seq = BigInt(primary_key=True, default=None)
    unit_id = UUID(default=None)
    month = Varchar(7, default=None)
    payload = Text(default=None)
    by_id = UUID(default=None)
    by_name = Varchar(200, default=None)
    created_at = Timestamptz(default=None)
    sent_at = Timestamptz(null=True, default=None)
    attempts = Integer(default=None)
    next_try_at = Timestamptz(null=True, default=None)
    parked = Boolean(default=None)
    last_error = Varchar(300, null=True, default=None)


STAY_TABLES = (
    HouseholdRow,
    ReferenceCounterRow,
    UnitLockRow,
    ContractRow,
    ContractTermRow,
    InspectionRow,
    OutboxRow,
)

# --- money: ledger, fees, receipts, deposits ------------------------------------------------------

MONEY_TABLES: tuple[type[Table], ...] = ()

TABLES: tuple[type[Table], ...] = (*STAY_TABLES, *MONEY_TABLES)
