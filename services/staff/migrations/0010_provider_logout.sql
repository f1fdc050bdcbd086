-- The identity provider says that somebody signed out there: which of its sessions opened ours, and which sayings were heard already.

create table provider_logout (
    id uuid primary key not null,
    issuer varchar(300) not null,
    jti varchar(255) not null,
    heard_at timestamptz not null
);
create unique index provider_logout_once on provider_logout (issuer, jti);

-- [sqlite]
create table session_of_provider (
    token_hash varchar(64) primary key not null,
    account_id uuid not null references account (id),
    opened_at timestamptz not null,
    last_seen_at timestamptz not null,
    ended_at timestamptz,
    end_reason varchar(20),
    factor varchar(20) not null,
    provider_sid varchar(255) not null default '',
    constraint session_token_is_a_hash check (length(token_hash) = 64),
    constraint session_end check ((ended_at is null) = (end_reason is null)),
    constraint session_end_reason check (end_reason in ('signed_out', 'replaced', 'deactivated', 'roles_changed',
        'password_changed', 'stepped_up', 'everywhere', 'factor_reset', 'provider')),
    constraint session_factor
        check (factor in ('awaited', 'none', 'authenticator', 'recovery_code', 'passkey', 'provider'))
);
insert into session_of_provider (token_hash, account_id, opened_at, last_seen_at, ended_at, end_reason, factor)
select token_hash, account_id, opened_at, last_seen_at, ended_at, end_reason, factor from staff_session;
drop table staff_session;
alter table session_of_provider rename to staff_session;
create index session_of_account on staff_session (account_id);
-- [postgresql]
alter table staff_session add column provider_sid varchar(255) not null default '';
alter table staff_session drop constraint session_end_reason;
alter table staff_session add constraint session_end_reason check (end_reason in ('signed_out', 'replaced', 'deactivated',
    'roles_changed', 'password_changed', 'stepped_up', 'everywhere', 'factor_reset', 'provider'));
-- [all]
create index session_of_provider_sid on staff_session (provider_sid) where provider_sid <> '';
