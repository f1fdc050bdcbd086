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

MONEY_ACCESS: AccessTable = {}

ACCESS: AccessTable = {**STAY_ACCESS, **MONEY_ACCESS}
