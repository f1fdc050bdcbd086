-- What was signed, whole and readable by anybody: the canonical text, the paper, their hashes and the seal of both.

create table inspection_seal (
    inspection_id uuid primary key not null references inspection (id),
    record text not null,
    record_sha256 varchar(64) not null,
    pdf bytea not null,
    pdf_sha256 varchar(64) not null,
    sealed_at timestamptz not null,
    public_key varchar(44) not null,
    signature varchar(88) not null,
    constraint inspection_seal_lengths check (length(public_key) = 44 and length(signature) = 88),
    constraint inspection_seal_hashes check (length(record_sha256) = 64 and length(pdf_sha256) = 64)
);
-- [immutable inspection_seal]
