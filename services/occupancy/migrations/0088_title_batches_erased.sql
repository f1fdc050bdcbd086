-- A bordereau of titles keeps a copy of its debtors: under the visa their names go from it too, and never a day, a sum or a number.

-- [sqlite]
drop trigger title_batch_immutable_update;
create trigger title_batch_immutable_update before update on title_batch when not exists (select 1 from erasure_mark)
    or new.id is not old.id or new.year is not old.year or new.number is not old.number or new.made_on is not old.made_on
    or new.total_cents is not old.total_cents or new.made_by is not old.made_by or new.made_by_name is not old.made_by_name
begin select raise(abort, 'title_batch_immutable'); end;
-- [postgresql]
drop trigger title_batch_immutable on title_batch;
create trigger title_batch_immutable before delete or truncate on title_batch
    for each statement execute function title_batch_immutable();
create trigger title_batch_immutable_update before update on title_batch for each row
    when (not erasure_under_way() or (to_jsonb(new) - array['titles', 'exchange']) is distinct from
        (to_jsonb(old) - array['titles', 'exchange']))
    execute function title_batch_immutable();
-- [all]
