-- Avenants: each one a version of the whole convention from its month on, with its own lines; one in preparation at a time.
-- Beside them, what is expected of a convention (documents) and the signed papers, each bound to one version and never changed.

create table convention_version (
    id uuid primary key not null,
    convention_id uuid not null references convention (id),
    number integer not null,
    funder varchar(120) not null,
    first_month varchar(7) not null,
    rule varchar(30) not null,
    least_days integer,
    basis varchar(20) not null,
    ceiling varchar(10) not null,
    ceiling_cents bigint,
    note varchar(2000) not null,
    aml text,
    capacity text not null,
    deliberation varchar(120) not null,
    deliberated_on date,
    signatories varchar(500) not null,
    signed_on date,
    -- [sqlite]
    constraint version_whole check (typeof(number) = 'integer' and typeof(coalesce(least_days, 0)) = 'integer'
        and typeof(coalesce(ceiling_cents, 0)) = 'integer'),
    constraint version_signed_day check (signed_on is null or signed_on is date(signed_on)),
    constraint version_deliberated_day check (deliberated_on is null or deliberated_on is date(deliberated_on)),
    constraint version_lengths check (length(funder) <= 120 and length(note) <= 2000 and length(deliberation) <= 120
        and length(signatories) <= 500),
    -- [all]
    constraint version_number_from_two check (number between 2 and 99),
    constraint version_rule check (rule in ('MOIS_ENTIER', 'PRORATA_JOURS', 'MOIS_ENTAME')
        or (rule = 'OCCUPE_AU_MOINS_N_JOURS' and least_days is not null)),
    constraint version_least_days check (least_days is null or least_days between 1 and 31),
    constraint version_basis check (basis in ('DISPONIBILITE', 'OCCUPATION')),
    constraint version_ceiling check (ceiling in ('MENSUEL', 'ANNUEL')),
    constraint version_ceiling_cents check (ceiling_cents is null or ceiling_cents between 0 and 1000000000000),
    constraint version_first_month check (first_month like '____-__' and length(first_month) = 7)
);
create unique index version_number on convention_version (convention_id, number);
create unique index version_open_once on convention_version (convention_id) where signed_on is null;

alter table convention_line add column version_number integer not null default 1;

create table convention_document (
    id uuid primary key not null,
    convention_id uuid not null references convention (id),
    label varchar(120) not null,
    due_on date,
    received_on date,
    -- [sqlite]
    constraint document_due_day check (due_on is null or due_on is date(due_on)),
    constraint document_received_day check (received_on is null or received_on is date(received_on)),
    -- [all]
    constraint document_label check (length(label) between 1 and 120)
);
create unique index document_label_once on convention_document (convention_id, label);

create table convention_paper (
    id uuid primary key not null,
    convention_id uuid not null references convention (id),
    version_number integer not null,
    name varchar(120) not null,
    media_type varchar(40) not null,
    size integer not null,
    sha256 varchar(64) not null,
    content bytea not null,
    added_by varchar(120) not null,
    added_at timestamptz not null,
    constraint paper_version check (version_number between 1 and 99),
    constraint paper_size check (size between 1 and 10485760 and size = length(content)),
    constraint paper_media_type check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
    constraint paper_hash check (length(sha256) = 64)
);
create unique index paper_once on convention_paper (convention_id, version_number, sha256);
-- [immutable convention_paper]

-- [sqlite]
create trigger version_frozen_update before update on convention_version when old.signed_on is not null
begin select raise(abort, 'version_frozen'); end;
create trigger version_frozen_delete before delete on convention_version when old.signed_on is not null
begin select raise(abort, 'version_frozen'); end;

-- A line is frozen once its own version is signed; the lines of an avenant exist only beside an avenant.
drop trigger line_frozen_insert;
drop trigger line_frozen_delete;
drop trigger line_frozen_update;
create view line_open_version as
    select id as convention_id, 1 as number from convention where signed_on is null
    union all select convention_id, number from convention_version where signed_on is null;
create trigger line_frozen_insert before insert on convention_line
when not exists (select 1 from line_open_version o where o.convention_id = new.convention_id and o.number = new.version_number)
begin select raise(abort, 'line_frozen'); end;
create trigger line_frozen_delete before delete on convention_line
when not exists (select 1 from line_open_version o where o.convention_id = old.convention_id and o.number = old.version_number)
begin select raise(abort, 'line_frozen'); end;
create trigger line_frozen_update before update on convention_line
when (not exists (select 1 from line_open_version o
                  where o.convention_id = old.convention_id and o.number = old.version_number)
      or not exists (select 1 from line_open_version o
                     where o.convention_id = new.convention_id and o.number = new.version_number))
     and (new.convention_id <> old.convention_id or new.version_number <> old.version_number or new.unit_id <> old.unit_id
          or new.dwelling_type <> old.dwelling_type or new.first_month <> old.first_month
          or new.last_month <> old.last_month or new.monthly_cents <> old.monthly_cents)
begin select raise(abort, 'line_frozen'); end;

-- [postgresql]
create function version_frozen() returns trigger language plpgsql as $$
begin
    if tg_op <> 'TRUNCATE' then
        if old.signed_on is null then
            return case when tg_op = 'DELETE' then old else new end;
        end if;
    end if;
    raise exception 'version_frozen' using errcode = '23514', constraint = 'version_frozen';
end $$;
create trigger version_frozen before update or delete on convention_version
    for each row execute function version_frozen();
create trigger version_frozen_truncate before truncate on convention_version
    for each statement execute function version_frozen();

create view line_open_version as
    select id as convention_id, 1 as number from convention where signed_on is null
    union all select convention_id, number from convention_version where signed_on is null;

create or replace function line_frozen() returns trigger language plpgsql as $$
declare
    is_open boolean := true;
begin
    if tg_op <> 'INSERT' then
        is_open := exists (select 1 from line_open_version o
                           where o.convention_id = old.convention_id and o.number = old.version_number);
    end if;
    if tg_op <> 'DELETE' then
        is_open := is_open and exists (select 1 from line_open_version o
                                       where o.convention_id = new.convention_id and o.number = new.version_number);
    end if;
    if not is_open and (tg_op <> 'UPDATE' or row(new.convention_id, new.version_number, new.unit_id, new.dwelling_type,
            new.first_month, new.last_month, new.monthly_cents) is distinct from row(old.convention_id, old.version_number,
            old.unit_id, old.dwelling_type, old.first_month, old.last_month, old.monthly_cents))
    then
        raise exception 'line_frozen' using errcode = '23514', constraint = 'line_frozen';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
-- [all]
