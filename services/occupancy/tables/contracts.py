"""Contracts, their terms and their inspections."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


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
    turnaround_days = Integer(default=None)
    territory = Varchar(20, default=None)
    legal_regime = Varchar(10, null=True, default=None)
    owner_kind = Varchar(10, null=True, default=None)
    upstream_contract_id = UUID(null=True, default=None)
    funding_scheme = Varchar(4, null=True, default=None)
    housing_aids = Text(default=None)
    notice_received_on = Date(null=True, default=None)
    notice_channel = Varchar(20, null=True, default=None)
    notice_ground = Varchar(30, null=True, default=None)
    notice_has_proof = Boolean(null=True, default=None)
    allowed_until = Date(null=True, default=None)


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
    signatures = Text(default=None)


TABLES: tuple[type[Table], ...] = (
    UnitLockRow,
    ContractRow,
    ContractTermRow,
    InspectionRow,
)
