"""The rules of the table of deadlines that social support has (LIFECYCLE §3, §9)."""

from occupancy.domain.deadlines import DeadlineRule, LengthUnit, Owner

SUPPORT_CONTRACT = DeadlineRule(
    code="ASLL-09",
    label="Signer le contrat d'accompagnement avec le ménage",
    anchor="Début de la mesure",
    key="support.contract_days",
    unit=LengthUnit.DAYS,
    owner=Owner.SOCIAL_WORKER,
    if_missed="Aucun bilan ne peut se tenir sans contrat d'accompagnement.",
)
MID_REVIEW = DeadlineRule(
    code="ASLL-11",
    label="Tenir le bilan intermédiaire de l'accompagnement",
    anchor="Début de la mesure",
    key=None,
    owner=Owner.SOCIAL_WORKER,
    if_missed="Les objectifs ne sont pas réajustés, les relais ne sont pas préparés.",
)
MID_REVIEW_RENEWED = DeadlineRule(
    code="ASLL-11-R",
    label="Tenir le bilan intermédiaire de la reconduction",
    anchor="Début de la reconduction",
    key=None,
    owner=Owner.SOCIAL_WORKER,
    if_missed="Les objectifs ne sont pas réajustés, les relais ne sont pas préparés.",
)
SUPPORT_END_ALERT = DeadlineRule(
    code="ASLL-04-A",
    label="Préparer la fin de la mesure : relais, ou reconduction exceptionnelle",
    anchor="Fin de la mesure",
    key="support.end_alert_days",
    unit=LengthUnit.DAYS,
    is_before=True,
    owner=Owner.SOCIAL_WORKER,
    if_missed="Une reconduction se demande avant la fin de la mesure.",
)
SUPPORT_END = DeadlineRule(
    code="ASLL-04",
    label="Fin de la mesure d'accompagnement",
    anchor="Début de la mesure, ou de sa reconduction",
    key=None,
    owner=Owner.SOCIAL_WORKER,
    actor="L'opérateur",
    if_missed="La mesure est échue : sa fin n'est pas enregistrée.",
)
LANDLORD_AWARD = DeadlineRule(
    code="ASLL-07",
    label="Informer le bailleur de la mesure accordée",
    anchor="Décision d'accorder la mesure",
    key="support.landlord_days",
    unit=LengthUnit.DAYS,
    owner=Owner.SOCIAL_WORKER,
    if_missed="Le bailleur ne sait pas que le ménage est accompagné.",
)
LANDLORD_END = DeadlineRule(
    code="ASLL-12",
    label="Informer le bailleur de la fin de la mesure",
    anchor="Fin de la mesure",
    key="support.landlord_days",
    unit=LengthUnit.DAYS,
    owner=Owner.SOCIAL_WORKER,
    actor="L'opérateur",
    if_missed="Le bailleur croit le ménage encore accompagné.",
)
LANDLORD_BREAK = DeadlineRule(
    code="ASLL-12-R",
    label="Informer le bailleur de l'interruption de la mesure",
    anchor="Interruption de la mesure",
    key="support.landlord_days",
    unit=LengthUnit.DAYS,
    owner=Owner.SOCIAL_WORKER,
    actor="L'opérateur",
    if_missed="Le bailleur croit le ménage encore accompagné.",
)
SUPPORT_REPORT = DeadlineRule(
    code="ASLL-12-B",
    label="Faire signer le bilan de fin",
    anchor="Fin de la mesure",
    key="support.report_days",
    unit=LengthUnit.DAYS,
    owner=Owner.SOCIAL_WORKER,
    if_missed="La mesure ne peut pas être close.",
)
INSTALLATION_REVIEW = DeadlineRule(
    code="ASLL-16-A",
    label="Faire le bilan d'installation dans le logement",
    anchor="Entrée dans le logement",
    key="support.installation_months",
    owner=Owner.SOCIAL_WORKER,
    if_missed="Les difficultés d'installation ne sont pas repérées à temps.",
)

SUPPORT_RULES = (
    SUPPORT_CONTRACT,
    MID_REVIEW,
    MID_REVIEW_RENEWED,
    SUPPORT_END_ALERT,
    SUPPORT_END,
    LANDLORD_AWARD,
    LANDLORD_END,
    LANDLORD_BREAK,
    SUPPORT_REPORT,
    INSTALLATION_REVIEW,
)
