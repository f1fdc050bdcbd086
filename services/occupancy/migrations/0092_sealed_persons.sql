-- Day of birth, protections and contacts, where a deposit goes back, opinions and free texts are kept sealed (decision 0059).
-- A text in clear is refused; one that an earlier version wrote may be sealed, once and without any other change of its row, even
-- where a row never changes; an erasure leaves its one word; the key of a row goes with what it opened.

-- [sqlite]
create table member_sealed (
    id uuid primary key not null,
    version integer not null,
    household_id uuid not null references household (id),
    relation varchar(10) not null,
    last_name varchar(120) not null,
    first_name varchar(120) not null,
    born_on text,
    birth_year integer,
    gender varchar(10),
    joined_on date not null,
    left_on date,
    constraint member_version check (version > 0),
    constraint member_relation check (relation in ('holder', 'partner', 'child', 'other')),
    constraint member_gender check (gender in ('woman', 'man')),
    constraint member_birth check (born_on is null or birth_year is null),
    constraint member_days check (left_on is null or joined_on <= left_on),
    constraint member_real_days check (joined_on is date(joined_on) and (left_on is null or left_on is date(left_on)))
);
insert into member_sealed select id, version, household_id, relation, last_name, first_name, born_on, birth_year, gender,
    joined_on, left_on from household_member;
drop table household_member;
alter table member_sealed rename to household_member;
create index member_of_household on household_member (household_id, joined_on);
create trigger member_one_holder_insert before insert on household_member
when new.relation = 'holder' and exists (select 1 from household_member m where m.household_id = new.household_id
    and m.relation = 'holder' and m.joined_on <= coalesce(new.left_on, '9999-12-31')
    and new.joined_on <= coalesce(m.left_on, '9999-12-31'))
begin select raise(abort, 'member_one_holder'); end;
create trigger member_one_holder_update before update on household_member
when new.relation = 'holder' and exists (select 1 from household_member m where m.household_id = new.household_id
    and m.id <> new.id and m.relation = 'holder' and m.joined_on <= coalesce(new.left_on, '9999-12-31')
    and new.joined_on <= coalesce(m.left_on, '9999-12-31'))
begin select raise(abort, 'member_one_holder'); end;
create trigger household_member_sealed before insert on household_member
when (new.born_on <> '' and new.born_on not like 'palier:1:%')
begin select raise(abort, 'household_member_sealed'); end;
create trigger household_member_sealed_update before update of born_on on household_member
when ((new.born_on <> '' and new.born_on not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'household_member_sealed'); end;
create trigger household_member_key after update of born_on on household_member when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger household_member_key_gone after delete on household_member begin delete from row_key where id = old.id; end;
drop trigger particular_kept;
create trigger particular_kept before update on household_particular
when not coalesce(((new.name like 'palier:1:%' and (old.name <> '' and old.name not like 'palier:1:%')) or (new.organisation like 'palier:1:%' and (old.organisation <> '' and old.organisation not like 'palier:1:%')) or (new.phone like 'palier:1:%' and (old.phone <> '' and old.phone not like 'palier:1:%')) or (new.email like 'palier:1:%' and (old.email <> '' and old.email not like 'palier:1:%')) or (new.reference like 'palier:1:%' and (old.reference <> '' and old.reference not like 'palier:1:%')) or (new.withdrawn_reason like 'palier:1:%' and (old.withdrawn_reason <> '' and old.withdrawn_reason not like 'palier:1:%')))
    and (new.name is old.name or new.name like 'palier:1:%' and (old.name <> '' and old.name not like 'palier:1:%'))
    and (new.organisation is old.organisation or new.organisation like 'palier:1:%' and (old.organisation <> '' and old.organisation not like 'palier:1:%'))
    and (new.phone is old.phone or new.phone like 'palier:1:%' and (old.phone <> '' and old.phone not like 'palier:1:%'))
    and (new.email is old.email or new.email like 'palier:1:%' and (old.email <> '' and old.email not like 'palier:1:%'))
    and (new.reference is old.reference or new.reference like 'palier:1:%' and (old.reference <> '' and old.reference not like 'palier:1:%'))
    and (new.withdrawn_reason is old.withdrawn_reason or new.withdrawn_reason like 'palier:1:%' and (old.withdrawn_reason <> '' and old.withdrawn_reason not like 'palier:1:%'))
    and new.id is old.id and new.version is old.version and new.household_id is old.household_id
    and new.member_id is old.member_id and new.kind is old.kind and new.code is old.code and new.since is old.since
    and new.until is old.until and new.monthly_cents is old.monthly_cents and new.recorded_by is old.recorded_by, false)
    and (old.withdrawn_reason is not null or new.id is not old.id or new.household_id is not old.household_id
    or new.kind is not old.kind or new.code is not old.code or new.since is not old.since
    or new.member_id is not old.member_id or new.name is not old.name or new.organisation is not old.organisation
    or new.phone is not old.phone or new.email is not old.email or new.monthly_cents is not old.monthly_cents
    or new.reference is not old.reference or new.recorded_by is not old.recorded_by)
begin select raise(abort, 'particular_kept'); end;
create trigger household_particular_sealed before insert on household_particular
when (new.name <> '' and new.name not like 'palier:1:%') or (new.organisation <> '' and new.organisation not like 'palier:1:%')
    or (new.phone <> '' and new.phone not like 'palier:1:%') or (new.email <> '' and new.email not like 'palier:1:%')
    or (new.reference <> '' and new.reference not like 'palier:1:%')
    or (new.withdrawn_reason <> '' and new.withdrawn_reason not like 'palier:1:%')
begin select raise(abort, 'household_particular_sealed'); end;
create trigger household_particular_sealed_update before update of name, organisation, phone, email, reference, withdrawn_reason on household_particular
when ((new.name <> '' and new.name not like 'palier:1:%') or (new.organisation <> '' and new.organisation not like 'palier:1:%')
    or (new.phone <> '' and new.phone not like 'palier:1:%') or (new.email <> '' and new.email not like 'palier:1:%')
    or (new.reference <> '' and new.reference not like 'palier:1:%')
    or (new.withdrawn_reason <> '' and new.withdrawn_reason not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'household_particular_sealed'); end;
create trigger household_particular_key after update of name, organisation, phone, email, reference, withdrawn_reason on household_particular when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger household_particular_key_gone after delete on household_particular begin delete from row_key where id = old.id; end;
drop trigger arrears_act_immutable_update;
create trigger arrears_act_immutable_update before update on arrears_act
when not coalesce(new.detail like 'palier:1:%' and (old.detail <> '' and old.detail not like 'palier:1:%') and new.id is old.id
    and new.household_id is old.household_id and new.kind is old.kind and new.done_on is old.done_on
    and new.until is old.until and new.claims is old.claims and new.cents is old.cents
    and new.recorded_on is old.recorded_on and new.recorded_by is old.recorded_by
    and new.recorded_by_name is old.recorded_by_name, false)
    and ((not exists (select 1 from erasure_mark) or new.id is not old.id or new.household_id is not old.household_id or new.kind
    is not old.kind or new.done_on is not old.done_on or new.until is not old.until or new.claims is not old.claims or
    new.cents is not old.cents or new.recorded_on is not old.recorded_on or new.recorded_by is not old.recorded_by or
    new.recorded_by_name is not old.recorded_by_name))
begin select raise(abort, 'arrears_act_immutable'); end;
create trigger arrears_act_sealed before insert on arrears_act
when (new.detail <> '' and new.detail not like 'palier:1:%')
begin select raise(abort, 'arrears_act_sealed'); end;
create trigger arrears_act_sealed_update before update of detail on arrears_act
when ((new.detail <> '' and new.detail not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'arrears_act_sealed'); end;
create trigger arrears_act_key after update of detail on arrears_act when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger arrears_act_key_gone after delete on arrears_act begin delete from row_key where id = old.id; end;
drop trigger fsl_decision_immutable_update;
create trigger fsl_decision_immutable_update before update on fsl_decision
when not coalesce(new.detail like 'palier:1:%' and (old.detail <> '' and old.detail not like 'palier:1:%') and new.id is old.id
    and new.request_id is old.request_id and new.decided_on is old.decided_on and new.granted_cents is old.granted_cents
    and new.paid_to is old.paid_to and new.recorded_on is old.recorded_on and new.recorded_by is old.recorded_by
    and new.recorded_by_name is old.recorded_by_name, false)
    and ((not exists (select 1 from erasure_mark) or new.id is not old.id or new.request_id is not old.request_id or
    new.decided_on is not old.decided_on or new.granted_cents is not old.granted_cents or new.paid_to is not old.paid_to or
    new.recorded_on is not old.recorded_on or new.recorded_by is not old.recorded_by or new.recorded_by_name is not
    old.recorded_by_name))
begin select raise(abort, 'fsl_decision_immutable'); end;
create trigger fsl_decision_sealed before insert on fsl_decision
when (new.detail <> '' and new.detail not like 'palier:1:%')
begin select raise(abort, 'fsl_decision_sealed'); end;
create trigger fsl_decision_sealed_update before update of detail on fsl_decision
when ((new.detail <> '' and new.detail not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'fsl_decision_sealed'); end;
create trigger fsl_decision_key after update of detail on fsl_decision when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger fsl_decision_key_gone after delete on fsl_decision begin delete from row_key where id = old.id; end;
drop trigger disclosure_immutable_update;
create trigger disclosure_immutable_update before update on disclosure
when not coalesce(new.detail like 'palier:1:%' and (old.detail <> '' and old.detail not like 'palier:1:%') and new.id is old.id
    and new.household_id is old.household_id and new.recipient_kind is old.recipient_kind and new.recipient is old.recipient
    and new.what is old.what and new.basis is old.basis and new.disclosed_on is old.disclosed_on
    and new.told_on is old.told_on and new.recorded_on is old.recorded_on and new.recorded_by is old.recorded_by
    and new.recorded_by_name is old.recorded_by_name, false)
    and (not exists (select 1 from erasure_mark) or new.id is not old.id or new.household_id is not old.household_id
    or new.recipient_kind is not old.recipient_kind or new.recipient is not old.recipient or new.what is not old.what
    or new.basis is not old.basis or new.disclosed_on is not old.disclosed_on or new.told_on is not old.told_on
    or new.recorded_on is not old.recorded_on or new.recorded_by is not old.recorded_by
    or new.recorded_by_name is not old.recorded_by_name)
begin select raise(abort, 'disclosure_immutable'); end;
create trigger disclosure_sealed before insert on disclosure
when (new.detail <> '' and new.detail not like 'palier:1:%')
begin select raise(abort, 'disclosure_sealed'); end;
create trigger disclosure_sealed_update before update of detail on disclosure
when ((new.detail <> '' and new.detail not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'disclosure_sealed'); end;
create trigger disclosure_key after update of detail on disclosure when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger disclosure_key_gone after delete on disclosure begin delete from row_key where id = old.id; end;
drop trigger settlement_notice_immutable_update;
create trigger settlement_notice_immutable_update before update on settlement_notice
when not coalesce(new.proof like 'palier:1:%' and (old.proof <> '' and old.proof not like 'palier:1:%') and new.id is old.id
    and new.settlement_id is old.settlement_id and new.told_on is old.told_on and new.channel is old.channel
    and new.told_by_name is old.told_by_name, false)
    and ((not exists (select 1 from erasure_mark) or new.id is not old.id or new.settlement_id is not old.settlement_id or
    new.told_on is not old.told_on or new.channel is not old.channel or new.told_by_name is not old.told_by_name))
begin select raise(abort, 'settlement_notice_immutable'); end;
create trigger settlement_notice_sealed before insert on settlement_notice
when (new.proof <> '' and new.proof not like 'palier:1:%')
begin select raise(abort, 'settlement_notice_sealed'); end;
create trigger settlement_notice_sealed_update before update of proof on settlement_notice
when ((new.proof <> '' and new.proof not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'settlement_notice_sealed'); end;
create trigger settlement_notice_key after update of proof on settlement_notice when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger settlement_notice_key_gone after delete on settlement_notice begin delete from row_key where id = old.id; end;
drop trigger deposit_settlement_immutable_update;
create trigger deposit_settlement_immutable_update before update on deposit_settlement
when not coalesce(((new.refund_to like 'palier:1:%' and (old.refund_to <> '' and old.refund_to not like 'palier:1:%')) or (new.refund_to_reason like 'palier:1:%' and (old.refund_to_reason <> '' and old.refund_to_reason not like 'palier:1:%')))
    and (new.refund_to is old.refund_to or new.refund_to like 'palier:1:%' and (old.refund_to <> '' and old.refund_to not like 'palier:1:%'))
    and (new.refund_to_reason is old.refund_to_reason or new.refund_to_reason like 'palier:1:%' and (old.refund_to_reason <> '' and old.refund_to_reason not like 'palier:1:%'))
    and new.id is old.id and new.contract_id is old.contract_id and new.household_id is old.household_id
    and new.attempt is old.attempt and new.keys_returned_on is old.keys_returned_on
    and new.exit_conforms is old.exit_conforms and new.due_on is old.due_on and new.due_source is old.due_source
    and new.held_cents is old.held_cents and new.lines is old.lines and new.withheld_cents is old.withheld_cents
    and new.refund_cents is old.refund_cents and new.address_known_on is old.address_known_on
    and new.proposed_on is old.proposed_on and new.proposed_by is old.proposed_by
    and new.proposed_by_name is old.proposed_by_name and new.beneficiary is old.beneficiary
    and new.refund_reference is old.refund_reference and new.accounts_approved_on is old.accounts_approved_on, false)
    and ((not exists (select 1 from erasure_mark) or new.id is not old.id or new.contract_id is not old.contract_id or
    new.household_id is not old.household_id or new.attempt is not old.attempt or new.keys_returned_on is not
    old.keys_returned_on or new.exit_conforms is not old.exit_conforms or new.due_on is not old.due_on or new.due_source is
    not old.due_source or new.held_cents is not old.held_cents or new.lines is not old.lines or new.withheld_cents is not
    old.withheld_cents or new.refund_cents is not old.refund_cents or new.address_known_on is not old.address_known_on or
    new.proposed_on is not old.proposed_on or new.proposed_by is not old.proposed_by or new.proposed_by_name is not
    old.proposed_by_name or new.beneficiary is not old.beneficiary or new.refund_reference is not old.refund_reference or
    new.accounts_approved_on is not old.accounts_approved_on))
begin select raise(abort, 'deposit_settlement_immutable'); end;
create trigger deposit_settlement_sealed before insert on deposit_settlement
when (new.refund_to <> '' and new.refund_to not like 'palier:1:%')
    or (new.refund_to_reason <> '' and new.refund_to_reason not like 'palier:1:%')
begin select raise(abort, 'deposit_settlement_sealed'); end;
create trigger deposit_settlement_sealed_update before update of refund_to, refund_to_reason on deposit_settlement
when ((new.refund_to <> '' and new.refund_to not like 'palier:1:%')
    or (new.refund_to_reason <> '' and new.refund_to_reason not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'deposit_settlement_sealed'); end;
create trigger deposit_settlement_key after update of refund_to, refund_to_reason on deposit_settlement when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger deposit_settlement_key_gone after delete on deposit_settlement begin delete from row_key where id = old.id; end;
drop trigger sliding_minutes_immutable_update;
create trigger sliding_minutes_immutable_update before update on sliding_minutes
when not coalesce(new.content like 'palier:1:%' and (old.content <> '' and old.content not like 'palier:1:%') and new.id is old.id
    and new.sliding_lease_id is old.sliding_lease_id and new.number is old.number and new.due_on is old.due_on
    and new.held_on is old.held_on, false)
    and ((not exists (select 1 from erasure_mark) or new.id is not old.id or new.sliding_lease_id is not old.sliding_lease_id or
    new.number is not old.number or new.due_on is not old.due_on or new.held_on is not old.held_on))
begin select raise(abort, 'sliding_minutes_immutable'); end;
create trigger sliding_minutes_sealed before insert on sliding_minutes
when (new.content <> '' and new.content not like 'palier:1:%')
begin select raise(abort, 'sliding_minutes_sealed'); end;
create trigger sliding_minutes_sealed_update before update of content on sliding_minutes
when ((new.content <> '' and new.content not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'sliding_minutes_sealed'); end;
create trigger sliding_minutes_key after update of content on sliding_minutes when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger sliding_minutes_key_gone after delete on sliding_minutes begin delete from row_key where id = old.id; end;
drop trigger direct_lease_immutable_update;
create trigger direct_lease_immutable_update before update on direct_lease
when not coalesce(new.landlord like 'palier:1:%' and (old.landlord <> '' and old.landlord not like 'palier:1:%') and new.id is old.id
    and new.sliding_lease_id is old.sliding_lease_id and new.contract_id is old.contract_id
    and new.household_id is old.household_id and new.unit_id is old.unit_id and new.first_day is old.first_day
    and new.reference is old.reference and new.arrears_cents is old.arrears_cents and new.deposit_mode is old.deposit_mode
    and new.settlement_id is old.settlement_id, false)
    and ((not exists (select 1 from erasure_mark) or new.id is not old.id or new.sliding_lease_id is not old.sliding_lease_id or
    new.contract_id is not old.contract_id or new.household_id is not old.household_id or new.unit_id is not old.unit_id or
    new.first_day is not old.first_day or new.reference is not old.reference or new.arrears_cents is not old.arrears_cents
    or new.deposit_mode is not old.deposit_mode or new.settlement_id is not old.settlement_id))
begin select raise(abort, 'direct_lease_immutable'); end;
create trigger direct_lease_sealed before insert on direct_lease
when (new.landlord <> '' and new.landlord not like 'palier:1:%')
begin select raise(abort, 'direct_lease_sealed'); end;
create trigger direct_lease_sealed_update before update of landlord on direct_lease
when ((new.landlord <> '' and new.landlord not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'direct_lease_sealed'); end;
create trigger direct_lease_key after update of landlord on direct_lease when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger direct_lease_key_gone after delete on direct_lease begin delete from row_key where id = old.id; end;
create trigger referral_sealed before insert on referral
when (new.opinion <> '' and new.opinion not like 'palier:1:%')
    or (new.call_reason <> '' and new.call_reason not like 'palier:1:%')
begin select raise(abort, 'referral_sealed'); end;
create trigger referral_sealed_update before update of opinion, call_reason on referral
when ((new.opinion <> '' and new.opinion not like 'palier:1:%')
    or (new.call_reason <> '' and new.call_reason not like 'palier:1:%'))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'referral_sealed'); end;
create trigger referral_key after update of opinion, call_reason on referral when exists (select 1 from erasure_mark)
begin delete from row_key where id = old.id; end;
create trigger referral_key_gone after delete on referral begin delete from row_key where id = old.id; end;
-- [postgresql]
alter table household_member alter column born_on type text using to_char(born_on, 'YYYY-MM-DD');
alter table household_particular alter column name type text, alter column organisation type text, alter column phone type text,
    alter column email type text, alter column reference type text, alter column withdrawn_reason type text;
alter table arrears_act alter column detail type text;
alter table fsl_decision alter column detail type text;
alter table disclosure alter column detail type text;
alter table settlement_notice alter column proof type text;
alter table deposit_settlement alter column refund_to type text, alter column refund_to_reason type text;
alter table direct_lease alter column landlord type text;
alter table referral alter column call_reason type text;

-- Whether a change seals what was in clear, and does nothing else.
create function sealed_now(was jsonb, is_now jsonb, names text[]) returns boolean language sql immutable as $$
    select (was - names) = (is_now - names)
        and bool_or(coalesce(is_now ->> one like 'palier:1:%' and was ->> one <> '' and was ->> one not like 'palier:1:%', false))
        and bool_and(coalesce(is_now ->> one is not distinct from was ->> one
            or is_now ->> one like 'palier:1:%' and was ->> one <> '' and was ->> one not like 'palier:1:%', false))
    from unnest(names) as one
$$;
-- What holds the rows of a table unchanged lets such a change pass.
create function seal_columns(tab text, names text[]) returns void language plpgsql as $$
declare
    one record;
    others text;
    held text;
begin
    for one in select tgname, tgfoid::regproc::text as does, tgtype::int as kind, pg_get_triggerdef(oid) as def from pg_trigger
        where tgrelid = tab::regclass and not tgisinternal and tgtype & 2 = 2 and tgtype & 16 = 16 loop
        held := substring(one.def from ' WHEN \((.*)\) EXECUTE FUNCTION ');
        others := concat_ws(' or ', case when one.kind & 4 = 4 then 'insert' end, case when one.kind & 8 = 8 then 'delete' end,
            case when one.kind & 32 = 32 then 'truncate' end);
        if others <> '' and held is not null then
            raise exception 'a condition for several verbs: %', one.tgname;
        end if;
        execute format('drop trigger %I on %I', one.tgname, tab);
        if others <> '' then
            execute format('create trigger %I before %s on %I for each %s execute function %s()', one.tgname || '_others', others,
                tab, case when one.kind & 1 = 1 then 'row' else 'statement' end, one.does);
        end if;
        execute format('create trigger %I before update on %I for each row when (not coalesce(sealed_now(to_jsonb(old), to_jsonb(new),'
            ' %L::text[]), false) and (%s)) execute function %s()', one.tgname, tab, names, coalesce(held, 'true'), one.does);
    end loop;
end $$;
select seal_columns('household_member', array['born_on']);
create trigger household_member_sealed before insert on household_member for each row
    when ((new.born_on <> '' and new.born_on not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger household_member_sealed_update before update of born_on on household_member for each row
    when (((new.born_on <> '' and new.born_on not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger household_member_key after update of born_on on household_member for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger household_member_key_gone after delete on household_member for each row execute function forget_row_key();
select seal_columns('household_particular', array['name', 'organisation', 'phone', 'email', 'reference', 'withdrawn_reason']);
create trigger household_particular_sealed before insert on household_particular for each row
    when ((new.name <> '' and new.name not like 'palier:1:%') or (new.organisation <> '' and new.organisation not like 'palier:1:%')
    or (new.phone <> '' and new.phone not like 'palier:1:%') or (new.email <> '' and new.email not like 'palier:1:%')
    or (new.reference <> '' and new.reference not like 'palier:1:%')
    or (new.withdrawn_reason <> '' and new.withdrawn_reason not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger household_particular_sealed_update before update of name, organisation, phone, email, reference, withdrawn_reason on household_particular for each row
    when (((new.name <> '' and new.name not like 'palier:1:%') or (new.organisation <> '' and new.organisation not like 'palier:1:%')
    or (new.phone <> '' and new.phone not like 'palier:1:%') or (new.email <> '' and new.email not like 'palier:1:%')
    or (new.reference <> '' and new.reference not like 'palier:1:%')
    or (new.withdrawn_reason <> '' and new.withdrawn_reason not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger household_particular_key after update of name, organisation, phone, email, reference, withdrawn_reason on household_particular for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger household_particular_key_gone after delete on household_particular for each row execute function forget_row_key();
select seal_columns('arrears_act', array['detail']);
create trigger arrears_act_sealed before insert on arrears_act for each row
    when ((new.detail <> '' and new.detail not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger arrears_act_sealed_update before update of detail on arrears_act for each row
    when (((new.detail <> '' and new.detail not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger arrears_act_key after update of detail on arrears_act for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger arrears_act_key_gone after delete on arrears_act for each row execute function forget_row_key();
select seal_columns('fsl_decision', array['detail']);
create trigger fsl_decision_sealed before insert on fsl_decision for each row
    when ((new.detail <> '' and new.detail not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger fsl_decision_sealed_update before update of detail on fsl_decision for each row
    when (((new.detail <> '' and new.detail not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger fsl_decision_key after update of detail on fsl_decision for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger fsl_decision_key_gone after delete on fsl_decision for each row execute function forget_row_key();
select seal_columns('disclosure', array['detail']);
create trigger disclosure_sealed before insert on disclosure for each row
    when ((new.detail <> '' and new.detail not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger disclosure_sealed_update before update of detail on disclosure for each row
    when (((new.detail <> '' and new.detail not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger disclosure_key after update of detail on disclosure for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger disclosure_key_gone after delete on disclosure for each row execute function forget_row_key();
select seal_columns('settlement_notice', array['proof']);
create trigger settlement_notice_sealed before insert on settlement_notice for each row
    when ((new.proof <> '' and new.proof not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger settlement_notice_sealed_update before update of proof on settlement_notice for each row
    when (((new.proof <> '' and new.proof not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger settlement_notice_key after update of proof on settlement_notice for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger settlement_notice_key_gone after delete on settlement_notice for each row execute function forget_row_key();
select seal_columns('deposit_settlement', array['refund_to', 'refund_to_reason']);
create trigger deposit_settlement_sealed before insert on deposit_settlement for each row
    when ((new.refund_to <> '' and new.refund_to not like 'palier:1:%')
    or (new.refund_to_reason <> '' and new.refund_to_reason not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger deposit_settlement_sealed_update before update of refund_to, refund_to_reason on deposit_settlement for each row
    when (((new.refund_to <> '' and new.refund_to not like 'palier:1:%')
    or (new.refund_to_reason <> '' and new.refund_to_reason not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger deposit_settlement_key after update of refund_to, refund_to_reason on deposit_settlement for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger deposit_settlement_key_gone after delete on deposit_settlement for each row execute function forget_row_key();
select seal_columns('sliding_minutes', array['content']);
create trigger sliding_minutes_sealed before insert on sliding_minutes for each row
    when ((new.content <> '' and new.content not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger sliding_minutes_sealed_update before update of content on sliding_minutes for each row
    when (((new.content <> '' and new.content not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger sliding_minutes_key after update of content on sliding_minutes for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger sliding_minutes_key_gone after delete on sliding_minutes for each row execute function forget_row_key();
select seal_columns('direct_lease', array['landlord']);
create trigger direct_lease_sealed before insert on direct_lease for each row
    when ((new.landlord <> '' and new.landlord not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger direct_lease_sealed_update before update of landlord on direct_lease for each row
    when (((new.landlord <> '' and new.landlord not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger direct_lease_key after update of landlord on direct_lease for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger direct_lease_key_gone after delete on direct_lease for each row execute function forget_row_key();
select seal_columns('referral', array['opinion', 'call_reason']);
create trigger referral_sealed before insert on referral for each row
    when ((new.opinion <> '' and new.opinion not like 'palier:1:%')
    or (new.call_reason <> '' and new.call_reason not like 'palier:1:%'))
    execute function sealed_columns_only();
create trigger referral_sealed_update before update of opinion, call_reason on referral for each row
    when (((new.opinion <> '' and new.opinion not like 'palier:1:%')
    or (new.call_reason <> '' and new.call_reason not like 'palier:1:%'))
    and not erasure_under_way())
    execute function sealed_columns_only();
create trigger referral_key after update of opinion, call_reason on referral for each row
    when (erasure_under_way()) execute function forget_row_key();
create trigger referral_key_gone after delete on referral for each row execute function forget_row_key();
-- [all]
