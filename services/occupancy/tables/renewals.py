"""Requests to renew a stay with what was decided, and stays beyond their term with leave."""

from piccolo.columns import UUID, Date, Integer, Varchar
from piccolo.table import Table


class RenewalRequestRow(Table, tablename="renewal_request"):
    id = UUID(primary_key=True, default=None)
    contract_id = UUID(default=None)
    number = Integer(default=None)
    asked_by = Varchar(10, default=None)
    asked_on = Date(default=None)
    first_day = Date(default=None)
    last_day = Date(default=None)
    reason = Varchar(1000, default=None)
    status = Varchar(10, default=None)
    decided_on = Date(null=True, default=None)
    authority = Varchar(20, null=True, default=None)
    decider_name = Varchar(120, null=True, default=None)
    decider_function = Varchar(120, null=True, default=None)
    deliberation_ref = Varchar(120, null=True, default=None)
    decision_reason = Varchar(1000, null=True, default=None)


class OverstayRow(Table, tablename="overstay"):
    id = UUID(primary_key=True, default=None)
    contract_id = UUID(default=None)
    number = Integer(default=None)
    first_day = Date(default=None)
    last_day = Date(default=None)
    reason = Varchar(1000, default=None)
    rehousing_plan = Varchar(1000, default=None)
    decided_on = Date(default=None)
    authority = Varchar(20, default=None)
    decider_name = Varchar(120, default=None)
    decider_function = Varchar(120, default=None)
    deliberation_ref = Varchar(120, default=None)


class DecisionReportRow(Table, tablename="decision_report"):
    decision_id = UUID(primary_key=True, default=None)
    kind = Varchar(10, default=None)
    reported_on = Date(default=None)


TABLES: tuple[type[Table], ...] = (RenewalRequestRow, OverstayRow, DecisionReportRow)
