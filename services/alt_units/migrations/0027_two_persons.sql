-- Two persons for what changes a claim (L15): a correction is proposed by one and confirmed by another; an amount decided by hand is
-- sent by another; a difference that will not come is explained by one and closed by another. What the payer answers is the payer's word.

create table claim_correction (
    id uuid primary key not null,
    claim_line_id uuid not null references claim_line (id),
    decided_on date not null,
    amount_cents bigint not null,
    reason varchar(500) not null,
    proposed_at timestamptz not null,
    proposed_by uuid not null,
    proposed_by_name varchar(120) not null,
    -- [sqlite]
    constraint claim_correction_whole check (typeof(amount_cents) = 'integer'),
    constraint claim_correction_day check (decided_on is date(decided_on)),
    constraint claim_correction_lengths check (length(reason) <= 500 and length(proposed_by_name) <= 120),
    -- [all]
    constraint claim_correction_amount check (amount_cents <> 0 and amount_cents between -1000000000000 and 1000000000000),
    constraint claim_correction_reason check (length(trim(reason)) > 0)
);
create unique index claim_correction_proposer on claim_correction (id, proposed_by);
create index claim_correction_of_line on claim_correction (claim_line_id);
-- [immutable claim_correction]

create table claim_correction_end (
    id uuid primary key not null,
    correction_id uuid not null,
    proposed_by uuid not null,
    outcome varchar(10) not null,
    reason varchar(500) not null,
    ended_at timestamptz not null,
    ended_by uuid not null,
    ended_by_name varchar(120) not null,
    -- [sqlite]
    constraint claim_correction_end_lengths check (length(reason) <= 500 and length(ended_by_name) <= 120),
    -- [all]
    constraint claim_correction_outcome check (outcome in ('confirmed', 'refused', 'withdrawn')),
    constraint claim_correction_two_persons check ((outcome = 'withdrawn') = (proposed_by = ended_by)),
    constraint claim_correction_says_why check (outcome <> 'refused' or length(trim(reason)) > 0),
    foreign key (correction_id, proposed_by) references claim_correction (id, proposed_by)
);
create unique index claim_correction_ended_once on claim_correction_end (correction_id);
-- [immutable claim_correction_end]

alter table claim_adjustment add column correction_id uuid references claim_correction (id);
alter table claim_adjustment add column line_answer_id uuid references claim_line_answer (id) deferrable initially deferred;
create unique index claim_adjustment_of_correction on claim_adjustment (correction_id);
create unique index claim_adjustment_of_answer on claim_adjustment (line_answer_id);

alter table claim add column submitted_by_id uuid;
alter table claim_line add column claimed_by uuid;
update claim_line set claimed_by = '00000000-0000-4000-8000-000000000001'
    where claimed_reason is not null and claim_id in (select id from claim where status = 'draft');
alter table claim_note add column written_by_id uuid;

-- [sqlite]
create trigger claim_adjustment_two_persons before insert on claim_adjustment
when (new.correction_id is null) = (new.line_answer_id is null) or (new.correction_id is not null and not exists (
    select 1 from claim_correction one join claim_correction_end ended on ended.correction_id = one.id
    where one.id = new.correction_id and ended.outcome = 'confirmed' and one.claim_line_id = new.claim_line_id
    and one.amount_cents = new.amount_cents and one.decided_on = new.decided_on
)) or exists (select 1 from claim_line_answer where id = new.line_answer_id)
begin select raise(abort, 'claim_adjustment_two_persons'); end;

create trigger claim_adjustment_of_its_answer before insert on claim_line_answer
when exists (select 1 from claim_adjustment where line_answer_id = new.id and id is not new.adjustment_id)
begin select raise(abort, 'claim_adjustment_of_its_answer'); end;

create trigger claim_line_decided_by_insert before insert on claim_line
when (new.claimed_reason is null) <> (new.claimed_by is null)
begin select raise(abort, 'claim_line_decided_by'); end;

create trigger claim_line_decided_by_update before update on claim_line
when (new.claimed_reason is null) <> (new.claimed_by is null)
begin select raise(abort, 'claim_line_decided_by'); end;

create trigger claim_two_persons_update before update on claim
when new.status = 'submitted' and old.status <> 'submitted' and (new.submitted_by_id is null or exists (
    select 1 from claim_line where claim_id = new.id and claimed_by = new.submitted_by_id
))
begin select raise(abort, 'claim_two_persons'); end;

create trigger claim_two_persons_insert before insert on claim
when new.status = 'submitted'
begin select raise(abort, 'claim_two_persons'); end;

create trigger claim_sender_frozen before update on claim
when old.status = 'submitted' and new.submitted_by_id is not old.submitted_by_id
begin select raise(abort, 'claim_frozen'); end;

create trigger claim_note_two_persons before insert on claim_note
when new.written_by_id is null or (new.kind = 'closing' and new.difference_cents <> 0 and not exists (
    select 1 from claim_note why
    where why.claim_id = new.claim_id and why.kind = 'justification' and why.difference_cents = new.difference_cents
    and why.written_by_id is not new.written_by_id and why.written_at = (
        select max(last.written_at) from claim_note last where last.claim_id = new.claim_id and last.kind = 'justification'
    )
))
begin select raise(abort, 'claim_note_two_persons'); end;
-- [postgresql]
create function claim_adjustment_two_persons() returns trigger language plpgsql as $$
begin
    if (new.correction_id is null) = (new.line_answer_id is null) or (new.correction_id is not null and not exists (
        select 1 from claim_correction one join claim_correction_end ended on ended.correction_id = one.id
        where one.id = new.correction_id and ended.outcome = 'confirmed' and one.claim_line_id = new.claim_line_id
        and one.amount_cents = new.amount_cents and one.decided_on = new.decided_on
    )) or exists (select 1 from claim_line_answer where id = new.line_answer_id) then
        raise exception 'claim_adjustment_two_persons' using errcode = '23514', constraint = 'claim_adjustment_two_persons';
    end if;
    return new;
end $$;
create trigger claim_adjustment_two_persons before insert on claim_adjustment
    for each row execute function claim_adjustment_two_persons();

create function claim_adjustment_of_its_answer() returns trigger language plpgsql as $$
begin
    if exists (select 1 from claim_adjustment where line_answer_id = new.id and id is distinct from new.adjustment_id) then
        raise exception 'claim_adjustment_of_its_answer' using errcode = '23514', constraint = 'claim_adjustment_of_its_answer';
    end if;
    return new;
end $$;
create trigger claim_adjustment_of_its_answer before insert on claim_line_answer
    for each row execute function claim_adjustment_of_its_answer();

create function claim_line_decided_by() returns trigger language plpgsql as $$
begin
    if (new.claimed_reason is null) <> (new.claimed_by is null) then
        raise exception 'claim_line_decided_by' using errcode = '23514', constraint = 'claim_line_decided_by';
    end if;
    return new;
end $$;
create trigger claim_line_decided_by before insert or update on claim_line
    for each row execute function claim_line_decided_by();

create function claim_two_persons() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.status = 'submitted' then
            raise exception 'claim_two_persons' using errcode = '23514', constraint = 'claim_two_persons';
        end if;
    elsif old.status = 'submitted' then
        if new.submitted_by_id is distinct from old.submitted_by_id then
            raise exception 'claim_frozen' using errcode = '23514', constraint = 'claim_frozen';
        end if;
    elsif new.status = 'submitted' and (new.submitted_by_id is null or exists (
        select 1 from claim_line where claim_id = new.id and claimed_by = new.submitted_by_id
    )) then
        raise exception 'claim_two_persons' using errcode = '23514', constraint = 'claim_two_persons';
    end if;
    return new;
end $$;
create trigger claim_two_persons before insert or update on claim for each row execute function claim_two_persons();

create function claim_note_two_persons() returns trigger language plpgsql as $$
begin
    if new.written_by_id is null or (new.kind = 'closing' and new.difference_cents <> 0 and not exists (
        select 1 from claim_note why
        where why.claim_id = new.claim_id and why.kind = 'justification' and why.difference_cents = new.difference_cents
        and why.written_by_id is distinct from new.written_by_id and why.written_at = (
            select max(last.written_at) from claim_note last
            where last.claim_id = new.claim_id and last.kind = 'justification'
        )
    )) then
        raise exception 'claim_note_two_persons' using errcode = '23514', constraint = 'claim_note_two_persons';
    end if;
    return new;
end $$;
create trigger claim_note_two_persons before insert on claim_note
    for each row execute function claim_note_two_persons();
-- [all]
