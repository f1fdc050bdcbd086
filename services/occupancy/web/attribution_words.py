"""French words of the attributions, as pages say them."""

from kernel.calendar import Territory
from occupancy.domain.attribution_facts import (
    AnswerGiven,
    AttributionMotive,
    CommissionOutcome,
    ContactPurpose,
    Piece,
    ProposedBy,
    Recipient,
    Selection,
    SkipMotive,
    SurveyBody,
    SurveyOpinion,
    TownOpinionKind,
    WithdrawalMotive,
)
from occupancy.domain.attribution_sessions import OperationKind
from occupancy.domain.attributions import AttributionState

HISTORICAL = (
    "Procédure historique (règlement départemental d'attribution de 1996, dossiers de 1999, Martinique) : chaque délai est à"
    " confirmer localement."
)

STATE = {
    AttributionState.IDENTIFIED: ("Repéré", "info"),
    AttributionState.SURVEYED: ("Enquête faite", "info"),
    AttributionState.ASSEMBLING: ("En constitution", "info"),
    AttributionState.COMPLETE: ("Complet, à transmettre", "warn"),
    AttributionState.TRANSMITTED: ("Transmis", "info"),
    AttributionState.IN_ANALYSIS: ("En analyse", "info"),
    AttributionState.PIECES_ASKED: ("Pièces demandées", "warn"),
    AttributionState.ANALYSED: ("Analysé", "info"),
    AttributionState.PRESELECTED: ("Vu en pré-commission", "info"),
    AttributionState.RANKED: ("Proposé par la commission", "ok"),
    AttributionState.LISTED: ("Sur liste complémentaire", "info"),
    AttributionState.CALLED: ("Proposé pour une vacance", "ok"),
    AttributionState.CAL_DECIDED: ("Vu en CAL", "info"),
    AttributionState.OFFERED: ("Logement offert", "warn"),
    AttributionState.ACCEPTED: ("Offre acceptée", "ok"),
    AttributionState.HOUSED: ("Entré dans les lieux", "ok"),
    AttributionState.REVIEWED: ("Bilan fait", "ok"),
    AttributionState.SUPPORTED: ("Accompagné", "info"),
    AttributionState.CLOSED: ("Clos", "muted"),
    AttributionState.SET_ASIDE: ("Écarté", "muted"),
    AttributionState.NOT_ATTRIBUTED: ("Non attribué", "muted"),
    AttributionState.REFUSED: ("Offre refusée", "muted"),
    AttributionState.NO_ANSWER: ("Sans réponse à l'offre", "muted"),
    AttributionState.WITHDRAWN: ("Arrêté", "muted"),
}

KIND = {OperationKind.DELIVERY: "Livraison", OperationKind.VACANCY: "Vacance"}

PROPOSED_BY = {
    ProposedBy.TOWN_HALL: "Mairie",
    ProposedBy.CCAS: "CCAS",
    ProposedBy.DEPARTMENT: "Collectivité (ancien conseil général)",
    ProposedBy.CAF: "CAF",
    ProposedBy.PREFECTURE_DALO: "Préfecture (DALO)",
}

BODY = {
    SurveyBody.DEPARTMENT: "Collectivité (ancien conseil général)",
    SurveyBody.CCAS: "CCAS",
    SurveyBody.OTHER_PARTNER: "Autre partenaire",
}

OPINION = {
    SurveyOpinion.PRIORITY: "Prioritaire",
    SurveyOpinion.FAVOURABLE: "Favorable",
    SurveyOpinion.UNFAVOURABLE: "Défavorable",
    SurveyOpinion.NOT_PRIORITY: "Non prioritaire",
}

TOWN_OPINION = {
    TownOpinionKind.FAVOURABLE: "Favorable",
    TownOpinionKind.UNFAVOURABLE: "Défavorable",
    TownOpinionKind.NO_OPINION: "Sans avis",
}

MOTIVE = {
    AttributionMotive.NO_HOUSING: "Sans logement",
    AttributionMotive.OVERCROWDED: "Logement surpeuplé",
    AttributionMotive.UNFIT_HOUSING: "Logement indigne ou non décent",
    AttributionMotive.EVICTION: "Expulsion en cours",
    AttributionMotive.TEMPORARY_HOUSING: "Hébergement ou logement temporaire",
    AttributionMotive.DALO: "Reconnu prioritaire (DALO)",
    AttributionMotive.ADAPTED_DWELLING: "Besoin d'un logement adapté",
    AttributionMotive.DWELLING_UNSUITABLE: "Logement qui ne convient pas à la composition",
    AttributionMotive.RESOURCES_ABOVE_CEILING: "Ressources au-dessus du plafond",
    AttributionMotive.RESOURCES_INSUFFICIENT: "Ressources trop faibles pour ce loyer",
    AttributionMotive.FILE_INCOMPLETE: "Dossier incomplet",
    AttributionMotive.DEMAND_NOT_VALID: "Demande qui n'est plus valable",
    AttributionMotive.ALREADY_HOUSED: "Situation déjà résolue",
    AttributionMotive.OTHER_PRIORITY: "Autre ménage prioritaire",
    AttributionMotive.DEFERRED: "Ajourné",
}

SURVEY_MOTIVES = (
    AttributionMotive.NO_HOUSING,
    AttributionMotive.OVERCROWDED,
    AttributionMotive.UNFIT_HOUSING,
    AttributionMotive.EVICTION,
    AttributionMotive.TEMPORARY_HOUSING,
    AttributionMotive.DALO,
    AttributionMotive.ADAPTED_DWELLING,
    AttributionMotive.RESOURCES_ABOVE_CEILING,
    AttributionMotive.ALREADY_HOUSED,
    AttributionMotive.OTHER_PRIORITY,
)
CAL_MOTIVES = (
    AttributionMotive.DEFERRED,
    AttributionMotive.DWELLING_UNSUITABLE,
    AttributionMotive.RESOURCES_ABOVE_CEILING,
    AttributionMotive.RESOURCES_INSUFFICIENT,
    AttributionMotive.FILE_INCOMPLETE,
    AttributionMotive.DEMAND_NOT_VALID,
    AttributionMotive.ALREADY_HOUSED,
    AttributionMotive.OTHER_PRIORITY,
)

PIECE = {
    Piece.UNIQUE_NUMBER: "Attestation du numéro unique",
    Piece.IDENTITY_CHECKED: "Identité vérifiée (sans copie)",
    Piece.HOUSEHOLD_COMPOSITION: "Composition du ménage",
    Piece.TAX_NOTICE: "Avis d'imposition",
    Piece.INCOME: "Justificatifs de ressources",
    Piece.PRESENT_HOUSING: "Justificatif du logement actuel",
    Piece.SURVEY_REPORT: "Rapport de l'enquête sociale",
    Piece.RENT_PAID: "Quittances de loyer",
    Piece.DALO_DECISION: "Décision DALO",
}

RECIPIENT = {Recipient.DEAL: "DEAL", Recipient.ALS: "ALS"}

SELECTION = {
    Selection.SELECTED: "Sélectionné",
    Selection.COMPLEMENTARY: "Liste complémentaire",
    Selection.SET_ASIDE: "Écarté",
}

COMMISSION = {
    CommissionOutcome.RANKED: "Proposé, avec un rang",
    CommissionOutcome.COMPLEMENTARY: "Liste complémentaire, avec un rang",
    CommissionOutcome.SET_ASIDE: "Écarté",
}

DECIDED = {
    CommissionOutcome.RANKED: "Proposé",
    CommissionOutcome.COMPLEMENTARY: "Liste complémentaire",
    CommissionOutcome.SET_ASIDE: "Écarté",
}

SKIP = {
    SkipMotive.DWELLING_UNSUITABLE: "Le logement ne convient pas à la composition de ceux qui précèdent",
    SkipMotive.HOUSEHOLD_DECLINES: "Ceux qui précèdent ne souhaitent pas ce logement",
    SkipMotive.HOUSEHOLD_NOT_REACHED: "Ceux qui précèdent n'ont pas pu être joints",
}

ANSWER = {
    AnswerGiven.ACCEPTED: "Le ménage accepte",
    AnswerGiven.REFUSED: "Le ménage refuse",
    AnswerGiven.NO_ANSWER: "Aucune réponse dans le délai",
}

PURPOSE = {
    ContactPurpose.INFORMATION: "Informer sur la procédure",
    ContactPurpose.PIECES: "Demander une pièce",
    ContactPurpose.PREPARATION: "Préparer l'entrée (réunion d'information)",
}

WITHDRAWAL = {
    WithdrawalMotive.HOUSEHOLD_WITHDRAWS: "Le ménage renonce",
    WithdrawalMotive.HOUSED_ELSEWHERE: "Le ménage est logé ailleurs",
    WithdrawalMotive.DEMAND_LAPSED: "La demande n'est plus valable",
    WithdrawalMotive.LIST_EXPIRED: "L'inscription sur la liste complémentaire a expiré",
}

TERRITORY = {
    Territory.METROPOLE: "Métropole",
    Territory.ALSACE_MOSELLE: "Alsace-Moselle",
    Territory.GUADELOUPE: "Guadeloupe",
    Territory.MARTINIQUE: "Martinique",
    Territory.GUYANE: "Guyane",
    Territory.REUNION: "La Réunion",
    Territory.MAYOTTE: "Mayotte",
}

ATTRIBUTION_VERB = {
    "operation-recorded": "Programme enregistré, avec sa première séance",
    "session-planned": "Séance prévue",
    "session-closed": "Séance close : décisions envoyées à tous",
    "attribution-opened": "Dossier ouvert",
    "attribution-moved": "Reporté à une autre séance",
    "attribution-surveyed": "Enquête sociale enregistrée",
    "attribution-town-opinion": "Avis de la mairie enregistré",
    "attribution-piece-seen": "Pièce vue",
    "attribution-completed": "Dossier complet",
    "attribution-received": "Réception enregistrée",
    "attribution-late-accepted": "Accepté hors délai par le président",
    "attribution-analysis-begun": "Analyse commencée",
    "attribution-pieces-asked": "Pièces demandées par l'ALS",
    "attribution-analysed": "Analyse rendue, ressources contrôlées",
    "attribution-preselected": "Avis de la pré-commission",
    "attribution-commission": "Décision de la commission",
    "attribution-contact": "Contact avec le ménage",
    "attribution-called": "Proposé pour une vacance",
    "attribution-cal": "Décision de la CAL",
    "attribution-offered": "Offre reçue par le ménage",
    "attribution-answered": "Réponse à l'offre",
    "attribution-entered": "Entrée dans les lieux",
    "attribution-reviewed": "Bilan d'installation",
    "attribution-supported": "Accompagnement commencé",
    "attribution-closed": "Dossier clos",
    "attribution-withdrawn": "Dossier arrêté",
}

ATTRIBUTION_DONE = {
    "operation-recorded": "Programme enregistré.",
    "session-planned": "Séance prévue.",
    "session-closed": "Séance close.",
    "attribution-opened": "Dossier ouvert.",
    "attribution-done": "Enregistré.",
}
