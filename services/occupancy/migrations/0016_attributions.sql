-- Attributions: the operations of the landlords, their sessions, the dossiers of households towards a social dwelling.

create table housing_operation (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    kind varchar(20) not null,
    name varchar(200) not null,
    landlord varchar(200) not null,
    commune varchar(200) not null,
    territory varchar(20) not null,
    dwellings integer not null,
    available_on date not null,
    consulted_on date,
    minutes_sent_on date,
    constraint housing_operation_version check (version >= 1),
    constraint housing_operation_kind check (kind in ('delivery', 'vacancy')),
    constraint housing_operation_dwellings check (dwellings >= 1 and (kind = 'delivery' or dwellings = 1)),
    constraint housing_operation_minutes check (minutes_sent_on is null or minutes_sent_on >= consulted_on)
-- [sqlite]
    , constraint housing_operation_real_days check (available_on is date(available_on) and consulted_on is date(consulted_on)
        and minutes_sent_on is date(minutes_sent_on))
-- [all]
);
create unique index housing_operation_reference on housing_operation (reference);

create table attribution_session (
    id uuid primary key not null,
    version integer not null,
    operation_id uuid not null references housing_operation (id),
    pre_commission_on date,
    commission_on date not null,
    closed_on date,
    constraint attribution_session_version check (version >= 1),
    constraint attribution_session_days check (pre_commission_on is null or pre_commission_on <= commission_on),
    constraint attribution_session_closed check (closed_on is null or closed_on >= commission_on)
-- [sqlite]
    , constraint attribution_session_real_days check (pre_commission_on is date(pre_commission_on)
        and commission_on is date(commission_on) and closed_on is date(closed_on))
-- [all]
);
create unique index attribution_session_of_operation on attribution_session (id, operation_id);
create unique index attribution_session_day on attribution_session (operation_id, commission_on);

create table attribution (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    operation_id uuid not null references housing_operation (id),
    session_id uuid not null,
    household_id uuid not null references household (id),
    state varchar(20) not null,
    deal_on date,
    als_on date,
    commission varchar(20),
    rank integer,
    list_until date,
    called_for_id uuid references housing_operation (id),
    called_on date,
    content text not null,
    constraint attribution_version check (version >= 1),
    constraint attribution_session_fits foreign key (session_id, operation_id)
        references attribution_session (id, operation_id),
    constraint attribution_state check (state in
        ('identified', 'surveyed', 'assembling', 'complete', 'transmitted', 'in_analysis', 'pieces_asked', 'analysed',
        'preselected', 'ranked', 'listed', 'called', 'cal_decided', 'offered', 'accepted', 'housed', 'reviewed', 'supported',
        'closed', 'set_aside', 'not_attributed', 'refused', 'no_answer', 'withdrawn')),
    -- nobody analyses, selects or ranks what has not reached both
    constraint attribution_receipts check ((deal_on is not null and als_on is not null) or state in
        ('identified', 'surveyed', 'assembling', 'complete', 'withdrawn')),
    constraint attribution_commission check (commission is null or commission in ('ranked', 'complementary', 'set_aside')),
    constraint attribution_rank check ((rank is not null) = (commission is not null and commission <> 'set_aside')
        and (rank is null or rank >= 1)),
    constraint attribution_list check ((list_until is not null) = (commission is not null and commission = 'complementary')),
    -- each use of the complementary list is for a vacancy, and not after its last day
    constraint attribution_call check ((called_for_id is null) = (called_on is null) and (state <> 'called' or called_on is not null)),
    constraint attribution_call_in_time check (called_on is null or (list_until is not null and called_on <= list_until))
-- [sqlite]
    , constraint attribution_real_days check (deal_on is date(deal_on) and als_on is date(als_on)
        and list_until is date(list_until) and called_on is date(called_on))
-- [all]
);
create unique index attribution_reference on attribution (reference);

-- No rank twice in one list: the proposals of a session, its complementary list.
create unique index attribution_rank_once on attribution (session_id, commission, rank) where rank is not null;

-- A household is a candidate once in an operation: never in two of its open sessions.
create unique index attribution_household_once on attribution (operation_id, household_id) where state not in
    ('closed', 'set_aside', 'not_attributed', 'refused', 'no_answer', 'withdrawn');

-- A dwelling that came free is proposed to one household at a time.
create unique index attribution_vacancy_once on attribution (called_for_id) where called_for_id is not null and state not in
    ('set_aside', 'not_attributed', 'refused', 'no_answer', 'withdrawn');

create index attribution_of_session on attribution (session_id);
create index attribution_of_household on attribution (household_id);

-- What a dossier is, and where it went, never changes; what ended stays ended.
-- [sqlite]
create trigger attribution_kept before update on attribution
when new.id is not old.id or new.reference is not old.reference or new.operation_id is not old.operation_id
    or new.household_id is not old.household_id
    or old.rank is not null and (new.rank is not old.rank or new.session_id is not old.session_id
        or new.list_until is not old.list_until)
    or old.state in ('closed', 'set_aside', 'not_attributed', 'refused', 'no_answer', 'withdrawn')
begin select raise(abort, 'attribution_kept'); end;
create trigger attribution_session_kept before update on attribution_session
when new.operation_id is not old.operation_id or old.closed_on is not null
begin select raise(abort, 'attribution_session_kept'); end;
-- [postgresql]
create function attribution_kept() returns trigger language plpgsql as $$
begin
    if (new.id, new.reference, new.operation_id, new.household_id) is distinct from
        (old.id, old.reference, old.operation_id, old.household_id)
        or old.rank is not null and (new.rank, new.session_id, new.list_until) is distinct from
        (old.rank, old.session_id, old.list_until)
        or old.state in ('closed', 'set_aside', 'not_attributed', 'refused', 'no_answer', 'withdrawn') then
        raise exception 'attribution_kept' using errcode = '23514', constraint = 'attribution_kept';
    end if;
    return new;
end $$;
create trigger attribution_kept before update on attribution for each row execute function attribution_kept();
create function attribution_session_kept() returns trigger language plpgsql as $$
begin
    if new.operation_id is distinct from old.operation_id or old.closed_on is not null then
        raise exception 'attribution_session_kept' using errcode = '23514', constraint = 'attribution_session_kept';
    end if;
    return new;
end $$;
create trigger attribution_session_kept before update on attribution_session
for each row execute function attribution_session_kept();
-- [all]
