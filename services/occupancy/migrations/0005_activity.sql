-- The outbox carries more than presence: each row says of what kind it is. The activity of a year is told as it stands when it is
-- sent, so its row holds no content. Rows already there are presence, and keep their numbers.

-- [sqlite]
create table outbox_of_any_kind (
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
        or (kind = 'activity' and unit_id is null and month is null and year is not null))
);
insert into outbox_of_any_kind (seq, kind, unit_id, month, payload, by_id, by_name, created_at, sent_at, attempts, next_try_at,
    parked, last_error)
select seq, 'presence', unit_id, month, payload, by_id, by_name, created_at, sent_at, attempts, next_try_at, parked, last_error
from outbox order by seq;
drop table outbox;
alter table outbox_of_any_kind rename to outbox;
create index outbox_waiting on outbox (seq) where sent_at is null;
-- [postgresql]
alter table outbox add column kind varchar(20) not null default 'presence';
alter table outbox alter column kind drop default;
alter table outbox alter column unit_id drop not null;
alter table outbox alter column month drop not null;
alter table outbox add column year integer;
alter table outbox add constraint outbox_kind check (
    (kind = 'presence' and unit_id is not null and month is not null and year is null)
    or (kind = 'activity' and unit_id is null and month is null and year is not null));
-- [all]
