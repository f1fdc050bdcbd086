-- Months of the ledger that are closed, in order and for ever: proposed by one person, closed by another (L9, L15).

create table period_proposal (
    id uuid primary key not null,
    month varchar(7) not null,
    last_day date not null,
    proposed_on date not null,
    proposed_by uuid not null,
    proposed_by_name varchar(120) not null,
-- [sqlite]
    constraint period_proposal_days check (last_day is date(last_day) and proposed_on is date(proposed_on)),
-- [all]
    constraint period_proposal_month check (length(month) = 7),
    constraint period_proposal_after_the_month check (proposed_on > last_day)
);
create unique index period_proposer on period_proposal (id, proposed_by, last_day);
create unique index period_proposed_once on period_proposal (month);
-- [immutable period_proposal]

create table period_close (
    id uuid primary key not null,
    proposal_id uuid not null,
    proposed_by uuid not null,
    last_day date not null,
    closed_on date not null,
    closed_by uuid not null,
    closed_by_name varchar(120) not null,
-- [sqlite]
    constraint period_close_days check (last_day is date(last_day) and closed_on is date(closed_on)),
-- [all]
    constraint period_two_persons check (proposed_by <> closed_by),
    constraint period_close_after_the_month check (closed_on > last_day),
    foreign key (proposal_id, proposed_by, last_day) references period_proposal (id, proposed_by, last_day)
);
create unique index period_closed_once on period_close (proposal_id);
-- [immutable period_close]

-- The row that every posting holds says until when the books are closed: a posting and a closing never cross.
alter table ledger_counter add column closed_until date;

-- [sqlite]
create trigger period_closed after insert on period_close begin
    update ledger_counter set closed_until = new.last_day where id = 1;
end;
create trigger period_never_reopened before update of closed_until on ledger_counter
when old.closed_until is not null and (new.closed_until is null or new.closed_until < old.closed_until) begin
    select raise(abort, 'period_never_reopened');
end;
create trigger period_counter_stays before delete on ledger_counter begin select raise(abort, 'period_never_reopened'); end;
create trigger transfer_period_open before insert on transfer
when exists (select 1 from ledger_counter where id = 1 and closed_until >= new.booked_on) begin
    select raise(abort, 'transfer_period_open');
end;
-- [postgresql]
create function period_closed() returns trigger language plpgsql as $$
begin
    update ledger_counter set closed_until = new.last_day where id = 1;
    return new;
end $$;
create trigger period_closed after insert on period_close for each row execute function period_closed();
create function period_never_reopened() returns trigger language plpgsql as $$
begin
    raise exception 'period_never_reopened' using errcode = '23514', constraint = 'period_never_reopened';
end $$;
create trigger period_never_reopened before update of closed_until on ledger_counter for each row
    when (old.closed_until is not null and (new.closed_until is null or new.closed_until < old.closed_until))
    execute function period_never_reopened();
create trigger period_counter_stays before delete on ledger_counter for each row execute function period_never_reopened();
create function transfer_period_open() returns trigger language plpgsql as $$
begin
    if exists (select 1 from ledger_counter where id = 1 and closed_until >= new.booked_on) then
        raise exception 'transfer_period_open' using errcode = '23514', constraint = 'transfer_period_open';
    end if;
    return new;
end $$;
create trigger transfer_period_open before insert on transfer for each row execute function transfer_period_open();
-- [all]
