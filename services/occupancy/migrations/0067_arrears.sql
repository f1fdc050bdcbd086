-- What is done about a debt, act by act; pauses; and repayment plans, whose state is never stored but read from the ledger.

create table arrears_act (
    id uuid primary key not null,
    household_id uuid not null references household (id),
    kind varchar(20) not null,
    done_on date not null,
    until date,
    detail varchar(500) not null,
    claims text not null,
    cents bigint not null,
    recorded_on date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint arrears_act_days check (done_on is date(done_on) and until is date(until) and recorded_on is date(recorded_on)),
    constraint arrears_act_whole_cents check (typeof(cents) = 'integer'),
-- [all]
    constraint arrears_act_kind check (kind in ('reminded', 'meeting_offered', 'title_asked', 'relaunched', 'handed_over',
        'contested', 'contest_ended', 'satd_notified', 'satd_lifted', 'fsl_asked', 'caf_told', 'paused')),
    constraint arrears_act_cents check (cents >= 0),
    constraint arrears_act_not_to_come check (done_on <= recorded_on),
    constraint arrears_pause_ends_and_says_why check ((kind = 'paused') = (until is not null) and (kind <> 'paused' or detail <> ''))
);
create index arrears_act_of_household on arrears_act (household_id, recorded_on);
-- [immutable arrears_act]

create table repayment_plan (
    id uuid primary key not null,
    household_id uuid not null references household (id),
    number integer not null,
    total_cents bigint not null,
    claims text not null,
    instalments text not null,
    tolerance_days integer not null,
    missed_to_break integer not null,
    rule_source varchar(300) not null,
    prepared_on date not null,
    prepared_by uuid not null,
    prepared_by_name varchar(120) not null,
-- [sqlite]
    constraint repayment_plan_days check (prepared_on is date(prepared_on)),
    constraint repayment_plan_whole_cents check (typeof(total_cents) = 'integer'),
-- [all]
    constraint repayment_plan_amount check (total_cents between 1 and 1000000000000),
    constraint repayment_plan_rule check (tolerance_days >= 0 and missed_to_break >= 1)
);
create unique index repayment_plan_number on repayment_plan (household_id, number);
-- [immutable repayment_plan]

create table repayment_plan_signature (
    plan_id uuid primary key not null references repayment_plan (id),
    signed_on date not null,
    agreed_on date not null,
    agreed_with varchar(200) not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint repayment_plan_signature_days check (signed_on is date(signed_on) and agreed_on is date(agreed_on)),
-- [all]
    constraint repayment_plan_agreed_with_somebody check (agreed_with <> '')
);
-- [immutable repayment_plan_signature]

create table repayment_plan_cancellation (
    plan_id uuid primary key not null references repayment_plan (id),
    cancelled_on date not null,
    reason varchar(500) not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint repayment_plan_cancellation_days check (cancelled_on is date(cancelled_on)),
-- [all]
    constraint repayment_plan_cancelled_says_why check (reason <> '')
);
-- [immutable repayment_plan_cancellation]
