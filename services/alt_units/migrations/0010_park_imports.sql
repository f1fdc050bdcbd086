-- Imports of a park: the file that waits between its preview and its confirmation, and the report that is kept.

create table park_upload (
    id uuid primary key not null,
    actor_id uuid not null,
    file_name varchar(120) not null,
    sha256 varchar(64) not null,
    content text not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    -- [sqlite]
    constraint park_upload_name_length check (length(file_name) <= 120),
    -- [all]
    constraint park_upload_hash check (length(sha256) = 64),
    constraint park_upload_size check (length(content) between 1 and 8000000)
);
create index park_upload_of_actor on park_upload (actor_id);

create table park_import (
    id uuid primary key not null,
    imported_at timestamptz not null,
    actor_id uuid not null,
    actor_name varchar(120) not null,
    file_name varchar(120) not null,
    sha256 varchar(64) not null,
    template_year integer not null,
    added text not null,
    unchanged text not null,
    warnings text not null,
    reason varchar(500) not null,
    created text not null,
    -- [sqlite]
    constraint park_import_lengths check (length(file_name) <= 120 and length(actor_name) <= 120 and length(reason) <= 500),
    constraint park_import_year_whole check (typeof(template_year) = 'integer'),
    -- [all]
    constraint park_import_hash check (length(sha256) = 64),
    constraint park_import_warnings_explained check (warnings = '[]' or length(reason) > 0)
);
create index park_import_at on park_import (imported_at);
-- [immutable park_import]
