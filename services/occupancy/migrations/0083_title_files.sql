-- Files of the comptable: how each source writes them, as settings in versions; the files themselves, kept as the proof of what they
-- said; and the receipts without a title (P503), to be made good by a title after encashment.

create table title_source (
    id uuid primary key not null,
    name varchar(80) not null,
    version integer not null,
    kind varchar(10) not null,
    mapping text not null,
    recorded_on date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint title_source_days check (recorded_on is date(recorded_on)),
-- [all]
    constraint title_source_kind check (kind in ('states', 'p503')),
    constraint title_source_version_positive check (version >= 1)
);
create unique index title_source_version on title_source (name, version);
-- [immutable title_source]

create table title_upload (
    id uuid primary key not null,
    actor_id uuid not null,
    file_name varchar(120) not null,
    sha256 varchar(64) not null,
    content text not null,
    sent_at timestamptz not null,
    expires_at timestamptz not null,
    constraint title_upload_hash check (length(sha256) = 64),
    constraint title_upload_size check (length(content) between 1 and 8000000)
);
create index title_upload_of_actor on title_upload (actor_id);

create table title_import (
    id uuid primary key not null,
    source_id uuid not null references title_source (id),
    kind varchar(10) not null,
    file_name varchar(120) not null,
    sha256 varchar(64) not null,
    content text not null,
    read_lines integer not null,
    new_lines integer not null,
    imported_on date not null,
    imported_by uuid not null,
    imported_by_name varchar(120) not null,
-- [sqlite]
    constraint title_import_days check (imported_on is date(imported_on)),
-- [all]
    constraint title_import_counts check (new_lines >= 0 and read_lines >= new_lines)
);
create unique index title_import_once on title_import (sha256, kind);
-- [immutable title_import]

create table untitled_receipt (
    id uuid primary key not null,
    import_id uuid not null references title_import (id),
    on_day date not null,
    cents bigint not null,
    payer varchar(140) not null,
    label varchar(300) not null,
    reference varchar(80) not null,
    sequence integer not null,
-- [sqlite]
    constraint untitled_receipt_days check (on_day is date(on_day)),
    constraint untitled_receipt_whole check (typeof(cents) = 'integer' and typeof(sequence) = 'integer'),
-- [all]
    constraint untitled_receipt_amount check (cents between 1 and 1000000000000),
    constraint untitled_receipt_sequence check (sequence >= 1)
);
create unique index untitled_receipt_once on untitled_receipt (on_day, cents, reference, payer, label, sequence);
-- [immutable untitled_receipt]

create table untitled_receipt_title (
    receipt_id uuid primary key not null references untitled_receipt (id),
    reference varchar(80) not null,
    recorded_on date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint untitled_receipt_title_days check (recorded_on is date(recorded_on)),
-- [all]
    constraint untitled_receipt_title_named check (reference <> '')
);
-- [immutable untitled_receipt_title]
