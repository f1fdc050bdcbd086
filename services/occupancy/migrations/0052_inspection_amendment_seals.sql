-- Avenants signed on paper have their sheet, or why not; each is sealed with its paper, as inspections are.

alter table inspection_amendment add column signed_sheets text not null default '[]';
alter table inspection_amendment add column no_sheet_reason text not null default '';

create table inspection_amendment_seal (
    amendment_id uuid primary key not null references inspection_amendment (id),
    record text not null,
    record_sha256 varchar(64) not null,
    pdf bytea not null,
    pdf_sha256 varchar(64) not null,
    sealed_at timestamptz not null,
    public_key varchar(44) not null,
    signature varchar(88) not null,
    constraint inspection_amendment_seal_lengths check (length(public_key) = 44 and length(signature) = 88),
    constraint inspection_amendment_seal_hashes check (length(record_sha256) = 64 and length(pdf_sha256) = 64)
);
-- [immutable inspection_amendment_seal]
