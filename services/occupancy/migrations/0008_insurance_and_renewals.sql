-- Insurance attestations of a stay: never changed but to be withdrawn, never removed.

create table insurance_attestation (
    id uuid primary key not null,
    version integer not null,
    contract_id uuid not null references contract (id),
    insured varchar(10) not null,
    capacity varchar(10) not null,
    insurer varchar(120) not null,
    valid_from date not null,
    valid_until date not null,
    received_on date not null,
    withdrawn_reason varchar(1000),
    constraint insurance_version check (version > 0),
    constraint insurance_insured check (insured in ('household', 'ccas')),
    constraint insurance_capacity check (capacity in ('occupant', 'tenant')),
    constraint insurance_days check (valid_from <= valid_until)
-- [sqlite]
    , constraint insurance_real_days check (valid_from is date(valid_from) and valid_until is date(valid_until)
        and received_on is date(received_on))
-- [all]
);
create index insurance_of_contract on insurance_attestation (contract_id, valid_from);

-- [sqlite]
create trigger insurance_kept before update on insurance_attestation
when old.withdrawn_reason is not null or new.id is not old.id or new.contract_id is not old.contract_id
    or new.insured is not old.insured or new.capacity is not old.capacity or new.insurer is not old.insurer
    or new.valid_from is not old.valid_from or new.valid_until is not old.valid_until
    or new.received_on is not old.received_on
begin select raise(abort, 'insurance_kept'); end;
create trigger insurance_never_removed before delete on insurance_attestation
begin select raise(abort, 'insurance_kept'); end;
-- [postgresql]
create function insurance_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.withdrawn_reason is null and (new.id, new.contract_id, new.insured, new.capacity, new.insurer,
            new.valid_from, new.valid_until, new.received_on)
            is not distinct from
            (old.id, old.contract_id, old.insured, old.capacity, old.insurer,
            old.valid_from, old.valid_until, old.received_on)
        then
            return new;
        end if;
    end if;
    raise exception 'insurance_kept' using errcode = '23514', constraint = 'insurance_kept';
end $$;
create trigger insurance_kept before update or delete on insurance_attestation
for each row execute function insurance_kept();
create trigger insurance_kept_truncate before truncate on insurance_attestation
for each statement execute function insurance_kept();
-- [all]

-- Requests to renew a stay: asked, then granted or denied by somebody named, or given up. One waits at a time.

create table renewal_request (
    id uuid primary key not null,
    contract_id uuid not null references contract (id),
    number integer not null,
    asked_by varchar(10) not null,
    asked_on date not null,
    first_day date not null,
    last_day date not null,
    reason varchar(1000) not null,
    status varchar(10) not null,
    decided_on date,
    authority varchar(20),
    decider_name varchar(120),
    decider_function varchar(120),
    deliberation_ref varchar(120),
    decision_reason varchar(1000),
    constraint renewal_request_number check (number > 0),
    constraint renewal_request_asked_by check (asked_by in ('household', 'ccas')),
    constraint renewal_request_days check (first_day <= last_day),
    constraint renewal_request_status check (status in ('pending', 'granted', 'denied', 'dropped')),
    constraint renewal_request_authority check (authority in ('board', 'president', 'vice_president')),
    constraint renewal_request_decided check ((status in ('granted', 'denied')) = (authority is not null
        and decider_name is not null and decider_function is not null and decided_on is not null))
-- [sqlite]
    , constraint renewal_request_real_days check (asked_on is date(asked_on) and first_day is date(first_day)
        and last_day is date(last_day) and decided_on is date(decided_on))
-- [all]
);
create unique index renewal_request_number on renewal_request (contract_id, number);
create unique index renewal_request_one_pending on renewal_request (contract_id) where status = 'pending';
-- [sqlite]
create trigger renewal_request_kept before update on renewal_request when old.status <> 'pending'
begin select raise(abort, 'renewal_request_kept'); end;
create trigger renewal_request_never_removed before delete on renewal_request
begin select raise(abort, 'renewal_request_kept'); end;
-- [postgresql]
create function renewal_request_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.status = 'pending' then
            return new;
        end if;
    end if;
    raise exception 'renewal_request_kept' using errcode = '23514', constraint = 'renewal_request_kept';
end $$;
create trigger renewal_request_kept before update or delete on renewal_request
for each row execute function renewal_request_kept();
create trigger renewal_request_kept_truncate before truncate on renewal_request
for each statement execute function renewal_request_kept();
-- [all]

-- A household that stays beyond its term, with leave: why, until when, decided by whom, and towards what.

create table overstay (
    id uuid primary key not null,
    contract_id uuid not null references contract (id),
    number integer not null,
    first_day date not null,
    last_day date not null,
    reason varchar(1000) not null,
    rehousing_plan varchar(1000) not null,
    decided_on date not null,
    authority varchar(20) not null,
    decider_name varchar(120) not null,
    decider_function varchar(120) not null,
    deliberation_ref varchar(120) not null,
    constraint overstay_number check (number > 0),
    constraint overstay_days check (first_day <= last_day),
    constraint overstay_authority check (authority in ('board', 'president', 'vice_president'))
-- [sqlite]
    , constraint overstay_real_days check (first_day is date(first_day) and last_day is date(last_day)
        and decided_on is date(decided_on))
-- [all]
);
create unique index overstay_number on overstay (contract_id, number);
-- [immutable overstay]

-- How a notice came, and what shortens it.
alter table contract add column notice_received_on date;
alter table contract add column notice_channel varchar(20)
    constraint contract_notice_channel check (notice_channel in ('registered_letter', 'bailiff', 'hand_delivery'));
alter table contract add column notice_ground varchar(30);
alter table contract add column notice_has_proof boolean;
