-- Wear: imported grids, the grid fixed on each contract, and the settlement of a provision after the accounts of a building.

create table wear_grid (
    id uuid primary key not null,
    name varchar(120) not null,
    version varchar(40) not null,
    effective_from date not null,
    agreement_reference varchar(300) not null,
    signed_on date,
    signatories varchar(300) not null,
    source varchar(300) not null,
    rows text not null,
    file_name varchar(120) not null,
    sha256 varchar(64) not null,
    imported_on date not null,
    imported_by_name varchar(120) not null,
    -- [sqlite]
    constraint wear_grid_days check (effective_from is date(effective_from) and signed_on is date(signed_on)
        and imported_on is date(imported_on)),
    -- [all]
    constraint wear_grid_rows check (rows <> '[]'),
    constraint wear_grid_hash check (length(sha256) = 64)
);
create unique index wear_grid_version on wear_grid (name, version);
-- [immutable wear_grid]

create table wear_grid_withdrawal (
    id uuid primary key not null,
    grid_id uuid not null references wear_grid (id),
    withdrawn_on date not null,
    reason varchar(500) not null,
    withdrawn_by_name varchar(120) not null,
    -- [sqlite]
    constraint wear_grid_withdrawal_day check (withdrawn_on is date(withdrawn_on)),
    -- [all]
    constraint wear_grid_withdrawal_reason check (reason <> '')
);
create unique index wear_grid_withdrawn_once on wear_grid_withdrawal (grid_id);
-- [immutable wear_grid_withdrawal]

-- The grid of a contract is that of its signature, or of one later agreement.
create table contract_wear_grid (
    id uuid primary key not null,
    contract_id uuid not null references contract (id),
    grid_id uuid not null references wear_grid (id),
    agreed_on date not null,
    note varchar(500) not null
    -- [sqlite]
    , constraint contract_wear_grid_day check (agreed_on is date(agreed_on))
    -- [all]
);
create unique index contract_wear_grid_once on contract_wear_grid (contract_id);
create index contract_wear_grid_of on contract_wear_grid (grid_id);
-- [immutable contract_wear_grid]

alter table deposit_settlement add column accounts_approved_on date;

-- When and how the household was told of what is withheld.
create table settlement_notice (
    id uuid primary key not null,
    settlement_id uuid not null references deposit_settlement (id),
    told_on date not null,
    channel varchar(20) not null,
    proof varchar(300) not null,
    told_by_name varchar(120) not null,
    -- [sqlite]
    constraint settlement_notice_day check (told_on is date(told_on)),
    -- [all]
    constraint settlement_notice_channel check (channel in ('registered_letter', 'in_hand', 'letter', 'email')),
    constraint settlement_notice_proof check (channel = 'letter' or proof <> '')
);
create unique index settlement_notice_once on settlement_notice (settlement_id);
-- [immutable settlement_notice]
