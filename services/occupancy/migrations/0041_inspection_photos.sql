-- Photos of inspections, each bound to what it shows, kept drawn again and without metadata, whole and small; with the hash of what was sent.

create table inspection_photo (
    id uuid primary key not null,
    inspection_id uuid not null references inspection (id),
    subject_id uuid not null,
    taken_at timestamptz not null,
    received_at timestamptz not null,
    received_by varchar(120) not null,
    sent_sha256 varchar(64) not null,
    sha256 varchar(64) not null,
    width integer not null,
    height integer not null,
    content bytea not null,
    small bytea not null,
    -- [sqlite]
    constraint inspection_photo_lengths check (length(received_by) <= 120),
    -- [all]
    constraint inspection_photo_hashes check (length(sent_sha256) = 64 and length(sha256) = 64),
    constraint inspection_photo_size check (length(content) between 1 and 4194304 and length(small) between 1 and 1048576),
    constraint inspection_photo_pixels check (width between 1 and 1600 and height between 1 and 1600)
);
create index inspection_photo_of on inspection_photo (inspection_id);

-- A photo never changes. It goes only while nothing signed rests on it.
-- [sqlite]
create trigger inspection_photo_frozen_update before update on inspection_photo
begin select raise(abort, 'inspection_photo_frozen'); end;
create trigger inspection_photo_frozen_delete before delete on inspection_photo
when (select status from inspection where inspection.id = old.inspection_id) = 'signed'
begin select raise(abort, 'inspection_photo_frozen'); end;
-- [postgresql]
create function inspection_photo_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if (select status from inspection where inspection.id = old.inspection_id) = 'draft' then return old; end if;
    end if;
    raise exception 'inspection_photo_frozen' using errcode = '23514', constraint = 'inspection_photo_frozen';
end $$;
create trigger inspection_photo_frozen before update or delete on inspection_photo
for each row execute function inspection_photo_frozen();
create trigger inspection_photo_frozen_truncate before truncate on inspection_photo
for each statement execute function inspection_photo_frozen();
-- [all]
