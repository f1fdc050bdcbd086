-- Current households and stays brought in from a file: the files that wait for a confirmation, the reports of what was done.

create table stay_upload (
    id uuid primary key not null,
    actor_id uuid not null,
    file_name varchar(120) not null,
    sha256 varchar(64) not null,
    content text not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    -- [sqlite]
    constraint stay_upload_name_length check (length(file_name) <= 120),
    -- [all]
    constraint stay_upload_hash check (length(sha256) = 64),
    constraint stay_upload_size check (length(content) between 1 and 8000000)
);
create index stay_upload_of_actor on stay_upload (actor_id);

create table stay_import (
    id uuid primary key not null,
    imported_at timestamptz not null,
    actor_id uuid not null,
    actor_name varchar(120) not null,
    file_name varchar(120) not null,
    sha256 varchar(64) not null,
    template_year integer not null,
    unchanged integer not null,
    warnings text not null,
    reason varchar(500) not null,
    created text not null,
    -- [sqlite]
    constraint stay_import_lengths check (length(file_name) <= 120 and length(actor_name) <= 120 and length(reason) <= 500),
    constraint stay_import_whole check (typeof(template_year) = 'integer' and typeof(unchanged) = 'integer'),
    -- [all]
    constraint stay_import_hash check (length(sha256) = 64),
    constraint stay_import_warnings_explained check (warnings = '[]' or length(reason) > 0)
);
create index stay_import_at on stay_import (imported_at);
-- [immutable stay_import]
