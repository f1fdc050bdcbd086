-- Passkeys: public keys of devices that their holder shows after the password. Nothing here is a secret.

create table passkey (
    id uuid primary key not null,
    account_id uuid not null references account (id),
    name varchar(60) not null,
    credential_id varchar(1400) not null,
    credential varchar(4000) not null,
    sign_count bigint not null,
    added_at timestamptz not null,
    last_used_at timestamptz,
    constraint passkey_name check (length(name) between 1 and 60),
    constraint passkey_count check (sign_count >= 0)
);
create unique index passkey_once on passkey (credential_id);
create index passkey_of_account on passkey (account_id);

-- [sqlite]
create table session_with_passkey (
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
    constraint session_factor check (factor in ('awaited', 'none', 'authenticator', 'recovery_code', 'passkey'))
);
insert into session_with_passkey (token_hash, account_id, opened_at, last_seen_at, ended_at, end_reason, factor)
select token_hash, account_id, opened_at, last_seen_at, ended_at, end_reason, factor from staff_session;
drop table staff_session;
alter table session_with_passkey rename to staff_session;
create index session_of_account on staff_session (account_id);
-- [postgresql]
alter table staff_session drop constraint session_factor;
alter table staff_session add constraint session_factor
    check (factor in ('awaited', 'none', 'authenticator', 'recovery_code', 'passkey'));
-- [all]
