-- Households, contracts and their terms, inspections, and what is told to alt_units.

create table household (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    last_name varchar(120) not null,
    first_name varchar(120) not null,
    situation varchar(20) not null,
    adults integer not null,
    children integer not null,
    phone varchar(30),
    email varchar(200),
    orientation varchar(20) not null,
    note varchar(2000) not null,
    search_key varchar(600) not null,
    constraint household_version check (version > 0),
    constraint household_situation check (situation in ('single', 'single_parent', 'couple', 'family')),
    constraint household_adults check (adults between 1 and 20),
    constraint household_children check (children between 0 and 20),
    constraint household_orientation check (orientation in ('siao', 'urgence', 'autre'))
);
create unique index household_reference on household (reference);

create table reference_counter (
    id varchar(20) primary key not null,
    last_number integer not null
);

create table unit_lock (
    id uuid primary key not null
);

create table contract (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    household_id uuid not null references household (id),
    unit_id uuid not null references unit_lock (id),
    place_number integer not null,
    programme varchar(3) not null,
    status varchar(10) not null,
    first_day date not null,
    last_day date not null,
    persons integer not null,
    signed_on date,
    unit_facts text not null,
    fee_cents bigint not null,
    fee_scale_key varchar(80) not null,
    fee_trace text not null,
    fee_override_reason varchar(1000),
    override_reason varchar(1000),
    notice_given_on date,
    notice_by varchar(10),
    notice_last_day date,
    notice_rule text,
    ended_on date,
    end_reason varchar(30),
    end_note varchar(1000),
    forwarding_address varchar(300),
    cancel_reason varchar(1000),
    constraint contract_version check (version > 0),
    constraint contract_place check (place_number between 0 and 999),
    constraint contract_programme check (programme in ('ALT', 'AML')),
    constraint contract_status check (status in ('draft', 'signed', 'ended', 'cancelled')),
    constraint contract_days check (first_day <= last_day),
    constraint contract_persons check (persons between 1 and 40),
    constraint contract_fee check (fee_cents between 0 and 100000000),
    constraint contract_signed check (status not in ('signed', 'ended') or signed_on is not null),
    constraint contract_ended check ((status = 'ended') = (ended_on is not null)),
    constraint contract_end_after_start check (ended_on is null or ended_on >= first_day),
    constraint contract_cancelled check ((status = 'cancelled') = (cancel_reason is not null))
-- [sqlite]
    , constraint contract_whole_cents check (typeof(fee_cents) = 'integer')
    , constraint contract_real_days check (first_day is date(first_day) and last_day is date(last_day)
        and ended_on is date(ended_on) and signed_on is date(signed_on))
-- [all]
);
create unique index contract_reference on contract (reference);
create index contract_of_household on contract (household_id);
create index contract_of_unit on contract (unit_id, first_day);

-- Two stays never share a day on one place; a whole-unit stay (place 0) competes with every place of the unit.
-- [postgresql]
create extension if not exists btree_gist;
alter table contract add constraint contract_no_overlap exclude using gist (
    unit_id with =,
    int4range(place_number, case when place_number = 0 then 1000 else place_number + 1 end) with &&,
    daterange(first_day, coalesce(ended_on, last_day), '[]') with &&
) where (status in ('signed', 'ended'));
-- [sqlite]
create trigger contract_no_overlap_insert before insert on contract
when new.status in ('signed', 'ended') and exists (
    select 1 from contract other
    where other.unit_id = new.unit_id and other.id <> new.id and other.status in ('signed', 'ended')
      and (other.place_number = new.place_number or other.place_number = 0 or new.place_number = 0)
      and other.first_day <= coalesce(new.ended_on, new.last_day)
      and new.first_day <= coalesce(other.ended_on, other.last_day))
begin select raise(abort, 'contract_no_overlap'); end;
create trigger contract_no_overlap_update before update on contract
when new.status in ('signed', 'ended') and exists (
    select 1 from contract other
    where other.unit_id = new.unit_id and other.id <> new.id and other.status in ('signed', 'ended')
      and (other.place_number = new.place_number or other.place_number = 0 or new.place_number = 0)
      and other.first_day <= coalesce(new.ended_on, new.last_day)
      and new.first_day <= coalesce(other.ended_on, other.last_day))
begin select raise(abort, 'contract_no_overlap'); end;

-- What was signed never changes; what is closed never moves; a contract is never removed.
create trigger contract_signed_facts before update on contract
when old.status <> 'draft' and (
    new.id is not old.id or new.reference is not old.reference or new.household_id is not old.household_id
    or new.unit_id is not old.unit_id or new.place_number is not old.place_number
    or new.programme is not old.programme or new.first_day is not old.first_day or new.persons is not old.persons
    or new.signed_on is not old.signed_on or new.unit_facts is not old.unit_facts
    or new.fee_cents is not old.fee_cents or new.fee_scale_key is not old.fee_scale_key
    or new.fee_trace is not old.fee_trace or new.fee_override_reason is not old.fee_override_reason
    or new.override_reason is not old.override_reason
    or new.status = 'draft' or old.status in ('ended', 'cancelled') or new.last_day < old.last_day)
begin select raise(abort, 'contract_signed_facts'); end;
create trigger contract_kept before delete on contract
begin select raise(abort, 'contract_kept'); end;
-- [postgresql]
create function contract_signed_facts() returns trigger language plpgsql as $$
begin
    if old.status <> 'draft' and (
        (new.id, new.reference, new.household_id, new.unit_id, new.place_number, new.programme, new.first_day,
         new.persons, new.signed_on, new.unit_facts, new.fee_cents, new.fee_scale_key, new.fee_trace,
         new.fee_override_reason, new.override_reason)
        is distinct from
        (old.id, old.reference, old.household_id, old.unit_id, old.place_number, old.programme, old.first_day,
         old.persons, old.signed_on, old.unit_facts, old.fee_cents, old.fee_scale_key, old.fee_trace,
         old.fee_override_reason, old.override_reason)
        or new.status = 'draft' or old.status in ('ended', 'cancelled') or new.last_day < old.last_day)
    then
        raise exception 'contract_signed_facts' using errcode = '23514', constraint = 'contract_signed_facts';
    end if;
    return new;
end $$;
create trigger contract_signed_facts before update on contract
for each row execute function contract_signed_facts();
create function contract_kept() returns trigger language plpgsql as $$
begin raise exception 'contract_kept' using errcode = '23514', constraint = 'contract_kept'; end $$;
create trigger contract_kept before delete or truncate on contract
for each statement execute function contract_kept();
-- [all]

create table contract_term (
    id uuid primary key not null,
    contract_id uuid not null references contract (id),
    number integer not null,
    first_day date not null,
    last_day date not null,
    decided_on date not null,
    reason varchar(1000) not null,
    override_reason varchar(1000),
    rule text not null,
    constraint contract_term_number_from_0 check (number >= 0),
    constraint contract_term_days check (first_day <= last_day)
-- [sqlite]
    , constraint contract_term_real_days check (first_day is date(first_day) and last_day is date(last_day)
        and decided_on is date(decided_on))
-- [all]
);
create unique index contract_term_number on contract_term (contract_id, number);
-- [immutable contract_term]

create table inspection (
    id uuid primary key not null,
    version integer not null,
    contract_id uuid not null references contract (id),
    kind varchar(5) not null,
    status varchar(10) not null,
    established_on date not null,
    content text not null,
    forwarding_address varchar(300),
    entry_inspection_id uuid references inspection (id),
    signed_at timestamptz,
    sha256 varchar(64),
    constraint inspection_version check (version > 0),
    constraint inspection_kind check (kind in ('entry', 'exit')),
    constraint inspection_status check (status in ('draft', 'signed')),
    constraint inspection_signed check ((status = 'signed') = (signed_at is not null and sha256 is not null)),
    constraint inspection_exit_of_entry check (kind = 'exit' or entry_inspection_id is null)
-- [sqlite]
    , constraint inspection_real_day check (established_on is date(established_on))
-- [all]
);
create unique index inspection_one_per_kind on inspection (contract_id, kind);

-- A signed inspection is a proof: nobody changes or removes it.
-- [sqlite]
create trigger inspection_frozen_update before update on inspection when old.status = 'signed'
begin select raise(abort, 'inspection_frozen'); end;
create trigger inspection_frozen_delete before delete on inspection when old.status = 'signed'
begin select raise(abort, 'inspection_frozen'); end;
-- [postgresql]
create function inspection_frozen() returns trigger language plpgsql as $$
begin
    if tg_op <> 'TRUNCATE' then
        if old.status = 'draft' then
            if tg_op = 'DELETE' then return old; end if;
            return new;
        end if;
    end if;
    raise exception 'inspection_frozen' using errcode = '23514', constraint = 'inspection_frozen';
end $$;
create trigger inspection_frozen before update or delete on inspection
for each row execute function inspection_frozen();
create trigger inspection_frozen_truncate before truncate on inspection
for each statement execute function inspection_frozen();
-- [all]

-- What alt_units must be told, written in the transaction of the fact. The number is the revision that it is told with.
create table outbox (
-- [sqlite]
    seq integer primary key autoincrement not null,
-- [postgresql]
    seq bigint generated by default as identity primary key not null,
-- [all]
    unit_id uuid not null,
    month varchar(7) not null,
    payload text not null,
    by_id uuid not null,
    by_name varchar(200) not null,
    created_at timestamptz not null,
    sent_at timestamptz,
    attempts integer not null,
    next_try_at timestamptz,
    parked boolean not null,
    last_error varchar(300),
    constraint outbox_attempts check (attempts >= 0)
);
create index outbox_waiting on outbox (seq) where sent_at is null;
