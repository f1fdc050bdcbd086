-- What was told of a household to somebody outside, and who opened its file, for what: read by the data-protection officer.

create table disclosure (
    id uuid primary key not null,
    household_id uuid not null references household (id),
    recipient_kind varchar(20) not null,
    recipient varchar(200) not null,
    what varchar(20) not null,
    detail varchar(500) not null,
    basis varchar(300) not null,
    disclosed_on date not null,
    told_on date,
    recorded_on date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
    constraint disclosure_recipient check (recipient_kind in ('landlord', 'social', 'siao', 'payer', 'accountant', 'authority')),
    constraint disclosure_what check (what in ('contract', 'payments', 'inspection', 'incident', 'review', 'situation')),
    -- A landlord is no professional of social action: never the situation of the household (RGPD-12).
    constraint disclosure_landlord check (recipient_kind <> 'landlord' or what <> 'situation'),
    constraint disclosure_said check (length(recipient) > 0 and length(basis) > 0),
    constraint disclosure_days check (disclosed_on <= recorded_on and (told_on is null or told_on <= recorded_on))
-- [sqlite]
    , constraint disclosure_real_days check (disclosed_on is date(disclosed_on) and told_on is date(told_on)
        and recorded_on is date(recorded_on))
-- [all]
);
create index disclosure_of on disclosure (household_id, disclosed_on);
-- [sqlite]
create trigger disclosure_immutable_update before update on disclosure
when not exists (select 1 from erasure_mark) or new.id is not old.id or new.household_id is not old.household_id
    or new.recipient_kind is not old.recipient_kind or new.recipient is not old.recipient or new.what is not old.what
    or new.basis is not old.basis or new.disclosed_on is not old.disclosed_on or new.told_on is not old.told_on
    or new.recorded_on is not old.recorded_on or new.recorded_by is not old.recorded_by
    or new.recorded_by_name is not old.recorded_by_name
begin select raise(abort, 'disclosure_immutable'); end;
create trigger disclosure_immutable_delete before delete on disclosure
begin select raise(abort, 'disclosure_immutable'); end;
-- [postgresql]
create function disclosure_immutable() returns trigger language plpgsql as $$
begin
    raise exception 'disclosure_immutable' using errcode = '23514', constraint = 'disclosure_immutable';
end $$;
create trigger disclosure_immutable_update before update on disclosure for each row
    when (not erasure_under_way() or (to_jsonb(new) - 'detail') is distinct from (to_jsonb(old) - 'detail'))
    execute function disclosure_immutable();
create trigger disclosure_immutable before delete or truncate on disclosure
    for each statement execute function disclosure_immutable();
-- [all]

create table file_reading (
    id uuid primary key not null,
    household_id uuid not null references household (id),
    person_id uuid not null,
    person_name varchar(120) not null,
    purpose varchar(20) not null,
    read_on date not null,
    constraint file_reading_purpose check (purpose in ('support', 'stay', 'collection', 'decision', 'consultation'))
-- [sqlite]
    , constraint file_reading_real_day check (read_on is date(read_on))
-- [all]
);
create unique index file_reading_once_a_day on file_reading (household_id, person_id, purpose, read_on);
-- [immutable file_reading]
