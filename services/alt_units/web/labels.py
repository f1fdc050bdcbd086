"""The French words of the staff pages: enumerations, statuses, messages after an act."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from alt_units.documents.words import AML_PERIODS as AML_PERIODS
from alt_units.documents.words import BANK_ANOMALIES as BANK_ANOMALIES
from alt_units.documents.words import BANK_FORMATS as BANK_FORMATS
from alt_units.documents.words import BANK_STATES as BANK_STATE_WORDS
from alt_units.documents.words import BASES as BASES
from alt_units.documents.words import CEILINGS as CEILINGS
from alt_units.documents.words import COST_BEARERS as COST_BEARERS
from alt_units.documents.words import COST_KINDS as COST_KINDS
from alt_units.documents.words import DWELLING_TYPES as DWELLING_TYPES
from alt_units.documents.words import END_KINDS as END_KINDS
from alt_units.documents.words import EXCHANGES as EXCHANGE_WORDS
from alt_units.documents.words import FOLLOW_UP as FOLLOW_UP
from alt_units.documents.words import INDU_RETURNS as INDU_RETURNS
from alt_units.documents.words import MOBILISATION_KINDS as MOBILISATION_KINDS
from alt_units.documents.words import MODALITIES as MODALITIES
from alt_units.documents.words import NOTE_KINDS as NOTE_KINDS
from alt_units.documents.words import OWNER_KINDS as OWNER_KINDS
from alt_units.documents.words import PARTIAL_MONTH_RULES as PARTIAL_MONTH_RULES
from alt_units.documents.words import PAYMENT_KINDS as PAYMENT_KINDS
from alt_units.documents.words import POINT_VALUES as POINT_VALUES
from alt_units.documents.words import PROGRAMMES as PROGRAMMES
from alt_units.documents.words import REASONS as REASONS
from alt_units.documents.words import SHARED_AIDED as SHARED_AIDED
from alt_units.documents.words import STATEMENT_FORMS as STATEMENT_FORMS
from alt_units.documents.words import STATUSES as STATUSES
from alt_units.documents.words import TERRITORIES as TERRITORIES
from alt_units.documents.words import TRACE_STEPS as TRACE_STEPS
from alt_units.documents.words import TURNAROUNDS as TURNAROUNDS
from alt_units.documents.words import VERDICTS as VERDICT_WORDS
from alt_units.documents.words import VOID_REASONS as VOID_REASONS
from alt_units.documents.words import WORK_STATES as WORK_STATE_WORDS
from alt_units.documents.words import work_state as work_state
from alt_units.domain.aml import AmlTerms
from alt_units.domain.bank_candidates import MatchReason
from alt_units.domain.bank_lines import DecisionKind, LineState
from alt_units.domain.bank_sources import DateFormat, DecimalMark, Encoding, Separator
from alt_units.domain.claim_corrections import CorrectionOutcome
from alt_units.domain.claim_terms import Verdict
from alt_units.domain.convention_differences import LineChange
from alt_units.domain.convention_states import ConventionState, state_on
from alt_units.domain.conventions import Convention
from alt_units.domain.mobilisations import MobilisationEnd
from alt_units.domain.reconciliation import Exchange, FollowUp
from alt_units.domain.regimes import Regime
from alt_units.domain.stay_alerts import AlertKind
from alt_units.domain.units import Unit, Zone
from alt_units.domain.workspace import WorkState
from kernel.law import Status
from kernel.money import euros

# --- units, conventions ---------------------------------------------------------------------------

ZONES = {Zone.I: "Zone I", Zone.II: "Zone II", Zone.III: "Zone III"}
REGIMES = {
    Regime.CAF_MENSUEL: "CAF, chaque mois",
    Regime.ETAT_3_VERSEMENTS: "État, trois versements par an",
}
LAW_STATUSES = {status: (words, "ok" if status is Status.VERIFIED else "warn") for status, words in STATUSES.items()}


def state_of(unit: Unit, today: date) -> tuple[str, str]:
    """The unit's state today, in words and tone."""
    if unit.is_retired_on(today):
        return "Retiré du parc", "muted"
    if not unit.is_in_service_on(today):
        return "À venir", "info"
    if unit.void_on(today):
        return "Indisponible", "bad"
    if any(today in one.period for one in unit.live_voids()):
        return "Indisponible en partie", "warn"
    return "En service", "ok"


CONVENTION_STATES = {
    ConventionState.DRAFT: ("En préparation", "info"),
    ConventionState.SIGNED: ("Signée", "ok"),
    ConventionState.ENDING: ("Prend fin", "warn"),
    ConventionState.ENDED: ("Terminée", "muted"),
    ConventionState.NOT_RENEWED: ("Non reconduite", "muted"),
    ConventionState.EXPIRED: ("Échue", "muted"),
}


def convention_state(convention: Convention, today: date) -> tuple[str, str]:
    """The convention's state, in words and tone."""
    state = state_on(convention, today)
    words, tone = CONVENTION_STATES[state]
    if state is ConventionState.ENDING:
        return f"Prend fin le {convention.ended_on:%d/%m/%Y}", tone
    return words, tone


CONVENTION_ALERTS = {
    "document_late": ("Pièce attendue et pas encore envoyée", "bad"),
    "signature_missing": ("L'effet prévu est passé et la signature n'est pas enregistrée", "warn"),
    "amendment_unsigned": ("L'effet prévu de l'avenant est passé et sa signature n'est pas enregistrée", "warn"),
    "expiring": ("Fin de l'année conventionnée, sans reconduction préparée", "warn"),
    "approval_expiring": ("Échéance de l'agrément", "warn"),
    "approval_expired": ("L'agrément est échu", "bad"),
}
CONVENTION_ALERT_ACTS = {
    "signature": "Enregistrer la signature",
    "avenant": "Ouvrir l'avenant",
    "reconduction": "Reconduire la convention",
    "agrement": "Modifier l'agrément",
}
"""What the notice of an alert offers, by the act that answers it."""
CONVENTION_FACTS = {
    "programme": "Programme",
    "number": "Numéro",
    "funder": "Financeur",
    "year": "Année",
    "rule": "Mois incomplet",
    "least_days": "À partir de combien de jours",
    "basis": "Ce qui compte",
    "ceiling": "Plafond apprécié",
    "ceiling_cents": "Montant du plafond",
    "note": "Remarque",
    "aml": "Médiation locative",
    "deliberation": "Délibération",
    "deliberated_on": "Date de la délibération",
    "signatories": "Signataires",
}


def fact_words(name: str, told: Any) -> str:
    """A fact of a convention as a French reader sees it."""
    words: dict[str, Any] = {"rule": PARTIAL_MONTH_RULES, "basis": BASES, "ceiling": CEILINGS}
    if told is None or told == "":
        return "—"
    if name in words:
        return str(words[name][told])
    if isinstance(told, AmlTerms):
        amount = "selon la ligne" if told.period_cents is None else euros(told.period_cents)
        return f"{amount} {AML_PERIODS[told.period].lower()}, {told.max_units} logements, {MODALITIES[told.modality].lower()}"
    if name == "ceiling_cents":
        return euros(told)
    return f"{told:%d/%m/%Y}" if isinstance(told, date) else str(told)


def by_reference(changes: Sequence[LineChange], units: Mapping[UUID, Unit]) -> list[LineChange]:
    """The dwellings that change, in the order of the park."""
    return sorted(changes, key=lambda one: units[one.unit_id].reference)


def version_name(number: int) -> str:
    """How staff call a version."""
    return "Convention initiale" if number == 1 else f"Avenant n° {number - 1}"


PARK_DONE = {
    "unit-registered": "Le logement est enregistré.",
    "unit-amended": "Le logement est modifié.",
    "unit-retired": "Le logement est retiré du parc.",
    "place-added": "La place est ajoutée.",
    "place-amended": "La place est modifiée.",
    "programme-changed": "Le programme du logement est enregistré.",
    "convention-registered": "La convention est enregistrée, en préparation.",
    "convention-amended": "La convention est modifiée.",
    "line-added": "La ligne est ajoutée.",
    "line-amended": "La ligne est modifiée.",
    "line-removed": "La ligne est retirée.",
    "convention-signed": "La convention est signée.",
    "convention-ended": "La fin de la convention est enregistrée, et ses logements sortent de l'offre ce jour-là.",
    "convention-renewed": "La convention de l'année suivante est en préparation : relisez-la.",
    "amendment-opened": "L'avenant est en préparation : il reprend toute la convention.",
    "amendment-amended": "L'avenant est modifié.",
    "amendment-signed": "L'avenant est signé.",
    "amendment-withdrawn": "L'avenant est abandonné : la convention reste comme elle était.",
    "capacity-set": "La capacité est enregistrée.",
    "approval-recorded": "L'agrément est enregistré.",
    "document-expected": "La pièce est ajoutée.",
    "document-amended": "La pièce est modifiée.",
    "document-removed": "La pièce est retirée.",
    "documents-listed": "Les pièces prévues par les textes sont ajoutées.",
    "paper-kept": "Le papier signé est conservé.",
}

# --- stock: voids, mobilisations ------------------------------------------------------------------

MOBILISATION_ENDS = {
    MobilisationEnd.EXPIRY: "Terme du contrat",
    MobilisationEnd.NOTICE: "Congé ou résiliation",
    MobilisationEnd.SLID: "Bail glissé",
    MobilisationEnd.HANDBACK: "Restitution au propriétaire",
    MobilisationEnd.RETIRED: "Retrait du parc",
    MobilisationEnd.OTHER: "Autre",
}


def floor(unit: Unit) -> str | None:
    """The floor, and whether a lift goes there."""
    if unit.floor is None:
        return "Ascenseur" if unit.has_lift else None
    level = "Rez-de-chaussée" if unit.floor == 0 else f"Niveau {unit.floor}"
    return f"{level}, {'avec' if unit.has_lift else 'sans'} ascenseur" if unit.floor else level


def place_options(unit: Unit) -> list[tuple[int, str]]:
    """The places of a unit, to choose one."""
    return [(place.number, place.name) for place in unit.places]


def place_name(unit: Unit, number: int) -> str:
    """The name of a place; 0: the whole unit."""
    return dict(place_options(unit)).get(number, f"Place {number}") if number else "Tout le logement"


STOCK_DONE = {
    "vacancy-declared": "La déclaration au SIAO est enregistrée.",
    "vacancy-declaration-cancelled": "La déclaration au SIAO est annulée.",
    "void-declared": "L'indisponibilité est enregistrée.",
    "void-end-moved": "La fin de l'indisponibilité est enregistrée.",
    "void-cancelled": "L'indisponibilité est annulée.",
    "unit-mobilised": "La mobilisation est enregistrée.",
    "mobilisation-amended": "La mobilisation est corrigée.",
    "mobilisation-ended": "La fin de la mobilisation est enregistrée.",
}

# --- claims, funder payments, reconciliation ------------------------------------------------------

FOLLOW_UPS = {
    FollowUp.PREPARING: (FOLLOW_UP[FollowUp.PREPARING], "muted"),
    FollowUp.EXPECTED: (FOLLOW_UP[FollowUp.EXPECTED], "info"),
    FollowUp.RECEIVED: (FOLLOW_UP[FollowUp.RECEIVED], "ok"),
    FollowUp.DIFFERENT: (FOLLOW_UP[FollowUp.DIFFERENT], "bad"),
    FollowUp.JUSTIFIED: (FOLLOW_UP[FollowUp.JUSTIFIED], "warn"),
    FollowUp.CLOSED: (FOLLOW_UP[FollowUp.CLOSED], "ok"),
}
NEXT_STEPS = {
    FollowUp.EXPECTED: "Attendre ou relancer le versement, puis l'affecter",
    FollowUp.DIFFERENT: "Ajuster la demande, affecter un autre versement ou justifier l'écart",
    FollowUp.JUSTIFIED: "Clore, ou affecter ce qui arriverait encore",
    FollowUp.RECEIVED: "Clore le suivi",
}

# --- the exchange with the payer ------------------------------------------------------------------

EXCHANGES = {
    Exchange.PREPARED: (EXCHANGE_WORDS[Exchange.PREPARED], "muted"),
    Exchange.SUBMITTED: (EXCHANGE_WORDS[Exchange.SUBMITTED], "info"),
    Exchange.ANSWERED: (EXCHANGE_WORDS[Exchange.ANSWERED], "info"),
    Exchange.PAID: (EXCHANGE_WORDS[Exchange.PAID], "ok"),
    Exchange.CLOSED: (EXCHANGE_WORDS[Exchange.CLOSED], "ok"),
}
VERDICTS = {
    Verdict.ACCEPTED: (VERDICT_WORDS[Verdict.ACCEPTED], "ok"),
    Verdict.REDUCED: (VERDICT_WORDS[Verdict.REDUCED], "warn"),
    Verdict.REFUSED: (VERDICT_WORDS[Verdict.REFUSED], "bad"),
}
VERDICT_CHOICES = [(Verdict.ACCEPTED, "Acceptée"), (Verdict.REDUCED, "Réduite"), (Verdict.REFUSED, "Refusée")]

WORK_STATES = {
    WorkState.TO_PREPARE: (WORK_STATE_WORDS[WorkState.TO_PREPARE], "warn"),
    WorkState.PREPARED: EXCHANGES[Exchange.PREPARED],
    WorkState.SUBMITTED: EXCHANGES[Exchange.SUBMITTED],
    WorkState.ANSWERED: EXCHANGES[Exchange.ANSWERED],
    WorkState.PAID: EXCHANGES[Exchange.PAID],
    WorkState.CLOSED: EXCHANGES[Exchange.CLOSED],
}
WORK_STATE_CHOICES = [(state, words) for state, words in WORK_STATE_WORDS.items()]
REASON_CHOICES = [(reason, words) for reason, words in REASONS.items()]
ALERTS = {
    AlertKind.SIX_MONTHS: "Revoir l'orientation : la durée habituelle d'un séjour est atteinte",
    AlertKind.ASK_FOR_APL: "Vérifier si l'AL ou l'APL doit être demandée à la place de l'ALT",
}

CORRECTIONS = {
    CorrectionOutcome.CONFIRMED: ("confirmée", "ok"),
    CorrectionOutcome.REFUSED: ("refusée", "muted"),
    CorrectionOutcome.WITHDRAWN: ("retirée", "muted"),
}

EXCHANGE_DONE = {
    "claim-answered": "La réponse du financeur est enregistrée.",
    "convention-read": "Les lectures de la convention sont enregistrées.",
}

MONEY_DONE = {
    "claim-prepared": "La demande est préparée : relisez-la, puis transmettez-la.",
    "claim-refreshed": "La demande est recalculée sur les faits d'aujourd'hui.",
    "claimed-amount-set": "Le montant demandé est enregistré.",
    "claim-submitted": "La demande est transmise : elle ne change plus.",
    "claim-correction-proposed": "La correction est proposée : une autre personne doit la confirmer.",
    "claim-correction-confirmed": "La correction est confirmée et s'ajoute à la ligne.",
    "claim-correction-refused": "La correction est refusée : la ligne ne bouge pas.",
    "claim-correction-withdrawn": "La proposition est retirée.",
    "note-remark": "La remarque est enregistrée.",
    "note-justification": "L'écart est justifié.",
    "note-closing": "Le suivi de la demande est clos.",
    "funder-payment-recorded": "Le versement est enregistré : affectez-le aux demandes qu'il règle.",
    "funder-payment-allocated": "L'affectation est enregistrée.",
    "payments-scheduled": "L'échéancier est enregistré.",
    "allocation-cancelled": "L'affectation est annulée.",
}

# --- park imports ---------------------------------------------------------------------------------

IMPORT_DONE = {"park-imported": "L'import est fait : tout est enregistré."}


# --- bank files -----------------------------------------------------------------------------------

BANK_ENCODINGS = {Encoding.CP1252: "Windows (cp1252)", Encoding.UTF8: "UTF-8"}
BANK_SEPARATORS = {
    Separator.SEMICOLON: "point-virgule ;",
    Separator.COMMA: "virgule ,",
    Separator.TAB: "tabulation",
    Separator.BAR: "barre |",
}
BANK_DECIMALS = {DecimalMark.COMMA: "virgule (1 047,17)", DecimalMark.POINT: "point (1047.17)"}
BANK_DATES = {
    DateFormat.DAY_FIRST: "21/11/2026",
    DateFormat.YEAR_FIRST: "2026-11-21",
    DateFormat.COMPACT: "20261121",
    DateFormat.DAY_FIRST_SHORT: "21/11/26 (année sur deux chiffres, siècle 2000)",
}
BANK_STATES = {
    state: (BANK_STATE_WORDS[state], tone)
    for state, tone in zip(LineState, ("warn", "info", "ok", "muted", "ok"), strict=True)
}
BANK_DECISIONS = {
    DecisionKind.MATCHED: "Rapprochée",
    DecisionKind.SET_ASIDE: "Mise de côté",
    DecisionKind.COLLECTED: "Encaissée par les séjours",
    DecisionKind.REOPENED: "Remise en attente",
}
BANK_REASONS = {
    MatchReason.AMOUNT: "montant expliqué au centime",
    MatchReason.CONVENTION: "numéro de convention",
    MatchReason.PAYER: "payeur reconnu",
    MatchReason.MONTH: "mois nommé",
    MatchReason.DATE: "dans le délai",
    MatchReason.RECORDED: "versement déjà saisi à la main",
}
BANK_DONE = {
    "bank-source-added": "La source est enregistrée.",
    "bank-source-amended": "La source est modifiée : les prochains fichiers seront lus ainsi.",
    "bank-file-imported": "Le relevé est importé : décidez maintenant de ses lignes.",
    "bank-file-abandoned": "Le fichier est abandonné. Rien n'a été enregistré.",
    "bank-line-matched": "La ligne est rapprochée : le versement est enregistré.",
    "bank-lines-set-aside": "Mis de côté. Le motif reste visible, et la décision peut être défaite.",
    "bank-line-reopened": "La ligne est de nouveau en attente.",
    "bank-matching-run": "Le rapprochement a été relancé sur les lignes en attente.",
}

# --- reports --------------------------------------------------------------------------------------

REPORT_DONE = {
    "cost-recorded": "La dépense est enregistrée.",
    "rents-recorded": "Les loyers cochés sont enregistrés.",
    "cost-cancelled": "La dépense est annulée par son exact contraire.",
    "figure-declared": "Le chiffre est enregistré avec sa source.",
    "yearly-file-produced": "Le dossier est produit et conservé tel quel.",
}

DONE = {**PARK_DONE, **STOCK_DONE, **MONEY_DONE, **EXCHANGE_DONE, **IMPORT_DONE, **REPORT_DONE, **BANK_DONE}
"""The message shown after an act, by its code."""
