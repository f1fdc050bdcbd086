-- The data key of each row that has sealed columns, wrapped under a key that is in no database (decision 0059).
-- A rotation writes `key_id` and `wrapped` again; what is sealed under the data key never changes.

create table row_key (
    id uuid primary key not null,
    tab varchar(63) not null,
    key_id varchar(32) not null,
    wrapped varchar(200) not null,
    constraint row_key_wrapped check (length(wrapped) >= 60)
);
create index row_key_under on row_key (key_id, id);
-- [sqlite]
create trigger row_key_kept before update on row_key when new.id is not old.id or new.tab is not old.tab
begin select raise(abort, 'row_key_kept'); end;
-- [postgresql]
create function row_key_kept() returns trigger language plpgsql as $$
begin
    raise exception 'row_key_kept' using errcode = '23514', constraint = 'row_key_kept';
end $$;
create trigger row_key_kept before update on row_key for each row
    when (new.id is distinct from old.id or new.tab is distinct from old.tab) execute function row_key_kept();
-- [all]
