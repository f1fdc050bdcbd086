"""The claims, what the payer answers, what was paid. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class ClaimRow(Table, tablename="claim"):
    """`rules`: the rules that it was computed under, as JSON."""

    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    convention_id = UUID(default=None)
    month = Varchar(length=7, default=None)
    status = Varchar(length=10, default=None)
    submitted_at = Timestamptz(null=True, default=None)
    submitted_by = Varchar(length=120, null=True, default=None)
    submitted_by_id = UUID(null=True, default=None)
    rules = Text(default=None)
    max_units = Integer(null=True, default=None)


class ClaimLineRow(Table, tablename="claim_line"):
    """Frozen once its claim is submitted. `reasons` and `trace` are JSON."""

    id = UUID(primary_key=True, default=None)
    claim_id = UUID(default=None)
    unit_id = UUID(default=None)
    reference = Varchar(length=40, default=None)
    name = Varchar(length=120, default=None)
    dwelling_type = Varchar(length=20, default=None)
    days_in_month = Integer(default=None)
    days_available = Integer(default=None)
    days_occupied = Integer(null=True, default=None)
    households = Integer(default=None)
    aided_households = Integer(default=None)
    planned_cents = BigInt(default=None)
    by_availability_cents = BigInt(default=None)
    by_occupation_cents = BigInt(default=None)
    effective_cents = BigInt(default=None)
    claimable_cents = BigInt(default=None)
    claimed_cents = BigInt(default=None)
    claimed_reason = Varchar(length=500, null=True, default=None)
    claimed_by = UUID(null=True, default=None)
    reasons = Text(default=None)
    trace = Text(default=None)


class ClaimAdjustmentRow(Table, tablename="claim_adjustment"):
    """Append-only."""

    id = UUID(primary_key=True, default=None)
    claim_line_id = UUID(default=None)
    decided_on = Date(default=None)
    amount_cents = BigInt(default=None)
    reason = Varchar(length=500, default=None)
    decided_by = Varchar(length=120, default=None)
    correction_id = UUID(null=True, default=None)
    line_answer_id = UUID(null=True, default=None)


class ClaimCorrectionRow(Table, tablename="claim_correction"):
    """Append-only: what one person proposes on a submitted line."""

    id = UUID(primary_key=True, default=None)
    claim_line_id = UUID(default=None)
    decided_on = Date(default=None)
    amount_cents = BigInt(default=None)
    reason = Varchar(length=500, default=None)
    proposed_at = Timestamptz(default=None)
    proposed_by = UUID(default=None)
    proposed_by_name = Varchar(length=120, default=None)


class ClaimCorrectionEndRow(Table, tablename="claim_correction_end"):
    """Append-only: confirmed or refused by another person, or taken back."""

    id = UUID(primary_key=True, default=None)
    correction_id = UUID(default=None)
    proposed_by = UUID(default=None)
    outcome = Varchar(length=10, default=None)
    reason = Varchar(length=500, default=None)
    ended_at = Timestamptz(default=None)
    ended_by = UUID(default=None)
    ended_by_name = Varchar(length=120, default=None)


class ClaimNoteRow(Table, tablename="claim_note"):
    """Append-only. `difference_cents`: the difference on the day of writing."""

    id = UUID(primary_key=True, default=None)
    claim_id = UUID(default=None)
    kind = Varchar(length=20, default=None)
    difference_cents = BigInt(default=None)
    text = Varchar(length=2000, default=None)
    written_by = Varchar(length=120, default=None)
    written_at = Timestamptz(default=None)
    written_by_id = UUID(null=True, default=None)


class FunderPaymentRow(Table, tablename="funder_payment"):
    """Append-only. Negative: an indu given back."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    received_on = Date(default=None)
    amount_cents = BigInt(default=None)
    kind = Varchar(length=20, default=None)
    bank_reference = Varchar(length=80, default=None)
    label = Varchar(length=200, default=None)
    decision_reference = Varchar(length=120, default=None)


class PaymentAllocationRow(Table, tablename="payment_allocation"):
    """Append-only; `cancels_id` undoes another row, amount for amount."""

    id = UUID(primary_key=True, default=None)
    payment_id = UUID(default=None)
    claim_line_id = UUID(default=None)
    amount_cents = BigInt(default=None)
    cancels_id = UUID(null=True, default=None)


class PaymentScheduleRow(Table, tablename="payment_schedule"):
    """`id` is the convention's. `payments`: the expected days and amounts, as JSON."""

    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    payments = Text(default=None)


class ClaimAnswerRow(Table, tablename="claim_answer"):
    """Append-only: what the payer answered, on a day, under a reference."""

    id = UUID(primary_key=True, default=None)
    claim_id = UUID(default=None)
    answered_on = Date(default=None)
    reference = Varchar(length=80, default=None)
    recorded_by = Varchar(length=120, default=None)
    recorded_at = Timestamptz(default=None)


class ClaimLineAnswerRow(Table, tablename="claim_line_answer"):
    """Append-only. The highest `number` of a line stands; `adjustment_id`: what the answer changed."""

    id = UUID(primary_key=True, default=None)
    answer_id = UUID(default=None)
    claim_line_id = UUID(default=None)
    number = Integer(default=None)
    verdict = Varchar(length=10, default=None)
    asked_cents = BigInt(default=None)
    granted_cents = BigInt(default=None)
    reason = Varchar(length=500, default=None)
    adjustment_id = UUID(null=True, default=None)


class ClaimReadingRow(Table, tablename="claim_reading"):
    """`id` is the convention's. Null: the default of the law."""

    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    shared_aided = Varchar(length=10, null=True, default=None)
    turnaround = Varchar(length=20, null=True, default=None)
    long_stay_months = Integer(null=True, default=None)
    justification_months = Integer(null=True, default=None)
    statement_form = Varchar(length=12, null=True, default=None)
    retention_months = Integer(null=True, default=None)
    indu_return = Varchar(length=12, null=True, default=None)
    note = Varchar(length=500, default=None)


TABLES: tuple[type[Table], ...] = (
    ClaimRow,
    ClaimLineRow,
    ClaimAdjustmentRow,
    ClaimCorrectionRow,
    ClaimCorrectionEndRow,
    ClaimNoteRow,
    FunderPaymentRow,
    PaymentAllocationRow,
    PaymentScheduleRow,
    ClaimAnswerRow,
    ClaimLineAnswerRow,
    ClaimReadingRow,
)
