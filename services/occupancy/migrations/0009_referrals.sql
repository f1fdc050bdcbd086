-- Referrals of households to a place, the sessions of the commission, one decision for each referral, the answers sent.

create table commission (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    held_on date not null,
    members text not null,
    quorum_met boolean,
    constraint commission_version check (version >= 1)
-- [sqlite]
    , constraint commission_real_days check (held_on is date(held_on))
-- [all]
);
create unique index commission_reference on commission (reference);

create table referral (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    household_id uuid not null references household (id),
    source varchar(20) not null,
    source_reference varchar(60) not null,
    received_on date not null,
    waiting_since date,
    needs text not null,
    unit_id uuid not null,
    place_number integer not null,
    unit_reference varchar(60) not null,
    unit_name varchar(200) not null,
    place_name varchar(200),
    territory varchar(20) not null,
    declaration_id uuid,
    first_day date not null,
    last_day date not null,
    status varchar(10) not null,
    commission_id uuid references commission (id),
    opinion text,
    called_on date,
    call_reason varchar(1000),
    agreed_on date,
    closed_on date,
    closure varchar(30),
    contract_id uuid references contract (id),
    constraint referral_version check (version >= 1),
    constraint referral_source check (source in ('siao', 'urgence', 'autre')),
    constraint referral_days check (first_day <= last_day),
    constraint referral_place check (place_number between 0 and 999),
    constraint referral_status check (status in
        ('received', 'studied', 'waiting', 'refused', 'retained', 'agreed', 'housed', 'closed')),
    constraint referral_studied check (status in ('received', 'closed') or opinion is not null),
    constraint referral_agreed check (status not in ('agreed', 'housed') or agreed_on is not null),
    constraint referral_housed check (status <> 'housed' or contract_id is not null),
    constraint referral_closed check ((status = 'closed') = (closed_on is not null) and (closed_on is null) = (closure is null)),
    constraint referral_closure check (closure in
        ('household_refused', 'no_answer', 'unit_no_longer_available', 'already_solved'))
-- [sqlite]
    , constraint referral_real_days check (received_on is date(received_on) and waiting_since is date(waiting_since)
        and first_day is date(first_day) and last_day is date(last_day) and called_on is date(called_on)
        and agreed_on is date(agreed_on) and closed_on is date(closed_on))
-- [all]
);
create unique index referral_reference on referral (reference);
create unique index referral_one_open on referral (household_id, unit_id, place_number)
    where status in ('received', 'studied', 'waiting', 'retained', 'agreed');
create unique index referral_one_contract on referral (contract_id) where contract_id is not null;
create index referral_of_unit on referral (unit_id, status);
create index referral_of_commission on referral (commission_id);

-- Two households are never retained for one place on the same days; the whole unit (place 0) competes with every place of it.
-- [postgresql]
alter table referral add constraint referral_no_overlap exclude using gist (
    unit_id with =,
    int4range(place_number, case when place_number = 0 then 1000 else place_number + 1 end) with &&,
    daterange(first_day, last_day, '[]') with &&
) where (status in ('retained', 'agreed'));
-- [sqlite]
create trigger referral_no_overlap_insert before insert on referral
when new.status in ('retained', 'agreed') and exists (
    select 1 from referral other
    where other.unit_id = new.unit_id and other.id <> new.id and other.status in ('retained', 'agreed')
      and (other.place_number = new.place_number or other.place_number = 0 or new.place_number = 0)
      and other.first_day <= new.last_day and new.first_day <= other.last_day)
begin select raise(abort, 'referral_no_overlap'); end;
create trigger referral_no_overlap_update before update on referral
when new.status in ('retained', 'agreed') and exists (
    select 1 from referral other
    where other.unit_id = new.unit_id and other.id <> new.id and other.status in ('retained', 'agreed')
      and (other.place_number = new.place_number or other.place_number = 0 or new.place_number = 0)
      and other.first_day <= new.last_day and new.first_day <= other.last_day)
begin select raise(abort, 'referral_no_overlap'); end;
-- [all]

-- One decision for each referral, after the technical opinion; never changed, save the meeting at which it was reported.
create table referral_decision (
    referral_id uuid primary key not null references referral (id),
    outcome varchar(10) not null,
    decided_on date not null,
    authority varchar(20) not null,
    deliberation_ref varchar(200) not null,
    decider_name varchar(200) not null,
    decider_function varchar(200) not null,
    commission_id uuid references commission (id),
    motive varchar(30),
    rank integer,
    expires_on date,
    reported_on date,
    constraint decision_outcome check (outcome in ('retained', 'waiting', 'refused')),
    constraint decision_authority check (authority in ('board', 'president', 'vice_president')),
    constraint decision_by_commission check (authority <> 'board' or commission_id is not null),
    constraint decision_motive check ((outcome = 'refused') = (motive is not null)),
    constraint decision_motive_listed check (motive in
        ('composition', 'unit_not_adapted', 'shared_safety', 'file_incomplete', 'already_solved')),
    constraint decision_rank check ((outcome = 'waiting') = (rank is not null) and (rank is null) = (expires_on is null)),
    constraint decision_rank_counted check (rank >= 1),
    constraint decision_expires check (expires_on > decided_on),
    constraint decision_reported check (reported_on is null or (authority <> 'board' and reported_on >= decided_on))
-- [sqlite]
    , constraint decision_real_days check (decided_on is date(decided_on) and expires_on is date(expires_on)
        and reported_on is date(reported_on))
-- [all]
);
create index decision_to_report on referral_decision (decided_on) where authority <> 'board' and reported_on is null;
-- [sqlite]
create trigger decision_kept before update on referral_decision
when old.reported_on is not null or new.referral_id is not old.referral_id or new.outcome is not old.outcome
    or new.decided_on is not old.decided_on or new.authority is not old.authority
    or new.deliberation_ref is not old.deliberation_ref or new.decider_name is not old.decider_name
    or new.decider_function is not old.decider_function or new.commission_id is not old.commission_id
    or new.motive is not old.motive or new.rank is not old.rank or new.expires_on is not old.expires_on
begin select raise(abort, 'decision_kept'); end;
create trigger decision_never_removed before delete on referral_decision
begin select raise(abort, 'decision_kept'); end;
-- [postgresql]
create function decision_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.reported_on is null and (new.referral_id, new.outcome, new.decided_on, new.authority, new.deliberation_ref,
            new.decider_name, new.decider_function, new.commission_id, new.motive, new.rank, new.expires_on)
            is not distinct from
            (old.referral_id, old.outcome, old.decided_on, old.authority, old.deliberation_ref,
            old.decider_name, old.decider_function, old.commission_id, old.motive, old.rank, old.expires_on)
        then
            return new;
        end if;
    end if;
    raise exception 'decision_kept' using errcode = '23514', constraint = 'decision_kept';
end $$;
create trigger decision_kept before update or delete on referral_decision for each row execute function decision_kept();
create trigger decision_kept_truncate before truncate on referral_decision for each statement execute function decision_kept();
-- [all]

-- What was sent was sent.
create table referral_answer (
    id uuid primary key not null,
    referral_id uuid not null references referral (id),
    number integer not null,
    kind varchar(30) not null,
    motive varchar(30),
    sent_on date not null,
    household_told_on date,
    constraint answer_number check (number >= 1),
    constraint answer_kind check (kind in
        ('accepted', 'refused', 'household_refused', 'no_answer', 'unit_no_longer_available')),
    constraint answer_motive check (motive in
        ('composition', 'unit_not_adapted', 'household_refusal', 'shared_safety', 'file_incomplete', 'already_solved')),
    constraint answer_refusal_motive check (kind not in ('refused', 'household_refused') or motive is not null)
-- [sqlite]
    , constraint answer_real_days check (sent_on is date(sent_on) and household_told_on is date(household_told_on))
-- [all]
);
create unique index answer_number on referral_answer (referral_id, number);
-- [immutable referral_answer]
