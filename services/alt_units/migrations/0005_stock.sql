-- The stock: what a unit offers, who lends it (mobilisation), when it cannot be lived in (voids), what presence tells of days.
-- From here on the service period of a unit is its days in the park; what interrupted it becomes a void of kind « autre ».

alter table unit add column persons_max integer constraint unit_persons_max check (persons_max between 1 and 50);
alter table unit add column accessible boolean not null default false;
alter table unit add column floor integer constraint unit_floor check (floor between -5 and 60);
alter table unit add column has_lift boolean not null default false;
alter table unit add column turnaround_days integer not null default 0
    constraint unit_turnaround_days check (turnaround_days between 0 and 60);
alter table unit add column territory varchar(20) not null default 'metropole'
    constraint unit_territory check (territory in ('metropole', 'alsace-moselle', '971', '972', '973', '974', '976'));
update unit set territory = 'alsace-moselle' where substr(postal_code, 1, 2) in ('57', '67', '68');
update unit set territory = substr(postal_code, 1, 3) where substr(postal_code, 1, 3) in ('971', '972', '973', '974', '976');

alter table place add column persons_max integer constraint place_persons_max check (persons_max between 1 and 50);

alter table presence add column aided_households integer not null default 0
    constraint presence_aided check (aided_households between 0 and 1000);

create table mobilisation (
    id uuid primary key not null,
    unit_id uuid not null references unit (id),
    kind varchar(20) not null,
    owner_kind varchar(10) not null,
    landlord varchar(120) not null,
    reference varchar(80) not null,
    rent_cents bigint,
    first_day date not null,
    last_day date,
    end_reason varchar(20),
    -- [sqlite]
    constraint mobilisation_first_day check (first_day is date(first_day)),
    constraint mobilisation_last_day check (last_day is null or last_day is date(last_day)),
    constraint mobilisation_rent_whole check (rent_cents is null or typeof(rent_cents) = 'integer'),
    constraint mobilisation_lengths check (length(landlord) <= 120 and length(reference) <= 80),
    -- [all]
    constraint mobilisation_kind check (kind in ('owned', 'head_lease', 'mandate', 'sliding_lease')),
    constraint mobilisation_owner_kind check (owner_kind in ('town', 'ccas', 'hlm', 'private', 'other')),
    constraint mobilisation_owned_by_us check (case when kind = 'owned' then owner_kind in ('town', 'ccas')
        else owner_kind <> 'ccas' end),
    constraint mobilisation_rent check (rent_cents is null or rent_cents between 0 and 1000000000000),
    constraint mobilisation_order check (last_day is null or last_day >= first_day),
    constraint mobilisation_end check (end_reason is null or (last_day is not null and end_reason in
        ('expiry', 'notice', 'slid', 'handback', 'retired', 'other')))
);
create index mobilisation_of_unit on mobilisation (unit_id);

create table void (
    id uuid primary key not null,
    unit_id uuid not null references unit (id),
    place_number integer not null,
    reason varchar(20) not null,
    bearer varchar(20) not null,
    first_day date not null,
    last_day date,
    reference varchar(80) not null,
    note varchar(500) not null,
    cancelled_on date,
    cancel_reason varchar(500) not null,
    -- [sqlite]
    constraint void_place_whole check (typeof(place_number) = 'integer'),
    constraint void_first_day check (first_day is date(first_day)),
    constraint void_last_day check (last_day is null or last_day is date(last_day)),
    constraint void_cancelled_day check (cancelled_on is null or cancelled_on is date(cancelled_on)),
    constraint void_lengths check (length(reference) <= 80 and length(note) <= 500 and length(cancel_reason) <= 500),
    -- [all]
    constraint void_place_number check (place_number between 0 and 200),
    constraint void_reason check (reason in ('works', 'damage', 'furniture', 'maintenance', 'incident', 'reduced',
        'handback', 'death', 'other')),
    constraint void_bearer check (bearer in ('ccas', 'landlord', 'household', 'insurer', 'to_settle')),
    constraint void_order check (last_day is null or last_day >= first_day),
    constraint void_other_explained check (reason <> 'other' or length(note) > 0),
    constraint void_cancelled_why check ((cancelled_on is null) = (length(cancel_reason) = 0))
);
create index void_of_unit on void (unit_id);

-- [postgresql]
insert into void
select gen_random_uuid(), s.unit_id, 0, 'other', 'to_settle', s.last_day + 1,
       coalesce((select min(n.first_day) from service_period n where n.unit_id = s.unit_id and n.first_day > s.last_day) - 1,
                u.retired_on),
       '', case when s.reason = '' then 'Hors service' else s.reason end, null, ''
from service_period s join unit u on u.id = s.unit_id
where s.last_day is not null and (u.retired_on is null or s.last_day < u.retired_on)
  and not exists (select 1 from service_period n where n.unit_id = s.unit_id and n.first_day = s.last_day + 1);

alter table mobilisation add constraint mobilisation_no_overlap
    exclude using gist (unit_id with =, daterange(first_day, last_day, '[]') with &&);

-- The whole unit (place 0) meets every place.
alter table void add constraint void_no_overlap
    exclude using gist (
        unit_id with =,
        (case when place_number = 0 then int4range(null, null) else int4range(place_number, place_number, '[]') end) with &&,
        daterange(first_day, last_day, '[]') with &&)
    where (cancelled_on is null);

-- [sqlite]
insert into void
select lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-8'
             || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
       s.unit_id, 0, 'other', 'to_settle', date(s.last_day, '+1 day'),
       coalesce(date((select min(n.first_day) from service_period n
                      where n.unit_id = s.unit_id and n.first_day > s.last_day), '-1 day'), u.retired_on),
       '', case when s.reason = '' then 'Hors service' else s.reason end, null, ''
from service_period s join unit u on u.id = s.unit_id
where s.last_day is not null and (u.retired_on is null or s.last_day < u.retired_on)
  and not exists (select 1 from service_period n where n.unit_id = s.unit_id and n.first_day = date(s.last_day, '+1 day'));

create trigger mobilisation_no_overlap_insert before insert on mobilisation
when exists (select 1 from mobilisation o where o.unit_id = new.unit_id
             and o.first_day <= coalesce(new.last_day, '9999-12-31') and new.first_day <= coalesce(o.last_day, '9999-12-31'))
begin select raise(abort, 'mobilisation_no_overlap'); end;
create trigger mobilisation_no_overlap_update before update on mobilisation
when exists (select 1 from mobilisation o where o.unit_id = new.unit_id and o.id <> old.id
             and o.first_day <= coalesce(new.last_day, '9999-12-31') and new.first_day <= coalesce(o.last_day, '9999-12-31'))
begin select raise(abort, 'mobilisation_no_overlap'); end;

create trigger void_no_overlap_insert before insert on void
when new.cancelled_on is null and exists (select 1 from void o where o.unit_id = new.unit_id and o.cancelled_on is null
             and (o.place_number = 0 or new.place_number = 0 or o.place_number = new.place_number)
             and o.first_day <= coalesce(new.last_day, '9999-12-31') and new.first_day <= coalesce(o.last_day, '9999-12-31'))
begin select raise(abort, 'void_no_overlap'); end;
create trigger void_no_overlap_update before update on void
when new.cancelled_on is null and exists (select 1 from void o where o.unit_id = new.unit_id and o.cancelled_on is null
             and o.id <> old.id
             and (o.place_number = 0 or new.place_number = 0 or o.place_number = new.place_number)
             and o.first_day <= coalesce(new.last_day, '9999-12-31') and new.first_day <= coalesce(o.last_day, '9999-12-31'))
begin select raise(abort, 'void_no_overlap'); end;

-- [all]
-- One period per unit: its days in the park.
delete from service_period where exists (
    select 1 from service_period e where e.unit_id = service_period.unit_id and e.first_day < service_period.first_day);
update service_period set
    last_day = (select u.retired_on from unit u where u.id = service_period.unit_id),
    reason = case when (select u.retired_on from unit u where u.id = service_period.unit_id) is null then ''
                  else 'Retrait du parc' end;
create unique index service_of_unit_once on service_period (unit_id);

-- What was cancelled stays as it was.
-- [sqlite]
create trigger void_cancelled_update before update on void when old.cancelled_on is not null
begin select raise(abort, 'void_cancelled'); end;
create trigger void_kept before delete on void
begin select raise(abort, 'void_kept'); end;
-- [postgresql]
create function void_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.cancelled_on is null then
            return new;
        end if;
        raise exception 'void_cancelled' using errcode = '23514', constraint = 'void_cancelled';
    end if;
    raise exception 'void_kept' using errcode = '23514', constraint = 'void_kept';
end $$;
create trigger void_kept before update or delete on void for each row execute function void_kept();
-- [all]
