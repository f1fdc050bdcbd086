-- Money of the stays: régies, ledger, fees, receipts, deposits. What is posted is never changed nor removed.

create table regie (
    id uuid primary key not null,
    version integer not null,
    code varchar(12) not null,
    name varchar(120) not null,
    founding_act varchar(300) not null,
    collects_fees boolean not null,
    collects_deposits boolean not null,
    opened_on date not null,
    closed_on date,
-- [sqlite]
    constraint regie_days check (opened_on is date(opened_on) and closed_on is date(closed_on)),
-- [all]
    constraint regie_open_then_closed check (closed_on is null or closed_on >= opened_on)
);
create unique index regie_code on regie (code);

create table receipt_counter (
    regie_id uuid not null references regie (id),
    year integer not null,
    last_number integer not null,
    constraint receipt_counter_positive check (last_number > 0),
    primary key (regie_id, year)
);

create table ledger_counter (
    id integer primary key not null,
    last_number bigint not null,
    constraint ledger_counter_single check (id = 1)
);
insert into ledger_counter (id, last_number) values (1, 0);

create table transfer (
    id uuid primary key not null,
    event_id uuid not null,
    number bigint not null,
    booked_on date not null,
    recorded_at timestamptz not null,
    debit_account varchar(80) not null,
    credit_account varchar(80) not null,
    amount_cents bigint not null,
    kind varchar(20) not null,
    label varchar(600) not null,
    household_id uuid not null references household (id),
    contract_id uuid references contract (id),
    document_kind varchar(30) not null,
    document_id uuid not null,
    settles_id uuid references transfer (id),
    reverses_id uuid references transfer (id),
    due_on date,
    actor_id uuid not null,
-- [sqlite]
    constraint transfer_whole_cents check (typeof(amount_cents) = 'integer' and typeof(number) = 'integer'),
    constraint transfer_days check (booked_on is date(booked_on) and due_on is date(due_on)),
-- [all]
    constraint transfer_moves_money check (amount_cents between 1 and 1000000000000),
    constraint transfer_two_accounts check (debit_account <> credit_account),
    constraint transfer_kind check (kind in ('fee', 'damage', 'payment', 'applied', 'released', 'deposit_asked',
        'deposit_paid', 'deposit_held', 'deposit_lapsed', 'compensated', 'deposit_refunded', 'reversal')),
    constraint transfer_reversal_names_its_row check ((kind = 'reversal') = (reverses_id is not null))
);
create unique index transfer_number on transfer (number);
create unique index transfer_reversed_once on transfer (reverses_id);
create index transfer_of_household on transfer (household_id, number);
create index transfer_of_event on transfer (event_id);
-- [immutable transfer]

-- A reversal mirrors exactly the row that it names.
-- [sqlite]
create trigger transfer_mirrors before insert on transfer when new.reverses_id is not null begin
    select raise(abort, 'transfer_mirrors') where not exists (
        select 1 from transfer t where t.id = new.reverses_id and t.amount_cents = new.amount_cents
        and t.debit_account = new.credit_account and t.credit_account = new.debit_account
        and t.household_id = new.household_id and t.settles_id is new.settles_id);
end;
-- [postgresql]
create function transfer_mirrors() returns trigger language plpgsql as $$
begin
    if not exists (
        select 1 from transfer t where t.id = new.reverses_id and t.amount_cents = new.amount_cents
        and t.debit_account = new.credit_account and t.credit_account = new.debit_account
        and t.household_id = new.household_id and t.settles_id is not distinct from new.settles_id)
    then
        raise exception 'transfer_mirrors' using errcode = '23514', constraint = 'transfer_mirrors';
    end if;
    return new;
end $$;
create trigger transfer_mirrors before insert on transfer
    for each row when (new.reverses_id is not null) execute function transfer_mirrors();
-- [all]

create table reversal (
    id uuid primary key not null,
    event_id uuid not null,
    reversing_event_id uuid not null,
    household_id uuid not null references household (id),
    reason varchar(500) not null,
    decided_on date not null,
    decided_by uuid not null,
    decided_by_name varchar(120) not null,
-- [sqlite]
    constraint reversal_days check (decided_on is date(decided_on)),
-- [all]
    constraint reversal_says_why check (reason <> '')
);
create unique index reversal_once on reversal (event_id);
-- [immutable reversal]

create table fee_run (
    id uuid primary key not null,
    month varchar(7) not null,
    ran_on date not null,
    ran_by uuid not null,
    ran_by_name varchar(120) not null,
    charged integer not null,
    charged_cents bigint not null,
    skipped integer not null,
-- [sqlite]
    constraint fee_run_days check (ran_on is date(ran_on)),
    constraint fee_run_whole_cents check (typeof(charged_cents) = 'integer'),
-- [all]
    constraint fee_run_month check (length(month) = 7)
);
create index fee_run_of_month on fee_run (month);
-- [immutable fee_run]

create table charge (
    id uuid primary key not null,
    contract_id uuid not null references contract (id),
    household_id uuid not null references household (id),
    month varchar(7) not null,
    attempt integer not null,
    amount_cents bigint not null,
    due_on date not null,
    trace text not null,
    transfer_id uuid not null references transfer (id),
-- [sqlite]
    constraint charge_days check (due_on is date(due_on)),
    constraint charge_whole_cents check (typeof(amount_cents) = 'integer'),
-- [all]
    constraint charge_amount check (amount_cents between 1 and 1000000000000),
    constraint charge_attempt check (attempt >= 1)
);
create unique index charge_once on charge (contract_id, month, attempt);
create unique index charge_transfer on charge (transfer_id);
-- [immutable charge]

create table receipt (
    id uuid primary key not null,
    regie_id uuid not null references regie (id),
    year integer not null,
    number integer not null,
    reference varchar(40) not null,
    received_on date not null,
    recorded_on date not null,
    household_id uuid not null references household (id),
    contract_id uuid references contract (id),
    payer varchar(200) not null,
    means varchar(20) not null,
    kind varchar(10) not null,
    amount_cents bigint not null,
    event_id uuid not null,
    regisseur_id uuid not null,
    regisseur_name varchar(120) not null,
-- [sqlite]
    constraint receipt_days check (received_on is date(received_on) and recorded_on is date(recorded_on)),
    constraint receipt_whole_cents check (typeof(amount_cents) = 'integer' and typeof(number) = 'integer'),
-- [all]
    constraint receipt_amount check (amount_cents between 1 and 1000000000000),
    constraint receipt_means check (means in ('cash', 'cheque', 'transfer', 'card', 'third_party')),
    constraint receipt_kind check (kind in ('fees', 'deposit')),
    constraint receipt_deposit_names_its_contract check (kind <> 'deposit' or contract_id is not null)
);
create unique index receipt_number on receipt (regie_id, year, number);
create unique index receipt_event on receipt (event_id);
create index receipt_of_household on receipt (household_id);
create index receipt_of_day on receipt (recorded_on);
-- [immutable receipt]

create table receipt_cancellation (
    id uuid primary key not null,
    receipt_id uuid not null references receipt (id),
    reason varchar(500) not null,
    cancelled_on date not null,
    event_id uuid not null,
    cancelled_by uuid not null,
    cancelled_by_name varchar(120) not null,
-- [sqlite]
    constraint receipt_cancellation_days check (cancelled_on is date(cancelled_on)),
-- [all]
    constraint receipt_cancellation_says_why check (reason <> '')
);
create unique index receipt_cancelled_once on receipt_cancellation (receipt_id);
-- [immutable receipt_cancellation]

create table deposit_request (
    id uuid primary key not null,
    contract_id uuid not null references contract (id),
    household_id uuid not null references household (id),
    amount_cents bigint not null,
    cap_cents bigint not null,
    reason varchar(500),
    asked_on date not null,
    event_id uuid not null,
-- [sqlite]
    constraint deposit_request_days check (asked_on is date(asked_on)),
    constraint deposit_request_whole_cents check (typeof(amount_cents) = 'integer' and typeof(cap_cents) = 'integer'),
-- [all]
    constraint deposit_request_amount check (amount_cents between 1 and 1000000000000),
    constraint deposit_request_above_cap_says_why check (amount_cents <= cap_cents or (reason is not null and reason <> ''))
);
create unique index deposit_asked_once on deposit_request (contract_id);
-- [immutable deposit_request]

create table deposit_settlement (
    id uuid primary key not null,
    contract_id uuid not null references contract (id),
    household_id uuid not null references household (id),
    attempt integer not null,
    keys_returned_on date not null,
    exit_conforms boolean not null,
    due_on date not null,
    due_source varchar(300) not null,
    held_cents bigint not null,
    lines text not null,
    withheld_cents bigint not null,
    refund_cents bigint not null,
    refund_to varchar(200) not null,
    address_known_on date,
    proposed_on date not null,
    proposed_by uuid not null,
    proposed_by_name varchar(120) not null,
-- [sqlite]
    constraint deposit_settlement_days check (keys_returned_on is date(keys_returned_on) and due_on is date(due_on)
        and address_known_on is date(address_known_on) and proposed_on is date(proposed_on)),
    constraint deposit_settlement_whole_cents check (typeof(held_cents) = 'integer'
        and typeof(withheld_cents) = 'integer' and typeof(refund_cents) = 'integer'),
-- [all]
    constraint deposit_settlement_adds_up check (withheld_cents >= 0 and refund_cents >= 0
        and withheld_cents + refund_cents = held_cents)
);
create unique index deposit_settlement_attempt on deposit_settlement (contract_id, attempt);
create unique index deposit_settlement_proposer on deposit_settlement (id, proposed_by);
-- [immutable deposit_settlement]

create table deposit_refund (
    id uuid primary key not null,
    settlement_id uuid not null,
    proposed_by uuid not null,
    approved_by uuid not null,
    approved_by_name varchar(120) not null,
    refunded_on date not null,
    refund_cents bigint not null,
    event_id uuid not null,
-- [sqlite]
    constraint deposit_refund_days check (refunded_on is date(refunded_on)),
    constraint deposit_refund_whole_cents check (typeof(refund_cents) = 'integer'),
-- [all]
    constraint deposit_refund_two_persons check (proposed_by <> approved_by),
    foreign key (settlement_id, proposed_by) references deposit_settlement (id, proposed_by)
);
create unique index deposit_refunded_once on deposit_refund (settlement_id);
-- [immutable deposit_refund]
