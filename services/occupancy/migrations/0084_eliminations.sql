-- Files of households at their term: what suspends it, the list for the archives, its visa, and who carried it out.

create table data_hold (
    id uuid primary key not null,
    household_id uuid not null references household (id),
    reason varchar(1000) not null,
    since date not null,
    recorded_by uuid not null,
    recorded_by_name varchar(120) not null,
    lifted_on date,
    lifted_by_name varchar(120),
    constraint data_hold_reason check (length(reason) > 0),
    constraint data_hold_lifted check ((lifted_on is null) = (lifted_by_name is null)),
    constraint data_hold_days check (lifted_on is null or lifted_on >= since)
-- [sqlite]
    , constraint data_hold_real_days check (since is date(since) and lifted_on is date(lifted_on))
-- [all]
);
create unique index data_hold_one_open on data_hold (household_id) where lifted_on is null;

create table data_elimination (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    reason varchar(1000) not null,
    proposed_on date not null,
    proposed_by uuid not null,
    proposed_by_name varchar(120) not null,
    visa varchar(200),
    visa_on date,
    carried_out_on date,
    carried_out_by uuid,
    carried_out_by_name varchar(120),
    constraint data_elimination_reason check (length(reason) > 0),
    constraint data_elimination_visa check ((visa is null) = (visa_on is null) and (visa is null) = (carried_out_on is null)
        and (visa is null) = (carried_out_by is null) and (visa is null) = (carried_out_by_name is null)),
    constraint data_elimination_days check (visa_on is null or visa_on between proposed_on and carried_out_on),
    constraint data_elimination_four_eyes check (carried_out_by is null or carried_out_by <> proposed_by)
-- [sqlite]
    , constraint data_elimination_real_days check (proposed_on is date(proposed_on) and visa_on is date(visa_on)
        and carried_out_on is date(carried_out_on))
-- [all]
);
create unique index data_elimination_reference on data_elimination (reference);
create unique index data_elimination_one_open on data_elimination ((visa is null)) where visa is null;

-- The trace that stays: whose file, by number only, how much of it, since when it was at its term.
create table data_elimination_line (
    id uuid primary key not null,
    elimination_id uuid not null references data_elimination (id),
    household_id uuid not null references household (id),
    stage varchar(10) not null,
    due_on date not null,
    last_contact_on date not null,
    rows_kept integer not null,
    erased boolean not null,
    constraint data_elimination_line_stage check (stage in ('file', 'accounts')),
    constraint data_elimination_line_rows check (rows_kept >= 1)
-- [sqlite]
    , constraint data_elimination_line_real_days check (due_on is date(due_on) and last_contact_on is date(last_contact_on))
-- [all]
);
create unique index data_elimination_line_once on data_elimination_line (elimination_id, household_id, stage);
create unique index data_elimination_line_erased on data_elimination_line (household_id, stage) where erased;

-- There while an erasure runs, in its transaction only. It can be put there under a visa and never without.
create table erasure_mark (
    id uuid primary key not null references data_elimination (id)
);
-- [sqlite]
create trigger erasure_mark_under_visa before insert on erasure_mark
when (select visa from data_elimination where data_elimination.id = new.id) is null
begin select raise(abort, 'erasure_mark_under_visa'); end;
-- [postgresql]
create function erasure_mark_under_visa() returns trigger language plpgsql as $$
begin
    if (select visa from data_elimination where data_elimination.id = new.id) is null then
        raise exception 'erasure_mark_under_visa' using errcode = '23514', constraint = 'erasure_mark_under_visa';
    end if;
    return new;
end $$;
create trigger erasure_mark_under_visa before insert on erasure_mark
    for each row execute function erasure_mark_under_visa();
create function erasure_under_way() returns boolean language sql stable as $$ select exists (select 1 from erasure_mark) $$;
-- [all]
