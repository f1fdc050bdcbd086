"""Who may do what: one row per handler, by function name. A handler without a row stops the app from starting."""

from kernel.http.access import Access, anyone, may, signed_in

ACCESS: dict[str, Access] = {
    # API
    "sign_in": anyone(),
    "get_session": signed_in(),
    "sign_out": signed_in(),
    "get_person": may("people.lookup"),
    "list_sign_in_rules": signed_in(),
    "change_password": signed_in(),
    "list_accounts": may("staff.read"),
    "get_account": may("staff.read"),
    "open_account": may("staff.write"),
    "amend_account": may("staff.write"),
    "deactivate_account": may("staff.write"),
    "reactivate_account": may("staff.write"),
    "set_password": may("staff.write"),
    # pages
    "sign_in_page": anyone(),
    "sign_in_form": anyone(),
    "sign_out_form": signed_in(),
    "own_account_page": signed_in(),
    "sign_in_rules_page": signed_in(),
    "change_password_form": signed_in(),
    "list_accounts_page": may("staff.read"),
    "get_account_page": may("staff.read"),
    "open_account_page": may("staff.write"),
    "open_account_form": may("staff.write"),
    "amend_account_page": may("staff.write"),
    "amend_account_form": may("staff.write"),
    "deactivate_account_form": may("staff.write"),
    "reactivate_account_form": may("staff.write"),
    "set_password_page": may("staff.write"),
    "set_password_form": may("staff.write"),
}
