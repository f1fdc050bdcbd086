-- Who follows a stay: one line each time somebody takes it up or leaves it; the latest number holds.

create table stay_follower (
    id uuid primary key not null,
    contract_id uuid not null references contract (id),
    number integer not null,
    person_id uuid,
    person_name varchar(200),
    decided_on date not null,
    constraint stay_follower_number check (number > 0),
    constraint stay_follower_person check ((person_id is null) = (person_name is null))
-- [sqlite]
    , constraint stay_follower_real_day check (decided_on is date(decided_on))
-- [all]
);
create unique index stay_follower_number on stay_follower (contract_id, number);
-- [immutable stay_follower]
