-- A large monthly run is done in slices, each committed with how far it went: seen while it runs, taken up again after a kill.
create table fee_job (
    id uuid primary key not null,
    month varchar(7) not null,
    state varchar(10) not null,
    asked_on date not null,
    asked_by uuid not null,
    asked_by_name varchar(120) not null,
    total integer not null,
    done integer not null,
    last_contract uuid,
    charged integer not null,
    charged_cents bigint not null,
    touched_at timestamptz not null,
    error varchar(500) not null,
-- [sqlite]
    constraint fee_job_days check (asked_on is date(asked_on)),
    constraint fee_job_whole_cents check (typeof(charged_cents) = 'integer'),
-- [all]
    constraint fee_job_month check (length(month) = 7),
    constraint fee_job_state check (state in ('running', 'done', 'failed')),
    constraint fee_job_counts check (total >= 0 and done >= 0 and charged >= 0 and charged_cents >= 0)
);
create unique index fee_job_running on fee_job (month) where state = 'running';
