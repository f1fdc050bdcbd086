"""French words for what the code names in English, as papers and pages print them."""

from occupancy.domain.households import Orientation, Situation
from occupancy.domain.inspection_difference import Change
from occupancy.domain.inspections import Condition, InspectionKind, KeyKind, MeterKind, PartyRole, Presence
from occupancy.domain.members import Gender, Relation
from occupancy.domain.payments import Means
from occupancy.domain.regies import PaymentKind
from occupancy.domain.regimes import FundingScheme, LegalRegime
from occupancy.domain.units import DwellingType, Programme

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
}

PARTY = {PartyRole.HOUSEHOLD: "Le ménage", PartyRole.CCAS: "Le CCAS"}

PRESENCE = {Presence.PRESENT: "Présent", Presence.REPRESENTED: "Représenté", Presence.ABSENT: "Absent"}

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
