"""French words for what the code names in English: states, reasons, messages."""

from occupancy.domain.contracts import ContractStatus, EndReason, NoticeBy
from occupancy.domain.households import Orientation, Situation
from occupancy.domain.units import DwellingType

# --- stays ----------------------------------------------------------------------------------------

SITUATION = {
    Situation.SINGLE: "Personne seule",
    Situation.SINGLE_PARENT: "Famille monoparentale",
    Situation.COUPLE: "Couple",
    Situation.FAMILY: "Couple avec enfants",
}

ORIENTATION = {
    Orientation.SIAO: "SIAO",
    Orientation.URGENCE: "Urgence, SIAO informé",
    Orientation.AUTRE: "Autre",
}

DWELLING = {
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

CONTRACT_STATUS = {
    ContractStatus.DRAFT: "En préparation",
    ContractStatus.SIGNED: "Signé",
    ContractStatus.ENDED: "Terminé",
    ContractStatus.CANCELLED: "Annulé",
}

NOTICE_BY = {NoticeBy.HOUSEHOLD: "Le ménage", NoticeBy.CCAS: "Le CCAS"}

END_REASON = {
    EndReason.SOCIAL_HOUSING: "Relogement dans le parc social",
    EndReason.PRIVATE_HOUSING: "Relogement dans le parc privé",
    EndReason.OTHER_TEMPORARY: "Autre hébergement ou logement temporaire",
    EndReason.WITH_RELATIVES: "Chez un proche",
    EndReason.TERM_REACHED: "Échéance sans renouvellement",
    EndReason.RULES_BROKEN: "Manquement au contrat",
    EndReason.LEFT_WITHOUT_NOTICE: "Départ sans prévenir",
    EndReason.DEATH: "Décès",
    EndReason.OTHER: "Autre",
}

STAY_DONE = {
    "household-registered": "Ménage enregistré.",
    "household-amended": "Ménage modifié.",
    "contract-prepared": "Contrat préparé. Il n'occupe la place qu'une fois signé.",
    "contract-signed": "Contrat signé. La place est occupée sur toute la période.",
    "contract-renewed": "Renouvellement enregistré à la suite de la période précédente.",
    "notice-given": "Congé enregistré.",
    "contract-ended": "Fin de séjour enregistrée. La place est libre dès le lendemain.",
    "contract-cancelled": "Contrat annulé.",
    "inspection-saved": "État des lieux enregistré en brouillon.",
    "inspection-signed": "État des lieux signé et figé.",
    "presence-resent": "Envoi relancé.",
}

# --- money ----------------------------------------------------------------------------------------

MONEY_DONE: dict[str, str] = {}

DONE = {**STAY_DONE, **MONEY_DONE}
