-- What the SIAO was told of vacant places (L. 345-2-7 CASF). A declaration never changes: it is cancelled, with its reason.

create table vacancy_declaration (
    id uuid primary key not null,
    unit_id uuid not null references unit (id),
    place_number integer not null,
    vacant_from date not null,
    declared_on date not null,
    declared_by varchar(120) not null,
    note varchar(500) not null,
    cancelled_on date,
    cancel_reason varchar(500) not null,
    -- [sqlite]
    constraint vacancy_place_whole check (typeof(place_number) = 'integer'),
    constraint vacancy_from_day check (vacant_from is date(vacant_from)),
    constraint vacancy_declared_day check (declared_on is date(declared_on)),
    constraint vacancy_cancelled_day check (cancelled_on is null or cancelled_on is date(cancelled_on)),
    constraint vacancy_lengths check (length(declared_by) <= 120 and length(note) <= 500 and length(cancel_reason) <= 500),
    -- [all]
    constraint vacancy_place_number check (place_number between 0 and 200),
    constraint vacancy_cancelled_why check ((cancelled_on is null) = (length(cancel_reason) = 0))
);
create unique index vacancy_declared_once on vacancy_declaration (unit_id, place_number, vacant_from)
    where cancelled_on is null;

-- [sqlite]
create trigger vacancy_frozen_update before update on vacancy_declaration
when old.cancelled_on is not null or new.id is not old.id or new.unit_id is not old.unit_id
     or new.place_number is not old.place_number or new.vacant_from is not old.vacant_from
     or new.declared_on is not old.declared_on or new.declared_by is not old.declared_by or new.note is not old.note
begin select raise(abort, 'vacancy_frozen'); end;
create trigger vacancy_frozen_delete before delete on vacancy_declaration
begin select raise(abort, 'vacancy_frozen'); end;

-- [postgresql]
create function vacancy_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.cancelled_on is null and (new.id, new.unit_id, new.place_number, new.vacant_from, new.declared_on,
            new.declared_by, new.note) is not distinct from (old.id, old.unit_id, old.place_number, old.vacant_from,
            old.declared_on, old.declared_by, old.note) then
            return new;
        end if;
    end if;
    raise exception 'vacancy_frozen' using errcode = '23514', constraint = 'vacancy_frozen';
end $$;
create trigger vacancy_frozen before update or delete on vacancy_declaration
    for each row execute function vacancy_frozen();
-- [all]
