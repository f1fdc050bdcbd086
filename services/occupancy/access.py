"""Who may do what: one row per handler, by function name. A handler without a row stops the app from starting."""

from kernel.http.access import AccessTable, may
from kernel.http.law import law_access

STAY_ACCESS: AccessTable = {
    # API
    "list_households": may("households.read"),
    "get_household": may("households.read"),
    "register_household": may("households.write"),
    "amend_household": may("households.write"),
    "list_contracts": may("contracts.read"),
    "get_contract": may("contracts.read"),
    "list_terms": may("contracts.read"),
    "prepare_contract": may("contracts.write"),
    "sign_contract": may("contracts.write"),
    "renew_contract": may("contracts.write"),
    "give_notice": may("contracts.write"),
    "end_contract": may("contracts.write"),
    "cancel_contract": may("contracts.write"),
    "list_vacancies": may("contracts.read"),
    "set_turnaround": may("contracts.write"),
    "record_housing_aid": may("contracts.write"),
    "get_inspection": may("inspections.read"),
    "get_inspection_form": may("inspections.read"),
    "get_difference": may("inspections.read"),
    "save_inspection": may("inspections.write"),
    "sign_inspection": may("inspections.write"),
    # pages
    "list_stays_page": may("contracts.read"),
    "to_do_page": may("contracts.read"),
    "resend_presence_form": may("contracts.write"),
    "list_households_page": may("households.read"),
    "register_household_page": may("households.write"),
    "register_household_form": may("households.write"),
    "household_page": may("households.read"),
    "amend_household_page": may("households.write"),
    "amend_household_form": may("households.write"),
    "prepare_contract_page": may("contracts.write"),
    "prepare_contract_form": may("contracts.write"),
    "contract_page": may("contracts.read"),
    "sign_contract_page": may("contracts.write"),
    "sign_contract_form": may("contracts.write"),
    "renew_contract_page": may("contracts.write"),
    "renew_contract_form": may("contracts.write"),
    "give_notice_page": may("contracts.write"),
    "give_notice_form": may("contracts.write"),
    "end_contract_page": may("contracts.write"),
    "end_contract_form": may("contracts.write"),
    "cancel_contract_page": may("contracts.write"),
    "cancel_contract_form": may("contracts.write"),
    "vacancies_page": may("contracts.read"),
    "set_turnaround_page": may("contracts.write"),
    "set_turnaround_form": may("contracts.write"),
    "record_housing_aid_page": may("contracts.write"),
    "record_housing_aid_form": may("contracts.write"),
    "inspection_page": may("inspections.read"),
    "inspection_form": may("inspections.write"),
    "difference_page": may("inspections.read"),
    "contract_pdf": may("contracts.read"),
    "inspection_pdf": may("inspections.read"),
}

# --- referrals and commissions --------------------------------------------------------------------

REFERRAL_ACCESS: AccessTable = {
    # API
    "list_referrals": may("referrals.read"),
    "count_referral_refusals": may("referrals.read"),
    "get_referral": may("referrals.read"),
    "receive_referral": may("referrals.write"),
    "give_opinion": may("support.write"),
    "put_on_agenda": may("referrals.write"),
    "decide_referral": may("commissions.decide"),
    "call_from_list": may("referrals.write"),
    "record_agreement": may("referrals.write"),
    "send_answer": may("referrals.write"),
    "close_referral": may("referrals.write"),
    "list_commissions": may("referrals.read"),
    "get_commission": may("referrals.read"),
    "convene_commission": may("referrals.write"),
    "hold_commission": may("commissions.decide"),
    "list_delegated_decisions": may("referrals.read"),
    "report_decisions": may("commissions.decide"),
    # pages
    "list_referrals_page": may("referrals.read"),
    "referral_refusals_page": may("referrals.read"),
    "receive_referral_page": may("referrals.write"),
    "receive_referral_form": may("referrals.write"),
    "referral_page": may("referrals.read"),
    "give_opinion_page": may("support.write"),
    "give_opinion_form": may("support.write"),
    "put_on_agenda_page": may("referrals.write"),
    "put_on_agenda_form": may("referrals.write"),
    "decide_referral_page": may("commissions.decide"),
    "decide_referral_form": may("commissions.decide"),
    "call_from_list_page": may("referrals.write"),
    "call_from_list_form": may("referrals.write"),
    "record_agreement_page": may("referrals.write"),
    "record_agreement_form": may("referrals.write"),
    "send_answer_page": may("referrals.write"),
    "send_answer_form": may("referrals.write"),
    "close_referral_page": may("referrals.write"),
    "close_referral_form": may("referrals.write"),
    "list_commissions_page": may("referrals.read"),
    "convene_commission_form": may("referrals.write"),
    "commission_page": may("referrals.read"),
    "hold_commission_form": may("commissions.decide"),
    "delegated_decisions_page": may("referrals.read"),
    "report_decisions_form": may("commissions.decide"),
    "household_letter_pdf": may("referrals.read"),
    "siao_letter_pdf": may("referrals.read"),
    "comparison_pdf": may("referrals.read"),
    "minutes_pdf": may("referrals.read"),
    "delegated_decisions_pdf": may("referrals.read"),
}

# --- social support -------------------------------------------------------------------------------

SUPPORT_ACCESS: AccessTable = {}

# --- sliding leases -------------------------------------------------------------------------------

SLIDING_LEASE_ACCESS: AccessTable = {
    # API
    "list_sliding_leases": may("sliding_leases.read"),
    "get_sliding_lease": may("sliding_leases.read"),
    "open_sliding_lease": may("sliding_leases.write"),
    "record_minutes": may("sliding_leases.write"),
    "note_not_held": may("sliding_leases.write"),
    "record_sliding_paper": may("sliding_leases.write"),
    "propose_slide": may("sliding_leases.write"),
    "record_landlord": may("sliding_leases.write"),
    "record_cal": may("sliding_leases.write"),
    "schedule_slide": may("sliding_leases.write"),
    "extend_sliding_lease": may("sliding_leases.write"),
    "leave_sliding_lease": may("sliding_leases.write"),
    "slide_lease": may("sliding_leases.write"),
    # pages
    "list_sliding_leases_page": may("sliding_leases.read"),
    "sliding_lease_page": may("sliding_leases.read"),
    "open_sliding_lease_page": may("sliding_leases.write"),
    "open_sliding_lease_form": may("sliding_leases.write"),
    "sliding_act_page": may("sliding_leases.write"),
    "sliding_act_form": may("sliding_leases.write"),
    "minutes_page": may("sliding_leases.write"),
    "minutes_form": may("sliding_leases.write"),
}

# --- deadlines ------------------------------------------------------------------------------------

DEADLINE_ACCESS: AccessTable = {}

# --- money ----------------------------------------------------------------------------------------

MONEY_ACCESS: AccessTable = {
    # API
    "list_regies": may("payments.read"),
    "get_regie": may("payments.read"),
    "create_regie": may("regies.write"),
    "amend_regie": may("regies.write"),
    "list_fee_runs": may("fees.read"),
    "preview_fees": may("fees.read"),
    "run_fees": may("fees.charge", money=True),
    "issue_receipt": may("payments.write", money=True),
    "get_receipt": may("payments.read"),
    "cancel_receipt": may("payments.write", money=True),
    "request_deposit": may("deposits.request", money=True),
    "list_settlements": may("deposits.read"),
    "settle_deposit": may("deposits.settle", money=True),
    "refund_deposit": may("deposits.refund", money=True),
    "get_account": may("ledger.read"),
    "reverse_event": may("ledger.reverse", money=True),
    # pages
    "receipts_desk_page": may("payments.read"),
    "issue_receipt_page": may("payments.write"),
    "issue_receipt_form": may("payments.write", money=True),
    "receipt_page": may("payments.read"),
    "receipt_pdf": may("payments.read"),
    "cancel_receipt_form": may("payments.write", money=True),
    "fees_page": may("fees.read"),
    "run_fees_form": may("fees.charge", money=True),
    "account_page": may("ledger.read"),
    "statement_pdf": may("ledger.read"),
    "ledger_event_page": may("ledger.read"),
    "reverse_event_form": may("ledger.reverse", money=True),
    "deposit_page": may("deposits.read"),
    "request_deposit_form": may("deposits.request", money=True),
    "settle_deposit_form": may("deposits.settle", money=True),
    "refund_deposit_form": may("deposits.refund", money=True),
    "settings_page": may("payments.read"),
    "create_regie_page": may("regies.write"),
    "create_regie_form": may("regies.write"),
    "amend_regie_page": may("regies.write"),
    "amend_regie_form": may("regies.write"),
}

ACCESS: AccessTable = {
    **STAY_ACCESS,
    **REFERRAL_ACCESS,
    **SUPPORT_ACCESS,
    **SLIDING_LEASE_ACCESS,
    **DEADLINE_ACCESS,
    **MONEY_ACCESS,
    **law_access("law.write"),
}
