-- When a convention's payments of the year are expected, as the convention says; one row per convention.

create table payment_schedule (
    id uuid primary key not null references convention (id),
    version bigint not null,
    payments text not null,
    -- [sqlite]
    constraint payment_schedule_whole check (typeof(version) = 'integer'),
    -- [all]
    constraint payment_schedule_version check (version >= 1)
);
