"""The table of deadlines (LIFECYCLE §9): every rule that gives a day, by its code. The lengths are in `law/*.toml`.

A part of the trade has its block: stays, referrals, support, sliding leases. A rule that is not in this table gives no day.
"""

from occupancy.domain.deadlines import DeadlineRule, LengthUnit, Owner

# --- stays ----------------------------------------------------------------------------------------

# --- households -----------------------------------------------------------------------------------

# --- referrals and commissions --------------------------------------------------------------------

SIAO_ANSWER = DeadlineRule(
    code="SIAO-06",
    label="Répondre au SIAO",
    anchor="Réception de l'orientation",
    key="siao.answer_working_days",
    unit=LengthUnit.WORKING_DAYS,
    owner=Owner.AGENT,
    if_missed="Le SIAO ne sait pas ce que devient sa proposition.",
)
RESERVE_LIST = DeadlineRule(
    code="SIAO-LISTE",
    label="Fin de validité sur la liste d'attente",
    anchor="Décision d'inscription",
    key="siao.reserve_list_months",
    owner=Owner.AGENT,
    if_missed="L'inscription ne peut plus être proposée.",
)

REFERRAL_RULES = (SIAO_ANSWER, RESERVE_LIST)

# --- attributions (LLTS) --------------------------------------------------------------------------

# --- social support -------------------------------------------------------------------------------

# --- sliding leases -------------------------------------------------------------------------------

ALL: tuple[DeadlineRule, ...] = (*REFERRAL_RULES,)

RULES = {rule.code: rule for rule in ALL}
