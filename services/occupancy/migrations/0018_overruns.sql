-- Until when a household that stays beyond its term may: presence goes on till then. What each overstay says stays in its row;
-- for those known already the program fills it when it starts, and tells the presence that follows.
alter table contract add column allowed_until date;

-- Decisions on renewals and overstays that were taken by delegation, once they are reported to the board (R123-22).

create table decision_report (
    decision_id uuid primary key not null,
    kind varchar(10) not null,
    reported_on date not null,
    constraint decision_report_kind check (kind in ('renewal', 'overstay'))
-- [sqlite]
    , constraint decision_report_real_day check (reported_on is date(reported_on))
-- [all]
);
-- [immutable decision_report]
