-- What was added to a signed entry inspection: asked on a day, in time or with the CCAS's agreement, dated and signed.

create table inspection_amendment (
    id uuid primary key not null,
    inspection_id uuid not null references inspection (id),
    number integer not null,
    ground varchar(12) not null,
    requested_on date not null,
    until_on date,
    is_late boolean not null,
    established_on date not null,
    items text not null,
    signatures text not null,
    sha256 varchar(64) not null,
    public_key varchar(44) not null,
    signature varchar(88) not null,
    recorded_at timestamptz not null,
    recorded_by varchar(120) not null,
    -- [sqlite]
    constraint inspection_amendment_real_days check (requested_on is date(requested_on)
        and established_on is date(established_on) and (until_on is null or until_on is date(until_on))),
    constraint inspection_amendment_lengths check (length(recorded_by) <= 120),
    -- [all]
    constraint inspection_amendment_number check (number between 1 and 99),
    constraint inspection_amendment_ground check (ground in ('completion', 'heating')),
    constraint inspection_amendment_order check (established_on >= requested_on),
    constraint inspection_amendment_late check (is_late = (until_on is null or requested_on > until_on)),
    constraint inspection_amendment_hash check (length(sha256) = 64)
);
create unique index inspection_amendment_once on inspection_amendment (inspection_id, number);
-- [immutable inspection_amendment]
