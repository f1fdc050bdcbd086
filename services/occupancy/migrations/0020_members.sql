-- Who lives in a household, from which day to which. A household registered with numbers only has no row here.

create table household_member (
    id uuid primary key not null,
    version integer not null,
    household_id uuid not null references household (id),
    relation varchar(10) not null,
    last_name varchar(120) not null,
    first_name varchar(120) not null,
    born_on date,
    birth_year integer,
    gender varchar(10),
    joined_on date not null,
    left_on date,
    constraint member_version check (version > 0),
    constraint member_relation check (relation in ('holder', 'partner', 'child', 'other')),
    constraint member_gender check (gender in ('woman', 'man')),
    constraint member_birth check (born_on is null or birth_year is null),
    constraint member_days check (left_on is null or joined_on <= left_on)
-- [sqlite]
    , constraint member_real_days check (joined_on is date(joined_on) and (left_on is null or left_on is date(left_on))
        and (born_on is null or born_on is date(born_on)))
-- [all]
);
create index member_of_household on household_member (household_id, joined_on);

-- One holder on a day.
-- [sqlite]
create trigger member_one_holder_insert before insert on household_member
when new.relation = 'holder' and exists (select 1 from household_member m where m.household_id = new.household_id
    and m.relation = 'holder' and m.joined_on <= coalesce(new.left_on, '9999-12-31')
    and new.joined_on <= coalesce(m.left_on, '9999-12-31'))
begin select raise(abort, 'member_one_holder'); end;
create trigger member_one_holder_update before update on household_member
when new.relation = 'holder' and exists (select 1 from household_member m where m.household_id = new.household_id
    and m.id <> new.id and m.relation = 'holder' and m.joined_on <= coalesce(new.left_on, '9999-12-31')
    and new.joined_on <= coalesce(m.left_on, '9999-12-31'))
begin select raise(abort, 'member_one_holder'); end;
-- [postgresql]
create extension if not exists btree_gist;
alter table household_member add constraint member_one_holder exclude using gist (
    household_id with =, daterange(joined_on, left_on, '[]') with &&) where (relation = 'holder');
-- [all]
