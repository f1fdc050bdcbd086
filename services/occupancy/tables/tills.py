"""The books of the régies: what they hold, closed days, what was paid over, who the régisseurs are."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Text, Varchar
from piccolo.table import Table


class ReceiptDeliveryRow(Table, tablename="receipt_delivery"):
    id = UUID(primary_key=True, default=None)
    receipt_id = UUID(default=None)
    way = Varchar(10, default=None)
    agreed = Boolean(default=None)
    given_on = Date(default=None)
    given_by = UUID(default=None)
    given_by_name = Varchar(120, default=None)


class RegisseurTermRow(Table, tablename="regisseur_term"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    regie_id = UUID(default=None)
    staff_name = Varchar(120, default=None)
    office = Varchar(12, default=None)
    appointing_act = Varchar(300, default=None)
    first_day = Date(default=None)
    last_day = Date(null=True, default=None)


class TillClosingRow(Table, tablename="till_closing"):
    id = UUID(primary_key=True, default=None)
    regie_id = UUID(default=None)
    day = Date(default=None)
    opening_cents = BigInt(default=None)
    in_cents = BigInt(default=None)
    out_cents = BigInt(default=None)
    expected_cents = BigInt(default=None)
    counted_cents = BigInt(default=None)
    counts = Text(default=None)
    cheques_cents = BigInt(default=None)
    dft_cents = BigInt(default=None)
    reason = Varchar(500, null=True, default=None)
    event_id = UUID(null=True, default=None)
    closed_on = Date(default=None)
    closed_by = UUID(default=None)
    closed_by_name = Varchar(120, default=None)


class PayOverRow(Table, tablename="pay_over"):
    id = UUID(primary_key=True, default=None)
    regie_id = UUID(default=None)
    slip = Varchar(40, default=None)
    paid_on = Date(default=None)
    cash_cents = BigInt(default=None)
    cheques_cents = BigInt(default=None)
    dft_cents = BigInt(default=None)
    earlier_cents = BigInt(default=None)
    left_cents = BigInt(default=None)
    event_id = UUID(default=None)
    paid_by = UUID(default=None)
    paid_by_name = Varchar(120, default=None)


class PayOverCancellationRow(Table, tablename="pay_over_cancellation"):
    id = UUID(primary_key=True, default=None)
    pay_over_id = UUID(default=None)
    reason = Varchar(500, default=None)
    cancelled_on = Date(default=None)
    event_id = UUID(default=None)
    cancelled_by = UUID(default=None)
    cancelled_by_name = Varchar(120, default=None)


class ChequeRemittanceRow(Table, tablename="cheque_remittance"):
    id = UUID(primary_key=True, default=None)
    regie_id = UUID(default=None)
    slip = Varchar(40, default=None)
    remitted_on = Date(default=None)
    amount_cents = BigInt(default=None)
    comes_back = Boolean(default=None)
    reason = Varchar(500, default=None)
    event_id = UUID(default=None)
    remitted_by = UUID(default=None)
    remitted_by_name = Varchar(120, default=None)


class HandoverRow(Table, tablename="handover"):
    id = UUID(primary_key=True, default=None)
    regie_id = UUID(default=None)
    closing_id = UUID(default=None)
    from_id = UUID(default=None)
    from_name = Varchar(120, default=None)
    to_name = Varchar(120, default=None)
    leaving = Boolean(default=None)
    proposed_on = Date(default=None)


class HandoverAcceptanceRow(Table, tablename="handover_acceptance"):
    id = UUID(primary_key=True, default=None)
    handover_id = UUID(default=None)
    from_id = UUID(default=None)
    accepted_by = UUID(default=None)
    accepted_by_name = Varchar(120, default=None)
    accepted_on = Date(default=None)


class TillBalanceRow(Table, tablename="till_balance"):
    account = Varchar(80, primary_key=True, default=None)
    balance_cents = BigInt(default=None)


TABLES: tuple[type[Table], ...] = (
    ReceiptDeliveryRow,
    RegisseurTermRow,
    TillClosingRow,
    PayOverRow,
    PayOverCancellationRow,
    ChequeRemittanceRow,
    HandoverRow,
    HandoverAcceptanceRow,
    TillBalanceRow,
)
