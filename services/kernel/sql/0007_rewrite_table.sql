-- What was removed stays in the files of a PostgreSQL table until it is rewritten, and only its owner may do that: this lets the
-- account that works on the tables ask for it, and for nothing else, without owning them (decision 0070).
-- [postgresql]
create function rewrite_table(name regclass) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare key_index name;
begin
    select pg_class.relname into key_index from pg_index join pg_class on pg_class.oid = pg_index.indexrelid
    where pg_index.indrelid = name and pg_index.indisprimary;
    execute format('cluster %s using %I', name, key_index);
end $$;
