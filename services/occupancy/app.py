"""The composition root of occupancy: the only place where the service is wired."""

# --- stays: handlers ------------------------------------------------------------------------------
# --- money: handlers ------------------------------------------------------------------------------
