-- What the statement of the account at the Treasury says on a day, beside the book (L14). The last word on a day counts; while it
-- differs from the book, no month that holds that day is closed. `transit_cents`: on the statement and not yet in the book, explained.

create table dft_statement (
    id uuid primary key not null,
    regie_id uuid not null references regie (id),
    number integer not null,
    day date not null,
    account varchar(80) not null,
    stated_cents bigint not null,
    transit_cents bigint not null,
    transit_reason varchar(500) not null,
    source varchar(300) not null,
    recorded_on date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint dft_statement_days check (day is date(day) and recorded_on is date(recorded_on)),
    constraint dft_statement_whole check (typeof(stated_cents) = 'integer' and typeof(transit_cents) = 'integer'),
-- [all]
    constraint dft_statement_amount check (stated_cents between -1000000000000 and 1000000000000
        and transit_cents between -1000000000000 and 1000000000000),
    constraint dft_statement_says_why check (transit_cents = 0 or transit_reason <> ''),
    constraint dft_statement_says_where_from check (source <> ''),
    constraint dft_statement_not_to_come check (day <= recorded_on)
);
create unique index dft_statement_once on dft_statement (regie_id, day, number);
-- [immutable dft_statement]

create view dft_statement_standing as
select s.id, s.regie_id, s.day, s.stated_cents, s.transit_cents, (
    select coalesce(sum(case when t.debit_account = s.account then t.amount_cents else -t.amount_cents end), 0) from transfer t
    where (t.debit_account = s.account or t.credit_account = s.account) and t.booked_on <= s.day) as book_cents
from dft_statement s where not exists (
    select 1 from dft_statement later where later.regie_id = s.regie_id and later.day = s.day and later.number > s.number);

-- [sqlite]
create trigger period_in_difference before insert on period_close
when exists (select 1 from dft_statement_standing where day <= new.last_day and stated_cents - transit_cents <> book_cents)
begin select raise(abort, 'period_in_difference'); end;
-- [postgresql]
create function period_in_difference() returns trigger language plpgsql as $$
begin
    if exists (select 1 from dft_statement_standing
        where day <= new.last_day and stated_cents - transit_cents <> book_cents) then
        raise exception 'period_in_difference' using errcode = '23514', constraint = 'period_in_difference';
    end if;
    return new;
end $$;
create trigger period_in_difference before insert on period_close for each row execute function period_in_difference();
-- [all]
