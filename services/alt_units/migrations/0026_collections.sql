-- A line that the stays claim: money of a household, receipted there. It is decided like any other line, and a number still serves
-- once; `bank_collection` says for which act of the stays. One that was given back before it arrived is kept as given back.

-- [sqlite]
create table bank_follow_up_of_more_states (
    id uuid primary key not null references bank_line (id),
    state varchar(10) not null,
    booked_on date not null,
    score integer not null,
    proposal text not null,
    constraint bank_follow_up_state check (state in ('suspense', 'proposed', 'matched', 'set_aside', 'collected'))
);
insert into bank_follow_up_of_more_states (id, state, booked_on, score, proposal)
select id, state, booked_on, score, proposal from bank_follow_up;
drop table bank_follow_up;
alter table bank_follow_up_of_more_states rename to bank_follow_up;
create index bank_follow_up_open on bank_follow_up (state, booked_on, id);

create table bank_decision_of_more_kinds (
    id uuid primary key not null,
    line_id uuid not null references bank_line (id),
    number integer not null,
    kind varchar(10) not null,
    reason varchar(500) not null,
    decided_at timestamptz not null,
    decided_by varchar(120) not null,
    constraint bank_decision_whole check (typeof(number) = 'integer'),
    constraint bank_decision_lengths check (length(reason) <= 500),
    constraint bank_decision_kind check (kind in ('matched', 'set_aside', 'collected', 'reopened')),
    constraint bank_decision_turn check (number >= 1 and (number % 2 = 0) = (kind = 'reopened'))
);
insert into bank_decision_of_more_kinds (id, line_id, number, kind, reason, decided_at, decided_by)
select id, line_id, number, kind, reason, decided_at, decided_by from bank_decision;
drop table bank_decision;
alter table bank_decision_of_more_kinds rename to bank_decision;
create unique index bank_decision_once on bank_decision (line_id, number);
create trigger bank_decision_immutable_update before update on bank_decision
begin select raise(abort, 'bank_decision_immutable'); end;
create trigger bank_decision_immutable_delete before delete on bank_decision
begin select raise(abort, 'bank_decision_immutable'); end;
-- [postgresql]
alter table bank_follow_up drop constraint bank_follow_up_state;
alter table bank_follow_up add constraint bank_follow_up_state
    check (state in ('suspense', 'proposed', 'matched', 'set_aside', 'collected'));
alter table bank_decision drop constraint bank_decision_kind;
alter table bank_decision add constraint bank_decision_kind
    check (kind in ('matched', 'set_aside', 'collected', 'reopened'));
-- [all]

create table bank_collection (
    id uuid primary key not null,
    line_id uuid not null references bank_line (id),
    decision_id uuid references bank_decision (id),
    reference varchar(80) not null,
    returned boolean not null,
    -- [sqlite]
    constraint bank_collection_lengths check (length(reference) <= 80),
    -- [all]
    constraint bank_collection_decided check (decision_id is not null or returned)
);
create unique index bank_collection_once on bank_collection (line_id) where not returned;
