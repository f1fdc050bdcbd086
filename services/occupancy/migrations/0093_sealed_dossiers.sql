-- What attribution dossiers and sliding leases hold of persons is kept sealed: the number of a demand, surveys, offers, referents.
-- As in 0092: what an earlier version wrote may be sealed once, in a closed dossier too.

-- [sqlite]
drop trigger attribution_kept;
create trigger attribution_kept before update on attribution
when not coalesce(new.content like 'palier:1:%' and (old.content <> '' and old.content not like 'palier:1:%') and new.id is old.id
    and new.version is old.version and new.reference is old.reference and new.operation_id is old.operation_id
    and new.session_id is old.session_id and new.household_id is old.household_id and new.state is old.state
    and new.deal_on is old.deal_on and new.als_on is old.als_on and new.commission is old.commission
    and new.rank is old.rank and new.list_until is old.list_until and new.called_for_id is old.called_for_id
    and new.called_on is old.called_on, false)
    and ((new.id is not old.id or new.reference is not old.reference or new.operation_id is not old.operation_id
    or new.household_id is not old.household_id
    or old.rank is not null and (new.rank is not old.rank or new.session_id is not old.session_id
        or new.list_until is not old.list_until)
    or old.state in ('closed', 'set_aside', 'not_attributed', 'refused', 'no_answer', 'withdrawn'))
    and (not exists (select 1 from erasure_mark) or new.id is not old.id or new.version is not old.version or new.reference is
    not old.reference or new.operation_id is not old.operation_id or new.session_id is not old.session_id or
    new.household_id is not old.household_id or new.state is not old.state or new.deal_on is not old.deal_on or new.als_on
    is not old.als_on or new.commission is not old.commission or new.rank is not old.rank or new.list_until is not
    old.list_until or new.called_for_id is not old.called_for_id or new.called_on is not old.called_on))
begin select raise(abort, 'attribution_kept'); end;
create trigger attribution_sealed before insert on attribution
when (new.content <> '' and new.content not like 'palier:1:%')
begin select raise(abort, 'attribution_sealed'); end;
create trigger attribution_sealed_update before update of content on attribution
when ((new.content <> '' and new.content not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'attribution_sealed'); end;
create trigger attribution_key after update of content on attribution when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger attribution_key_gone after delete on attribution begin delete from row_key where id = old.id; end;
drop trigger sliding_lease_kept;
create trigger sliding_lease_kept before update on sliding_lease
when not coalesce(new.content like 'palier:1:%' and (old.content <> '' and old.content not like 'palier:1:%') and new.id is old.id
    and new.version is old.version and new.reference is old.reference and new.contract_id is old.contract_id
    and new.household_id is old.household_id and new.unit_id is old.unit_id and new.territory is old.territory
    and new.sublease_signed_on is old.sublease_signed_on and new.state is old.state and new.slide_on is old.slide_on, false)
    and ((new.id is not old.id or new.contract_id is not old.contract_id or new.household_id is not old.household_id
    or new.unit_id is not old.unit_id or new.sublease_signed_on is not old.sublease_signed_on
    or old.state in ('slid', 'household_notice', 'rehoused_elsewhere', 'terminated_by_court', 'abandoned')
    and (new.state is not old.state or new.slide_on is not old.slide_on))
    and (not exists (select 1 from erasure_mark) or new.id is not old.id or new.version is not old.version or new.reference is
    not old.reference or new.contract_id is not old.contract_id or new.household_id is not old.household_id or new.unit_id
    is not old.unit_id or new.territory is not old.territory or new.sublease_signed_on is not old.sublease_signed_on or
    new.state is not old.state or new.slide_on is not old.slide_on))
begin select raise(abort, 'sliding_lease_kept'); end;
create trigger sliding_lease_sealed before insert on sliding_lease
when (new.content <> '' and new.content not like 'palier:1:%')
begin select raise(abort, 'sliding_lease_sealed'); end;
create trigger sliding_lease_sealed_update before update of content on sliding_lease
when ((new.content <> '' and new.content not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'sliding_lease_sealed'); end;
create trigger sliding_lease_key after update of content on sliding_lease when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger sliding_lease_key_gone after delete on sliding_lease begin delete from row_key where id = old.id; end;
-- [postgresql]
select seal_columns('attribution', array['content']);
create trigger attribution_sealed before insert on attribution for each row
    when ((new.content <> '' and new.content not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger attribution_sealed_update before update of content on attribution for each row
    when (((new.content <> '' and new.content not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger attribution_key after update of content on attribution for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger attribution_key_gone after delete on attribution for each row execute function forget_row_key();
select seal_columns('sliding_lease', array['content']);
create trigger sliding_lease_sealed before insert on sliding_lease for each row
    when ((new.content <> '' and new.content not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger sliding_lease_sealed_update before update of content on sliding_lease for each row
    when (((new.content <> '' and new.content not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger sliding_lease_key after update of content on sliding_lease for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger sliding_lease_key_gone after delete on sliding_lease for each row execute function forget_row_key();
-- [all]
