"""Who may do what: one row per handler, by function name. A handler without a row stops the app from starting."""

from kernel.http.guards import Access, anyone, may

STAY_ACCESS: dict[str, Access] = {}

# --- money ----------------------------------------------------------------------------------------

MONEY_ACCESS: dict[str, Access] = {}

ACCESS: dict[str, Access] = {**STAY_ACCESS, **MONEY_ACCESS}
