-- The claim of a month as it was given out once sent, byte for byte. Number 1 is what was sent; a later one also has the adjustments
-- decided since. `adjustments_sha256`: of those that it has.

create table claim_paper (
    id uuid primary key not null,
    claim_id uuid not null references claim (id),
    number integer not null,
    adjustments_sha256 varchar(64) not null,
    sha256 varchar(64) not null,
    content text not null,
    issued_at timestamptz not null,
    issued_by_name varchar(120) not null,
    -- [sqlite]
    constraint claim_paper_whole check (typeof(number) = 'integer'),
    -- [all]
    constraint claim_paper_number check (number >= 1),
    constraint claim_paper_hashes check (length(adjustments_sha256) = 64 and length(sha256) = 64)
);
create unique index claim_paper_version on claim_paper (claim_id, number);
-- [immutable claim_paper]
