-- What is known of a household beyond its members: whom to reach, protection measures, right of residence as it was checked,
-- resources, needs of a dwelling, demand of social housing. Dated; never rewritten but for its end or its withdrawal.

create table household_particular (
    id uuid primary key not null,
    version integer not null,
    household_id uuid not null references household (id),
    member_id uuid,
    kind varchar(20) not null,
    code varchar(30) not null,
    since date not null,
    until date,
    name varchar(120) not null,
    organisation varchar(120) not null,
    phone varchar(30) not null,
    email varchar(200) not null,
    monthly_cents integer,
    reference varchar(30) not null,
    recorded_by varchar(120) not null,
    withdrawn_reason varchar(1000),
    constraint particular_version check (version > 0),
    constraint particular_kind check (kind in ('contact', 'protection', 'residence', 'resources', 'need', 'demand')),
    constraint particular_days check (until is null or since <= until),
    constraint particular_amount check (monthly_cents is null or (kind = 'resources' and monthly_cents >= 0))
-- [sqlite]
    , constraint particular_real_days check (since is date(since) and (until is null or until is date(until)))
-- [all]
);
create index particular_of_household on household_particular (household_id, since);

-- [sqlite]
create trigger particular_kept before update on household_particular
when old.withdrawn_reason is not null or new.id is not old.id or new.household_id is not old.household_id
    or new.kind is not old.kind or new.code is not old.code or new.since is not old.since
    or new.member_id is not old.member_id or new.name is not old.name or new.organisation is not old.organisation
    or new.phone is not old.phone or new.email is not old.email or new.monthly_cents is not old.monthly_cents
    or new.reference is not old.reference or new.recorded_by is not old.recorded_by
begin select raise(abort, 'particular_kept'); end;
-- [postgresql]
create function particular_kept() returns trigger language plpgsql as $$
begin
    if old.withdrawn_reason is null and (new.id, new.household_id, new.kind, new.code, new.since, new.member_id, new.name,
        new.organisation, new.phone, new.email, new.monthly_cents, new.reference, new.recorded_by)
        is not distinct from (old.id, old.household_id, old.kind, old.code, old.since, old.member_id, old.name,
        old.organisation, old.phone, old.email, old.monthly_cents, old.reference, old.recorded_by)
    then
        return new;
    end if;
    raise exception 'particular_kept' using errcode = '23514', constraint = 'particular_kept';
end $$;
create trigger particular_kept before update on household_particular
for each row execute function particular_kept();
-- [all]
