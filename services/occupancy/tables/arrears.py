"""What is done about debts, and repayment plans."""

from piccolo.columns import UUID, BigInt, Date, Integer, Text, Varchar
from piccolo.table import Table


class ArrearsActRow(Table, tablename="arrears_act"):
    id = UUID(primary_key=True, default=None)
    household_id = UUID(default=None)
    kind = Varchar(20, default=None)
    done_on = Date(default=None)
    until = Date(null=True, default=None)
    detail = Text(default=None)
    claims = Text(default=None)
    cents = BigInt(default=None)
    recorded_on = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


class RepaymentPlanRow(Table, tablename="repayment_plan"):
    """What was prepared; its state is read from the ledger."""

    id = UUID(primary_key=True, default=None)
    household_id = UUID(default=None)
    number = Integer(default=None)
    total_cents = BigInt(default=None)
    claims = Text(default=None)
    instalments = Text(default=None)
    tolerance_days = Integer(default=None)
    missed_to_break = Integer(default=None)
    rule_source = Varchar(300, default=None)
    prepared_on = Date(default=None)
    prepared_by = UUID(default=None)
    prepared_by_name = Varchar(120, default=None)


class RepaymentPlanSignatureRow(Table, tablename="repayment_plan_signature"):
    plan_id = UUID(primary_key=True, default=None)
    signed_on = Date(default=None)
    agreed_on = Date(default=None)
    agreed_with = Varchar(200, default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


class RepaymentPlanCancellationRow(Table, tablename="repayment_plan_cancellation"):
    plan_id = UUID(primary_key=True, default=None)
    cancelled_on = Date(default=None)
    reason = Varchar(500, default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


class FslRequestRow(Table, tablename="fsl_request"):
    id = UUID(primary_key=True, default=None)
    household_id = UUID(default=None)
    asked_on = Date(default=None)
    asked_cents = BigInt(default=None)
    reference = Varchar(120, default="")
    recorded_on = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


class FslDecisionRow(Table, tablename="fsl_decision"):
    id = UUID(primary_key=True, default=None)
    request_id = UUID(default=None)
    decided_on = Date(default=None)
    granted_cents = BigInt(default=None)
    paid_to = Varchar(10, null=True, default=None)
    detail = Text(default="")
    recorded_on = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


TABLES: tuple[type[Table], ...] = (
    ArrearsActRow,
    RepaymentPlanRow,
    RepaymentPlanSignatureRow,
    RepaymentPlanCancellationRow,
    FslRequestRow,
    FslDecisionRow,
)
