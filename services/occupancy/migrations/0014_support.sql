-- Social support: operators, the measures of households, and what social workers write of them, which only they read.

create table support_operator (
    id uuid primary key not null,
    version integer not null,
    name varchar(200) not null,
    sector varchar(200) not null,
    mode varchar(1000) not null,
    contact varchar(200) not null,
    monthly_capacity integer not null,
    reinforced_capacity integer not null,
    is_active boolean not null,
    constraint support_operator_version check (version >= 1),
    constraint support_operator_capacity check (reinforced_capacity between 0 and monthly_capacity)
);
create unique index support_operator_name on support_operator (name);

create table support_measure (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    household_id uuid not null references household (id),
    contract_id uuid references contract (id),
    operator_id uuid references support_operator (id),
    kind varchar(20) not null,
    purpose varchar(20) not null,
    state varchar(20) not null,
    diagnosed_on date,
    joined_on date,
    started_on date,
    last_day date,
    ended_on date,
    report_signed_on date,
    break_reason varchar(30),
    content text not null,
    constraint support_measure_version check (version >= 1),
    constraint support_measure_kind check (kind in
        ('asll', 'avdl_vers', 'avdl_relogement', 'avdl_dans', 'masp_info_only', 'interne_ccas')),
    constraint support_measure_purpose check (purpose in ('access', 'maintenance', 'diagnosis')),
    constraint support_measure_state check (state in
        ('draft', 'diagnosed', 'submitted', 'adjourned', 'granted', 'notified', 'active', 'renewal_requested', 'ended',
        'reported', 'closed', 'refused', 'withdrawn')),
    constraint support_measure_diagnosed check (state in ('draft', 'withdrawn') or kind = 'masp_info_only'
        or diagnosed_on is not null),
    constraint support_measure_adhesion check (started_on is null or kind = 'masp_info_only'
        or (joined_on is not null and joined_on <= started_on)),
    constraint support_measure_started check ((started_on is null) = (state in
        ('draft', 'diagnosed', 'submitted', 'adjourned', 'granted', 'notified', 'refused', 'withdrawn'))),
    constraint support_measure_operator check (state not in ('active', 'renewal_requested', 'ended', 'reported', 'closed')
        or kind = 'masp_info_only' or operator_id is not null),
    constraint support_measure_term check ((started_on is null) = (last_day is null) and (last_day is null or last_day >= started_on)),
    constraint support_measure_ended check ((ended_on is null) = (state not in ('ended', 'reported', 'closed'))
        and (ended_on is null or ended_on between started_on and last_day)),
    constraint support_measure_reported check (state not in ('reported', 'closed') or kind = 'masp_info_only'
        or report_signed_on is not null or break_reason is not null)
-- [sqlite]
    , constraint support_measure_real_days check (diagnosed_on is date(diagnosed_on) and joined_on is date(joined_on)
        and started_on is date(started_on) and last_day is date(last_day) and ended_on is date(ended_on)
        and report_signed_on is date(report_signed_on))
-- [all]
);
create unique index support_measure_reference on support_measure (reference);
create index support_measure_of_household on support_measure (household_id);
-- One measure at a time; one that the département leads is only known of.
create unique index support_measure_alone on support_measure (household_id)
    where state in ('active', 'renewal_requested') and kind <> 'masp_info_only';

-- A measure stays that of its household; one that is over does not run again.
-- [sqlite]
create trigger support_measure_kept before update on support_measure
when new.id is not old.id or new.household_id is not old.household_id or new.kind is not old.kind
    or new.reference is not old.reference
    or old.started_on is not null and new.started_on is not old.started_on
    or old.state in ('closed', 'refused', 'withdrawn') and (new.state is not old.state or new.ended_on is not old.ended_on)
begin select raise(abort, 'support_measure_kept'); end;
-- [postgresql]
create function support_measure_kept() returns trigger language plpgsql as $$
begin
    if (new.id, new.household_id, new.kind, new.reference) is distinct from
        (old.id, old.household_id, old.kind, old.reference)
        or old.started_on is not null and new.started_on is distinct from old.started_on
        or old.state in ('closed', 'refused', 'withdrawn')
        and (new.state, new.ended_on) is distinct from (old.state, old.ended_on) then
        raise exception 'support_measure_kept' using errcode = '23514', constraint = 'support_measure_kept';
    end if;
    return new;
end $$;
create trigger support_measure_kept before update on support_measure for each row execute function support_measure_kept();
-- [all]

-- Read by social workers only; what is corrected is written anew, and the latest diagnosis counts.
create table support_note (
    id uuid primary key not null,
    support_measure_id uuid not null references support_measure (id),
    number integer not null,
    kind varchar(20) not null,
    written_at timestamptz not null,
    written_by varchar(200) not null,
    content text not null,
    constraint support_note_number check (number >= 1),
    constraint support_note_kind check (kind in ('diagnosis', 'note', 'review', 'evaluation'))
);
create unique index support_note_once on support_note (support_measure_id, number);
-- [immutable support_note]
