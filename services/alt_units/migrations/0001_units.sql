-- The park: units, places, programme and service periods, presence, conventions and their lines.
-- Days and months are inclusive at both ends; a month is written 2015-03; amounts are whole cents.

create table unit (
    id uuid primary key not null,
    version bigint not null,
    reference varchar(40) not null,
    name varchar(120) not null,
    dwelling_type varchar(20) not null,
    zone varchar(3) not null,
    address varchar(200) not null,
    postal_code varchar(5) not null,
    city varchar(120) not null,
    surface_dm2 integer,
    water_and_wc boolean not null,
    heating boolean not null,
    retired_on date,
    note varchar(2000) not null,
    -- [sqlite]
    constraint unit_version_whole check (typeof(version) = 'integer'),
    constraint unit_surface_whole check (surface_dm2 is null or typeof(surface_dm2) = 'integer'),
    constraint unit_retired_day check (retired_on is null or retired_on is date(retired_on)),
    constraint unit_text_lengths check (length(reference) <= 40 and length(name) <= 120 and length(address) <= 200
        and length(city) <= 120 and length(note) <= 2000),
    -- [all]
    constraint unit_reference_given check (length(reference) >= 1),
    constraint unit_dwelling_type check (dwelling_type in
        ('room_single', 'room_double', 'room_larger', 't1', 't2', 't3', 't4', 't5', 'larger')),
    constraint unit_zone check (zone in ('I', 'II', 'III')),
    constraint unit_postal_code check (length(postal_code) = 5),
    constraint unit_surface_positive check (surface_dm2 is null or surface_dm2 > 0)
);
create unique index unit_reference on unit (reference);

create table place (
    id uuid primary key not null,
    unit_id uuid not null references unit (id),
    number integer not null,
    name varchar(80) not null,
    -- [sqlite]
    constraint place_number_whole check (typeof(number) = 'integer'),
    constraint place_name_length check (length(name) <= 80),
    -- [all]
    constraint place_number_from_one check (number >= 1)
);
create unique index place_number on place (unit_id, number);

create table programme_period (
    id uuid primary key not null,
    unit_id uuid not null references unit (id),
    programme varchar(3) not null,
    first_day date not null,
    last_day date,
    -- [sqlite]
    constraint programme_first_day check (first_day is date(first_day)),
    constraint programme_last_day check (last_day is null or last_day is date(last_day)),
    -- [all]
    constraint programme_known check (programme in ('ALT', 'AML')),
    constraint programme_period_order check (last_day is null or last_day >= first_day)
);
create index programme_of_unit on programme_period (unit_id);

create table service_period (
    id uuid primary key not null,
    unit_id uuid not null references unit (id),
    first_day date not null,
    last_day date,
    reason varchar(200) not null,
    -- [sqlite]
    constraint service_first_day check (first_day is date(first_day)),
    constraint service_last_day check (last_day is null or last_day is date(last_day)),
    constraint service_reason_length check (length(reason) <= 200),
    -- [all]
    constraint service_period_order check (last_day is null or last_day >= first_day)
);
create index service_of_unit on service_period (unit_id);

create table presence (
    id uuid primary key not null,
    unit_id uuid not null references unit (id),
    month varchar(7) not null,
    revision bigint not null,
    days_occupied integer not null,
    households integer not null,
    persons integer not null,
    places text not null,
    received_at timestamptz not null,
    -- [sqlite]
    constraint presence_numbers_whole check (typeof(revision) = 'integer' and typeof(days_occupied) = 'integer'
        and typeof(households) = 'integer' and typeof(persons) = 'integer'),
    -- [all]
    constraint presence_month_form check (month like '____-__' and length(month) = 7),
    constraint presence_days check (days_occupied between 0 and 31),
    constraint presence_counts check (households >= 0 and persons >= 0)
);
create unique index presence_month on presence (unit_id, month);

create table convention (
    id uuid primary key not null,
    version bigint not null,
    programme varchar(3) not null,
    number varchar(40) not null,
    funder varchar(120) not null,
    regime varchar(20),
    year integer not null,
    first_month varchar(7) not null,
    rule varchar(30) not null,
    least_days integer,
    basis varchar(20) not null,
    ceiling varchar(10) not null,
    ceiling_cents bigint,
    signed_on date,
    ended_on date,
    end_reason varchar(500) not null,
    note varchar(2000) not null,
    -- [sqlite]
    constraint convention_whole check (typeof(version) = 'integer' and typeof(year) = 'integer'
        and typeof(coalesce(least_days, 0)) = 'integer' and typeof(coalesce(ceiling_cents, 0)) = 'integer'),
    constraint convention_signed_day check (signed_on is null or signed_on is date(signed_on)),
    constraint convention_ended_day check (ended_on is null or ended_on is date(ended_on)),
    constraint convention_lengths check (length(number) <= 40 and length(funder) <= 120
        and length(end_reason) <= 500 and length(note) <= 2000),
    -- [all]
    constraint convention_programme check (programme in ('ALT', 'AML')),
    constraint convention_regime check (
        (programme = 'ALT' and regime is not null and regime in ('CAF_MENSUEL', 'ETAT_3_VERSEMENTS'))
        or (programme = 'AML' and regime is null)),
    constraint convention_rule check (rule in ('MOIS_ENTIER', 'PRORATA_JOURS', 'MOIS_ENTAME')
        or (rule = 'OCCUPE_AU_MOINS_N_JOURS' and least_days is not null)),
    constraint convention_least_days check (least_days is null or least_days between 1 and 31),
    constraint convention_basis check (basis in ('DISPONIBILITE', 'OCCUPATION')),
    constraint convention_ceiling check (ceiling in ('MENSUEL', 'ANNUEL')),
    constraint convention_ceiling_cents check (ceiling_cents is null or ceiling_cents between 0 and 1000000000000),
    constraint convention_year check (year between 1993 and 2099),
    constraint convention_first_month check (first_month like '____-__' and length(first_month) = 7),
    constraint convention_ended_once_signed check (ended_on is null or (signed_on is not null and ended_on >= signed_on))
);
create unique index convention_number on convention (programme, number, year);

create table convention_line (
    id uuid primary key not null,
    convention_id uuid not null references convention (id),
    unit_id uuid not null references unit (id),
    dwelling_type varchar(20) not null,
    first_month varchar(7) not null,
    last_month varchar(7) not null,
    holds_until varchar(7) not null,
    monthly_cents bigint not null,
    -- [sqlite]
    constraint line_cents_whole check (typeof(monthly_cents) = 'integer'),
    -- [all]
    constraint line_cents check (monthly_cents between 0 and 1000000000000),
    constraint line_dwelling_type check (dwelling_type in
        ('room_single', 'room_double', 'room_larger', 't1', 't2', 't3', 't4', 't5', 'larger')),
    constraint line_months check (first_month like '____-__' and last_month like '____-__' and holds_until like '____-__'
        and length(first_month) = 7 and length(last_month) = 7 and length(holds_until) = 7
        and first_month <= last_month and holds_until <= last_month)
);
create index line_of_convention on convention_line (convention_id);
create index line_of_unit on convention_line (unit_id);

-- [postgresql]
create extension if not exists btree_gist;

alter table programme_period add constraint programme_no_overlap
    exclude using gist (unit_id with =, daterange(first_day, last_day, '[]') with &&);

alter table service_period add constraint service_no_overlap
    exclude using gist (unit_id with =, daterange(first_day, last_day, '[]') with &&);

-- A dwelling has one line per month at most. A line that an early end emptied (holds_until before first_month) holds nothing.
alter table convention_line add constraint line_no_overlap
    exclude using gist (
        unit_id with =,
        int4range(
            cast(substr(first_month, 1, 4) as integer) * 12 + cast(substr(first_month, 6, 2) as integer),
            cast(substr(holds_until, 1, 4) as integer) * 12 + cast(substr(holds_until, 6, 2) as integer),
            '[]') with &&)
    where (holds_until >= first_month);

create function line_frozen() returns trigger language plpgsql as $$
begin
    if exists (select 1 from convention where signed_on is not null
               and id in (case when tg_op = 'INSERT' then new.convention_id else old.convention_id end,
                          case when tg_op = 'DELETE' then old.convention_id else new.convention_id end))
       and (tg_op <> 'UPDATE' or row(new.convention_id, new.unit_id, new.dwelling_type, new.first_month, new.last_month,
            new.monthly_cents) is distinct from row(old.convention_id, old.unit_id, old.dwelling_type, old.first_month,
            old.last_month, old.monthly_cents))
    then
        raise exception 'line_frozen' using errcode = '23514', constraint = 'line_frozen';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger line_frozen before insert or update or delete on convention_line
    for each row execute function line_frozen();

-- [sqlite]
create trigger programme_no_overlap_insert before insert on programme_period
when exists (select 1 from programme_period o where o.unit_id = new.unit_id
             and o.first_day <= coalesce(new.last_day, '9999-12-31') and new.first_day <= coalesce(o.last_day, '9999-12-31'))
begin select raise(abort, 'programme_no_overlap'); end;
create trigger programme_no_overlap_update before update on programme_period
when exists (select 1 from programme_period o where o.unit_id = new.unit_id and o.id <> old.id
             and o.first_day <= coalesce(new.last_day, '9999-12-31') and new.first_day <= coalesce(o.last_day, '9999-12-31'))
begin select raise(abort, 'programme_no_overlap'); end;

create trigger service_no_overlap_insert before insert on service_period
when exists (select 1 from service_period o where o.unit_id = new.unit_id
             and o.first_day <= coalesce(new.last_day, '9999-12-31') and new.first_day <= coalesce(o.last_day, '9999-12-31'))
begin select raise(abort, 'service_no_overlap'); end;
create trigger service_no_overlap_update before update on service_period
when exists (select 1 from service_period o where o.unit_id = new.unit_id and o.id <> old.id
             and o.first_day <= coalesce(new.last_day, '9999-12-31') and new.first_day <= coalesce(o.last_day, '9999-12-31'))
begin select raise(abort, 'service_no_overlap'); end;

create trigger line_no_overlap_insert before insert on convention_line
when new.holds_until >= new.first_month and exists (select 1 from convention_line o where o.unit_id = new.unit_id
             and o.first_month <= new.holds_until and new.first_month <= o.holds_until and o.holds_until >= o.first_month)
begin select raise(abort, 'line_no_overlap'); end;
create trigger line_no_overlap_update before update on convention_line
when new.holds_until >= new.first_month and exists (select 1 from convention_line o where o.unit_id = new.unit_id
             and o.id <> old.id and o.first_month <= new.holds_until and new.first_month <= o.holds_until
             and o.holds_until >= o.first_month)
begin select raise(abort, 'line_no_overlap'); end;

create trigger line_frozen_insert before insert on convention_line
when exists (select 1 from convention where id = new.convention_id and signed_on is not null)
begin select raise(abort, 'line_frozen'); end;
create trigger line_frozen_delete before delete on convention_line
when exists (select 1 from convention where id = old.convention_id and signed_on is not null)
begin select raise(abort, 'line_frozen'); end;
create trigger line_frozen_update before update on convention_line
when exists (select 1 from convention where id in (old.convention_id, new.convention_id) and signed_on is not null)
     and (new.convention_id <> old.convention_id or new.unit_id <> old.unit_id or new.dwelling_type <> old.dwelling_type
          or new.first_month <> old.first_month or new.last_month <> old.last_month
          or new.monthly_cents <> old.monthly_cents)
begin select raise(abort, 'line_frozen'); end;
