-- Claims, what the payer sent, and what it settles. Money is whole cents; what was sent or received never changes.

create table claim (
    id uuid primary key not null,
    version bigint not null,
    convention_id uuid not null references convention (id),
    month varchar(7) not null,
    status varchar(10) not null,
    submitted_at timestamptz,
    submitted_by varchar(120),
    rules text not null,
    -- [sqlite]
    constraint claim_version_whole check (typeof(version) = 'integer'),
    -- [all]
    constraint claim_status check (status in ('draft', 'submitted')),
    constraint claim_month check (length(month) = 7),
    constraint claim_submission check ((status = 'submitted') = (submitted_at is not null and submitted_by is not null))
);
create unique index claim_once on claim (convention_id, month);

create table claim_line (
    id uuid primary key not null,
    claim_id uuid not null references claim (id),
    unit_id uuid not null references unit (id),
    reference varchar(40) not null,
    name varchar(120) not null,
    dwelling_type varchar(20) not null,
    days_in_month integer not null,
    days_available integer not null,
    days_occupied integer,
    planned_cents bigint not null,
    by_availability_cents bigint not null,
    by_occupation_cents bigint not null,
    effective_cents bigint not null,
    claimable_cents bigint not null,
    claimed_cents bigint not null,
    claimed_reason varchar(500),
    reasons text not null,
    trace text not null,
    -- [sqlite]
    constraint claim_line_whole check (typeof(planned_cents) = 'integer' and typeof(by_availability_cents) = 'integer'
        and typeof(by_occupation_cents) = 'integer' and typeof(effective_cents) = 'integer'
        and typeof(claimable_cents) = 'integer' and typeof(claimed_cents) = 'integer'),
    constraint claim_line_lengths check (length(coalesce(claimed_reason, '')) <= 500),
    -- [all]
    constraint claim_line_days check (days_available between 0 and days_in_month and days_in_month between 28 and 31),
    constraint claim_line_claimable check (claimable_cents between 0 and effective_cents),
    constraint claim_line_effective check (effective_cents <= planned_cents and planned_cents <= 1000000000000),
    constraint claim_line_claimed check (claimed_cents between 0 and planned_cents)
);
create unique index claim_line_once on claim_line (claim_id, unit_id);

create table claim_adjustment (
    id uuid primary key not null,
    claim_line_id uuid not null references claim_line (id),
    decided_on date not null,
    amount_cents bigint not null,
    reason varchar(500) not null,
    decided_by varchar(120) not null,
    -- [sqlite]
    constraint claim_adjustment_whole check (typeof(amount_cents) = 'integer'),
    constraint claim_adjustment_day check (decided_on is date(decided_on)),
    constraint claim_adjustment_lengths check (length(reason) <= 500),
    -- [all]
    constraint claim_adjustment_amount check (amount_cents <> 0 and amount_cents between -1000000000000 and 1000000000000)
);
create index claim_adjustment_of_line on claim_adjustment (claim_line_id);
-- [immutable claim_adjustment]

create table claim_note (
    id uuid primary key not null,
    claim_id uuid not null references claim (id),
    kind varchar(20) not null,
    difference_cents bigint not null,
    text varchar(2000) not null,
    written_by varchar(120) not null,
    written_at timestamptz not null,
    -- [sqlite]
    constraint claim_note_whole check (typeof(difference_cents) = 'integer'),
    constraint claim_note_lengths check (length(text) <= 2000),
    -- [all]
    constraint claim_note_kind check (kind in ('remark', 'justification', 'closing'))
);
create index claim_note_of_claim on claim_note (claim_id);
-- [immutable claim_note]

create table funder_payment (
    id uuid primary key not null,
    convention_id uuid not null references convention (id),
    received_on date not null,
    amount_cents bigint not null,
    kind varchar(20) not null,
    bank_reference varchar(80) not null,
    label varchar(200) not null,
    -- [sqlite]
    constraint funder_payment_whole check (typeof(amount_cents) = 'integer'),
    constraint funder_payment_day check (received_on is date(received_on)),
    constraint funder_payment_lengths check (length(bank_reference) <= 80 and length(label) <= 200),
    -- [all]
    constraint funder_payment_kind check (kind in ('acompte', 'versement', 'solde', 'rappel', 'indu')),
    constraint funder_payment_sign check (
        (kind = 'indu' and amount_cents < 0) or (kind <> 'indu' and amount_cents > 0)
    ),
    constraint funder_payment_amount check (amount_cents between -1000000000000 and 1000000000000)
);
create unique index funder_payment_once on funder_payment (convention_id, bank_reference);
-- [immutable funder_payment]

create table payment_allocation (
    id uuid primary key not null,
    payment_id uuid not null references funder_payment (id),
    claim_line_id uuid not null references claim_line (id),
    amount_cents bigint not null,
    cancels_id uuid references payment_allocation (id),
    -- [sqlite]
    constraint payment_allocation_whole check (typeof(amount_cents) = 'integer'),
    -- [all]
    constraint payment_allocation_amount check (amount_cents <> 0)
);
create unique index allocation_cancelled_once on payment_allocation (cancels_id);
create index payment_allocation_of_line on payment_allocation (claim_line_id);
create index payment_allocation_of_payment on payment_allocation (payment_id);
-- [immutable payment_allocation]

-- [sqlite]
create trigger claim_line_frozen_insert before insert on claim_line
when exists (select 1 from claim where id = new.claim_id and status = 'submitted')
begin select raise(abort, 'claim_line_frozen'); end;

create trigger claim_line_frozen_update before update on claim_line
when exists (select 1 from claim where id in (old.claim_id, new.claim_id) and status = 'submitted')
begin select raise(abort, 'claim_line_frozen'); end;

create trigger claim_line_frozen_delete before delete on claim_line
when exists (select 1 from claim where id = old.claim_id and status = 'submitted')
begin select raise(abort, 'claim_line_frozen'); end;

-- Only the version moves once a claim is submitted.
create trigger claim_frozen_update before update on claim
when old.status = 'submitted' and (
    new.id <> old.id or new.convention_id <> old.convention_id or new.month <> old.month or new.status <> old.status
    or new.submitted_at is not old.submitted_at or new.submitted_by is not old.submitted_by or new.rules <> old.rules
)
begin select raise(abort, 'claim_frozen'); end;

create trigger claim_frozen_delete before delete on claim when old.status = 'submitted'
begin select raise(abort, 'claim_frozen'); end;

create trigger allocation_sign before insert on payment_allocation
when new.cancels_id is null and exists (
    select 1 from funder_payment where id = new.payment_id and (amount_cents > 0) <> (new.amount_cents > 0)
)
begin select raise(abort, 'allocation_sign'); end;

create trigger cancellation_mirrors before insert on payment_allocation
when new.cancels_id is not null and not exists (
    select 1 from payment_allocation undone
    where undone.id = new.cancels_id and undone.payment_id = new.payment_id and undone.cancels_id is null
    and undone.claim_line_id = new.claim_line_id and undone.amount_cents = -new.amount_cents
)
begin select raise(abort, 'cancellation_mirrors'); end;

create trigger allocation_within_payment before insert on payment_allocation
when exists (
    select 1 from funder_payment paid
    where paid.id = new.payment_id and abs(paid.amount_cents) < abs(new.amount_cents + (
        select coalesce(sum(done.amount_cents), 0) from payment_allocation done where done.payment_id = new.payment_id
    ))
)
begin select raise(abort, 'allocation_within_payment'); end;

create trigger allocation_to_submitted before insert on payment_allocation
when not exists (
    select 1 from claim_line line join claim on claim.id = line.claim_id
    join funder_payment paid on paid.convention_id = claim.convention_id
    where line.id = new.claim_line_id and paid.id = new.payment_id and claim.status = 'submitted'
)
begin select raise(abort, 'allocation_to_submitted'); end;

-- [postgresql]
create function claim_line_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'TRUNCATE' or exists (
        select 1 from claim where status = 'submitted' and (
            (tg_op <> 'INSERT' and id = old.claim_id) or (tg_op <> 'DELETE' and id = new.claim_id)
        ) for share
    ) then
        raise exception 'claim_line_frozen' using errcode = '23514', constraint = 'claim_line_frozen';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger claim_line_frozen before insert or update or delete on claim_line
    for each row execute function claim_line_frozen();
create trigger claim_line_frozen_truncate before truncate on claim_line
    for each statement execute function claim_line_frozen();

create function claim_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.status = 'draft' or (new.id, new.convention_id, new.month, new.status, new.submitted_at, new.submitted_by,
            new.rules) is not distinct from (old.id, old.convention_id, old.month, old.status, old.submitted_at,
            old.submitted_by, old.rules) then
            return new;
        end if;
    elsif tg_op = 'DELETE' then
        if old.status = 'draft' then
            return old;
        end if;
    end if;
    raise exception 'claim_frozen' using errcode = '23514', constraint = 'claim_frozen';
end $$;
create trigger claim_frozen before update or delete on claim for each row execute function claim_frozen();
create trigger claim_frozen_truncate before truncate on claim for each statement execute function claim_frozen();

create function allocation_holds() returns trigger language plpgsql as $$
declare
    paid funder_payment%rowtype;
    undone payment_allocation%rowtype;
    already bigint;
    broken text;
begin
    select * into paid from funder_payment where id = new.payment_id for update;
    select coalesce(sum(amount_cents), 0) into already from payment_allocation where payment_id = new.payment_id;
    if abs(already + new.amount_cents) > abs(paid.amount_cents) then
        broken := 'allocation_within_payment';
    elsif new.cancels_id is null and (paid.amount_cents > 0) <> (new.amount_cents > 0) then
        broken := 'allocation_sign';
    elsif not exists (
        select 1 from claim_line line join claim on claim.id = line.claim_id
        where line.id = new.claim_line_id and claim.convention_id = paid.convention_id and claim.status = 'submitted'
    ) then
        broken := 'allocation_to_submitted';
    elsif new.cancels_id is not null then
        select * into undone from payment_allocation where id = new.cancels_id;
        if not found or undone.cancels_id is not null or (undone.payment_id, undone.claim_line_id, undone.amount_cents)
            is distinct from (new.payment_id, new.claim_line_id, -new.amount_cents) then
            broken := 'cancellation_mirrors';
        end if;
    end if;
    if broken is not null then
        raise exception '%', broken using errcode = '23514', constraint = broken;
    end if;
    return new;
end $$;
create trigger allocation_holds before insert on payment_allocation for each row execute function allocation_holds();
-- [all]
