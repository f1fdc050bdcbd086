-- What every service keeps: who did what, and which requests were already answered.

create table journal (
    id uuid primary key not null,
    at timestamptz not null,
    actor_id uuid not null,
    actor_name varchar(120) not null,
    service varchar(40),
    request_id varchar(64) not null,
    verb varchar(60) not null,
    subject varchar(120) not null,
    before_json text,
    after_json text
);
create index journal_of_subject on journal (subject, at);
-- [immutable journal]

create table answered_request (
    actor_id uuid not null,
    request_key varchar(120) not null,
    fingerprint varchar(64) not null,
    outcome varchar(10) not null,
    answer text not null,
    at timestamptz not null,
    constraint answered_outcome check (outcome in ('result', 'refusal')),
    primary key (actor_id, request_key)
);
