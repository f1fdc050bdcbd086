-- A role is given by two persons (GOALS D4): one administrator proposes, another confirms; taking one away needs one person. What the
-- machine's keeper or the town's identity provider gives has them for its other pair of eyes, and is written as theirs.

create table role_grant (
    id uuid primary key not null,
    account_id uuid not null references account (id),
    role varchar(20) not null,
    source varchar(10) not null,
    proposed_by uuid not null,
    proposed_by_name varchar(120) not null,
    proposed_at timestamptz not null,
    lapses_on date not null,
    -- [sqlite]
    constraint role_grant_day check (lapses_on is date(lapses_on)),
    constraint role_grant_lengths check (length(proposed_by_name) <= 120),
    -- [all]
    constraint role_grant_role
        check (role in ('agent', 'social_worker', 'regisseur', 'finance', 'manager', 'admin', 'reader', 'dpo')),
    constraint role_grant_source check (source in ('person', 'machine', 'provider')),
    constraint role_grant_proposer check ((source = 'person') = (proposed_by <> '00000000-0000-4000-8000-000000000001')),
    constraint role_grant_not_own check (proposed_by <> account_id)
);
create unique index role_grant_by on role_grant (id, proposed_by);
create index role_grant_of_account on role_grant (account_id);
-- [immutable role_grant]

create table role_grant_end (
    id uuid primary key not null,
    grant_id uuid not null,
    proposed_by uuid not null,
    outcome varchar(10) not null,
    ended_at timestamptz not null,
    ended_by uuid not null,
    ended_by_name varchar(120) not null,
    -- [sqlite]
    constraint role_grant_end_lengths check (length(ended_by_name) <= 120),
    -- [all]
    constraint role_grant_outcome check (outcome in ('confirmed', 'refused', 'withdrawn')),
    constraint role_grant_two_persons check ((outcome = 'withdrawn') = (proposed_by = ended_by)),
    foreign key (grant_id, proposed_by) references role_grant (id, proposed_by)
);
create unique index role_grant_ended_once on role_grant_end (grant_id);
-- [immutable role_grant_end]

-- A grant serves once: a role that was taken away is proposed again.
create table spent_role_grant (
    id uuid primary key not null references role_grant (id)
);
-- [immutable spent_role_grant]

alter table account_role add column grant_id uuid references role_grant (id);
create unique index account_role_grant on account_role (grant_id);

-- [sqlite]
create trigger role_grant_not_by_holder before insert on role_grant_end
when new.outcome = 'confirmed' and exists (select 1 from role_grant where id = new.grant_id and account_id = new.ended_by)
begin select raise(abort, 'role_grant_not_by_holder'); end;

create trigger account_role_two_persons before insert on account_role
when not exists (
    select 1 from role_grant one
    where one.id = new.grant_id and one.account_id = new.account_id and one.role = new.role and (
        one.source <> 'person'
        or exists (select 1 from role_grant_end where grant_id = one.id and outcome = 'confirmed')
    )
) or exists (select 1 from spent_role_grant where id = new.grant_id)
begin select raise(abort, 'account_role_two_persons'); end;

create trigger account_role_fixed before update on account_role
begin select raise(abort, 'account_role_fixed'); end;

create trigger account_role_spent after delete on account_role
when old.grant_id is not null
begin insert into spent_role_grant (id) values (old.grant_id); end;
-- [postgresql]
create function role_grant_not_by_holder() returns trigger language plpgsql as $$
begin
    if new.outcome = 'confirmed' and exists (
        select 1 from role_grant where id = new.grant_id and account_id = new.ended_by
    ) then
        raise exception 'role_grant_not_by_holder' using errcode = '23514', constraint = 'role_grant_not_by_holder';
    end if;
    return new;
end $$;
create trigger role_grant_not_by_holder before insert on role_grant_end
    for each row execute function role_grant_not_by_holder();

create function account_role_two_persons() returns trigger language plpgsql as $$
begin
    if not exists (
        select 1 from role_grant one
        where one.id = new.grant_id and one.account_id = new.account_id and one.role = new.role and (
            one.source <> 'person'
            or exists (select 1 from role_grant_end where grant_id = one.id and outcome = 'confirmed')
        )
    ) or exists (select 1 from spent_role_grant where id = new.grant_id) then
        raise exception 'account_role_two_persons' using errcode = '23514', constraint = 'account_role_two_persons';
    end if;
    return new;
end $$;
create trigger account_role_two_persons before insert on account_role
    for each row execute function account_role_two_persons();

create function account_role_fixed() returns trigger language plpgsql as $$
begin
    raise exception 'account_role_fixed' using errcode = '23514', constraint = 'account_role_fixed';
end $$;
create trigger account_role_fixed before update on account_role for each row execute function account_role_fixed();

create function account_role_spent() returns trigger language plpgsql as $$
begin
    if old.grant_id is not null then
        insert into spent_role_grant (id) values (old.grant_id);
    end if;
    return old;
end $$;
create trigger account_role_spent after delete on account_role for each row execute function account_role_spent();
-- [all]
