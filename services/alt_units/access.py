"""Who may do what: one row per handler, by function name. A handler without a row stops the app from starting."""

from kernel.http.access import Access, may

# --- units, conventions, presence -----------------------------------------------------------------

PARK_ACCESS: dict[str, Access] = {
    "list_units": may("units.read"),
}

# --- claims, funder payments, reconciliation ------------------------------------------------------

MONEY_ACCESS: dict[str, Access] = {}

ACCESS: dict[str, Access] = {**PARK_ACCESS, **MONEY_ACCESS}
