-- Who comes in through the town's identity provider, by the name that it gave them for ever.

create table provider_link (
    id uuid primary key not null,
    account_id uuid not null references account (id),
    issuer varchar(300) not null,
    subject varchar(255) not null,
    linked_at timestamptz not null,
    constraint provider_link_subject check (length(subject) between 1 and 255)
);
create unique index provider_link_once on provider_link (issuer, subject);
create unique index provider_link_of_account on provider_link (issuer, account_id);

-- [sqlite]
create table session_with_provider (
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
    constraint session_factor
        check (factor in ('awaited', 'none', 'authenticator', 'recovery_code', 'passkey', 'provider'))
);
insert into session_with_provider (token_hash, account_id, opened_at, last_seen_at, ended_at, end_reason, factor)
select token_hash, account_id, opened_at, last_seen_at, ended_at, end_reason, factor from staff_session;
drop table staff_session;
alter table session_with_provider rename to staff_session;
create index session_of_account on staff_session (account_id);
-- [postgresql]
alter table staff_session drop constraint session_factor;
alter table staff_session add constraint session_factor
    check (factor in ('awaited', 'none', 'authenticator', 'recovery_code', 'passkey', 'provider'));
-- [all]
