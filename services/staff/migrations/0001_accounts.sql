-- Who works here, what they may do, and who is at work now.

create table account (
    id uuid primary key not null,
    version integer not null,
    login varchar(60) not null,
    name varchar(100) not null,
    is_active boolean not null,
    password_hash varchar(200) not null,
    password_is_temporary boolean not null,
    constraint account_version check (version >= 1),
    constraint account_login check (length(login) between 1 and 60),
    constraint account_name check (length(name) between 1 and 100),
    constraint account_password_hash check (password_hash like '$argon2id$%')
);
create unique index account_login_taken on account (login);

create table account_role (
    id uuid primary key not null,
    account_id uuid not null references account (id),
    role varchar(20) not null,
    constraint account_role_known
        check (role in ('agent', 'social_worker', 'regisseur', 'finance', 'manager', 'admin', 'reader'))
);
create unique index account_role_once on account_role (account_id, role);

-- One row, held by every act that could leave the house without an administrator.
create table roster (
    id uuid primary key not null
);
insert into roster (id) values ('00000000-0000-4000-8000-000000000002');

create table staff_session (
    token_hash varchar(64) primary key not null,
    account_id uuid not null references account (id),
    opened_at timestamptz not null,
    last_seen_at timestamptz not null,
    ended_at timestamptz,
    end_reason varchar(20),
    constraint session_token_is_a_hash check (length(token_hash) = 64),
    constraint session_end check ((ended_at is null) = (end_reason is null)),
    constraint session_end_reason
        check (end_reason in ('signed_out', 'replaced', 'deactivated', 'roles_changed', 'password_changed'))
);
create index session_of_account on staff_session (account_id);

-- What the throttle counts; the counters are hashes, neither logins nor addresses.
create table sign_in_failure (
    id uuid primary key not null,
    counter varchar(64) not null,
    at timestamptz not null
);
create index sign_in_failure_counter on sign_in_failure (counter, at);

create table familiar_address (
    pair varchar(64) primary key not null,
    last_at timestamptz not null
);
