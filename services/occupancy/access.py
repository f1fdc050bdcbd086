"""Who may do what: one row per handler, by function name. A handler without a row stops the app from starting."""

from kernel.http.access import AccessTable, may

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
    "get_inspection": may("inspections.read"),
    "get_inspection_form": may("inspections.read"),
    "get_difference": may("inspections.read"),
    "save_inspection": may("inspections.write"),
    "sign_inspection": may("inspections.write"),
    # pages
}

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
}

ACCESS: AccessTable = {**STAY_ACCESS, **MONEY_ACCESS}
