-- A line that was money of a household whose accounts are at their term: under the visa of the archives its names and texts go, and
-- nothing else. What the bank said of days and sums stays, and so does what was decided. The row below is the visa, kept.

create table bank_line_erasure (
    id uuid primary key not null references bank_line (id),
    elimination varchar(20) not null,
    visa varchar(200) not null,
    visa_on date not null,
    erased_at timestamptz not null,
    erased_by varchar(120) not null,
    constraint bank_line_erasure_visa check (length(visa) > 0 and length(elimination) > 0)
-- [sqlite]
    , constraint bank_line_erasure_day check (visa_on is date(visa_on))
-- [all]
);
-- [immutable bank_line_erasure]

-- [sqlite]
drop trigger bank_line_immutable_update;
create trigger bank_line_immutable_update before update on bank_line
when not exists (select 1 from bank_line_erasure where bank_line_erasure.id = old.id)
    or new.id is not old.id or new.import_id is not old.import_id or new.account is not old.account
    or new.booked_on is not old.booked_on or new.amount_cents is not old.amount_cents or new.sequence is not old.sequence
    or new.file_row is not old.file_row or new.alike_id is not old.alike_id
    or new.label <> 'effacé' or new.payer <> 'effacé' or new.reference not like 'effacé %'
begin select raise(abort, 'bank_line_immutable'); end;
drop trigger bank_decision_immutable_update;
create trigger bank_decision_immutable_update before update on bank_decision
when not exists (select 1 from bank_line_erasure where bank_line_erasure.id = old.line_id)
    or new.id is not old.id or new.line_id is not old.line_id or new.number is not old.number or new.kind is not old.kind
    or new.decided_at is not old.decided_at or new.decided_by is not old.decided_by
    or new.reason <> 'effacé'
begin select raise(abort, 'bank_decision_immutable'); end;
-- [postgresql]
create function bank_line_is_erased(line uuid) returns boolean language sql stable
as $$ select exists (select 1 from bank_line_erasure where bank_line_erasure.id = line) $$;
drop trigger bank_line_immutable on bank_line;
create trigger bank_line_immutable before delete or truncate on bank_line
    for each statement execute function bank_line_immutable();
create trigger bank_line_immutable_update before update on bank_line for each row
    when (not bank_line_is_erased(old.id)
        or (to_jsonb(new) - array['label', 'payer', 'reference']) is distinct from
            (to_jsonb(old) - array['label', 'payer', 'reference'])
        or new.label <> 'effacé' or new.payer <> 'effacé' or new.reference not like 'effacé %')
    execute function bank_line_immutable();
drop trigger bank_decision_immutable on bank_decision;
create trigger bank_decision_immutable before delete or truncate on bank_decision
    for each statement execute function bank_decision_immutable();
create trigger bank_decision_immutable_update before update on bank_decision for each row
    when (not bank_line_is_erased(old.line_id)
        or (to_jsonb(new) - 'reason') is distinct from (to_jsonb(old) - 'reason') or new.reason <> 'effacé')
    execute function bank_decision_immutable();
-- [all]
