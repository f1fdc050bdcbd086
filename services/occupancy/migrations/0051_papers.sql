-- What stands on the papers, version by version, and the papers that were given out, kept as they were.

create table letterhead (
    id uuid primary key not null,
    number integer not null,
    since date not null,
    name varchar(120) not null,
    address varchar(200) not null,
    contact varchar(200) not null,
    privacy_contact varchar(200) not null,
    signatory varchar(120) not null,
    signatory_title varchar(120) not null,
    clauses text not null,
    rules text not null,
    saved_on date not null,
    saved_by_name varchar(120) not null,
    constraint letterhead_number check (number >= 1),
    constraint letterhead_name check (name <> '')
    -- [sqlite]
    , constraint letterhead_days check (since is date(since) and saved_on is date(saved_on))
    -- [all]
);
create unique index letterhead_number on letterhead (number);
-- [immutable letterhead]

create table issued_document (
    id uuid primary key not null,
    subject varchar(80) not null,
    kind varchar(40) not null,
    number integer not null,
    title varchar(200) not null,
    file_name varchar(120) not null,
    facts_sha256 varchar(64) not null,
    sha256 varchar(64) not null,
    content text not null,
    issued_at timestamptz not null,
    issued_by_name varchar(120) not null,
    constraint issued_document_number check (number >= 1),
    constraint issued_document_hashes check (length(facts_sha256) = 64 and length(sha256) = 64)
);
create unique index issued_document_version on issued_document (subject, kind, number);
-- [immutable issued_document]
