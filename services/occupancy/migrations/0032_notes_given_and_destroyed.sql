-- What a household asks of its data; and what is written of it, destroyed at its term once the archives have agreed.

create table data_request (
    id uuid primary key not null,
    version integer not null,
    household_id uuid not null references household (id),
    received_on date not null,
    identity varchar(20) not null,
    received_by varchar(200) not null,
    answered_on date,
    answered_by varchar(200),
    constraint data_request_version check (version >= 1),
    constraint data_request_identity check (identity in ('known', 'document_seen', 'representative')),
    constraint data_request_answered check ((answered_on is null) = (answered_by is null)),
    constraint data_request_days check (answered_on is null or answered_on >= received_on)
-- [sqlite]
    , constraint data_request_real_days check (received_on is date(received_on) and answered_on is date(answered_on))
-- [all]
);
create unique index data_request_one_open on data_request (household_id) where answered_on is null;

create table note_elimination (
    id uuid primary key not null,
    version integer not null,
    reference varchar(20) not null,
    reason varchar(1000) not null,
    proposed_on date not null,
    proposed_by varchar(200) not null,
    visa varchar(200),
    visa_on date,
    destroyed_on date,
    destroyed_by varchar(200),
    constraint note_elimination_version check (version >= 1),
    constraint note_elimination_reason check (length(reason) > 0),
    constraint note_elimination_visa check ((visa is null) = (visa_on is null) and (visa is null) = (destroyed_on is null)
        and (destroyed_on is null) = (destroyed_by is null)),
    constraint note_elimination_days check (visa_on is null or visa_on between proposed_on and destroyed_on)
-- [sqlite]
    , constraint note_elimination_real_days check (proposed_on is date(proposed_on) and visa_on is date(visa_on)
        and destroyed_on is date(destroyed_on))
-- [all]
);
create unique index note_elimination_reference on note_elimination (reference);
create unique index note_elimination_one_open on note_elimination ((visa is null)) where visa is null;

-- The trace that stays: how many texts of which measure, from when to when, never a word of them.
create table note_elimination_line (
    id uuid primary key not null,
    elimination_id uuid not null references note_elimination (id),
    support_measure_id uuid not null references support_measure (id),
    last_contact_on date not null,
    notes integer not null,
    first_written_on date not null,
    last_written_on date not null,
    destroyed boolean not null,
    constraint note_elimination_line_notes check (notes >= 1),
    constraint note_elimination_line_days check (first_written_on <= last_written_on)
-- [sqlite]
    , constraint note_elimination_line_real_days check (last_contact_on is date(last_contact_on)
        and first_written_on is date(first_written_on) and last_written_on is date(last_written_on))
-- [all]
);
create unique index note_elimination_line_once on note_elimination_line (elimination_id, support_measure_id);
-- [sqlite]
create trigger note_elimination_line_kept before update on note_elimination_line
when old.destroyed or new.id is not old.id or new.elimination_id is not old.elimination_id
    or new.support_measure_id is not old.support_measure_id or new.last_contact_on is not old.last_contact_on
    or new.notes is not old.notes or new.first_written_on is not old.first_written_on
    or new.last_written_on is not old.last_written_on
begin select raise(abort, 'note_elimination_line_kept'); end;
create trigger note_elimination_line_never_removed before delete on note_elimination_line
begin select raise(abort, 'note_elimination_line_kept'); end;
-- [postgresql]
create function note_elimination_line_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if not old.destroyed and (new.id, new.elimination_id, new.support_measure_id, new.last_contact_on, new.notes,
            new.first_written_on, new.last_written_on) is not distinct from
            (old.id, old.elimination_id, old.support_measure_id, old.last_contact_on, old.notes,
            old.first_written_on, old.last_written_on) then
            return new;
        end if;
    end if;
    raise exception 'note_elimination_line_kept' using errcode = '23514', constraint = 'note_elimination_line_kept';
end $$;
create trigger note_elimination_line_kept before update or delete on note_elimination_line
    for each row execute function note_elimination_line_kept();
create trigger note_elimination_line_truncate before truncate on note_elimination_line
    for each statement execute function note_elimination_line_kept();
-- [all]

-- A text is never changed; it is removed only under the visa of the archives (code du patrimoine, R212-14).
-- [sqlite]
drop trigger support_note_immutable_update;
drop trigger support_note_immutable_delete;
create trigger support_note_kept_update before update on support_note
begin select raise(abort, 'support_note_kept'); end;
create trigger support_note_kept_delete before delete on support_note
when not exists (select 1 from note_elimination_line as line join note_elimination as list on list.id = line.elimination_id
    where line.support_measure_id = old.support_measure_id and line.destroyed and list.visa is not null)
begin select raise(abort, 'support_note_kept'); end;
-- [postgresql]
drop trigger support_note_immutable on support_note;
drop function support_note_immutable();
create function support_note_kept() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if exists (select 1 from note_elimination_line as line join note_elimination as list on list.id = line.elimination_id
            where line.support_measure_id = old.support_measure_id and line.destroyed and list.visa is not null) then
            return old;
        end if;
    end if;
    raise exception 'support_note_kept' using errcode = '23514', constraint = 'support_note_kept';
end $$;
create trigger support_note_kept before update or delete on support_note for each row execute function support_note_kept();
create trigger support_note_kept_truncate before truncate on support_note
    for each statement execute function support_note_kept();
-- [all]
