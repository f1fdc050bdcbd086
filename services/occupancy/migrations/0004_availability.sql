-- What a contract keeps besides its unit: the turnaround after its departure, the four facts of its regime (REG-01), and the
-- days for which its household receives AL or APL. What was signed before had none of them: no turnaround, regime not known.

alter table contract add column turnaround_days integer not null default 0
    constraint contract_turnaround check (turnaround_days between 0 and 60);
alter table contract add column territory varchar(20) not null default 'metropole'
    constraint contract_territory check (territory in
        ('metropole', 'alsace-moselle', '971', '972', '973', '974', '976'));
alter table contract add column legal_regime varchar(10)
    constraint contract_legal_regime check (legal_regime in
        ('COP', 'LOC40V', 'SL_HLM', 'SL_CONV', 'SL_PRIV', 'BG', 'BAIL'));
alter table contract add column owner_kind varchar(10)
    constraint contract_owner_kind check (owner_kind in ('town', 'ccas', 'hlm', 'private', 'other'));
alter table contract add column upstream_contract_id uuid;
alter table contract add column funding_scheme varchar(4)
    constraint contract_funding_scheme check (funding_scheme in ('ALT', 'AML', 'FSL', 'none'));
alter table contract add column housing_aids text not null default '[]';

-- What was signed before was paid by the programme that it names.
-- [sqlite]
drop trigger contract_signed_facts;
-- [postgresql]
drop trigger contract_signed_facts on contract;
-- [all]
update contract set funding_scheme = programme where status in ('signed', 'ended');

-- What was signed never changes, its regime included (REG-02); what is closed never moves, save its turnaround and its
-- household's aid, which are learnt late.
-- [sqlite]
create trigger contract_signed_facts before update on contract
when old.status <> 'draft' and (
    new.id is not old.id or new.reference is not old.reference or new.household_id is not old.household_id
    or new.unit_id is not old.unit_id or new.place_number is not old.place_number
    or new.programme is not old.programme or new.first_day is not old.first_day or new.persons is not old.persons
    or new.signed_on is not old.signed_on or new.unit_facts is not old.unit_facts
    or new.fee_cents is not old.fee_cents or new.fee_scale_key is not old.fee_scale_key
    or new.fee_trace is not old.fee_trace or new.fee_override_reason is not old.fee_override_reason
    or new.override_reason is not old.override_reason
    or new.territory is not old.territory or new.legal_regime is not old.legal_regime
    or new.owner_kind is not old.owner_kind or new.upstream_contract_id is not old.upstream_contract_id
    or new.funding_scheme is not old.funding_scheme
    or new.status = 'draft' or new.last_day < old.last_day
    or old.status = 'cancelled'
    or old.status = 'ended' and (
        new.status is not old.status or new.last_day is not old.last_day or new.ended_on is not old.ended_on
        or new.end_reason is not old.end_reason or new.end_note is not old.end_note
        or new.forwarding_address is not old.forwarding_address or new.cancel_reason is not old.cancel_reason
        or new.notice_given_on is not old.notice_given_on or new.notice_by is not old.notice_by
        or new.notice_last_day is not old.notice_last_day or new.notice_rule is not old.notice_rule))
begin select raise(abort, 'contract_signed_facts'); end;
-- [postgresql]
create or replace function contract_signed_facts() returns trigger language plpgsql as $$
begin
    if old.status <> 'draft' and (
        (new.id, new.reference, new.household_id, new.unit_id, new.place_number, new.programme, new.first_day,
         new.persons, new.signed_on, new.unit_facts, new.fee_cents, new.fee_scale_key, new.fee_trace,
         new.fee_override_reason, new.override_reason, new.territory, new.legal_regime, new.owner_kind,
         new.upstream_contract_id, new.funding_scheme)
        is distinct from
        (old.id, old.reference, old.household_id, old.unit_id, old.place_number, old.programme, old.first_day,
         old.persons, old.signed_on, old.unit_facts, old.fee_cents, old.fee_scale_key, old.fee_trace,
         old.fee_override_reason, old.override_reason, old.territory, old.legal_regime, old.owner_kind,
         old.upstream_contract_id, old.funding_scheme)
        or new.status = 'draft' or new.last_day < old.last_day
        or old.status = 'cancelled'
        or old.status = 'ended' and
            (new.status, new.last_day, new.ended_on, new.end_reason, new.end_note, new.forwarding_address,
             new.cancel_reason, new.notice_given_on, new.notice_by, new.notice_last_day, new.notice_rule)
            is distinct from
            (old.status, old.last_day, old.ended_on, old.end_reason, old.end_note, old.forwarding_address,
             old.cancel_reason, old.notice_given_on, old.notice_by, old.notice_last_day, old.notice_rule))
    then
        raise exception 'contract_signed_facts' using errcode = '23514', constraint = 'contract_signed_facts';
    end if;
    return new;
end $$;
create trigger contract_signed_facts before update on contract
for each row execute function contract_signed_facts();
-- [all]
