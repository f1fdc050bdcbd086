-- What dwellings cost, the activity that occupancy tells, figures declared by hand, and the yearly files as they were produced.

create table cost (
    id uuid primary key not null,
    unit_id uuid references unit (id),
    kind varchar(20) not null,
    first_month varchar(7) not null,
    last_month varchar(7) not null,
    amount_cents bigint not null,
    reference varchar(80) not null,
    label varchar(200) not null,
    recorded_on date not null,
    recorded_by varchar(120) not null,
    cancels_id uuid references cost (id),
    -- [sqlite]
    constraint cost_whole check (typeof(amount_cents) = 'integer'),
    constraint cost_day check (recorded_on is date(recorded_on)),
    constraint cost_lengths check (length(reference) <= 80 and length(label) <= 200 and length(recorded_by) <= 120),
    -- [all]
    constraint cost_kind check (kind in ('rent', 'charges', 'fluids', 'works', 'insurance', 'staff', 'other')),
    constraint cost_months check (length(first_month) = 7 and length(last_month) = 7 and first_month <= last_month),
    constraint cost_amount check (amount_cents <> 0 and amount_cents between -1000000000000 and 1000000000000)
);
create unique index cost_cancelled_once on cost (cancels_id);
create index cost_of_month on cost (first_month, last_month);
-- [immutable cost]

create table activity (
    id bigint primary key not null,
    revision bigint not null,
    content text not null,
    received_at timestamptz not null,
    constraint activity_year check (id between 1993 and 2099),
    constraint activity_revision check (revision >= 0)
);

create table declared_figure (
    id uuid primary key not null,
    year integer not null,
    topic varchar(40) not null,
    heading varchar(120) not null,
    figure bigint not null,
    unit varchar(12) not null,
    source varchar(200) not null,
    declared_on date not null,
    declared_by varchar(120) not null,
    replaces_id uuid references declared_figure (id),
    -- [sqlite]
    constraint declared_figure_whole check (typeof(year) = 'integer' and typeof(figure) = 'integer'),
    constraint declared_figure_day check (declared_on is date(declared_on)),
    constraint declared_figure_lengths check (length(heading) <= 120 and length(source) <= 200),
    -- [all]
    constraint declared_figure_year check (year between 1993 and 2099),
    constraint declared_figure_unit check (unit in ('count', 'keuros')),
    constraint declared_figure_amount check (figure between 0 and 1000000000000)
);
create unique index declared_figure_replaced_once on declared_figure (replaces_id);
create index declared_figure_of_year on declared_figure (year);
-- [immutable declared_figure]

create table yearly_file (
    id uuid primary key not null,
    year integer not null,
    number integer not null,
    produced_at timestamptz not null,
    produced_by varchar(120) not null,
    missing text not null,
    inputs_sha256 varchar(64) not null,
    pdf_sha256 varchar(64) not null,
    pdf text not null,
    workbook_sha256 varchar(64) not null,
    workbook text not null,
    constraint yearly_file_year check (year between 1993 and 2099),
    constraint yearly_file_number check (number >= 1)
);
create unique index yearly_file_once on yearly_file (year, number);
-- [immutable yearly_file]
