-- Tables from which something was removed and whose files may still hold it. Written with the removal, taken away once the files
-- were rewritten: what a program killed in between owes, the next start pays (decision 0070).
create table sweep_owed (
    id uuid primary key not null,
    tab varchar(63) not null,
    constraint sweep_owed_tab check (length(tab) > 0)
);
