-- Titles to issue: what was asked for a debt, handed to the finance software in a bordereau kept as it was made, and what the
-- comptable says of each of them since.

create table title_setting (
    id uuid primary key not null,
    version integer not null,
    content text not null,
    recorded_on date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint title_setting_days check (recorded_on is date(recorded_on)),
-- [all]
    constraint title_setting_version_positive check (version >= 1)
);
create unique index title_setting_version on title_setting (version);
-- [immutable title_setting]

create table title_batch (
    id uuid primary key not null,
    year integer not null,
    number integer not null,
    made_on date not null,
    titles text not null,
    total_cents bigint not null,
    exchange text not null,
    made_by uuid not null,
    made_by_name varchar(120) not null,
-- [sqlite]
    constraint title_batch_days check (made_on is date(made_on)),
    constraint title_batch_whole_cents check (typeof(total_cents) = 'integer'),
-- [all]
    constraint title_batch_number_positive check (number >= 1),
    constraint title_batch_amount check (total_cents between 1 and 1000000000000)
);
create unique index title_batch_once on title_batch (year, number);
-- [immutable title_batch]

-- A title that was asked for goes into one bordereau only.
create table title (
    act_id uuid primary key not null references arrears_act (id),
    batch_id uuid not null references title_batch (id),
    year integer not null,
    number integer not null,
    amount_cents bigint not null,
-- [sqlite]
    constraint title_whole_cents check (typeof(amount_cents) = 'integer'),
-- [all]
    constraint title_amount check (amount_cents between 1 and 1000000000000),
    constraint title_number_positive check (number >= 1)
);
create unique index title_number on title (year, number);
create index title_of_batch on title (batch_id);
-- [immutable title]

create table title_status (
    id uuid primary key not null,
    act_id uuid not null references title (act_id),
    state varchar(10) not null,
    on_day date not null,
    cents bigint not null,
    source varchar(300) not null,
    recorded_on date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
-- [sqlite]
    constraint title_status_days check (on_day is date(on_day) and recorded_on is date(recorded_on)),
    constraint title_status_whole_cents check (typeof(cents) = 'integer'),
-- [all]
    constraint title_status_state check (state in ('taken', 'rejected', 'held', 'paid', 'cancelled')),
    constraint title_status_says_where_from check (source <> ''),
    constraint title_status_amount check (cents >= 0 and (state = 'paid') = (cents > 0)),
    constraint title_status_not_to_come check (on_day <= recorded_on)
);
create index title_status_of_title on title_status (act_id, recorded_on);
-- [immutable title_status]
