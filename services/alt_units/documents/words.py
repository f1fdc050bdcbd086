"""French words for what the code names in English, as papers and pages print them."""

from alt_units.domain.aml import AmlPeriod, Modality
from alt_units.domain.bank_anomalies import Anomaly
from alt_units.domain.bank_files import FileFormat
from alt_units.domain.bank_lines import LineState
from alt_units.domain.claim_readings import InduReturn, SharedAided, StatementForm, Turnaround
from alt_units.domain.claim_terms import Reason, Verdict
from alt_units.domain.conventions import EndKind
from alt_units.domain.costs import CostKind
from alt_units.domain.funder_payments import PaymentKind
from alt_units.domain.mobilisations import MobilisationKind, OwnerKind
from alt_units.domain.reconciliation import Exchange, FollowUp, NoteKind
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType, Programme
from alt_units.domain.voids import CostBearer, VoidReason
from alt_units.domain.workspace import WorkRow, WorkState
from kernel.calendar import Territory
from kernel.law import Status

DWELLING_TYPES = {
    DwellingType.ROOM_SINGLE: "Chambre individuelle",
    DwellingType.ROOM_DOUBLE: "Chambre 2 personnes",
    DwellingType.ROOM_LARGER: "Chambre plus de 2 personnes",
    DwellingType.T1: "T1 et T1 bis",
    DwellingType.T2: "T2",
    DwellingType.T3: "T3",
    DwellingType.T4: "T4",
    DwellingType.T5: "T5",
    DwellingType.LARGER: "Plus de 5 pièces",
}
PROGRAMMES = {
    Programme.ALT: "ALT, aide au logement temporaire",
    Programme.AML: "AML, médiation locative",
}
AML_PERIODS = {AmlPeriod.MONTH: "Par mois", AmlPeriod.QUARTER: "Par trimestre", AmlPeriod.YEAR: "Par an"}
MODALITIES = {
    Modality.MANDATE: "Mandat de gestion",
    Modality.SUB_LETTING: "Sous-location",
    Modality.SLIDING_LEASE: "Bail glissant",
}
MOBILISATION_KINDS = {
    MobilisationKind.OWNED: "Propriété de la commune ou du CCAS",
    MobilisationKind.HEAD_LEASE: "Location auprès d'un bailleur, sous-louée",
    MobilisationKind.MANDATE: "Mandat de gestion",
    MobilisationKind.SLIDING_LEASE: "Bail glissant",
}
PARTIAL_MONTH_RULES = {
    PartialMonthRule.MOIS_ENTIER: "Mois entier seulement",
    PartialMonthRule.PRORATA_JOURS: "Au prorata des jours",
    PartialMonthRule.MOIS_ENTAME: "Tout mois entamé",
    PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS: "Mois compté à partir d'un nombre de jours",
}
BASES = {
    Basis.DISPONIBILITE: "Logement disponible",
    Basis.OCCUPATION: "Logement occupé",
}
CEILINGS = {CeilingScope.MENSUEL: "Chaque mois", CeilingScope.ANNUEL: "Sur l'année"}
END_KINDS = {
    EndKind.AGREEMENT: "D'un commun accord, sans préavis",
    EndKind.BY_CCAS: "Dénoncée par le CCAS, avec préavis",
    EndKind.BY_FUNDER: "Dénoncée par le financeur, avec préavis",
    EndKind.FORMAL_NOTICE: "Par le financeur, après mise en demeure",
    EndKind.NOT_RENEWED: "Non reconduite au 31 décembre",
}
VOID_REASONS = {
    VoidReason.WORKS: "Travaux",
    VoidReason.DAMAGE: "Réparations après dégradation",
    VoidReason.FURNITURE: "Mobilier à remplacer",
    VoidReason.MAINTENANCE: "Entretien : humidité, nuisibles",
    VoidReason.INCIDENT: "Suites d'un incident",
    VoidReason.REDUCED: "Occupation réduite",
    VoidReason.HANDBACK: "Restitution prochaine au bailleur",
    VoidReason.DEATH: "Décès, effets personnels à rendre",
    VoidReason.OTHER: "Autre",
}
COST_BEARERS = {
    CostBearer.CCAS: "CCAS",
    CostBearer.LANDLORD: "Bailleur ou propriétaire",
    CostBearer.HOUSEHOLD: "Ménage sorti",
    CostBearer.INSURER: "Assurance",
    CostBearer.TO_SETTLE: "À déterminer",
}
REASONS = {
    Reason.BEFORE_EFFECT: "Avant l'effet de la convention",
    Reason.AFTER_END: "Après la fin de la convention",
    Reason.NOT_IN_PROGRAMME: "Hors du programme une partie du mois",
    Reason.OUT_OF_SERVICE: "Indisponible une partie du mois",
    Reason.NOT_AVAILABLE_WHOLE_MONTH: "Pas disponible tout le mois",
    Reason.NOT_OCCUPIED: "Pas occupé tous les jours",
    Reason.PRESENCE_UNKNOWN: "Présence non reçue",
    Reason.CEILING_REACHED: "Plafond atteint",
    Reason.MAX_UNITS_REACHED: "Nombre maximal de logements atteint",
    Reason.NOT_CLAIMED_BY_DECISION: "Non demandé, par décision",
    Reason.CLAIMED_BY_DECISION: "Montant décidé",
    Reason.ADJUSTED: "Ajusté après transmission",
    Reason.UNDERPAID: "Payé en partie",
    Reason.OVERPAID: "Trop versé",
    Reason.AWAITING_PAYMENT: "En attente de versement",
    Reason.IN_TURNAROUND: "Remise en état une partie du mois",
    Reason.AIDED_HOUSEHOLDS: "Ménages titulaires de l'AL ou de l'APL",
    Reason.AIDED_SHARED: "Logement partagé, AL ou APL pour une partie des ménages",
    Reason.REDUCED_BY_PAYER: "Réduit par le financeur",
    Reason.REFUSED_BY_PAYER: "Refusé par le financeur",
}
NOTE_KINDS = {
    NoteKind.REMARK: "Remarque",
    NoteKind.JUSTIFICATION: "Écart justifié",
    NoteKind.CLOSING: "Suivi clos",
}
PAYMENT_KINDS = {
    PaymentKind.ACOMPTE: "Acompte",
    PaymentKind.VERSEMENT: "Versement",
    PaymentKind.SOLDE: "Solde",
    PaymentKind.RAPPEL: "Rappel (complément versé après coup)",
    PaymentKind.INDU: "Indu remboursé au financeur",
}
TRACE_STEPS = {
    "planned": "Prévu",
    "by_availability": "Selon la disponibilité",
    "by_occupation": "Selon l'occupation",
    "aided": "Sans les ménages à l'AL ou l'APL",
    "effective": "Effectif",
    "claimable": "Calculé",
}
EXCHANGES = {
    Exchange.PREPARED: "préparée",
    Exchange.SUBMITTED: "transmise",
    Exchange.ANSWERED: "répondue",
    Exchange.PAID: "payée",
    Exchange.CLOSED: "close",
}
WORK_STATES = {
    WorkState.TO_PREPARE: "à préparer",
    WorkState.PREPARED: EXCHANGES[Exchange.PREPARED],
    WorkState.SUBMITTED: EXCHANGES[Exchange.SUBMITTED],
    WorkState.ANSWERED: EXCHANGES[Exchange.ANSWERED],
    WorkState.PAID: EXCHANGES[Exchange.PAID],
    WorkState.CLOSED: EXCHANGES[Exchange.CLOSED],
}


def work_state(row: WorkRow) -> str:
    """Where a row stands. A row on which nothing was ever paid is not said to be paid."""
    if row.is_settled_unpaid:
        return "soldée" if row.claimed_cents else "rien à demander"
    return WORK_STATES[row.state]


VERDICTS = {Verdict.ACCEPTED: "acceptée", Verdict.REDUCED: "réduite", Verdict.REFUSED: "refusée"}
SHARED_AIDED = {
    SharedAided.DECIDER: "Décider, avec un motif",
    SharedAided.EXCLURE: "Exclure le mois",
    SharedAided.DEMANDER: "Demander le mois",
}
TURNAROUNDS = {
    Turnaround.DISPONIBLE: "Comptés comme disponibles",
    Turnaround.INDISPONIBLE: "Comptés comme indisponibles",
}
STATEMENT_FORMS = {
    StatementForm.ETAT_NEUTRE: "État neutre du programme",
    StatementForm.FORMULAIRE: "Formulaire du financeur, à recopier de l'état",
}
INDU_RETURNS = {
    InduReturn.REMBOURSE: "Remboursé au financeur",
    InduReturn.RETENU: "Retenu par le financeur sur un versement",
}
FOLLOW_UP = {
    FollowUp.PREPARING: "en préparation",
    FollowUp.EXPECTED: "attendu",
    FollowUp.RECEIVED: "reçu",
    FollowUp.DIFFERENT: "écart",
    FollowUp.JUSTIFIED: "justifié",
    FollowUp.CLOSED: "clos",
}
OWNER_KINDS = {
    OwnerKind.TOWN: "Commune",
    OwnerKind.CCAS: "CCAS",
    OwnerKind.HLM: "Bailleur HLM",
    OwnerKind.PRIVATE: "Propriétaire privé",
    OwnerKind.OTHER: "Autre",
}
TERRITORIES = {
    Territory.METROPOLE: "Métropole",
    Territory.ALSACE_MOSELLE: "Alsace-Moselle",
    Territory.GUADELOUPE: "Guadeloupe",
    Territory.MARTINIQUE: "Martinique",
    Territory.GUYANE: "Guyane",
    Territory.REUNION: "La Réunion",
    Territory.MAYOTTE: "Mayotte",
}

STATUSES = {Status.VERIFIED: "vérifié", Status.TO_VERIFY: "à confirmer"}
POINT_VALUES = {
    **{rule.value: words for rule, words in PARTIAL_MONTH_RULES.items()},
    **{basis.value: words for basis, words in BASES.items()},
    **{scope.value: words for scope, words in CEILINGS.items()},
    **{reading.value: words for reading, words in SHARED_AIDED.items()},
    **{reading.value: words for reading, words in TURNAROUNDS.items()},
    **{reading.value: words for reading, words in STATEMENT_FORMS.items()},
    **{reading.value: words for reading, words in INDU_RETURNS.items()},
}

# --- bank files -----------------------------------------------------------------------------------

BANK_FORMATS = {
    FileFormat.CSV: "CSV (colonnes à décrire)",
    FileFormat.CAMT053: "camt.053 (XML)",
    FileFormat.CFONB120: "CFONB 120",
    FileFormat.OFX: "OFX",
}
BANK_STATES = {
    LineState.SUSPENSE: "En attente",
    LineState.PROPOSED: "Proposition",
    LineState.MATCHED: "Rapprochée",
    LineState.SET_ASIDE: "De côté",
    LineState.COLLECTED: "Encaissée par les séjours",
}
BANK_ANOMALIES = {
    Anomaly.MISSING: "Versement manquant",
    Anomaly.DOUBLE: "Sans doute en double",
    Anomaly.SHORT: "Montant insuffisant",
    Anomaly.OVER: "Montant supérieur à l'attendu",
    Anomaly.WRONG_PERIOD: "Mois sans demande transmise",
    Anomaly.LATE: "En retard",
    Anomaly.REVERSED: "Repris par la banque",
    Anomaly.UNKNOWN_CONVENTION: "Convention inconnue",
    Anomaly.SPLIT: "Versé en plusieurs fois",
    Anomaly.MERGED: "Plusieurs mois ou conventions en une fois",
    Anomaly.UNKNOWN_PAYER: "Payeur inconnu",
    Anomaly.AMBIGUOUS: "Plusieurs explications possibles",
    Anomaly.UNEXPECTED: "Rien n'est attendu de ce montant",
    Anomaly.MAYBE_KNOWN: "Sans doute déjà connue, dite par un autre relevé",
}

# --- reports --------------------------------------------------------------------------------------

COST_KINDS = {
    CostKind.RENT: "Loyer",
    CostKind.CHARGES: "Charges",
    CostKind.FLUIDS: "Fluides",
    CostKind.WORKS: "Travaux et entretien",
    CostKind.INSURANCE: "Assurance",
    CostKind.STAFF: "Personnel",
    CostKind.OTHER: "Autre",
}
SITUATIONS = {
    "single": "Personnes isolées",
    "single_parent": "Familles monoparentales",
    "couple": "Couples sans enfant",
    "family": "Couples avec enfants",
}
"""The codes are those that occupancy tells; what it may add later is counted without a word of its own."""
ORIENTATIONS = {"siao": "SIAO", "urgence": "urgence, SIAO informé", "autre": "autre"}
GENDERS = {"woman": "Femmes", "man": "Hommes", "unknown": "Adultes, femme ou homme non renseigné"}
AGES = {
    "to_17": "Moins de 18 ans",
    "18_to_24": "18 à 24 ans",
    "25_to_39": "25 à 39 ans",
    "40_to_59": "40 à 59 ans",
    "60_and_over": "60 ans et plus",
    "unknown": "Âge non renseigné",
}
RESOURCES = {
    "none": "Sans ressources",
    "salary": "Salaire",
    "unemployment": "Allocation chômage",
    "rsa": "RSA",
    "aah": "AAH",
    "pension": "Pension ou retraite",
    "family_benefits": "Prestations familiales",
    "other": "Autres ressources",
    "unknown": "Ressources non renseignées",
}
REFUSALS = {
    "composition": "Composition du ménage et logement",
    "unit_not_adapted": "Logement non adapté (accès)",
    "household_refusal": "Refus du ménage",
    "shared_safety": "Sécurité du logement partagé",
    "file_incomplete": "Dossier incomplet",
    "already_solved": "Situation déjà résolue",
    "refused": "Sans motif enregistré",
    "household_refused": "Le ménage ne donne pas suite",
    "no_answer": "Le ménage n'a pas répondu",
    "unit_no_longer_available": "Place attribuée ou plus disponible",
}
SUPPORT = {"access": "Accès au logement", "maintenance": "Maintien dans le logement", "diagnosis": "Diagnostic"}
END_REASONS = {
    "social_housing": "Relogement dans le parc social",
    "private_housing": "Relogement dans le parc privé",
    "other_temporary": "Autre hébergement ou logement temporaire",
    "with_relatives": "Chez un proche",
    "term_reached": "Échéance sans renouvellement",
    "rules_broken": "Manquement au contrat",
    "left_without_notice": "Départ sans prévenir",
    "death": "Décès",
    "slid": "Bail glissé : le ménage devient titulaire",
    "other": "Autre",
}
