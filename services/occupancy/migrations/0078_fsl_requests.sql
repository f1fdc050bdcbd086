-- Requests for help from the FSL for a debt, and what it answered: each dated, neither changed afterwards.
create table fsl_request (
    id uuid primary key not null,
    household_id uuid not null references household (id),
    asked_on date not null,
    asked_cents bigint not null,
    reference varchar(120) not null,
    recorded_on date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint fsl_request_days check (asked_on is date(asked_on) and recorded_on is date(recorded_on)),
    constraint fsl_request_whole_cents check (typeof(asked_cents) = 'integer'),
-- [all]
    constraint fsl_request_amount check (asked_cents between 1 and 1000000000000),
    constraint fsl_request_not_to_come check (asked_on <= recorded_on)
);
create index fsl_request_of_household on fsl_request (household_id, asked_on);
-- [immutable fsl_request]

create table fsl_decision (
    id uuid primary key not null,
    request_id uuid not null references fsl_request (id),
    decided_on date not null,
    granted_cents bigint not null,
    paid_to varchar(10),
    detail varchar(500) not null,
    recorded_on date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint fsl_decision_days check (decided_on is date(decided_on) and recorded_on is date(recorded_on)),
    constraint fsl_decision_whole_cents check (typeof(granted_cents) = 'integer'),
-- [all]
    constraint fsl_decision_amount check (granted_cents between 0 and 1000000000000),
    constraint fsl_decision_paid_to check ((granted_cents > 0) = (paid_to is not null)
        and (paid_to is null or paid_to in ('ccas', 'household'))),
    constraint fsl_decision_not_to_come check (decided_on <= recorded_on)
);
create unique index fsl_decided_once on fsl_decision (request_id);
-- [immutable fsl_decision]
