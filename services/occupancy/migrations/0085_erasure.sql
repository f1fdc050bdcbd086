-- What holds the rows of households unchanged lets an erasure pass, and nothing else: while it runs under its visa, a row loses
-- its names and texts, never a day, a sum or a link; rows that are only about the person go whole.

-- [sqlite]
drop trigger arrears_act_immutable_update;
create trigger arrears_act_immutable_update before update on arrears_act when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.household_id is not old.household_id or new.kind
    is not old.kind or new.done_on is not old.done_on or new.until is not old.until or new.claims is not old.claims or
    new.cents is not old.cents or new.recorded_on is not old.recorded_on or new.recorded_by is not old.recorded_by or
    new.recorded_by_name is not old.recorded_by_name)
begin select raise(abort, 'arrears_act_immutable'); end;
drop trigger attribution_kept;
create trigger attribution_kept before update on attribution when (new.id is not old.id or new.reference is not old.reference or new.operation_id is not old.operation_id
    or new.household_id is not old.household_id
    or old.rank is not null and (new.rank is not old.rank or new.session_id is not old.session_id
        or new.list_until is not old.list_until)
    or old.state in ('closed', 'set_aside', 'not_attributed', 'refused', 'no_answer', 'withdrawn'))
    and (not exists (select 1 from erasure_mark) or new.id is not old.id or new.version is not old.version or new.reference is
    not old.reference or new.operation_id is not old.operation_id or new.session_id is not old.session_id or
    new.household_id is not old.household_id or new.state is not old.state or new.deal_on is not old.deal_on or new.als_on
    is not old.als_on or new.commission is not old.commission or new.rank is not old.rank or new.list_until is not
    old.list_until or new.called_for_id is not old.called_for_id or new.called_on is not old.called_on)
begin select raise(abort, 'attribution_kept'); end;
drop trigger contract_signed_facts;
create trigger contract_signed_facts before update on contract when (old.status <> 'draft' and (
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
        or new.notice_last_day is not old.notice_last_day or new.notice_rule is not old.notice_rule)))
    and (not exists (select 1 from erasure_mark) or new.id is not old.id or new.version is not old.version or new.reference is
    not old.reference or new.household_id is not old.household_id or new.unit_id is not old.unit_id or new.place_number is
    not old.place_number or new.programme is not old.programme or new.status is not old.status or new.first_day is not
    old.first_day or new.last_day is not old.last_day or new.persons is not old.persons or new.signed_on is not
    old.signed_on or new.unit_facts is not old.unit_facts or new.fee_cents is not old.fee_cents or new.fee_scale_key is not
    old.fee_scale_key or new.fee_trace is not old.fee_trace or new.notice_given_on is not old.notice_given_on or
    new.notice_by is not old.notice_by or new.notice_last_day is not old.notice_last_day or new.notice_rule is not
    old.notice_rule or new.ended_on is not old.ended_on or new.end_reason is not old.end_reason or new.turnaround_days is
    not old.turnaround_days or new.territory is not old.territory or new.legal_regime is not old.legal_regime or
    new.owner_kind is not old.owner_kind or new.upstream_contract_id is not old.upstream_contract_id or new.funding_scheme
    is not old.funding_scheme or new.housing_aids is not old.housing_aids or new.notice_received_on is not
    old.notice_received_on or new.notice_channel is not old.notice_channel or new.notice_ground is not old.notice_ground or
    new.notice_has_proof is not old.notice_has_proof or new.allowed_until is not old.allowed_until)
begin select raise(abort, 'contract_signed_facts'); end;
drop trigger contract_term_immutable_update;
create trigger contract_term_immutable_update before update on contract_term when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.contract_id is not old.contract_id or new.number
    is not old.number or new.first_day is not old.first_day or new.last_day is not old.last_day or new.decided_on is not
    old.decided_on or new.rule is not old.rule)
begin select raise(abort, 'contract_term_immutable'); end;
drop trigger contract_wear_grid_immutable_update;
create trigger contract_wear_grid_immutable_update before update on contract_wear_grid when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.contract_id is not old.contract_id or
    new.grid_id is not old.grid_id or new.agreed_on is not old.agreed_on)
begin select raise(abort, 'contract_wear_grid_immutable'); end;
drop trigger deposit_request_immutable_update;
create trigger deposit_request_immutable_update before update on deposit_request when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.contract_id is not old.contract_id or
    new.household_id is not old.household_id or new.amount_cents is not old.amount_cents or new.cap_cents is not
    old.cap_cents or new.asked_on is not old.asked_on or new.event_id is not old.event_id or new.attempt is not old.attempt)
begin select raise(abort, 'deposit_request_immutable'); end;
drop trigger deposit_settlement_immutable_update;
create trigger deposit_settlement_immutable_update before update on deposit_settlement when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.contract_id is not old.contract_id or
    new.household_id is not old.household_id or new.attempt is not old.attempt or new.keys_returned_on is not
    old.keys_returned_on or new.exit_conforms is not old.exit_conforms or new.due_on is not old.due_on or new.due_source is
    not old.due_source or new.held_cents is not old.held_cents or new.lines is not old.lines or new.withheld_cents is not
    old.withheld_cents or new.refund_cents is not old.refund_cents or new.address_known_on is not old.address_known_on or
    new.proposed_on is not old.proposed_on or new.proposed_by is not old.proposed_by or new.proposed_by_name is not
    old.proposed_by_name or new.beneficiary is not old.beneficiary or new.refund_reference is not old.refund_reference or
    new.accounts_approved_on is not old.accounts_approved_on)
begin select raise(abort, 'deposit_settlement_immutable'); end;
drop trigger direct_lease_immutable_update;
create trigger direct_lease_immutable_update before update on direct_lease when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.sliding_lease_id is not old.sliding_lease_id or
    new.contract_id is not old.contract_id or new.household_id is not old.household_id or new.unit_id is not old.unit_id or
    new.first_day is not old.first_day or new.reference is not old.reference or new.arrears_cents is not old.arrears_cents
    or new.deposit_mode is not old.deposit_mode or new.settlement_id is not old.settlement_id)
begin select raise(abort, 'direct_lease_immutable'); end;
drop trigger fsl_decision_immutable_update;
create trigger fsl_decision_immutable_update before update on fsl_decision when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.request_id is not old.request_id or
    new.decided_on is not old.decided_on or new.granted_cents is not old.granted_cents or new.paid_to is not old.paid_to or
    new.recorded_on is not old.recorded_on or new.recorded_by is not old.recorded_by or new.recorded_by_name is not
    old.recorded_by_name)
begin select raise(abort, 'fsl_decision_immutable'); end;
drop trigger inspection_frozen_delete;
create trigger inspection_frozen_delete before delete on inspection when (old.status = 'signed')
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'inspection_frozen'); end;
drop trigger inspection_amendment_immutable_delete;
create trigger inspection_amendment_immutable_delete before delete on inspection_amendment when not exists (select 1 from erasure_mark)
begin select raise(abort, 'inspection_amendment_immutable'); end;
drop trigger inspection_amendment_seal_immutable_delete;
create trigger inspection_amendment_seal_immutable_delete before delete on inspection_amendment_seal when not exists (select 1 from erasure_mark)
begin select raise(abort, 'inspection_amendment_seal_immutable'); end;
drop trigger inspection_photo_frozen_delete;
create trigger inspection_photo_frozen_delete before delete on inspection_photo when ((select status from inspection where inspection.id = old.inspection_id) = 'signed')
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'inspection_photo_frozen'); end;
drop trigger inspection_seal_immutable_delete;
create trigger inspection_seal_immutable_delete before delete on inspection_seal when not exists (select 1 from erasure_mark)
begin select raise(abort, 'inspection_seal_immutable'); end;
drop trigger inspection_visit_immutable_delete;
create trigger inspection_visit_immutable_delete before delete on inspection_visit when not exists (select 1 from erasure_mark)
begin select raise(abort, 'inspection_visit_immutable'); end;
drop trigger insurance_kept;
create trigger insurance_kept before update on insurance_attestation when (old.withdrawn_reason is not null or new.id is not old.id or new.contract_id is not old.contract_id
    or new.insured is not old.insured or new.capacity is not old.capacity or new.insurer is not old.insurer
    or new.valid_from is not old.valid_from or new.valid_until is not old.valid_until
    or new.received_on is not old.received_on)
    and (not exists (select 1 from erasure_mark) or new.id is not old.id or new.version is not old.version or new.contract_id is
    not old.contract_id or new.insured is not old.insured or new.capacity is not old.capacity or new.insurer is not
    old.insurer or new.valid_from is not old.valid_from or new.valid_until is not old.valid_until or new.received_on is not
    old.received_on)
begin select raise(abort, 'insurance_kept'); end;
drop trigger issued_document_immutable_delete;
create trigger issued_document_immutable_delete before delete on issued_document when (not exists (select 1 from note_elimination_line as line join note_elimination as list on list.id = line.elimination_id
    where old.subject = 'support-measure/' || line.support_measure_id and line.destroyed and list.visa is not null))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'issued_document_immutable'); end;
drop trigger opening_immutable_update;
create trigger opening_immutable_update before update on opening when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.import_id is not old.import_id or
    new.household_id is not old.household_id or new.contract_id is not old.contract_id or new.kind is not old.kind or
    new.amount_cents is not old.amount_cents or new.due_on is not old.due_on or new.month is not old.month or
    new.former_reference is not old.former_reference or new.opened_on is not old.opened_on or new.event_id is not
    old.event_id)
begin select raise(abort, 'opening_immutable'); end;
drop trigger overstay_immutable_update;
create trigger overstay_immutable_update before update on overstay when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.contract_id is not old.contract_id or new.number
    is not old.number or new.first_day is not old.first_day or new.last_day is not old.last_day or new.decided_on is not
    old.decided_on or new.authority is not old.authority or new.decider_name is not old.decider_name or new.decider_function
    is not old.decider_function or new.deliberation_ref is not old.deliberation_ref)
begin select raise(abort, 'overstay_immutable'); end;
drop trigger receipt_immutable_update;
create trigger receipt_immutable_update before update on receipt when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.regie_id is not old.regie_id or new.year is not
    old.year or new.number is not old.number or new.reference is not old.reference or new.received_on is not old.received_on
    or new.recorded_on is not old.recorded_on or new.household_id is not old.household_id or new.contract_id is not
    old.contract_id or new.means is not old.means or new.kind is not old.kind or new.amount_cents is not old.amount_cents or
    new.event_id is not old.event_id or new.regisseur_id is not old.regisseur_id or new.regisseur_name is not
    old.regisseur_name or new.souche is not old.souche or new.third_party is not old.third_party or new.chosen is not
    old.chosen)
begin select raise(abort, 'receipt_immutable'); end;
drop trigger receipt_cancellation_immutable_update;
create trigger receipt_cancellation_immutable_update before update on receipt_cancellation when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.receipt_id is not old.receipt_id or
    new.cancelled_on is not old.cancelled_on or new.event_id is not old.event_id or new.cancelled_by is not old.cancelled_by
    or new.cancelled_by_name is not old.cancelled_by_name)
begin select raise(abort, 'receipt_cancellation_immutable'); end;
drop trigger remission_immutable_update;
create trigger remission_immutable_update before update on remission when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.household_id is not old.household_id or
    new.claim_id is not old.claim_id or new.kind is not old.kind or new.amount_cents is not old.amount_cents or
    new.proposed_on is not old.proposed_on or new.proposed_by is not old.proposed_by or new.proposed_by_name is not
    old.proposed_by_name)
begin select raise(abort, 'remission_immutable'); end;
drop trigger renewal_request_kept;
create trigger renewal_request_kept before update on renewal_request when (old.status <> 'pending')
    and (not exists (select 1 from erasure_mark) or new.id is not old.id or new.contract_id is not old.contract_id or new.number
    is not old.number or new.asked_by is not old.asked_by or new.asked_on is not old.asked_on or new.first_day is not
    old.first_day or new.last_day is not old.last_day or new.status is not old.status or new.decided_on is not
    old.decided_on or new.authority is not old.authority or new.decider_name is not old.decider_name or new.decider_function
    is not old.decider_function or new.deliberation_ref is not old.deliberation_ref)
begin select raise(abort, 'renewal_request_kept'); end;
drop trigger repayment_plan_cancellation_immutable_update;
create trigger repayment_plan_cancellation_immutable_update before update on repayment_plan_cancellation when (not exists (select 1 from erasure_mark) or new.plan_id is not old.plan_id or new.cancelled_on is not old.cancelled_on
    or new.recorded_by is not old.recorded_by or new.recorded_by_name is not old.recorded_by_name)
begin select raise(abort, 'repayment_plan_cancellation_immutable'); end;
drop trigger repayment_plan_signature_immutable_update;
create trigger repayment_plan_signature_immutable_update before update on repayment_plan_signature when (not exists (select 1 from erasure_mark) or new.plan_id is not old.plan_id or new.signed_on is not old.signed_on or
    new.agreed_on is not old.agreed_on or new.recorded_by is not old.recorded_by or new.recorded_by_name is not
    old.recorded_by_name)
begin select raise(abort, 'repayment_plan_signature_immutable'); end;
drop trigger reversal_immutable_update;
create trigger reversal_immutable_update before update on reversal when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.event_id is not old.event_id or
    new.reversing_event_id is not old.reversing_event_id or new.household_id is not old.household_id or new.decided_on is
    not old.decided_on or new.decided_by is not old.decided_by or new.decided_by_name is not old.decided_by_name)
begin select raise(abort, 'reversal_immutable'); end;
drop trigger settlement_notice_immutable_update;
create trigger settlement_notice_immutable_update before update on settlement_notice when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.settlement_id is not old.settlement_id or
    new.told_on is not old.told_on or new.channel is not old.channel or new.told_by_name is not old.told_by_name)
begin select raise(abort, 'settlement_notice_immutable'); end;
drop trigger settlement_resolution_immutable_update;
create trigger settlement_resolution_immutable_update before update on settlement_resolution when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.settlement_id is not old.settlement_id or
    new.proposed_by is not old.proposed_by or new.outcome is not old.outcome or new.resolved_on is not old.resolved_on or
    new.resolved_by is not old.resolved_by or new.resolved_by_name is not old.resolved_by_name)
begin select raise(abort, 'settlement_resolution_immutable'); end;
drop trigger sliding_lease_kept;
create trigger sliding_lease_kept before update on sliding_lease when (new.id is not old.id or new.contract_id is not old.contract_id or new.household_id is not old.household_id
    or new.unit_id is not old.unit_id or new.sublease_signed_on is not old.sublease_signed_on
    or old.state in ('slid', 'household_notice', 'rehoused_elsewhere', 'terminated_by_court', 'abandoned')
    and (new.state is not old.state or new.slide_on is not old.slide_on))
    and (not exists (select 1 from erasure_mark) or new.id is not old.id or new.version is not old.version or new.reference is
    not old.reference or new.contract_id is not old.contract_id or new.household_id is not old.household_id or new.unit_id
    is not old.unit_id or new.territory is not old.territory or new.sublease_signed_on is not old.sublease_signed_on or
    new.state is not old.state or new.slide_on is not old.slide_on)
begin select raise(abort, 'sliding_lease_kept'); end;
drop trigger sliding_minutes_immutable_update;
create trigger sliding_minutes_immutable_update before update on sliding_minutes when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.sliding_lease_id is not old.sliding_lease_id or
    new.number is not old.number or new.due_on is not old.due_on or new.held_on is not old.held_on)
begin select raise(abort, 'sliding_minutes_immutable'); end;
drop trigger support_measure_kept;
create trigger support_measure_kept before update on support_measure when (new.id is not old.id or new.household_id is not old.household_id or new.kind is not old.kind
    or new.reference is not old.reference
    or old.started_on is not null and new.started_on is not old.started_on
    or old.state in ('closed', 'refused', 'withdrawn') and (new.state is not old.state or new.ended_on is not old.ended_on))
    and (not exists (select 1 from erasure_mark) or new.id is not old.id or new.version is not old.version or new.reference is
    not old.reference or new.household_id is not old.household_id or new.contract_id is not old.contract_id or
    new.operator_id is not old.operator_id or new.kind is not old.kind or new.purpose is not old.purpose or new.state is not
    old.state or new.diagnosed_on is not old.diagnosed_on or new.joined_on is not old.joined_on or new.started_on is not
    old.started_on or new.last_day is not old.last_day or new.ended_on is not old.ended_on or new.report_signed_on is not
    old.report_signed_on or new.break_reason is not old.break_reason)
begin select raise(abort, 'support_measure_kept'); end;
drop trigger support_note_kept_delete;
create trigger support_note_kept_delete before delete on support_note when (not exists (select 1 from note_elimination_line as line join note_elimination as list on list.id = line.elimination_id
    where line.support_measure_id = old.support_measure_id and line.destroyed and list.visa is not null))
    and not exists (select 1 from erasure_mark)
begin select raise(abort, 'support_note_kept'); end;
drop trigger transfer_immutable_update;
create trigger transfer_immutable_update before update on transfer when (not exists (select 1 from erasure_mark) or new.id is not old.id or new.event_id is not old.event_id or new.number is
    not old.number or new.booked_on is not old.booked_on or new.recorded_at is not old.recorded_at or new.debit_account is
    not old.debit_account or new.credit_account is not old.credit_account or new.amount_cents is not old.amount_cents or
    new.kind is not old.kind or new.household_id is not old.household_id or new.contract_id is not old.contract_id or
    new.document_kind is not old.document_kind or new.document_id is not old.document_id or new.settles_id is not
    old.settles_id or new.reverses_id is not old.reverses_id or new.due_on is not old.due_on or new.actor_id is not
    old.actor_id)
begin select raise(abort, 'transfer_immutable'); end;
-- [postgresql]
create function let_erasure_pass(tab text, gone text[]) returns void language plpgsql as $$
declare
    one record;
    others text;
    level text;
    asked int := case when gone is null then 8 else 16 end;
    verb text := case when gone is null then 'delete' else 'update' end;
    guard text := case when gone is null then 'not erasure_under_way()'
        else format('not erasure_under_way() or (to_jsonb(new) - %L::text[]) is distinct from (to_jsonb(old) - %L::text[])', gone, gone) end;
begin
    for one in select tgname, tgfoid::regproc::text as does, tgtype::int as kind from pg_trigger
        where tgrelid = tab::regclass and not tgisinternal and tgtype & 2 = 2 and tgtype & asked = asked loop
        execute format('drop trigger %I on %I', one.tgname, tab);
        others := concat_ws(' or ', case when one.kind & 4 = 4 then 'insert' end, case when one.kind & 8 = 8 and asked <> 8 then 'delete' end,
            case when one.kind & 16 = 16 and asked <> 16 then 'update' end, case when one.kind & 32 = 32 then 'truncate' end);
        level := case when one.kind & 1 = 1 then 'row' else 'statement' end;
        if others <> '' then
            execute format('create trigger %I before %s on %I for each %s execute function %s()',
                one.tgname, others, tab, level, one.does);
        end if;
        execute format('create trigger %I before %s on %I for each row when (%s) execute function %s()',
            one.tgname || '_' || verb, verb, tab, guard, one.does);
    end loop;
end $$;
select let_erasure_pass('household_member', null);
select let_erasure_pass('household_particular', null);
select let_erasure_pass('inspection', null);
select let_erasure_pass('inspection_amendment', null);
select let_erasure_pass('inspection_amendment_seal', null);
select let_erasure_pass('inspection_photo', null);
select let_erasure_pass('inspection_seal', null);
select let_erasure_pass('inspection_visit', null);
select let_erasure_pass('issued_document', null);
select let_erasure_pass('support_note', null);
select let_erasure_pass('arrears_act', array['detail']);
select let_erasure_pass('attribution', array['content']);
select let_erasure_pass('contract', array['forwarding_address', 'fee_override_reason', 'override_reason', 'end_note', 'cancel_reason']);
select let_erasure_pass('contract_term', array['reason', 'override_reason']);
select let_erasure_pass('contract_wear_grid', array['note']);
select let_erasure_pass('deposit_request', array['reason']);
select let_erasure_pass('deposit_settlement', array['refund_to', 'refund_to_reason']);
select let_erasure_pass('direct_lease', array['landlord']);
select let_erasure_pass('fsl_decision', array['detail']);
select let_erasure_pass('household', array['last_name', 'first_name', 'phone', 'email', 'note', 'search_key']);
select let_erasure_pass('insurance_attestation', array['withdrawn_reason']);
select let_erasure_pass('opening', array['payer', 'reason']);
select let_erasure_pass('overstay', array['reason', 'rehousing_plan']);
select let_erasure_pass('receipt', array['payer']);
select let_erasure_pass('receipt_cancellation', array['reason']);
select let_erasure_pass('referral', array['opinion', 'call_reason']);
select let_erasure_pass('remission', array['reason']);
select let_erasure_pass('renewal_request', array['reason', 'decision_reason']);
select let_erasure_pass('repayment_plan_cancellation', array['reason']);
select let_erasure_pass('repayment_plan_signature', array['agreed_with']);
select let_erasure_pass('reversal', array['reason']);
select let_erasure_pass('settlement_notice', array['proof']);
select let_erasure_pass('settlement_resolution', array['reason']);
select let_erasure_pass('sliding_lease', array['content']);
select let_erasure_pass('sliding_minutes', array['content']);
select let_erasure_pass('support_measure', array['content']);
select let_erasure_pass('transfer', array['label']);
drop function let_erasure_pass(text, text[]);
-- [all]
