"""The French words of the staff pages: enumerations, statuses, messages after an act."""

from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Regime
from alt_units.domain.units import DwellingType, Programme, Zone
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

MONEY_DONE: dict[str, str] = {}

DONE = {**PARK_DONE, **MONEY_DONE}
"""The message shown after an act, by its code."""
