-- Lines of bank statements whose households are erased: told to the stock's service, which keeps the lines, until it has heard.

create table bank_line_erasure (
    id uuid primary key not null,
    line_id uuid not null,
    elimination_id uuid not null references data_elimination (id),
    asked_at timestamptz not null,
    told_at timestamptz,
    tries integer not null,
    next_try_at timestamptz,
    constraint bank_line_erasure_tries check (tries >= 0)
);
create unique index bank_line_erasure_once on bank_line_erasure (line_id, elimination_id);
create index bank_line_erasure_untold on bank_line_erasure (asked_at) where told_at is null;
