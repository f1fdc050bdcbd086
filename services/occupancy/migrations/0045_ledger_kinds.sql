-- More facts of the ledger: remission, write-off, a late return owed to the household, balances taken over at an import, and
-- what moves between the accounts of a régie. Only the last kind belongs to no household.

-- [sqlite]
create table transfer_of_more_kinds (
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
    household_id uuid references household (id),
    contract_id uuid references contract (id),
    document_kind varchar(30) not null,
    document_id uuid not null,
    settles_id uuid references transfer (id),
    reverses_id uuid references transfer (id),
    due_on date,
    actor_id uuid not null,
    constraint transfer_whole_cents check (typeof(amount_cents) = 'integer' and typeof(number) = 'integer'),
    constraint transfer_days check (booked_on is date(booked_on) and due_on is date(due_on)),
    constraint transfer_moves_money check (amount_cents between 1 and 1000000000000),
    constraint transfer_two_accounts check (debit_account <> credit_account),
    constraint transfer_kind check (kind in ('fee', 'damage', 'payment', 'applied', 'released', 'deposit_asked',
        'deposit_paid', 'deposit_held', 'deposit_lapsed', 'compensated', 'deposit_refunded', 'reversal', 'waived',
        'written_off', 'extinguished', 'late_return', 'opening', 'till_move', 'paid_over', 'till_difference')),
    constraint transfer_reversal_names_its_row check ((kind = 'reversal') = (reverses_id is not null)),
    constraint transfer_of_somebody check (household_id is not null
        or kind in ('till_move', 'paid_over', 'till_difference', 'reversal'))
);
insert into transfer_of_more_kinds (id, event_id, number, booked_on, recorded_at, debit_account, credit_account, amount_cents,
    kind, label, household_id, contract_id, document_kind, document_id, settles_id, reverses_id, due_on, actor_id)
select id, event_id, number, booked_on, recorded_at, debit_account, credit_account, amount_cents,
    kind, label, household_id, contract_id, document_kind, document_id, settles_id, reverses_id, due_on, actor_id
from transfer order by number;
drop table transfer;
alter table transfer_of_more_kinds rename to transfer;
create unique index transfer_number on transfer (number);
create unique index transfer_reversed_once on transfer (reverses_id);
create index transfer_of_household on transfer (household_id, number);
create index transfer_of_event on transfer (event_id);
create trigger transfer_immutable_update before update on transfer begin select raise(abort, 'transfer_immutable'); end;
create trigger transfer_immutable_delete before delete on transfer begin select raise(abort, 'transfer_immutable'); end;
create trigger transfer_mirrors before insert on transfer when new.reverses_id is not null begin
    select raise(abort, 'transfer_mirrors') where not exists (
        select 1 from transfer t where t.id = new.reverses_id and t.amount_cents = new.amount_cents
        and t.debit_account = new.credit_account and t.credit_account = new.debit_account
        and t.household_id is new.household_id and t.settles_id is new.settles_id);
end;
create trigger transfer_deposit_held_floor after insert on transfer
when new.debit_account like 'household:%:deposit_held' and (
    select sum(case when t.debit_account = new.debit_account then t.amount_cents else 0 end
             - case when t.credit_account = new.debit_account then t.amount_cents else 0 end)
    from transfer t where t.household_id = new.household_id and t.contract_id is new.contract_id) > 0
begin select raise(abort, 'transfer_deposit_floor'); end;
create trigger transfer_deposit_due_floor after insert on transfer
when new.credit_account like 'household:%:deposit_due' and (
    select sum(case when t.debit_account = new.credit_account then t.amount_cents else 0 end
             - case when t.credit_account = new.credit_account then t.amount_cents else 0 end)
    from transfer t where t.household_id = new.household_id and t.contract_id is new.contract_id) < 0
begin select raise(abort, 'transfer_deposit_floor'); end;
-- [postgresql]
alter table transfer alter column household_id drop not null;
alter table transfer drop constraint transfer_kind;
alter table transfer add constraint transfer_kind check (kind in ('fee', 'damage', 'payment', 'applied', 'released',
    'deposit_asked', 'deposit_paid', 'deposit_held', 'deposit_lapsed', 'compensated', 'deposit_refunded', 'reversal', 'waived',
    'written_off', 'extinguished', 'late_return', 'opening', 'till_move', 'paid_over', 'till_difference'));
alter table transfer add constraint transfer_of_somebody check (household_id is not null
    or kind in ('till_move', 'paid_over', 'till_difference', 'reversal'));
create or replace function transfer_mirrors() returns trigger language plpgsql as $$
begin
    if not exists (
        select 1 from transfer t where t.id = new.reverses_id and t.amount_cents = new.amount_cents
        and t.debit_account = new.credit_account and t.credit_account = new.debit_account
        and t.household_id is not distinct from new.household_id
        and t.settles_id is not distinct from new.settles_id)
    then
        raise exception 'transfer_mirrors' using errcode = '23514', constraint = 'transfer_mirrors';
    end if;
    return new;
end $$;
-- [all]
