-- Who reads what social workers write of a measure: those who follow the household, and those who said why on a day.

create table support_note_reader (
    id uuid primary key not null,
    support_measure_id uuid not null references support_measure (id),
    person_id uuid not null,
    person_name varchar(200) not null,
    reason varchar(1000) not null,
    opened_at timestamptz not null,
    until date,
    constraint support_note_reader_reason check (length(reason) > 0)
-- [sqlite]
    , constraint support_note_reader_real_day check (until is date(until))
    , constraint support_note_reader_lengths check (length(person_name) <= 200 and length(reason) <= 1000)
-- [all]
);
create index support_note_reader_of_measure on support_note_reader (support_measure_id, person_id);
-- [immutable support_note_reader]
