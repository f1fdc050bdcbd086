-- The second factor: an authenticator application per account, recovery codes, and how each session was proven.

create table authenticator (
    account_id uuid primary key not null references account (id),
    sealed_secret varchar(200) not null,
    added_at timestamptz not null,
    last_step bigint not null,
    constraint authenticator_step check (last_step >= 0)
);

create table recovery_code (
    code_hash varchar(64) primary key not null,
    account_id uuid not null references account (id),
    made_at timestamptz not null,
    used_at timestamptz,
    constraint recovery_code_is_a_hash check (length(code_hash) = 64)
);
create index recovery_code_of_account on recovery_code (account_id);

-- [sqlite]
create table session_with_factor (
    token_hash varchar(64) primary key not null,
    account_id uuid not null references account (id),
    opened_at timestamptz not null,
    last_seen_at timestamptz not null,
    ended_at timestamptz,
    end_reason varchar(20),
    factor varchar(20) not null,
    constraint session_token_is_a_hash check (length(token_hash) = 64),
    constraint session_end check ((ended_at is null) = (end_reason is null)),
    constraint session_end_reason check (end_reason in ('signed_out', 'replaced', 'deactivated', 'roles_changed',
        'password_changed', 'stepped_up', 'everywhere', 'factor_reset')),
    constraint session_factor check (factor in ('awaited', 'none', 'authenticator', 'recovery_code'))
);
insert into session_with_factor (token_hash, account_id, opened_at, last_seen_at, ended_at, end_reason, factor)
select token_hash, account_id, opened_at, last_seen_at, ended_at, end_reason, 'none' from staff_session;
drop table staff_session;
alter table session_with_factor rename to staff_session;
create index session_of_account on staff_session (account_id);
-- [postgresql]
alter table staff_session drop constraint session_end_reason;
alter table staff_session add constraint session_end_reason check (end_reason in ('signed_out', 'replaced', 'deactivated',
    'roles_changed', 'password_changed', 'stepped_up', 'everywhere', 'factor_reset'));
alter table staff_session add column factor varchar(20) not null default 'none';
alter table staff_session alter column factor drop default;
alter table staff_session add constraint session_factor
    check (factor in ('awaited', 'none', 'authenticator', 'recovery_code'));
-- [all]
