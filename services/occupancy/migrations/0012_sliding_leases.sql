-- Sliding leases: the dossier, the minutes of its examinations, the lease that the household holds after the slide.

create table sliding_lease (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    contract_id uuid not null references contract (id),
    household_id uuid not null references household (id),
    unit_id uuid not null,
    territory varchar(20) not null,
    sublease_signed_on date not null,
    state varchar(30) not null,
    slide_on date,
    content text not null,
    constraint sliding_lease_version check (version >= 1),
    constraint sliding_lease_state check (state in
        ('sublet_active', 'slide_proposed', 'landlord_answered', 'cal_decided', 'slide_scheduled', 'slid',
        'household_notice', 'rehoused_elsewhere', 'terminated_by_court', 'abandoned')),
    constraint sliding_lease_day check (state not in ('slide_scheduled', 'slid') or slide_on > sublease_signed_on)
-- [sqlite]
    , constraint sliding_lease_real_days check (sublease_signed_on is date(sublease_signed_on) and slide_on is date(slide_on))
-- [all]
);
create unique index sliding_lease_reference on sliding_lease (reference);
create unique index sliding_lease_one_per_contract on sliding_lease (contract_id);

-- What was said and signed of an examination is never rewritten; number 0 is the decision review.
create table sliding_minutes (
    id uuid primary key not null,
    sliding_lease_id uuid not null references sliding_lease (id),
    number integer not null,
    due_on date not null,
    held_on date not null,
    content text not null,
    constraint sliding_minutes_number check (number >= 0)
-- [sqlite]
    , constraint sliding_minutes_real_days check (due_on is date(due_on) and held_on is date(held_on))
-- [all]
);
create unique index sliding_minutes_once on sliding_minutes (sliding_lease_id, number);
-- [immutable sliding_minutes]

-- The household holds the lease from the day after its stay: no gap, no overlap.
create table direct_lease (
    id uuid primary key not null,
    sliding_lease_id uuid not null references sliding_lease (id),
    contract_id uuid not null references contract (id),
    household_id uuid not null references household (id),
    unit_id uuid not null,
    landlord varchar(200) not null,
    first_day date not null,
    reference varchar(200) not null,
    arrears_cents bigint not null,
    deposit_mode varchar(30) not null,
    settlement_id uuid,
    constraint direct_lease_arrears check (arrears_cents >= 0),
    constraint direct_lease_deposit check (deposit_mode in ('refund_and_new', 'direct_payment_to_landlord', 'fsl_loan'))
-- [sqlite]
    , constraint direct_lease_real_days check (first_day is date(first_day))
-- [all]
);
create unique index direct_lease_of_sliding_lease on direct_lease (sliding_lease_id);
create unique index direct_lease_of_contract on direct_lease (contract_id);

-- [sqlite]
create trigger direct_lease_follows_stay before insert on direct_lease
when not exists (select 1 from contract where id = new.contract_id and household_id = new.household_id
    and unit_id = new.unit_id and status = 'ended' and end_reason = 'slid' and ended_on = date(new.first_day, '-1 day'))
begin select raise(abort, 'direct_lease_follows_stay'); end;
create trigger sliding_lease_slid before update on sliding_lease
when new.state = 'slid' and not exists (select 1 from direct_lease where sliding_lease_id = new.id
    and contract_id = new.contract_id and household_id = new.household_id and first_day = new.slide_on)
begin select raise(abort, 'sliding_lease_slid'); end;
create trigger sliding_lease_kept before update on sliding_lease
when new.id is not old.id or new.contract_id is not old.contract_id or new.household_id is not old.household_id
    or new.unit_id is not old.unit_id or new.sublease_signed_on is not old.sublease_signed_on
    or old.state in ('slid', 'household_notice', 'rehoused_elsewhere', 'terminated_by_court', 'abandoned')
    and (new.state is not old.state or new.slide_on is not old.slide_on)
begin select raise(abort, 'sliding_lease_kept'); end;
-- [postgresql]
create function direct_lease_follows_stay() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from contract where id = new.contract_id and household_id = new.household_id
        and unit_id = new.unit_id and status = 'ended' and end_reason = 'slid' and ended_on = new.first_day - 1) then
        raise exception 'direct_lease_follows_stay' using errcode = '23514', constraint = 'direct_lease_follows_stay';
    end if;
    return new;
end $$;
create trigger direct_lease_follows_stay before insert on direct_lease
for each row execute function direct_lease_follows_stay();
create function sliding_lease_kept() returns trigger language plpgsql as $$
begin
    if new.state = 'slid' and not exists (select 1 from direct_lease where sliding_lease_id = new.id
        and contract_id = new.contract_id and household_id = new.household_id and first_day = new.slide_on) then
        raise exception 'sliding_lease_slid' using errcode = '23514', constraint = 'sliding_lease_slid';
    end if;
    if (new.id, new.contract_id, new.household_id, new.unit_id, new.sublease_signed_on) is distinct from
        (old.id, old.contract_id, old.household_id, old.unit_id, old.sublease_signed_on)
        or old.state in ('slid', 'household_notice', 'rehoused_elsewhere', 'terminated_by_court', 'abandoned')
        and (new.state, new.slide_on) is distinct from (old.state, old.slide_on) then
        raise exception 'sliding_lease_kept' using errcode = '23514', constraint = 'sliding_lease_kept';
    end if;
    return new;
end $$;
create trigger sliding_lease_kept before update on sliding_lease for each row execute function sliding_lease_kept();
-- [all]
-- [immutable direct_lease]

-- The outbox tells the end of a mobilisation too: a unit, no month, no year.
-- [sqlite]
create table outbox_with_ends (
    seq integer primary key autoincrement not null,
    kind varchar(20) not null,
    unit_id uuid,
    month varchar(7),
    year integer,
    payload text not null,
    by_id uuid not null,
    by_name varchar(200) not null,
    created_at timestamptz not null,
    sent_at timestamptz,
    attempts integer not null,
    next_try_at timestamptz,
    parked boolean not null,
    last_error varchar(300),
    constraint outbox_attempts check (attempts >= 0),
    constraint outbox_kind check ((kind = 'presence' and unit_id is not null and month is not null and year is null)
        or (kind = 'activity' and unit_id is null and month is null and year is not null)
        or (kind = 'mobilisation_end' and unit_id is not null and month is null and year is null))
);
insert into outbox_with_ends (seq, kind, unit_id, month, year, payload, by_id, by_name, created_at, sent_at, attempts,
    next_try_at, parked, last_error)
select seq, kind, unit_id, month, year, payload, by_id, by_name, created_at, sent_at, attempts, next_try_at, parked, last_error
from outbox order by seq;
drop table outbox;
alter table outbox_with_ends rename to outbox;
create index outbox_waiting on outbox (seq) where sent_at is null;
-- [postgresql]
alter table outbox drop constraint outbox_kind;
alter table outbox add constraint outbox_kind check (
    (kind = 'presence' and unit_id is not null and month is not null and year is null)
    or (kind = 'activity' and unit_id is null and month is null and year is not null)
    or (kind = 'mobilisation_end' and unit_id is not null and month is null and year is null));
-- [all]
