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

SLIDING_REVIEW = DeadlineRule(
    code="BG-05",
    label="Tenir l'examen périodique du bail glissant",
    anchor="Signature de la sous-location",
    key="bg.review_interval_months",
    owner=Owner.SOCIAL_WORKER,
    actor="Le CCAS convoque le bailleur et le ménage",
    if_missed="L'examen est en retard : le bail ne peut pas glisser.",
)
SLIDING_NEW_DATE = DeadlineRule(
    code="BG-10",
    label="Tenir l'examen reporté du bail glissant",
    anchor="Nouvelle date de l'examen qui n'a pas pu se tenir",
    key=None,
    owner=Owner.SOCIAL_WORKER,
)
SLIDING_DECISION_REVIEW = DeadlineRule(
    code="BG-10b",
    label="Tenir la revue de décision du bail glissant",
    anchor="Fin de la période d'examen",
    key="bg.decision_review_before_end_months",
    is_before=True,
    owner=Owner.SOCIAL_WORKER,
    if_missed="La position du bailleur n'est pas informée.",
)
SLIDING_ANSWER = DeadlineRule(
    code="BG-04",
    label="Réponse du bailleur au préfet : bail proposé ou non",
    anchor="Fin de la période d'examen",
    key="bg.bailleur_notice_months",
    is_before=True,
    owner=Owner.AGENT,
    actor="Le bailleur répond au préfet ; le CCAS le lui rappelle",
    if_missed="Le préfet ne sait pas si le ménage aura un bail.",
)
SLIDING_LONGEST = DeadlineRule(
    code="BG-09",
    label="Durée du bail glissant : décider de la suite",
    anchor="Signature de la sous-location",
    key="bg.alert_months",
    owner=Owner.MANAGER,
    if_missed="La durée totale la plus longue approche : au-delà, une dérogation est nécessaire.",
)

SLIDING_LEASE_RULES = (SLIDING_REVIEW, SLIDING_NEW_DATE, SLIDING_DECISION_REVIEW, SLIDING_ANSWER, SLIDING_LONGEST)

ALL: tuple[DeadlineRule, ...] = (*REFERRAL_RULES, *SLIDING_LEASE_RULES)

RULES = {rule.code: rule for rule in ALL}
