-- What the organisation puts on its papers, as occupancy tells it. A version never changes: papers were given out under it.

create table letterhead (
    id uuid primary key not null,
    number integer not null,
    since date not null,
    name varchar(120) not null,
    address varchar(200) not null,
    contact varchar(200) not null,
    signatory varchar(120) not null,
    signatory_title varchar(120) not null,
    logo text not null,
    logo_alt varchar(200) not null,
    received_at timestamptz not null,
    -- [sqlite]
    constraint letterhead_whole check (typeof(number) = 'integer'),
    constraint letterhead_day check (since is date(since)),
    constraint letterhead_lengths check (length(name) <= 120 and length(address) <= 200 and length(contact) <= 200
        and length(signatory) <= 120 and length(signatory_title) <= 120 and length(logo_alt) <= 200),
    -- [all]
    constraint letterhead_number check (number >= 1),
    constraint letterhead_name check (name <> ''),
    constraint letterhead_logo check (length(logo) <= 2000000)
);
-- [immutable letterhead]
