"""The table of deadlines (LIFECYCLE §9): every rule that gives a day, by its code. The lengths are in `law/*.toml`.

A part of the trade has its block: stays, referrals, support, sliding leases. A rule that is not in this table gives no day.
"""

from occupancy.domain.deadlines import DeadlineRule

# --- stays ----------------------------------------------------------------------------------------

# --- households -----------------------------------------------------------------------------------

# --- referrals and commissions --------------------------------------------------------------------

# --- attributions (LLTS) --------------------------------------------------------------------------

# --- social support -------------------------------------------------------------------------------

# --- sliding leases -------------------------------------------------------------------------------

ALL: tuple[DeadlineRule, ...] = ()

RULES = {rule.code: rule for rule in ALL}
