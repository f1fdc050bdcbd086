-- Lines of bank statements that the régies receipt: reserved first, claimed from the stock's service, then receipted. A line is in one
-- collection at a time, and each part of it makes one receipt.

create table bank_collection (
    id uuid primary key not null,
    line_id uuid not null,
    attempt integer not null,
    state varchar(10) not null,
    regie_id uuid not null references regie (id),
    account varchar(40) not null,
    booked_on date not null,
    amount_cents bigint not null,
    reference varchar(80) not null,
    label varchar(500) not null,
    payer varchar(140) not null,
    asked_at timestamptz not null,
    asked_by uuid not null,
    asked_by_name varchar(120) not null,
    asked_key varchar(200) not null,
    reason varchar(500) not null,
    tries integer not null,
    next_try_at timestamptz,
-- [sqlite]
    constraint bank_collection_days check (booked_on is date(booked_on)),
    constraint bank_collection_whole check (typeof(amount_cents) = 'integer' and typeof(attempt) = 'integer'),
-- [all]
    constraint bank_collection_state check (state in ('asked', 'receipted', 'returning', 'returned')),
    constraint bank_collection_amount check (amount_cents between 1 and 1000000000000),
    constraint bank_collection_says_why check ((state in ('returning', 'returned')) = (reason <> ''))
);
create unique index bank_collection_once on bank_collection (line_id) where state <> 'returned';
create unique index bank_collection_attempt on bank_collection (line_id, attempt);
create index bank_collection_unfinished on bank_collection (state, asked_at) where state in ('asked', 'returning');

create table bank_line_receipt (
    receipt_id uuid primary key not null references receipt (id),
    collection_id uuid not null references bank_collection (id),
    line_id uuid not null,
    part integer not null,
    amount_cents bigint not null,
-- [sqlite]
    constraint bank_line_receipt_whole check (typeof(amount_cents) = 'integer' and typeof(part) = 'integer'),
-- [all]
    constraint bank_line_receipt_part check (part >= 1),
    constraint bank_line_receipt_amount check (amount_cents between 1 and 1000000000000)
);
create unique index bank_line_receipt_once on bank_line_receipt (collection_id, part);
-- [immutable bank_line_receipt]
