-- What staff record about the law: versions of values, withdrawals of versions to come, checks of sources. Only ever added.

create table law_version (
    id uuid primary key not null,
    key varchar(80) not null,
    since date not null,
    attempt integer not null,
    content text not null,
    source varchar(400) not null,
    status varchar(10) not null,
    note varchar(1000) not null,
    relied_until date,
    recorded_on date not null,
    recorded_at timestamptz not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
    constraint law_version_status check (status in ('verified', 'to_verify')),
    constraint law_version_changes_no_past check (relied_until is null or since > relied_until),
    constraint law_version_attempt check (attempt >= 1)
);
create unique index law_version_one_a_day on law_version (key, since, attempt);
create unique index law_version_first_day on law_version (id, since);
-- [immutable law_version]

create table law_withdrawal (
    version_id uuid primary key not null,
    since date not null,
    withdrawn_on date not null,
    reason varchar(400) not null,
    by_id uuid not null,
    by_name varchar(120) not null,
    constraint law_withdrawal_version foreign key (version_id, since) references law_version (id, since),
    constraint law_withdrawal_before_it_begins check (withdrawn_on < since)
);
-- [immutable law_withdrawal]

create table law_check (
    id uuid primary key not null,
    key varchar(80) not null,
    since date not null,
    checked_on date not null,
    outcome varchar(10) not null,
    note varchar(1000) not null,
    recorded_on date not null,
    recorded_at timestamptz not null,
    by_id uuid not null,
    by_name varchar(120) not null,
    constraint law_check_outcome check (outcome in ('confirmed', 'changed', 'not_found')),
    constraint law_check_took_place check (checked_on <= recorded_on)
);
create index law_check_of_key on law_check (key, checked_on);
-- [immutable law_check]
