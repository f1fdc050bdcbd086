-- Days computed by a rule, each with how it was found (TIME-02).

create table deadline (
    id uuid primary key not null,
    subject_kind varchar(20) not null,
    subject_id uuid not null,
    subject_reference varchar(40) not null,
    household_id uuid references household (id),
    rule varchar(30) not null,
    number integer not null,
    anchor_on date not null,
    length integer not null,
    unit varchar(12) not null,
    is_before boolean not null,
    territory varchar(20) not null,
    law_key varchar(80),
    law_value varchar(200),
    law_source varchar(1000),
    law_status varchar(20),
    counted_on date not null,
    due_on date not null,
    owner_role varchar(20) not null,
    owner_id uuid,
    owner_name varchar(200),
    status varchar(10) not null,
    met_on date,
    closed_at timestamptz,
    set_at timestamptz not null,
    constraint deadline_number check (number >= 0),
    constraint deadline_length check (length between 0 and 20000),
    constraint deadline_unit check (unit in ('days', 'working_days', 'months')),
    constraint deadline_put_off check (due_on >= counted_on),
    constraint deadline_status check (status in ('open', 'met', 'dropped')),
    constraint deadline_met check ((status = 'met') = (met_on is not null)),
    constraint deadline_closed check ((status = 'open') = (closed_at is null)),
    constraint deadline_owner check ((owner_id is null) = (owner_name is null))
-- [sqlite]
    , constraint deadline_real_days check (anchor_on is date(anchor_on) and counted_on is date(counted_on)
        and due_on is date(due_on) and met_on is date(met_on))
-- [all]
);
create unique index deadline_one_open on deadline (subject_kind, subject_id, rule, number) where status = 'open';
create index deadline_due on deadline (due_on) where status = 'open';
create index deadline_of_subject on deadline (subject_id);

-- How a day was found is never rewritten; what is closed stays closed.
-- [sqlite]
create trigger deadline_kept before update on deadline
when old.status <> 'open' or new.id is not old.id or new.subject_kind is not old.subject_kind
    or new.subject_id is not old.subject_id or new.rule is not old.rule or new.number is not old.number
    or new.anchor_on is not old.anchor_on or new.length is not old.length or new.unit is not old.unit
    or new.is_before is not old.is_before or new.territory is not old.territory or new.law_key is not old.law_key
    or new.law_value is not old.law_value or new.law_source is not old.law_source
    or new.law_status is not old.law_status or new.counted_on is not old.counted_on or new.due_on is not old.due_on
    or new.set_at is not old.set_at
begin select raise(abort, 'deadline_kept'); end;
create trigger deadline_never_removed before delete on deadline
begin select raise(abort, 'deadline_kept'); end;
-- [postgresql]
create function deadline_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.status = 'open' and (new.id, new.subject_kind, new.subject_id, new.rule, new.number, new.anchor_on,
            new.length, new.unit, new.is_before, new.territory, new.law_key, new.law_value, new.law_source,
            new.law_status, new.counted_on, new.due_on, new.set_at)
            is not distinct from
            (old.id, old.subject_kind, old.subject_id, old.rule, old.number, old.anchor_on,
            old.length, old.unit, old.is_before, old.territory, old.law_key, old.law_value, old.law_source,
            old.law_status, old.counted_on, old.due_on, old.set_at)
        then
            return new;
        end if;
    end if;
    raise exception 'deadline_kept' using errcode = '23514', constraint = 'deadline_kept';
end $$;
create trigger deadline_kept before update or delete on deadline for each row execute function deadline_kept();
create trigger deadline_kept_truncate before truncate on deadline for each statement execute function deadline_kept();
-- [all]
