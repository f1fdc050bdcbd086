-- The attestation of insurance that the household did not hand over, asked for by a mise en demeure (loi 89-462, art. 7 g).

create table insurance_demand (
    id uuid primary key not null,
    contract_id uuid not null references contract (id),
    number integer not null,
    sent_on date not null,
    channel varchar(20) not null,
    constraint insurance_demand_number check (number > 0),
    constraint insurance_demand_channel check (channel in ('registered_letter', 'bailiff', 'hand_delivery'))
-- [sqlite]
    , constraint insurance_demand_real_day check (sent_on is date(sent_on))
-- [all]
);
create unique index insurance_demand_number on insurance_demand (contract_id, number);
-- [immutable insurance_demand]
