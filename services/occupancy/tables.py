"""Every table of occupancy, columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from kernel.law_book import LawVersionColumns

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
    search_key = Varchar(600, default=None)


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
    turnaround_days = Integer(default=None)
    territory = Varchar(20, default=None)
    legal_regime = Varchar(10, null=True, default=None)
    owner_kind = Varchar(10, null=True, default=None)
    upstream_contract_id = UUID(null=True, default=None)
    funding_scheme = Varchar(4, null=True, default=None)
    housing_aids = Text(default=None)


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


class RegieRow(Table, tablename="regie"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    code = Varchar(12, default=None)
    name = Varchar(120, default=None)
    founding_act = Varchar(300, default=None)
    collects_fees = Boolean(default=None)
    collects_deposits = Boolean(default=None)
    opened_on = Date(default=None)
    closed_on = Date(null=True, default=None)


class TransferRow(Table, tablename="transfer"):
    """One row of the ledger. Append-only, like every table below."""

    id = UUID(primary_key=True, default=None)
    event_id = UUID(default=None)
    number = BigInt(default=None)
    booked_on = Date(default=None)
    recorded_at = Timestamptz(default=None)
    debit_account = Varchar(80, default=None)
    credit_account = Varchar(80, default=None)
    amount_cents = BigInt(default=None)
    kind = Varchar(20, default=None)
    label = Varchar(600, default=None)
    household_id = UUID(default=None)
    contract_id = UUID(null=True, default=None)
    document_kind = Varchar(30, default=None)
    document_id = UUID(default=None)
    settles_id = UUID(null=True, default=None)
    reverses_id = UUID(null=True, default=None)
    due_on = Date(null=True, default=None)
    actor_id = UUID(default=None)


class ReversalRow(Table, tablename="reversal"):
    id = UUID(primary_key=True, default=None)
    event_id = UUID(default=None)
    reversing_event_id = UUID(default=None)
    household_id = UUID(default=None)
    reason = Varchar(500, default=None)
    decided_on = Date(default=None)
    decided_by = UUID(default=None)
    decided_by_name = Varchar(120, default=None)


class FeeRunRow(Table, tablename="fee_run"):
    id = UUID(primary_key=True, default=None)
    month = Varchar(7, default=None)
    ran_on = Date(default=None)
    ran_by = UUID(default=None)
    ran_by_name = Varchar(120, default=None)
    charged = Integer(default=None)
    charged_cents = BigInt(default=None)
    skipped = Integer(default=None)


class ChargeRow(Table, tablename="charge"):
    id = UUID(primary_key=True, default=None)
    contract_id = UUID(default=None)
    household_id = UUID(default=None)
    month = Varchar(7, default=None)
    attempt = Integer(default=None)
    amount_cents = BigInt(default=None)
    due_on = Date(default=None)
    trace = Text(default=None)
    transfer_id = UUID(default=None)


class ReceiptRow(Table, tablename="receipt"):
    id = UUID(primary_key=True, default=None)
    regie_id = UUID(default=None)
    year = Integer(default=None)
    number = Integer(default=None)
    reference = Varchar(40, default=None)
    received_on = Date(default=None)
    recorded_on = Date(default=None)
    household_id = UUID(default=None)
    contract_id = UUID(null=True, default=None)
    payer = Varchar(200, default=None)
    means = Varchar(20, default=None)
    kind = Varchar(10, default=None)
    amount_cents = BigInt(default=None)
    event_id = UUID(default=None)
    regisseur_id = UUID(default=None)
    regisseur_name = Varchar(120, default=None)


class ReceiptCancellationRow(Table, tablename="receipt_cancellation"):
    id = UUID(primary_key=True, default=None)
    receipt_id = UUID(default=None)
    reason = Varchar(500, default=None)
    cancelled_on = Date(default=None)
    event_id = UUID(default=None)
    cancelled_by = UUID(default=None)
    cancelled_by_name = Varchar(120, default=None)


class DepositRequestRow(Table, tablename="deposit_request"):
    id = UUID(primary_key=True, default=None)
    contract_id = UUID(default=None)
    household_id = UUID(default=None)
    amount_cents = BigInt(default=None)
    cap_cents = BigInt(default=None)
    reason = Varchar(500, null=True, default=None)
    asked_on = Date(default=None)
    event_id = UUID(default=None)


class DepositSettlementRow(Table, tablename="deposit_settlement"):
    id = UUID(primary_key=True, default=None)
    contract_id = UUID(default=None)
    household_id = UUID(default=None)
    attempt = Integer(default=None)
    keys_returned_on = Date(default=None)
    exit_conforms = Boolean(default=None)
    due_on = Date(default=None)
    due_source = Varchar(300, default=None)
    held_cents = BigInt(default=None)
    lines = Text(default=None)
    withheld_cents = BigInt(default=None)
    refund_cents = BigInt(default=None)
    refund_to = Varchar(200, default=None)
    address_known_on = Date(null=True, default=None)
    proposed_on = Date(default=None)
    proposed_by = UUID(default=None)
    proposed_by_name = Varchar(120, default=None)


class DepositRefundRow(Table, tablename="deposit_refund"):
    id = UUID(primary_key=True, default=None)
    settlement_id = UUID(default=None)
    proposed_by = UUID(default=None)
    approved_by = UUID(default=None)
    approved_by_name = Varchar(120, default=None)
    refunded_on = Date(default=None)
    refund_cents = BigInt(default=None)
    event_id = UUID(default=None)


MONEY_TABLES: tuple[type[Table], ...] = (
    RegieRow,
    TransferRow,
    ReversalRow,
    FeeRunRow,
    ChargeRow,
    ReceiptRow,
    ReceiptCancellationRow,
    DepositRequestRow,
    DepositSettlementRow,
    DepositRefundRow,
)

# --- law ------------------------------------------------------------------------------------------


class LawVersionRow(LawVersionColumns, Table, tablename="law_version"):
    """A version of a legal value that staff recorded. Append-only."""


TABLES: tuple[type[Table], ...] = (*STAY_TABLES, *MONEY_TABLES, LawVersionRow)
