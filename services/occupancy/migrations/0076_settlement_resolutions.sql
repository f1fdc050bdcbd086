-- A proposed return of a deposit is pending until it is paid, refused, replaced or lapsed: once, whoever comes first (L6).

create table settlement_resolution (
    id uuid primary key not null,
    settlement_id uuid not null,
    proposed_by uuid not null,
    outcome varchar(10) not null,
    resolved_on date not null,
    reason varchar(500) not null,
    resolved_by uuid not null,
    resolved_by_name varchar(120) not null,
-- [sqlite]
    constraint settlement_resolution_days check (resolved_on is date(resolved_on)),
-- [all]
    constraint settlement_resolution_outcome check (outcome in ('paid', 'refused', 'replaced', 'lapsed')),
    constraint settlement_resolution_says_why check (outcome not in ('refused', 'lapsed') or reason <> ''),
    constraint settlement_resolution_two_persons check (outcome not in ('paid', 'refused') or proposed_by <> resolved_by),
    foreign key (settlement_id, proposed_by) references deposit_settlement (id, proposed_by)
);
create unique index settlement_resolved_once on settlement_resolution (settlement_id);

-- What was paid or replaced before is resolved by what was written of it.
insert into settlement_resolution (id, settlement_id, proposed_by, outcome, resolved_on, reason, resolved_by, resolved_by_name)
select r.id, r.settlement_id, r.proposed_by, 'paid', r.refunded_on, '', r.approved_by, r.approved_by_name from deposit_refund r;
insert into settlement_resolution (id, settlement_id, proposed_by, outcome, resolved_on, reason, resolved_by, resolved_by_name)
select s.id, s.id, s.proposed_by, 'replaced', n.proposed_on, '', n.proposed_by, n.proposed_by_name
from deposit_settlement s join deposit_settlement n on n.contract_id = s.contract_id and n.attempt = s.attempt + 1
where not exists (select 1 from deposit_refund r where r.settlement_id = s.id);
-- [immutable settlement_resolution]

-- Nothing is paid out on a proposal that was not resolved as paid.
-- [sqlite]
create trigger deposit_refund_resolved before insert on deposit_refund
when not exists (select 1 from settlement_resolution r where r.settlement_id = new.settlement_id and r.outcome = 'paid')
begin select raise(abort, 'deposit_refund_resolved'); end;
-- [postgresql]
create function deposit_refund_resolved() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from settlement_resolution r where r.settlement_id = new.settlement_id and r.outcome = 'paid') then
        raise exception 'deposit_refund_resolved' using errcode = '23514', constraint = 'deposit_refund_resolved';
    end if;
    return new;
end $$;
create trigger deposit_refund_resolved before insert on deposit_refund
    for each row execute function deposit_refund_resolved();
-- [all]
