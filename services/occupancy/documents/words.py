"""French words for what the code names in English, as papers and pages print them."""

from occupancy.domain.households import Orientation, Situation
from occupancy.domain.inspection_amendments import AmendmentGround
from occupancy.domain.inspection_content import (
    Category,
    Condition,
    CopyChannel,
    KeyKind,
    MeterKind,
    PartyRole,
    Presence,
    RoomType,
    SafetyKind,
    SafetyState,
    VisitAct,
    Working,
)
from occupancy.domain.inspection_difference import Change
from occupancy.domain.inspection_signatures import SignatureMethod
from occupancy.domain.inspections import InspectionKind
from occupancy.domain.members import Gender, Relation
from occupancy.domain.payments import DeliveryWay, ThirdParty
from occupancy.domain.regies import PaymentKind, ReceiptMode
from occupancy.domain.regimes import FundingScheme, LegalRegime
from occupancy.domain.regisseurs import Office
from occupancy.domain.tills import Book, Means
from occupancy.domain.units import DwellingType, Programme
from occupancy.domain.withholdings import LineKind

PROGRAMME = {
    Programme.ALT: "Aide au logement temporaire (ALT)",
    Programme.AML: "Médiation locative (AML)",
}

LEGAL_REGIME = {
    LegalRegime.COP: "Convention d'occupation temporaire (redevance)",
    LegalRegime.LOC40V: "Bail à titre exceptionnel et transitoire (loi de 1989, art. 40 V)",
    LegalRegime.SL_HLM: "Sous-location d'un logement HLM",
    LegalRegime.SL_CONV: "Sous-location d'un logement conventionné non HLM",
    LegalRegime.SL_PRIV: "Sous-location d'un logement privé",
    LegalRegime.BG: "Bail glissant",
    LegalRegime.BAIL: "Bail direct du bailleur au ménage",
}

FUNDING_SCHEME = {
    FundingScheme.ALT: "ALT",
    FundingScheme.AML: "AML",
    FundingScheme.FSL: "FSL",
    FundingScheme.NONE: "Aucun financement",
}

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

RELATION = {
    Relation.HOLDER: "Titulaire",
    Relation.PARTNER: "Conjoint ou partenaire",
    Relation.CHILD: "Enfant",
    Relation.OTHER: "Autre membre",
}

GENDER = {Gender.WOMAN: "Femme", Gender.MAN: "Homme"}

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

INSPECTION = {
    InspectionKind.ENTRY: "État des lieux d'entrée",
    InspectionKind.EXIT: "État des lieux de sortie",
}

CONDITION = {
    Condition.NEW: "Neuf",
    Condition.VERY_GOOD: "Très bon",
    Condition.GOOD: "Bon",
    Condition.WORN: "Usage",
    Condition.BAD: "Mauvais",
    Condition.OUT_OF_ORDER: "Hors service",
    Condition.NOT_SEEN: "Non vu",
}

METER = {
    MeterKind.COLD_WATER: "Eau froide",
    MeterKind.HOT_WATER: "Eau chaude",
    MeterKind.ELECTRICITY: "Électricité",
    MeterKind.ELECTRICITY_PEAK: "Électricité, heures pleines",
    MeterKind.ELECTRICITY_OFF_PEAK: "Électricité, heures creuses",
    MeterKind.GAS: "Gaz",
    MeterKind.HEAT: "Chauffage",
}

KEY = {
    KeyKind.DOOR: "Porte du logement",
    KeyKind.BUILDING: "Entrée de l'immeuble",
    KeyKind.MAILBOX: "Boîte aux lettres",
    KeyKind.BADGE: "Badge",
    KeyKind.REMOTE: "Télécommande",
    KeyKind.CELLAR: "Cave",
    KeyKind.CODE: "Code d'accès",
}

PARTY = {PartyRole.HOUSEHOLD: "Le ménage", PartyRole.CCAS: "Le CCAS", PartyRole.LANDLORD: "Le bailleur"}

PRESENCE = {
    Presence.PRESENT: "Présent",
    Presence.REPRESENTED: "Représenté",
    Presence.ABSENT: "Absent",
    Presence.REFUSED_TO_SIGN: "Refuse de signer",
}

ROOM_TYPE = {
    RoomType.HALL: "Entrée",
    RoomType.LIVING: "Séjour",
    RoomType.KITCHEN: "Cuisine",
    RoomType.BEDROOM: "Chambre",
    RoomType.BATHROOM: "Salle de bain",
    RoomType.TOILET: "WC",
    RoomType.CORRIDOR: "Dégagement",
    RoomType.CUPBOARD: "Placard",
    RoomType.BALCONY: "Balcon ou terrasse",
    RoomType.CELLAR: "Cave",
    RoomType.PARKING: "Garage ou parking",
    RoomType.GARDEN: "Jardin",
    RoomType.COMMON: "Partie commune privative",
}

CATEGORY = {
    Category.FLOOR: "Sol",
    Category.WALLS: "Murs",
    Category.CEILING: "Plafond",
    Category.JOINERY: "Menuiserie, serrurerie",
    Category.ELECTRICITY: "Électricité",
    Category.HEATING: "Chauffage",
    Category.VENTILATION: "Ventilation",
    Category.PLUMBING: "Plomberie",
    Category.EQUIPMENT: "Équipement",
    Category.SAFETY: "Sécurité",
    Category.FURNITURE: "Mobilier",
    Category.OTHER: "Autre",
}

WORKING = {Working.YES: "Fonctionne", Working.NO: "Ne fonctionne pas", Working.NOT_TESTED: "Non essayé"}

VISIT_ACT = {
    VisitAct.STAY_ENTRY: "Entrée du ménage",
    VisitAct.STAY_EXIT: "Sortie du ménage",
    VisitAct.HEAD_LEASE_EXIT: "Sortie du bail du CCAS",
    VisitAct.DIRECT_LEASE_ENTRY: "Entrée dans le bail direct",
}

SAFETY = {
    SafetyKind.SMOKE_DETECTOR: "Détecteur de fumée",
    SafetyKind.VENTILATION: "Ventilation (VMC)",
    SafetyKind.ELECTRICAL_PANEL: "Tableau électrique",
    SafetyKind.GAS_SHUT_OFF: "Coupure du gaz",
}

SAFETY_STATE = {
    SafetyState.WORKS: "Fonctionne",
    SafetyState.NOT_TESTED: "Présent, non essayé",
    SafetyState.FAULTY: "En défaut",
    SafetyState.MISSING: "Absent",
    SafetyState.NOT_APPLICABLE: "Sans objet",
}

COPY_CHANNEL = {CopyChannel.HAND: "En main propre", CopyChannel.EMAIL: "Par courriel", CopyChannel.POST: "Par courrier"}

SIGNATURE_METHOD = {
    SignatureMethod.DRAWN: "Signature à l'écran",
    SignatureMethod.PAPER: "Signature sur papier",
    SignatureMethod.NONE: "Sans signature",
}

AMENDMENT_GROUND = {
    AmendmentGround.COMPLETION: "Complément à l'état des lieux d'entrée",
    AmendmentGround.HEATING: "État des éléments de chauffage",
}

CHANGE = {
    Change.SAME: "Inchangé",
    Change.WORSE: "Dégradé",
    Change.BETTER: "Amélioré",
    Change.UNDECIDED: "Non comparable",
}

MEANS = {
    Means.CASH: "Espèces",
    Means.CHEQUE: "Chèque",
    Means.TRANSFER: "Virement",
    Means.CARD: "Carte",
    Means.THIRD_PARTY: "Versement d'un tiers",
}

PAYMENT_KIND = {PaymentKind.FEES: "Redevances et sommes dues", PaymentKind.DEPOSIT: "Dépôt de garantie"}

LINE_KIND = {
    LineKind.DAMAGE: "Dégradation",
    LineKind.LOSS: "Perte",
    LineKind.ARREARS: "Redevances impayées",
    LineKind.PROVISION: "Provision pour les comptes de l'immeuble",
}

THIRD_PARTY = {
    ThirdParty.FSL: "FSL",
    ThirdParty.ACTION_LOGEMENT: "Action Logement",
    ThirdParty.CAF: "Caf",
    ThirdParty.GUARDIAN: "Tuteur ou curateur",
    ThirdParty.OTHER: "Autre tiers",
}

RECEIPT_MODE = {
    ReceiptMode.MIRROR_P1RZ: "Reflet du journal à souches P1RZ",
    ReceiptMode.SOFTWARE_APPROVED: "Numéros du logiciel, avec l'accord écrit du comptable",
}

BOOK = {
    Book.CASH: "Caisse",
    Book.CHEQUES: "Chèques à l'encaissement",
    Book.DFT: "Compte de dépôt au Trésor (DFT)",
    Book.EARLIER: "Recettes d'avant la tenue par mode",
}

OFFICE = {Office.TITULAR: "Régisseur titulaire", Office.SUBSTITUTE: "Mandataire suppléant"}

DELIVERY_WAY = {
    DeliveryWay.HANDED: "Remis en main propre",
    DeliveryWay.POST: "Envoyé par courrier",
    DeliveryWay.EMAIL: "Envoyé par courriel",
}
