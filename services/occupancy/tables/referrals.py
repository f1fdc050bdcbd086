"""Referrals, the sessions of the commission, its decisions and the answers sent."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Varchar
from piccolo.table import Table


class CommissionRow(Table, tablename="commission"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    held_on = Date(default=None)
    members = Text(default=None)
    quorum_met = Boolean(null=True, default=None)


class ReferralRow(Table, tablename="referral"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    household_id = UUID(default=None)
    source = Varchar(20, default=None)
    source_reference = Varchar(60, default=None)
    received_on = Date(default=None)
    waiting_since = Date(null=True, default=None)
    needs = Text(default=None)
    unit_id = UUID(default=None)
    place_number = Integer(default=None)
    unit_reference = Varchar(60, default=None)
    unit_name = Varchar(200, default=None)
    place_name = Varchar(200, null=True, default=None)
    territory = Varchar(20, default=None)
    declaration_id = UUID(null=True, default=None)
    first_day = Date(default=None)
    last_day = Date(default=None)
    status = Varchar(10, default=None)
    commission_id = UUID(null=True, default=None)
    opinion = Text(null=True, default=None)
    called_on = Date(null=True, default=None)
    call_reason = Text(null=True, default=None)
    agreed_on = Date(null=True, default=None)
    closed_on = Date(null=True, default=None)
    closure = Varchar(30, null=True, default=None)
    contract_id = UUID(null=True, default=None)


class ReferralDecisionRow(Table, tablename="referral_decision"):
    """One for each referral."""

    referral_id = UUID(primary_key=True, default=None)
    outcome = Varchar(10, default=None)
    decided_on = Date(default=None)
    authority = Varchar(20, default=None)
    deliberation_ref = Varchar(200, default=None)
    decider_name = Varchar(200, default=None)
    decider_function = Varchar(200, default=None)
    commission_id = UUID(null=True, default=None)
    motive = Varchar(30, null=True, default=None)
    rank = Integer(null=True, default=None)
    expires_on = Date(null=True, default=None)
    reported_on = Date(null=True, default=None)


class ReferralAnswerRow(Table, tablename="referral_answer"):
    id = UUID(primary_key=True, default=None)
    referral_id = UUID(default=None)
    number = Integer(default=None)
    kind = Varchar(30, default=None)
    motive = Varchar(30, null=True, default=None)
    sent_on = Date(default=None)
    household_told_on = Date(null=True, default=None)


TABLES: tuple[type[Table], ...] = (
    CommissionRow,
    ReferralRow,
    ReferralDecisionRow,
    ReferralAnswerRow,
)
