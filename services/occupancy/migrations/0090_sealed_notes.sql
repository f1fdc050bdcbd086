-- What social workers write is kept sealed (decision 0059). A text in clear is refused from now on; those that are there may be
-- sealed, once each and without any other change; a destroyed text takes its key with it.

-- [sqlite]
drop trigger support_note_kept_update;
create trigger support_note_kept_update before update on support_note
when old.content like 'palier:1:%' or new.content not like 'palier:1:%' or new.id is not old.id
    or new.support_measure_id is not old.support_measure_id or new.number is not old.number or new.kind is not old.kind
    or new.written_at is not old.written_at or new.written_by is not old.written_by
begin select raise(abort, 'support_note_kept'); end;
create trigger support_note_sealed before insert on support_note when new.content <> '' and new.content not like 'palier:1:%'
begin select raise(abort, 'support_note_sealed'); end;
create trigger support_note_key after delete on support_note begin delete from row_key where id = old.id; end;
-- [postgresql]
drop trigger support_note_kept on support_note;
create trigger support_note_kept before update on support_note for each row
    when (old.content like 'palier:1:%' or new.content not like 'palier:1:%'
        or (to_jsonb(new) - 'content') is distinct from (to_jsonb(old) - 'content'))
    execute function support_note_kept();
create function sealed_columns_only() returns trigger language plpgsql as $$
begin
    raise exception '%', tg_name using errcode = '23514', constraint = tg_name;
end $$;
create function forget_row_key() returns trigger language plpgsql as $$
begin
    delete from row_key where id = old.id;
    return null;
end $$;
create trigger support_note_sealed before insert on support_note for each row
    when (new.content <> '' and new.content not like 'palier:1:%') execute function sealed_columns_only();
create trigger support_note_key after delete on support_note for each row execute function forget_row_key();
-- [all]
