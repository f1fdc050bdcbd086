"""Who may do what: one row per handler, by function name. A handler without a row stops the app from starting."""

from kernel.http.access import Access, may

# --- units, conventions, presence -----------------------------------------------------------------

PARK_ACCESS: dict[str, Access] = {
    "list_units": may("units.read"),
    "get_unit": may("units.read"),
    "register_unit": may("units.write"),
    "amend_unit": may("units.write"),
    "add_place": may("units.write"),
    "rename_place": may("units.write"),
    "change_programme": may("units.write"),
    "take_out_of_service": may("units.write"),
    "put_back_in_service": may("units.write"),
    "retire_unit": may("units.write"),
    "list_presence": may("units.read"),
    "put_presence": may("presence.write"),
    "list_scales": may("units.read"),
    "list_conventions": may("conventions.read"),
    "get_convention": may("conventions.read"),
    "register_convention": may("conventions.write"),
    "amend_convention": may("conventions.write"),
    "add_line": may("conventions.write"),
    "amend_line": may("conventions.write"),
    "remove_line": may("conventions.write"),
    "sign_convention": may("conventions.write"),
    "end_convention": may("conventions.write"),
}

# --- claims, funder payments, reconciliation ------------------------------------------------------

MONEY_ACCESS: dict[str, Access] = {
    "list_claims": may("claims.read"),
    "get_claim": may("claims.read"),
    "prepare_claim": may("claims.write"),
    "refresh_claim": may("claims.write"),
    "set_claimed": may("claims.write", money=True),
    "submit_claim": may("claims.submit", money=True),
    "adjust_claim_line": may("claims.submit", money=True),
    "write_claim_note": may("claims.write"),
    "list_funder_payments": may("claims.read"),
    "record_funder_payment": may("funder_payments.write", money=True),
    "get_funder_payment": may("claims.read"),
    "propose_allocation": may("claims.read"),
    "allocate_funder_payment": may("funder_payments.write", money=True),
    "cancel_allocation": may("funder_payments.write", money=True),
    "get_reconciliation": may("claims.read"),
}

ACCESS: dict[str, Access] = {**PARK_ACCESS, **MONEY_ACCESS}
