-- The outbox tells what stands on the papers too: no unit, no month, no year.

-- [sqlite]
create table outbox_with_letterheads (
    seq integer primary key autoincrement not null,
    kind varchar(20) not null,
    unit_id uuid,
    month varchar(7),
    year integer,
    payload text not null,
    by_id uuid not null,
    by_name varchar(200) not null,
    created_at timestamptz not null,
    sent_at timestamptz,
    attempts integer not null,
    next_try_at timestamptz,
    parked boolean not null,
    last_error varchar(300),
    constraint outbox_attempts check (attempts >= 0),
    constraint outbox_kind check ((kind = 'presence' and unit_id is not null and month is not null and year is null)
        or (kind = 'activity' and unit_id is null and month is null and year is not null)
        or (kind = 'mobilisation_end' and unit_id is not null and month is null and year is null)
        or (kind = 'letterhead' and unit_id is null and month is null and year is null))
);
insert into outbox_with_letterheads (seq, kind, unit_id, month, year, payload, by_id, by_name, created_at, sent_at, attempts,
    next_try_at, parked, last_error)
select seq, kind, unit_id, month, year, payload, by_id, by_name, created_at, sent_at, attempts, next_try_at, parked, last_error
from outbox order by seq;
drop table outbox;
alter table outbox_with_letterheads rename to outbox;
create index outbox_waiting on outbox (seq) where sent_at is null;
-- [postgresql]
alter table outbox drop constraint outbox_kind;
alter table outbox add constraint outbox_kind check (
    (kind = 'presence' and unit_id is not null and month is not null and year is null)
    or (kind = 'activity' and unit_id is null and month is null and year is not null)
    or (kind = 'mobilisation_end' and unit_id is not null and month is null and year is null)
    or (kind = 'letterhead' and unit_id is null and month is null and year is null));
-- [all]
