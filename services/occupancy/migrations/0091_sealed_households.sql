-- How a household is reached, what is noted of it, and the content of a support measure are kept sealed (decision 0059).
-- A text in clear is refused, save the one word that an erasure under its visa leaves; the key of the row goes with what it opened.

-- [sqlite]
alter table household add column sealed_phone text;
alter table household add column sealed_email text;
alter table household add column sealed_note text not null default '';
update household set sealed_phone = phone, sealed_email = email, sealed_note = note;
alter table household drop column phone;
alter table household drop column email;
alter table household drop column note;
alter table household rename column sealed_phone to phone;
alter table household rename column sealed_email to email;
alter table household rename column sealed_note to note;
-- [postgresql]
alter table household alter column phone type text, alter column email type text, alter column note type text;
-- [all]

-- [sqlite]
create trigger household_sealed before insert on household
when (new.phone <> '' and new.phone not like 'palier:1:%') or (new.email <> '' and new.email not like 'palier:1:%') or (new.note <> '' and new.note not like 'palier:1:%')
begin select raise(abort, 'household_sealed'); end;
create trigger household_sealed_update before update of phone, email, note on household
when ((new.phone <> '' and new.phone not like 'palier:1:%') or (new.email <> '' and new.email not like 'palier:1:%') or (new.note <> '' and new.note not like 'palier:1:%')) and not exists (select 1 from erasure_mark)
begin select raise(abort, 'household_sealed'); end;
create trigger household_key after update of phone, email, note on household when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger support_measure_sealed before insert on support_measure
when (new.content <> '' and new.content not like 'palier:1:%')
begin select raise(abort, 'support_measure_sealed'); end;
create trigger support_measure_sealed_update before update of content on support_measure
when ((new.content <> '' and new.content not like 'palier:1:%')) and not exists (select 1 from erasure_mark)
begin select raise(abort, 'support_measure_sealed'); end;
create trigger support_measure_key after update of content on support_measure when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
-- [postgresql]
create trigger household_sealed before insert on household for each row
    when ((new.phone <> '' and new.phone not like 'palier:1:%') or (new.email <> '' and new.email not like 'palier:1:%') or (new.note <> '' and new.note not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger household_sealed_update before update of phone, email, note on household for each row
    when (((new.phone <> '' and new.phone not like 'palier:1:%') or (new.email <> '' and new.email not like 'palier:1:%') or (new.note <> '' and new.note not like 'palier:1:%')) and not erasure_under_way())
    execute function sealed_columns_only();
create trigger household_key after update of phone, email, note on household for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger support_measure_sealed before insert on support_measure for each row
    when ((new.content <> '' and new.content not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger support_measure_sealed_update before update of content on support_measure for each row
    when (((new.content <> '' and new.content not like 'palier:1:%')) and not erasure_under_way())
    execute function sealed_columns_only();
create trigger support_measure_key after update of content on support_measure for each row
    when (erasure_under_way()) execute function forget_row_key();
-- [all]
