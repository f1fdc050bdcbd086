-- The calendar of a person at a secret address: only what the secret comes to is kept. One at a time.

create table calendar_feed (
    id uuid primary key not null,
    person_id uuid not null,
    roles varchar(200) not null,
    kinds varchar(200) not null,
    secret_sha256 varchar(64) not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);
create unique index calendar_feed_secret on calendar_feed (secret_sha256);
create unique index calendar_feed_one_open on calendar_feed (person_id) where revoked_at is null;
