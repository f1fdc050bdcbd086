"""The French words of the staff pages: enumerations, statuses, messages after an act."""

from datetime import date

from alt_units.domain.claim_terms import Reason
from alt_units.domain.conventions import Convention
from alt_units.domain.funder_payments import PaymentKind
from alt_units.domain.reconciliation import FollowUp, NoteKind
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Regime
from alt_units.domain.units import DwellingType, Programme, Unit, Zone
from kernel.law import Status

# --- units, conventions ---------------------------------------------------------------------------

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
ZONES = {Zone.I: "Zone I", Zone.II: "Zone II", Zone.III: "Zone III"}
REGIMES = {
    Regime.CAF_MENSUEL: "CAF, chaque mois",
    Regime.ETAT_3_VERSEMENTS: "État, trois versements par an",
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
LAW_STATUSES = {Status.VERIFIED: ("vérifié", "ok"), Status.TO_VERIFY: ("à confirmer", "warn")}


def state_of(unit: Unit, today: date) -> tuple[str, str]:
    """The unit's state today, in words and tone."""
    if unit.is_retired_on(today):
        return "Retiré du parc", "muted"
    if unit.is_in_service_on(today):
        return "En service", "ok"
    if unit.service and all(one.first_day > today for one in unit.service):
        return "À venir", "info"
    return "Hors service", "bad"


def convention_state(convention: Convention) -> tuple[str, str]:
    """The convention's state, in words and tone."""
    if convention.is_draft:
        return "En préparation", "info"
    if convention.ended_on is not None:
        return "Terminée", "muted"
    return "Signée", "ok"


PARK_DONE = {
    "unit-registered": "Le logement est enregistré.",
    "unit-amended": "Le logement est modifié.",
    "unit-retired": "Le logement est retiré du parc.",
    "place-added": "La place est ajoutée.",
    "place-renamed": "La place est renommée.",
    "programme-changed": "Le programme du logement est enregistré.",
    "out-of-service": "Le logement est mis hors service.",
    "back-in-service": "Le logement est remis en service.",
    "convention-registered": "La convention est enregistrée, en préparation.",
    "convention-amended": "La convention est modifiée.",
    "line-added": "La ligne est ajoutée.",
    "line-amended": "La ligne est modifiée.",
    "line-removed": "La ligne est retirée.",
    "convention-signed": "La convention est signée.",
    "convention-ended": "La fin de la convention est enregistrée.",
}

# --- claims, funder payments, reconciliation ------------------------------------------------------

REASONS = {
    Reason.BEFORE_EFFECT: "Avant l'effet de la convention",
    Reason.AFTER_END: "Après la fin de la convention",
    Reason.NOT_IN_PROGRAMME: "Hors du programme une partie du mois",
    Reason.OUT_OF_SERVICE: "Hors service une partie du mois",
    Reason.NOT_AVAILABLE_WHOLE_MONTH: "Pas disponible tout le mois",
    Reason.NOT_OCCUPIED: "Pas occupé tous les jours",
    Reason.PRESENCE_UNKNOWN: "Présence non reçue",
    Reason.CEILING_REACHED: "Plafond atteint",
    Reason.NOT_CLAIMED_BY_DECISION: "Non demandé, par décision",
    Reason.CLAIMED_BY_DECISION: "Montant décidé",
    Reason.ADJUSTED: "Ajusté après transmission",
    Reason.UNDERPAID: "Payé en partie",
    Reason.OVERPAID: "Trop versé",
    Reason.AWAITING_PAYMENT: "En attente de versement",
}
FOLLOW_UPS = {
    FollowUp.PREPARING: ("en préparation", "muted"),
    FollowUp.EXPECTED: ("attendu", "info"),
    FollowUp.RECEIVED: ("reçu", "ok"),
    FollowUp.DIFFERENT: ("écart", "bad"),
    FollowUp.JUSTIFIED: ("justifié", "warn"),
    FollowUp.CLOSED: ("clos", "ok"),
}
NEXT_STEPS = {
    FollowUp.EXPECTED: "Attendre ou relancer le versement, puis l'affecter",
    FollowUp.DIFFERENT: "Ajuster la demande, affecter un autre versement ou justifier l'écart",
    FollowUp.JUSTIFIED: "Clore, ou affecter ce qui arriverait encore",
    FollowUp.RECEIVED: "Clore le suivi",
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
    "effective": "Effectif",
    "claimable": "Calculé",
}

MONEY_DONE = {
    "claim-prepared": "La demande est préparée : relisez-la, puis transmettez-la.",
    "claim-refreshed": "La demande est recalculée sur les faits d'aujourd'hui.",
    "claimed-amount-set": "Le montant demandé est enregistré.",
    "claim-submitted": "La demande est transmise : elle ne change plus.",
    "claim-line-adjusted": "L'ajustement est enregistré.",
    "note-remark": "La remarque est enregistrée.",
    "note-justification": "L'écart est justifié.",
    "note-closing": "Le suivi de la demande est clos.",
    "funder-payment-recorded": "Le versement est enregistré : affectez-le aux demandes qu'il règle.",
    "funder-payment-allocated": "L'affectation est enregistrée.",
    "payments-scheduled": "L'échéancier est enregistré.",
    "allocation-cancelled": "L'affectation est annulée.",
}

DONE = {**PARK_DONE, **MONEY_DONE}
"""The message shown after an act, by its code."""
