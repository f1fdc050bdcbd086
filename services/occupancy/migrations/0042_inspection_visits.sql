-- Visits finished on a tablet, each received once under the id that the device made; what clashes is set aside, never lost.

create table inspection_visit (
    id uuid primary key not null,
    inspection_id uuid not null references inspection (id),
    outcome varchar(10) not null,
    base_version integer not null,
    sent_sha256 varchar(64) not null,
    body text not null,
    finished_at timestamptz not null,
    received_at timestamptz not null,
    received_by varchar(120) not null,
    -- [sqlite]
    constraint inspection_visit_lengths check (length(received_by) <= 120),
    -- [all]
    constraint inspection_visit_outcome check (outcome in ('accepted', 'set_aside')),
    constraint inspection_visit_version check (base_version > 0),
    constraint inspection_visit_hash check (length(sent_sha256) = 64),
    constraint inspection_visit_size check (length(body) <= 2000000)
);
create index inspection_visit_of on inspection_visit (inspection_id);
-- [immutable inspection_visit]
