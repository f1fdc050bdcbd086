"""The table of deadlines (LIFECYCLE §9): every rule that gives a day, by its code. The lengths are in `law/*.toml`.

A part of the trade has its block: stays, referrals, support, sliding leases. A rule that is not in this table gives no day.
"""

from occupancy.domain.deadlines import DeadlineRule, LengthUnit, Owner, Side
from occupancy.domain.support_deadline_rules import SUPPORT_RULES

# --- stays ----------------------------------------------------------------------------------------

TO_SIGN = DeadlineRule(
    code="SEJOUR-SIGNATURE",
    label="Signer le contrat",
    anchor="Premier jour du séjour",
    key=None,
    if_missed="Tant que le contrat n'est pas signé, la place reste libre.",
)
ENTRY_INSPECTION = DeadlineRule(
    code="EDL-ENTREE",
    label="Établir l'état des lieux d'entrée",
    anchor="Premier jour du séjour",
    key=None,
    if_missed="Sans état des lieux d'entrée, rien ne peut être retenu à la sortie.",
)
EXIT_INSPECTION = DeadlineRule(
    code="EDL-SORTIE",
    label="Établir l'état des lieux de sortie",
    anchor="Dernier jour du séjour",
    key=None,
    if_missed="Sans état des lieux de sortie, le dépôt se rend en entier.",
)
TERM_FIRST_ALERT = DeadlineRule(
    code="SIAO-03-A",
    label="Préparer la fin du séjour : première alerte",
    anchor="Échéance du contrat",
    key="stay.first_alert_days",
    unit=LengthUnit.DAYS,
    is_before=True,
    owner=Owner.SOCIAL_WORKER,
    if_missed="Le projet de sortie ou le renouvellement se décide trop tard.",
)
TERM_SECOND_ALERT = DeadlineRule(
    code="SIAO-03-B",
    label="Demander le renouvellement ou préparer le départ",
    anchor="Échéance du contrat",
    key="stay.alert_days",
    unit=LengthUnit.DAYS,
    is_before=True,
    if_missed="Le renouvellement n'est pas décidé avant l'échéance.",
)
TERM_LAST_ALERT = DeadlineRule(
    code="SIAO-03-C",
    label="Décider du renouvellement : dernière alerte",
    anchor="Échéance du contrat",
    key="stay.last_alert_days",
    unit=LengthUnit.DAYS,
    is_before=True,
    owner=Owner.MANAGER,
    if_missed="Le ménage reste sans titre après l'échéance.",
)
TERM = DeadlineRule(
    code="SIAO-03",
    label="Échéance du séjour",
    anchor="Dernier jour du contrat, renouvellements compris",
    key=None,
    if_missed="Le dépassement doit être autorisé avec un motif, ou le départ enregistré.",
)
LEAVING = DeadlineRule(
    code="CONGE",
    label="Départ annoncé",
    anchor="Dernier jour du préavis",
    key=None,
    if_missed="Le départ n'est pas enregistré : la place reste occupée.",
)
RENEWAL_DECISION = DeadlineRule(
    code="RENOUVELLEMENT",
    label="Décider de la demande de renouvellement",
    anchor="Échéance du contrat",
    key=None,
    owner=Owner.MANAGER,
    if_missed="La demande reste sans réponse après l'échéance.",
)
INSURANCE_EXPIRY = DeadlineRule(
    code="BG-19",
    label="Demander la nouvelle attestation d'assurance",
    anchor="Fin de validité de l'attestation",
    key="insurance.alert_days",
    unit=LengthUnit.DAYS,
    is_before=True,
    if_missed="Le logement n'est plus couvert.",
)
INSURANCE_DEMAND = DeadlineRule(
    code="ART-7G",
    label="Réponse à la mise en demeure d'assurance",
    anchor="Envoi de la mise en demeure",
    key="insurance.demand_months",
    owner=Owner.MANAGER,
    side=Side.RIGHT,
    actor="Le ménage remet une attestation",
    if_missed="L'assurance peut être prise pour le compte du ménage (loi de 1989, art. 7 g, ou le règlement qui l'adopte).",
)
COMPLETION_RIGHT = DeadlineRule(
    code="EDL-04",
    label="Le ménage peut faire compléter l'état des lieux d'entrée",
    anchor="État des lieux d'entrée établi",
    key="inspection.completion_days",
    unit=LengthUnit.DAYS,
    side=Side.RIGHT,
    actor="Le ménage",
    if_missed="Après ce jour, l'accord du CCAS est nécessaire.",
    lapses=True,
)
HEATING_RIGHT = DeadlineRule(
    code="EDL-05",
    label="Le ménage peut faire compléter l'état des lieux pour le chauffage",
    anchor="Dernier jour du premier mois de chauffe",
    key=None,
    side=Side.RIGHT,
    actor="Le ménage",
    if_missed="Après ce jour, l'accord du CCAS est nécessaire.",
    lapses=True,
)

STAY_RULES = (
    TO_SIGN,
    ENTRY_INSPECTION,
    EXIT_INSPECTION,
    TERM_FIRST_ALERT,
    TERM_SECOND_ALERT,
    TERM_LAST_ALERT,
    TERM,
    LEAVING,
    RENEWAL_DECISION,
    INSURANCE_EXPIRY,
    INSURANCE_DEMAND,
    COMPLETION_RIGHT,
    HEATING_RIGHT,
)

# --- deposits -------------------------------------------------------------------------------------

_LATE_RETURN = "Passé ce jour, la somme due au ménage est majorée pour chaque mois commencé (loi de 1989, art. 22)."
DEPOSIT_PROPOSAL = DeadlineRule(
    code="DEP-03",
    label="Dépôt de garantie : proposer le solde",
    anchor="Fin du séjour",
    key="deposit.return_months.conform",
    if_missed=_LATE_RETURN,
)
DEPOSIT_RETURN = DeadlineRule(
    code="DEP-03-C",
    label="Dépôt de garantie : approuver le solde et rendre",
    anchor="Clés rendues, sortie conforme à l'entrée",
    key="deposit.return_months.conform",
    owner=Owner.FINANCE,
    if_missed=_LATE_RETURN,
)
DEPOSIT_RETURN_DIFFERENT = DeadlineRule(
    code="DEP-03-D",
    label="Dépôt de garantie : approuver le solde et rendre",
    anchor="Clés rendues, sortie différente de l'entrée",
    key="deposit.return_months.different",
    owner=Owner.FINANCE,
    if_missed=_LATE_RETURN,
)
PROVISION_REVIEW = DeadlineRule(
    code="DEP-06-R",
    label="Provision sur le dépôt : demander si les comptes de l'immeuble sont approuvés",
    anchor="Clés rendues",
    key="deposit.provision_review_months",
    if_missed="La provision reste conservée sans que personne sache si elle est encore due.",
)
PROVISION_RETURN = DeadlineRule(
    code="DEP-06",
    label="Provision sur le dépôt : approuver le solde définitif",
    anchor="Comptes de l'immeuble approuvés",
    key="deposit.provision_months",
    owner=Owner.FINANCE,
    if_missed=_LATE_RETURN,
)

DEPOSIT_RULES = (DEPOSIT_PROPOSAL, DEPOSIT_RETURN, DEPOSIT_RETURN_DIFFERENT, PROVISION_REVIEW, PROVISION_RETURN)

# --- households -----------------------------------------------------------------------------------

RESIDENCE_END = DeadlineRule(
    code="MENAGE-SEJOUR",
    label="Vérifier de nouveau le droit au séjour",
    anchor="Fin de validité du document vérifié",
    key="household.residence_alert_days",
    unit=LengthUnit.DAYS,
    is_before=True,
    owner=Owner.SOCIAL_WORKER,
    if_missed="La demande de renouvellement du titre est tardive, et le droit à un logement social peut manquer.",
)
DEMAND_RENEWAL = DeadlineRule(
    code="MENAGE-DEMANDE",
    label="Renouveler la demande de logement social",
    anchor="Fin de validité de la demande",
    key="household.demand_alert_days",
    unit=LengthUnit.DAYS,
    is_before=True,
    owner=Owner.SOCIAL_WORKER,
    actor="Le ménage renouvelle sa demande ; le CCAS l'accompagne",
    if_missed="La demande est radiée et son ancienneté est perdue.",
)

DATA_REQUEST = DeadlineRule(
    code="RGPD-09",
    label="Répondre à la demande d'accès aux données",
    anchor="Réception de la demande",
    key="household.data_answer_months",
    owner=Owner.SOCIAL_WORKER,
    if_missed="Le ménage peut saisir la CNIL.",
)

HOUSEHOLD_RULES = (RESIDENCE_END, DEMAND_RENEWAL, DATA_REQUEST)

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

_LATE_FILE = "Le dossier est hors délai : il passe à la séance suivante, sauf si le président l'accepte."
LLTS_DEAL = DeadlineRule(
    code="LLTS-02-DEAL",
    label="Faire parvenir le dossier à la DEAL",
    anchor="Pré-commission, ou commission en cas de vacance",
    key="llts.file_limit_days",
    unit=LengthUnit.DAYS,
    is_before=True,
    if_missed=_LATE_FILE,
)
LLTS_ALS = DeadlineRule(
    code="LLTS-02-ALS",
    label="Faire parvenir le dossier à l'ALS",
    anchor="Pré-commission, ou commission en cas de vacance",
    key="llts.file_limit_days",
    unit=LengthUnit.DAYS,
    is_before=True,
    if_missed=_LATE_FILE,
)
LLTS_LIST = DeadlineRule(
    code="LLTS-04",
    label="Dernier jour sur la liste complémentaire",
    anchor="Commission",
    key="llts.list_months",
    if_missed="L'inscription ne peut plus être proposée.",
)
LLTS_CONDITION = DeadlineRule(
    code="LLTS-05-C",
    label="Fournir la pièce que la commission d'attribution attend",
    anchor="Dernier jour fixé par la décision",
    key=None,
    owner=Owner.SOCIAL_WORKER,
    actor="Le ménage, avec l'aide du CCAS",
    if_missed="L'attribution sous condition tombe.",
)
LLTS_ANSWER = DeadlineRule(
    code="LLTS-05",
    label="Réponse du ménage à l'offre de logement",
    anchor="Offre reçue par le ménage",
    key="llts.offer_answer_days",
    unit=LengthUnit.DAYS,
    side=Side.RIGHT,
    owner=Owner.SOCIAL_WORKER,
    actor="Le ménage répond au bailleur",
    if_missed="L'absence de réponse peut être enregistrée.",
)
LLTS_REVIEW = DeadlineRule(
    code="ASLL-16",
    label="Faire le bilan d'installation",
    anchor="Entrée dans les lieux",
    key="llts.review_months",
    owner=Owner.SOCIAL_WORKER,
    actor="L'ALS, avec le CCAS",
    if_missed="Des difficultés peuvent s'installer sans accompagnement.",
)
LLTS_SUPPORT = DeadlineRule(
    code="ASLL-16-FIN",
    label="Fin de l'accompagnement après le bilan : clore le dossier",
    anchor="Dernier jour de l'accompagnement",
    key=None,
    owner=Owner.SOCIAL_WORKER,
)

ATTRIBUTION_RULES = (
    LLTS_DEAL,
    LLTS_ALS,
    LLTS_LIST,
    LLTS_CONDITION,
    LLTS_ANSWER,
    LLTS_REVIEW,
    LLTS_SUPPORT,
)

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

# --- what waits as long as a fact stands (`standing_tasks`) ------------------------------------------

FEES_TO_CALL = DeadlineRule(
    code="REDEVANCES",
    label="Redevances du mois à appeler",
    anchor="Premier jour du mois",
    key=None,
    if_missed="Les ménages n'ont pas leur avis et rien n'est dû au compte.",
)
UNPAID = DeadlineRule(
    code="IMPAYE",
    label="Sommes impayées",
    anchor="Plus ancienne somme due",
    key=None,
    unit=LengthUnit.DAYS,
    if_missed="La dette grandit sans que personne en parle au ménage.",
)
UNPAID_TITLE = DeadlineRule(
    code="IMPAYE-TITRE",
    label="Sommes impayées",
    anchor="Plus ancienne somme due",
    key=None,
    unit=LengthUnit.DAYS,
    owner=Owner.FINANCE,
    if_missed="Le comptable ne peut rien recouvrer sans titre.",
)
TO_PAY_OVER = DeadlineRule(
    code="REGIE",
    label="Régie : versement au comptable",
    anchor="Dernier jour pour verser",
    key=None,
    owner=Owner.REGISSEUR,
    if_missed="L'encaisse autorisée ou le délai de versement est dépassé.",
)
NOTES_AT_TERM = DeadlineRule(
    code="RGPD-03",
    label="Notes sociales arrivées à leur terme",
    anchor="Dernier contact avec le ménage",
    key=None,
    owner=Owner.MANAGER,
    if_missed="Des notes sont gardées plus longtemps qu'elles ne doivent l'être.",
)

STANDING_RULES = (FEES_TO_CALL, UNPAID, UNPAID_TITLE, TO_PAY_OVER, NOTES_AT_TERM)

ALL: tuple[DeadlineRule, ...] = (
    *STAY_RULES,
    *DEPOSIT_RULES,
    *HOUSEHOLD_RULES,
    *REFERRAL_RULES,
    *ATTRIBUTION_RULES,
    *SUPPORT_RULES,
    *SLIDING_LEASE_RULES,
    *STANDING_RULES,
)

RULES = {rule.code: rule for rule in ALL}
