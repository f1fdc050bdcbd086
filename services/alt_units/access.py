"""Who may do what: one row per handler, by function name. A handler without a row stops the app from starting."""

from kernel.http.access import Access, may
from kernel.http.law import law_access

# --- units, conventions, presence -----------------------------------------------------------------

PARK_ACCESS: dict[str, Access] = {
    "list_units": may("units.read"),
    "get_unit": may("units.read"),
    "register_unit": may("units.write"),
    "amend_unit": may("units.write"),
    "add_place": may("units.write"),
    "amend_place": may("units.write"),
    "change_programme": may("units.write"),
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
    "list_units_page": may("units.read"),
    "register_unit_page": may("units.write"),
    "register_unit_form": may("units.write"),
    "unit_page": may("units.read"),
    "amend_unit_page": may("units.write"),
    "amend_unit_form": may("units.write"),
    "add_place_page": may("units.write"),
    "add_place_form": may("units.write"),
    "amend_place_page": may("units.write"),
    "amend_place_form": may("units.write"),
    "change_programme_page": may("units.write"),
    "change_programme_form": may("units.write"),
    "retire_unit_page": may("units.write"),
    "retire_unit_form": may("units.write"),
    "list_scales_page": may("units.read"),
    "list_conventions_page": may("conventions.read"),
    "register_convention_page": may("conventions.write"),
    "register_convention_form": may("conventions.write"),
    "convention_page": may("conventions.read"),
    "amend_convention_page": may("conventions.write"),
    "amend_convention_form": may("conventions.write"),
    "sign_convention_page": may("conventions.write"),
    "sign_convention_form": may("conventions.write"),
    "end_convention_page": may("conventions.write"),
    "end_convention_form": may("conventions.write"),
    "add_line_page": may("conventions.write"),
    "add_line_form": may("conventions.write"),
    "amend_line_page": may("conventions.write"),
    "amend_line_form": may("conventions.write"),
    "remove_line_form": may("conventions.write"),
}

# --- stock: voids, mobilisations ------------------------------------------------------------------

STOCK_ACCESS: dict[str, Access] = {
    "declare_void": may("units.write"),
    "end_void": may("units.write"),
    "cancel_void": may("units.write"),
    "mobilise_unit": may("units.write"),
    "amend_mobilisation": may("units.write"),
    "end_mobilisation": may("units.write"),
    "declare_void_page": may("units.write"),
    "declare_void_form": may("units.write"),
    "end_void_page": may("units.write"),
    "end_void_form": may("units.write"),
    "cancel_void_page": may("units.write"),
    "cancel_void_form": may("units.write"),
    "mobilise_unit_page": may("units.write"),
    "mobilise_unit_form": may("units.write"),
    "amend_mobilisation_page": may("units.write"),
    "amend_mobilisation_form": may("units.write"),
    "end_mobilisation_page": may("units.write"),
    "end_mobilisation_form": may("units.write"),
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
    "get_payment_schedule": may("claims.read"),
    "schedule_payments": may("funder_payments.write"),
    "schedule_payments_page": may("funder_payments.write"),
    "schedule_payments_form": may("funder_payments.write"),
    "get_reconciliation": may("claims.read"),
    "claims_page": may("claims.read"),
    "claim_page": may("claims.read"),
    "prepare_claim_form": may("claims.write"),
    "refresh_claim_form": may("claims.write"),
    "submit_claim_form": may("claims.submit", money=True),
    "write_claim_note_form": may("claims.write"),
    "set_claimed_page": may("claims.write"),
    "set_claimed_form": may("claims.write", money=True),
    "adjust_claim_line_page": may("claims.submit"),
    "adjust_claim_line_form": may("claims.submit", money=True),
    "funder_payments_page": may("claims.read"),
    "record_funder_payment_page": may("funder_payments.write"),
    "record_funder_payment_form": may("funder_payments.write", money=True),
    "funder_payment_page": may("claims.read"),
    "allocate_funder_payment_form": may("funder_payments.write", money=True),
    "cancel_allocation_form": may("funder_payments.write", money=True),
    "reconciliation_now": may("claims.read"),
    "reconciliation_page": may("claims.read"),
    "claim_pdf": may("claims.read"),
    "reconciliation_pdf": may("claims.read"),
}

# --- the exchange with the payer ------------------------------------------------------------------

EXCHANGE_ACCESS: dict[str, Access] = {
    "list_claim_answers": may("claims.read"),
    "answer_claim": may("claims.submit", money=True),
    "get_readings": may("claims.read"),
    "read_convention": may("conventions.write"),
    "answer_claim_page": may("claims.submit"),
    "answer_claim_form": may("claims.submit", money=True),
}

# --- park imports ---------------------------------------------------------------------------------

IMPORT_ACCESS: dict[str, Access] = {
    "list_park_imports": may("park.import"),
    "get_park_import": may("park.import"),
    "preview_park_import": may("park.import"),
    "import_park": may("park.import"),
    "import_park_page": may("park.import"),
    "preview_park_form": may("park.import"),
    "park_template_xlsx": may("park.import"),
    "park_template_csv": may("park.import"),
    "park_preview_page": may("park.import"),
    "confirm_park_form": may("park.import"),
    "park_report_page": may("park.import"),
}

# --- reports --------------------------------------------------------------------------------------

REPORT_ACCESS: dict[str, Access] = {
    "put_activity": may("presence.write"),
    "get_activity": may("claims.read"),
    "list_costs": may("claims.read"),
    "record_cost": may("claims.write", money=True),
    "cancel_cost": may("claims.write", money=True),
    "costs_page": may("claims.read"),
    "record_cost_page": may("claims.write"),
    "record_cost_form": may("claims.write", money=True),
    "cancel_cost_page": may("claims.write"),
    "cancel_cost_form": may("claims.write", money=True),
    "yearly_file_now": may("claims.read"),
    "yearly_file_page": may("claims.read"),
    "produce_yearly_file_form": may("claims.submit"),
    "yearly_file_pdf": may("claims.read"),
    "yearly_file_xlsx": may("claims.read"),
    "statistics_page": may("claims.read"),
    "declare_figure_page": may("claims.write"),
    "declare_figure_form": may("claims.write"),
}

ACCESS: dict[str, Access] = {
    **PARK_ACCESS,
    **STOCK_ACCESS,
    **MONEY_ACCESS,
    **EXCHANGE_ACCESS,
    **IMPORT_ACCESS,
    **REPORT_ACCESS,
    **law_access("funding_law.write"),
}
