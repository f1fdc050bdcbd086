-- What the payer answers, line by line; households that hold AL/APL; what the organisation reads where a convention is silent.
-- An answer is never changed: a later one is a new row. Only what was sent is answered or adjusted, and no line is due below nothing.

create table claim_answer (
    id uuid primary key not null,
    claim_id uuid not null references claim (id),
    answered_on date not null,
    reference varchar(80) not null,
    recorded_by varchar(120) not null,
    recorded_at timestamptz not null,
    -- [sqlite]
    constraint claim_answer_day check (answered_on is date(answered_on)),
    constraint claim_answer_lengths check (length(reference) <= 80),
    -- [all]
    constraint claim_answer_reference check (length(trim(reference)) > 0)
);
create index claim_answer_of_claim on claim_answer (claim_id);
-- [immutable claim_answer]

create table claim_line_answer (
    id uuid primary key not null,
    answer_id uuid not null references claim_answer (id),
    claim_line_id uuid not null references claim_line (id),
    number integer not null,
    verdict varchar(10) not null,
    asked_cents bigint not null,
    granted_cents bigint not null,
    reason varchar(500) not null,
    adjustment_id uuid references claim_adjustment (id),
    -- [sqlite]
    constraint claim_line_answer_whole check (typeof(number) = 'integer' and typeof(asked_cents) = 'integer'
        and typeof(granted_cents) = 'integer'),
    constraint claim_line_answer_lengths check (length(reason) <= 500),
    -- [all]
    constraint claim_line_answer_number check (number >= 1),
    constraint claim_line_answer_verdict check (verdict in ('accepted', 'reduced', 'refused')),
    constraint claim_line_answer_reason check (verdict = 'accepted' or length(trim(reason)) > 0),
    constraint claim_line_answer_granted check (
        (verdict = 'accepted' and granted_cents = asked_cents)
        or (verdict = 'reduced' and granted_cents > 0 and granted_cents < asked_cents)
        or (verdict = 'refused' and granted_cents = 0)
    ),
    constraint claim_line_answer_amounts check (asked_cents between 0 and 1000000000000)
);
create unique index claim_line_answer_once on claim_line_answer (claim_line_id, number);
create unique index claim_line_answer_adjustment on claim_line_answer (adjustment_id);
create index claim_line_answer_of_answer on claim_line_answer (answer_id);
-- [immutable claim_line_answer]

create table claim_reading (
    id uuid primary key not null references convention (id),
    version bigint not null,
    shared_aided varchar(10),
    turnaround varchar(20),
    long_stay_months integer,
    note varchar(500) not null,
    -- [sqlite]
    constraint claim_reading_whole check (typeof(version) = 'integer'),
    constraint claim_reading_lengths check (length(note) <= 500),
    -- [all]
    constraint claim_reading_version check (version >= 1),
    constraint claim_reading_shared_aided check (shared_aided in ('DECIDER', 'EXCLURE', 'DEMANDER')),
    constraint claim_reading_turnaround check (turnaround in ('DISPONIBLE', 'INDISPONIBLE')),
    constraint claim_reading_long_stay check (long_stay_months between 1 and 120)
);

alter table claim_line add column households integer not null default 0
    constraint claim_line_households check (households >= 0);
alter table claim_line add column aided_households integer not null default 0
    constraint claim_line_aided check (aided_households >= 0);
create index claim_of_month on claim (month);

-- [sqlite]
create trigger claim_answer_to_submitted before insert on claim_answer
when not exists (select 1 from claim where id = new.claim_id and status = 'submitted')
begin select raise(abort, 'claim_answer_to_submitted'); end;

create trigger claim_line_answer_of_claim before insert on claim_line_answer
when not exists (
    select 1 from claim_answer answer join claim_line line on line.claim_id = answer.claim_id
    where answer.id = new.answer_id and line.id = new.claim_line_id
)
begin select raise(abort, 'claim_line_answer_of_claim'); end;

create trigger claim_line_answer_adjusts before insert on claim_line_answer
when new.adjustment_id is not null and not exists (
    select 1 from claim_adjustment where id = new.adjustment_id and claim_line_id = new.claim_line_id
)
begin select raise(abort, 'claim_line_answer_adjusts'); end;

create trigger claim_line_answer_grants after insert on claim_line_answer
when new.granted_cents <> (select line.claimed_cents + (
    select coalesce(sum(done.amount_cents), 0) from claim_adjustment done where done.claim_line_id = line.id
) from claim_line line where line.id = new.claim_line_id)
begin select raise(abort, 'claim_line_answer_grants'); end;

create trigger adjustment_to_submitted before insert on claim_adjustment
when not exists (
    select 1 from claim_line line join claim on claim.id = line.claim_id
    where line.id = new.claim_line_id and claim.status = 'submitted'
)
begin select raise(abort, 'adjustment_to_submitted'); end;

create trigger adjustment_line_floor after insert on claim_adjustment
when new.amount_cents < 0 and (select line.claimed_cents + (
    select sum(done.amount_cents) from claim_adjustment done where done.claim_line_id = line.id
) from claim_line line where line.id = new.claim_line_id) < 0
begin select raise(abort, 'adjustment_line_floor'); end;

-- [postgresql]
create function claim_answer_holds() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from claim where id = new.claim_id and status = 'submitted') then
        raise exception 'claim_answer_to_submitted' using errcode = '23514', constraint = 'claim_answer_to_submitted';
    end if;
    return new;
end $$;
create trigger claim_answer_holds before insert on claim_answer for each row execute function claim_answer_holds();

create function claim_line_answer_holds() returns trigger language plpgsql as $$
declare
    broken text;
    due bigint;
begin
    select line.claimed_cents + (
        select coalesce(sum(done.amount_cents), 0) from claim_adjustment done where done.claim_line_id = line.id
    ) into due from claim_line line where line.id = new.claim_line_id;
    if not exists (
        select 1 from claim_answer answer join claim_line line on line.claim_id = answer.claim_id
        where answer.id = new.answer_id and line.id = new.claim_line_id
    ) then
        broken := 'claim_line_answer_of_claim';
    elsif new.adjustment_id is not null and not exists (
        select 1 from claim_adjustment where id = new.adjustment_id and claim_line_id = new.claim_line_id
    ) then
        broken := 'claim_line_answer_adjusts';
    elsif new.granted_cents <> due then
        broken := 'claim_line_answer_grants';
    end if;
    if broken is not null then
        raise exception '%', broken using errcode = '23514', constraint = broken;
    end if;
    return new;
end $$;
create trigger claim_line_answer_holds before insert on claim_line_answer
    for each row execute function claim_line_answer_holds();

create function adjustment_holds() returns trigger language plpgsql as $$
declare
    claimed bigint;
    broken text;
begin
    select line.claimed_cents into claimed from claim_line line join claim on claim.id = line.claim_id
    where line.id = new.claim_line_id and claim.status = 'submitted';
    if not found then
        broken := 'adjustment_to_submitted';
    elsif new.amount_cents < 0 and claimed + new.amount_cents + (
        select coalesce(sum(amount_cents), 0) from claim_adjustment where claim_line_id = new.claim_line_id
    ) < 0 then
        broken := 'adjustment_line_floor';
    end if;
    if broken is not null then
        raise exception '%', broken using errcode = '23514', constraint = broken;
    end if;
    return new;
end $$;
create trigger adjustment_holds before insert on claim_adjustment for each row execute function adjustment_holds();
