-- A kept paper never changes. Those of a support say what its notes say: they go with them, under the visa of the archives.

-- [sqlite]
drop trigger issued_document_immutable_delete;
create trigger issued_document_immutable_delete before delete on issued_document
when not exists (select 1 from note_elimination_line as line join note_elimination as list on list.id = line.elimination_id
    where old.subject = 'support-measure/' || line.support_measure_id and line.destroyed and list.visa is not null)
begin select raise(abort, 'issued_document_immutable'); end;
-- [postgresql]
drop trigger issued_document_immutable on issued_document;
create or replace function issued_document_immutable() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if exists (select 1 from note_elimination_line as line join note_elimination as list on list.id = line.elimination_id
            where old.subject = 'support-measure/' || line.support_measure_id and line.destroyed and list.visa is not null) then
            return old;
        end if;
    end if;
    raise exception 'issued_document_immutable' using errcode = '23514', constraint = 'issued_document_immutable';
end $$;
create trigger issued_document_immutable before update or delete on issued_document
    for each row execute function issued_document_immutable();
create trigger issued_document_immutable_truncate before truncate on issued_document
    for each statement execute function issued_document_immutable();
-- [all]
