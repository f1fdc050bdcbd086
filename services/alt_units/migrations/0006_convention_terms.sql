-- What a convention says beside its lines: the terms of the rental mediation aid, the capacity of its annex, who decided and
-- signed it; what it renews; how it ends. What was signed stays as signed: these columns too are frozen with the signature.

-- [sqlite]
alter table convention add column aml text
    constraint convention_aml_programme check (aml is null or programme = 'AML');
alter table convention add column capacity text not null default '[]';
alter table convention add column deliberation varchar(120) not null default ''
    constraint convention_deliberation_length check (length(deliberation) <= 120);
alter table convention add column deliberated_on date
    constraint convention_deliberated_day check (deliberated_on is null or deliberated_on is date(deliberated_on));
alter table convention add column signatories varchar(500) not null default ''
    constraint convention_signatories_length check (length(signatories) <= 500);
alter table convention add column renews_id uuid references convention (id);
alter table convention add column end_kind varchar(20) not null default ''
    constraint convention_end_kind check (
        end_kind in ('', 'agreement', 'by_ccas', 'by_funder', 'formal_notice', 'not_renewed'));
alter table convention add column notified_on date
    constraint convention_notified_day check (notified_on is null or notified_on is date(notified_on));
alter table convention add column approval_number varchar(40) not null default ''
    constraint convention_approval_length check (length(approval_number) <= 40);
alter table convention add column approved_on date
    constraint convention_approved_day check (approved_on is null or approved_on is date(approved_on));
alter table convention add column approval_ends_on date
    constraint convention_approval_end_day check (approval_ends_on is null or approval_ends_on is date(approval_ends_on));

-- [postgresql]
alter table convention
    add column aml text,
    add column capacity text not null default '[]',
    add column deliberation varchar(120) not null default '',
    add column deliberated_on date,
    add column signatories varchar(500) not null default '',
    add column renews_id uuid references convention (id),
    add column end_kind varchar(20) not null default '',
    add column notified_on date,
    add column approval_number varchar(40) not null default '',
    add column approved_on date,
    add column approval_ends_on date,
    add constraint convention_aml_programme check (aml is null or programme = 'AML'),
    add constraint convention_end_kind check (
        end_kind in ('', 'agreement', 'by_ccas', 'by_funder', 'formal_notice', 'not_renewed'));

-- [all]
-- A convention is renewed once: two drafts of one next year would claim the same dwellings.
create unique index convention_renewed_once on convention (renews_id);

-- Once sent, a claim asks for no more units than its convention aids (AML-02, AML-03); null: no maximum. It is the `max_units`
-- of its rules, where a trigger can read it.
alter table claim add column max_units integer;

-- [sqlite]
drop trigger convention_frozen_update;
create trigger convention_frozen_update before update on convention
when old.signed_on is not null and (
    new.id is not old.id or new.programme is not old.programme or new.number is not old.number
    or new.funder is not old.funder or new.regime is not old.regime or new.year is not old.year
    or new.first_month is not old.first_month or new.rule is not old.rule or new.least_days is not old.least_days
    or new.basis is not old.basis or new.ceiling is not old.ceiling or new.ceiling_cents is not old.ceiling_cents
    or new.signed_on is not old.signed_on or new.aml is not old.aml or new.capacity is not old.capacity
    or new.deliberation is not old.deliberation or new.deliberated_on is not old.deliberated_on
    or new.signatories is not old.signatories or new.renews_id is not old.renews_id
    or (old.ended_on is not null and (new.ended_on is not old.ended_on or new.end_reason is not old.end_reason
        or new.end_kind is not old.end_kind or new.notified_on is not old.notified_on))
)
begin select raise(abort, 'convention_frozen'); end;

create trigger claim_within_max_units before update on claim
when old.status = 'draft' and new.status <> 'draft' and (
    select count(*) from claim_line line where line.claim_id = new.id and line.claimed_cents > 0
) > new.max_units
begin select raise(abort, 'claim_within_max_units'); end;
create trigger claim_max_units_frozen before update on claim
when old.status <> 'draft' and new.max_units is not old.max_units
begin select raise(abort, 'claim_frozen'); end;

-- [postgresql]
create or replace function convention_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.signed_on is null or ((new.id, new.programme, new.number, new.funder, new.regime, new.year,
            new.first_month, new.rule, new.least_days, new.basis, new.ceiling, new.ceiling_cents, new.signed_on, new.aml,
            new.capacity, new.deliberation, new.deliberated_on, new.signatories, new.renews_id)
            is not distinct from (old.id, old.programme, old.number, old.funder, old.regime, old.year, old.first_month,
            old.rule, old.least_days, old.basis, old.ceiling, old.ceiling_cents, old.signed_on, old.aml,
            old.capacity, old.deliberation, old.deliberated_on, old.signatories, old.renews_id)
            and (old.ended_on is null
                 or (new.ended_on, new.end_reason, new.end_kind, new.notified_on)
                 is not distinct from (old.ended_on, old.end_reason, old.end_kind, old.notified_on))) then
            return new;
        end if;
    elsif tg_op = 'DELETE' then
        if old.signed_on is null then
            return old;
        end if;
    end if;
    raise exception 'convention_frozen' using errcode = '23514', constraint = 'convention_frozen';
end $$;

create function claim_within_max_units() returns trigger language plpgsql as $$
begin
    if old.status = 'draft' and new.status <> 'draft' and (
        select count(*) from claim_line line where line.claim_id = new.id and line.claimed_cents > 0
    ) > new.max_units then
        raise exception 'claim_within_max_units' using errcode = '23514', constraint = 'claim_within_max_units';
    end if;
    if old.status <> 'draft' and new.max_units is distinct from old.max_units then
        raise exception 'claim_frozen' using errcode = '23514', constraint = 'claim_frozen';
    end if;
    return new;
end $$;
create trigger claim_within_max_units before update on claim for each row execute function claim_within_max_units();
-- [all]
