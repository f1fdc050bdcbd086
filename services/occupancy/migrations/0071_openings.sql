-- What an import of stays takes over from the books kept before: debts, advances, deposits; and until which month those books charged
-- fees. A deposit taken over by mistake is undone and taken over again: its request has attempts.

create table opening (
    id uuid primary key not null,
    import_id uuid not null references stay_import (id),
    household_id uuid not null references household (id),
    contract_id uuid not null references contract (id),
    kind varchar(10) not null,
    amount_cents bigint not null,
    due_on date not null,
    month varchar(7),
    reason varchar(200) not null,
    payer varchar(120) not null,
    former_reference varchar(40) not null,
    opened_on date not null,
    event_id uuid not null,
-- [sqlite]
    constraint opening_days check (due_on is date(due_on) and opened_on is date(opened_on)),
    constraint opening_whole_cents check (typeof(amount_cents) = 'integer'),
-- [all]
    constraint opening_kind check (kind in ('fees', 'damage', 'advance', 'deposit')),
    constraint opening_amount check (amount_cents between 1 and 1000000000000),
    constraint opening_month check (month is null or (kind = 'fees' and length(month) = 7)),
    constraint opening_debt_says_why check (kind not in ('fees', 'damage') or month is not null or reason <> ''),
    constraint opening_deposit_names_its_payer check ((kind = 'deposit') = (payer <> '')),
    constraint opening_not_to_come check (due_on <= opened_on)
);
create unique index opening_event on opening (event_id);
create index opening_of_import on opening (import_id);
create index opening_of_contract on opening (contract_id);
-- [immutable opening]

create table former_fees (
    contract_id uuid primary key not null references contract (id),
    import_id uuid not null references stay_import (id) deferrable initially deferred,
    called_until varchar(7) not null,
    constraint former_fees_month check (length(called_until) = 7)
);
-- [immutable former_fees]

alter table deposit_request add column attempt integer not null default 1;
drop index deposit_asked_once;
create unique index deposit_asked_once on deposit_request (contract_id, attempt);
