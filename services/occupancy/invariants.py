"""Facts that must always hold in occupancy, one function each: each answers the records that break it."""

# --- stays ----------------------------------------------------------------------------------------
# --- money ----------------------------------------------------------------------------------------
