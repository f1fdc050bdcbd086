-- The account of a household that is closed at the end of its file: on that row of the ledger every account of the household is at
-- zero (L13). What is written later opens it again; the closing stays as it was.

create table account_closure (
    id uuid primary key not null,
    household_id uuid not null references household (id),
    last_number bigint not null,
    closed_on date not null,
    closed_by uuid not null,
    closed_by_name varchar(120) not null,
-- [sqlite]
    constraint account_closure_days check (closed_on is date(closed_on)),
    constraint account_closure_whole check (typeof(last_number) = 'integer'),
-- [all]
    constraint account_closure_number check (last_number >= 0)
);
create unique index account_closure_once on account_closure (household_id, last_number);
-- [immutable account_closure]

-- [sqlite]
create trigger account_closed_at_zero before insert on account_closure
when exists (
    select side.account from (
        select t.debit_account as account, t.amount_cents as cents from transfer t where t.household_id = new.household_id
        union all
        select t.credit_account, -t.amount_cents from transfer t where t.household_id = new.household_id) side
    where side.account like 'household:%' group by side.account having sum(side.cents) <> 0)
begin select raise(abort, 'account_closed_at_zero'); end;
create trigger account_closed_as_written before insert on account_closure
when new.last_number <> (select coalesce(max(t.number), 0) from transfer t where t.household_id = new.household_id)
begin select raise(abort, 'account_closed_as_written'); end;
-- [postgresql]
create function account_closed_at_zero() returns trigger language plpgsql as $$
begin
    if exists (
        select side.account from (
            select t.debit_account as account, t.amount_cents as cents from transfer t
            where t.household_id = new.household_id
            union all
            select t.credit_account, -t.amount_cents from transfer t where t.household_id = new.household_id) side
        where side.account like 'household:%' group by side.account having sum(side.cents) <> 0) then
        raise exception 'account_closed_at_zero' using errcode = '23514', constraint = 'account_closed_at_zero';
    end if;
    if new.last_number <> (
        select coalesce(max(t.number), 0) from transfer t where t.household_id = new.household_id) then
        raise exception 'account_closed_as_written' using errcode = '23514', constraint = 'account_closed_as_written';
    end if;
    return new;
end $$;
create trigger account_closed_at_zero before insert on account_closure
    for each row execute function account_closed_at_zero();
-- [all]
