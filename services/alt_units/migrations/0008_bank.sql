-- Bank files: where they come from, what they said, what an agent decided of each line. What the bank said never changes.

create table bank_source (
    id uuid primary key not null,
    version bigint not null,
    name varchar(80) not null,
    format varchar(10) not null,
    account varchar(40) not null,
    mapping text,
    -- [sqlite]
    constraint bank_source_version_whole check (typeof(version) = 'integer'),
    constraint bank_source_lengths check (length(name) <= 80 and length(account) <= 40),
    -- [all]
    constraint bank_source_format check (format in ('csv', 'camt053', 'cfonb120', 'ofx')),
    constraint bank_source_mapping check ((format = 'csv') = (mapping is not null))
);
create unique index bank_source_once on bank_source (name);

-- A file that waits for its agent's decision: kept until it is imported or abandoned.
create table bank_upload (
    id uuid primary key not null,
    source_id uuid references bank_source (id),
    file_name varchar(120) not null,
    content text not null,
    sent_at timestamptz not null,
    sent_by varchar(120) not null
);

create table bank_import (
    id uuid primary key not null,
    source_id uuid not null references bank_source (id),
    file_name varchar(120) not null,
    sha256 varchar(64) not null,
    imported_at timestamptz not null,
    imported_by varchar(120) not null,
    read_lines integer not null,
    new_lines integer not null,
    known_lines integer not null,
    new_cents bigint not null,
    report text not null,
    -- [sqlite]
    constraint bank_import_whole check (typeof(new_cents) = 'integer' and typeof(read_lines) = 'integer'
        and typeof(new_lines) = 'integer' and typeof(known_lines) = 'integer'),
    -- [all]
    constraint bank_import_counts check (read_lines = new_lines + known_lines and new_lines >= 0 and known_lines >= 0)
);
-- [immutable bank_import]

create table bank_line (
    id uuid primary key not null,
    import_id uuid not null references bank_import (id),
    account varchar(40) not null,
    booked_on date not null,
    amount_cents bigint not null,
    reference varchar(80) not null,
    sequence integer not null,
    label varchar(500) not null,
    payer varchar(140) not null,
    file_row integer not null,
    -- [sqlite]
    constraint bank_line_whole check (typeof(amount_cents) = 'integer' and typeof(sequence) = 'integer'),
    constraint bank_line_day check (booked_on is date(booked_on)),
    constraint bank_line_lengths check (length(reference) <= 80 and length(label) <= 500 and length(payer) <= 140),
    -- [all]
    constraint bank_line_amount check (amount_cents <> 0 and amount_cents between -1000000000000 and 1000000000000),
    constraint bank_line_sequence check (sequence >= 1)
);
create unique index bank_line_once on bank_line (account, booked_on, amount_cents, reference, sequence);
create index bank_line_of_import on bank_line (import_id);
-- [immutable bank_line]

-- Where a line stands today. `proposal`: what the last matching says of it, as JSON.
create table bank_follow_up (
    id uuid primary key not null references bank_line (id),
    state varchar(10) not null,
    booked_on date not null,
    score integer not null,
    proposal text not null,
    constraint bank_follow_up_state check (state in ('suspense', 'proposed', 'matched', 'set_aside'))
);
create index bank_follow_up_open on bank_follow_up (state, booked_on, id);

-- Append-only: a decision, then its undoing, then a decision again. Odd numbers decide, even numbers put back in suspense, and a
-- number serves once per line: two agents never both decide.
create table bank_decision (
    id uuid primary key not null,
    line_id uuid not null references bank_line (id),
    number integer not null,
    kind varchar(10) not null,
    reason varchar(500) not null,
    decided_at timestamptz not null,
    decided_by varchar(120) not null,
    -- [sqlite]
    constraint bank_decision_whole check (typeof(number) = 'integer'),
    constraint bank_decision_lengths check (length(reason) <= 500),
    -- [all]
    constraint bank_decision_kind check (kind in ('matched', 'set_aside', 'reopened')),
    constraint bank_decision_turn check (number >= 1 and (number % 2 = 0) = (kind = 'reopened'))
);
create unique index bank_decision_once on bank_decision (line_id, number);
-- [immutable bank_decision]

-- The payments by which a line is explained. `made`: recorded from the line, not by hand before. `released`: the match was undone.
create table bank_line_payment (
    id uuid primary key not null,
    decision_id uuid not null references bank_decision (id),
    line_id uuid not null references bank_line (id),
    payment_id uuid not null references funder_payment (id),
    made boolean not null,
    released boolean not null
);
create unique index bank_payment_explained_once on bank_line_payment (payment_id) where not released;
create index bank_line_payment_of_line on bank_line_payment (line_id);

-- A payment that was made from a line whose match was undone: it counts no more. `id` is the payment's.
create table funder_payment_cancellation (
    id uuid primary key not null references funder_payment (id),
    reason varchar(500) not null,
    cancelled_at timestamptz not null,
    cancelled_by varchar(120) not null
);
-- [immutable funder_payment_cancellation]

-- [sqlite]
create trigger allocation_not_cancelled before insert on payment_allocation
when exists (select 1 from funder_payment_cancellation where id = new.payment_id)
begin select raise(abort, 'allocation_not_cancelled'); end;

create trigger cancellation_frees before insert on funder_payment_cancellation
when (select coalesce(sum(amount_cents), 0) from payment_allocation where payment_id = new.id) <> 0
begin select raise(abort, 'cancellation_frees'); end;

-- [postgresql]
create function allocation_not_cancelled() returns trigger language plpgsql as $$
begin
    if exists (select 1 from funder_payment_cancellation where id = new.payment_id) then
        raise exception 'allocation_not_cancelled' using errcode = '23514', constraint = 'allocation_not_cancelled';
    end if;
    return new;
end $$;
create trigger allocation_not_cancelled before insert on payment_allocation
    for each row execute function allocation_not_cancelled();

create function cancellation_frees() returns trigger language plpgsql as $$
begin
    perform 1 from funder_payment where id = new.id for update;
    if (select coalesce(sum(amount_cents), 0) from payment_allocation where payment_id = new.id) <> 0 then
        raise exception 'cancellation_frees' using errcode = '23514', constraint = 'cancellation_frees';
    end if;
    return new;
end $$;
create trigger cancellation_frees before insert on funder_payment_cancellation
    for each row execute function cancellation_frees();
-- [all]
