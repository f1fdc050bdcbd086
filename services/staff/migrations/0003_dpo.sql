-- A post more: the data-protection officer.

-- [sqlite]
create table account_role_with_dpo (
    id uuid primary key not null,
    account_id uuid not null references account (id),
    role varchar(20) not null,
    constraint account_role_known
        check (role in ('agent', 'social_worker', 'regisseur', 'finance', 'manager', 'admin', 'reader', 'dpo'))
);
insert into account_role_with_dpo (id, account_id, role) select id, account_id, role from account_role;
drop table account_role;
alter table account_role_with_dpo rename to account_role;
create unique index account_role_once on account_role (account_id, role);
-- [postgresql]
alter table account_role drop constraint account_role_known;
alter table account_role add constraint account_role_known
    check (role in ('agent', 'social_worker', 'regisseur', 'finance', 'manager', 'admin', 'reader', 'dpo'));
-- [all]
