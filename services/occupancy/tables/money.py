"""The ledger, fees, receipts and deposits."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


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
    receipt_mode = Varchar(20, default=None)
    authorised_cash_cents = BigInt(null=True, default=None)
    souche_first = BigInt(null=True, default=None)
    souche_last = BigInt(null=True, default=None)


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
    household_id = UUID(null=True, default=None)
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


class FeeJobRow(Table, tablename="fee_job"):
    id = UUID(primary_key=True, default=None)
    month = Varchar(7, default=None)
    state = Varchar(10, default=None)
    asked_on = Date(default=None)
    asked_by = UUID(default=None)
    asked_by_name = Varchar(120, default=None)
    total = Integer(default=None)
    done = Integer(default=None)
    last_contract = UUID(null=True, default=None)
    charged = Integer(default=None)
    charged_cents = BigInt(default=None)
    touched_at = Timestamptz(default=None)
    error = Varchar(500, default="")


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
    souche = BigInt(null=True, default=None)
    third_party = Varchar(20, null=True, default=None)
    chosen = Text(null=True, default=None)


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
    attempt = Integer(default=None)


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
    refund_to = Text(default=None)
    address_known_on = Date(null=True, default=None)
    proposed_on = Date(default=None)
    proposed_by = UUID(default=None)
    proposed_by_name = Varchar(120, default=None)
    accounts_approved_on = Date(null=True, default=None)
    beneficiary = Varchar(20, default="payer")
    refund_to_reason = Text(default="")
    refund_reference = Varchar(120, default="")


class SettlementNoticeRow(Table, tablename="settlement_notice"):
    id = UUID(primary_key=True, default=None)
    settlement_id = UUID(default=None)
    told_on = Date(default=None)
    channel = Varchar(20, default=None)
    proof = Text(default=None)
    told_by_name = Varchar(120, default=None)


class DepositRefundRow(Table, tablename="deposit_refund"):
    id = UUID(primary_key=True, default=None)
    settlement_id = UUID(default=None)
    proposed_by = UUID(default=None)
    approved_by = UUID(default=None)
    approved_by_name = Varchar(120, default=None)
    refunded_on = Date(default=None)
    refund_cents = BigInt(default=None)
    event_id = UUID(default=None)
    late_cents = BigInt(default=0)


class SettlementResolutionRow(Table, tablename="settlement_resolution"):
    """Append-only: how a proposal ended, once."""

    id = UUID(primary_key=True, default=None)
    settlement_id = UUID(default=None)
    proposed_by = UUID(default=None)
    outcome = Varchar(10, default=None)
    resolved_on = Date(default=None)
    reason = Varchar(500, default="")
    resolved_by = UUID(default=None)
    resolved_by_name = Varchar(120, default=None)


class RemissionRow(Table, tablename="remission"):
    id = UUID(primary_key=True, default=None)
    household_id = UUID(default=None)
    claim_id = UUID(default=None)
    kind = Varchar(20, default=None)
    amount_cents = BigInt(default=None)
    reason = Varchar(500, default=None)
    proposed_on = Date(default=None)
    proposed_by = UUID(default=None)
    proposed_by_name = Varchar(120, default=None)


class RemissionDecisionRow(Table, tablename="remission_decision"):
    id = UUID(primary_key=True, default=None)
    remission_id = UUID(default=None)
    proposed_by = UUID(default=None)
    is_granted = Boolean(default=None)
    decision_ref = Varchar(300, default=None)
    decided_on = Date(default=None)
    decided_by = UUID(default=None)
    decided_by_name = Varchar(120, default=None)
    event_id = UUID(null=True, default=None)


class PeriodProposalRow(Table, tablename="period_proposal"):
    id = UUID(primary_key=True, default=None)
    month = Varchar(7, default=None)
    last_day = Date(default=None)
    proposed_on = Date(default=None)
    proposed_by = UUID(default=None)
    proposed_by_name = Varchar(120, default=None)


class PeriodCloseRow(Table, tablename="period_close"):
    id = UUID(primary_key=True, default=None)
    proposal_id = UUID(default=None)
    proposed_by = UUID(default=None)
    last_day = Date(default=None)
    closed_on = Date(default=None)
    closed_by = UUID(default=None)
    closed_by_name = Varchar(120, default=None)


class AccountClosureRow(Table, tablename="account_closure"):
    """Append-only: every account of the household was at zero on that row of the ledger."""

    id = UUID(primary_key=True, default=None)
    household_id = UUID(default=None)
    last_number = BigInt(default=None)
    closed_on = Date(default=None)
    closed_by = UUID(default=None)
    closed_by_name = Varchar(120, default=None)


TABLES: tuple[type[Table], ...] = (
    RegieRow,
    TransferRow,
    ReversalRow,
    FeeRunRow,
    FeeJobRow,
    ChargeRow,
    ReceiptRow,
    ReceiptCancellationRow,
    DepositRequestRow,
    DepositSettlementRow,
    SettlementNoticeRow,
    DepositRefundRow,
    SettlementResolutionRow,
    RemissionRow,
    RemissionDecisionRow,
    PeriodProposalRow,
    PeriodCloseRow,
    AccountClosureRow,
)
