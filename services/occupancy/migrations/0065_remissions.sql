-- Decisions that a claim is not to be paid, or no longer pursued: proposed by one person, decided by another (L15).

create table remission (
    id uuid primary key not null,
    household_id uuid not null references household (id),
    claim_id uuid not null references transfer (id),
    kind varchar(20) not null,
    amount_cents bigint not null,
    reason varchar(500) not null,
    proposed_on date not null,
    proposed_by uuid not null,
    proposed_by_name varchar(120) not null,
-- [sqlite]
    constraint remission_days check (proposed_on is date(proposed_on)),
    constraint remission_whole_cents check (typeof(amount_cents) = 'integer'),
-- [all]
    constraint remission_kind check (kind in ('waived', 'written_off', 'extinguished')),
    constraint remission_amount check (amount_cents between 1 and 1000000000000),
    constraint remission_says_why check (reason <> '')
);
create unique index remission_proposer on remission (id, proposed_by);
create index remission_of_household on remission (household_id);
-- [immutable remission]

-- What was decided: granted with the reference of the decision and its event in the ledger, or refused with a reason.
create table remission_decision (
    id uuid primary key not null,
    remission_id uuid not null,
    proposed_by uuid not null,
    is_granted boolean not null,
    decision_ref varchar(300) not null,
    decided_on date not null,
    decided_by uuid not null,
    decided_by_name varchar(120) not null,
    event_id uuid,
-- [sqlite]
    constraint remission_decision_days check (decided_on is date(decided_on)),
-- [all]
    constraint remission_two_persons check (proposed_by <> decided_by),
    constraint remission_decision_says_which check (decision_ref <> ''),
    constraint remission_granted_is_posted check (is_granted = (event_id is not null)),
    foreign key (remission_id, proposed_by) references remission (id, proposed_by)
);
create unique index remission_decided_once on remission_decision (remission_id);
-- [immutable remission_decision]
