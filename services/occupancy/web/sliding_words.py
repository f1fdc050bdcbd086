"""French words of the sliding leases, as pages say them."""

from datetime import date
from enum import StrEnum
from typing import Any

from occupancy.documents.sliding_words import CRITERION as CRITERION
from occupancy.documents.sliding_words import MET as MET
from occupancy.documents.sliding_words import PARTY as PARTY
from occupancy.documents.sliding_words import RECOMMENDATION as RECOMMENDATION
from occupancy.documents.sliding_words import SENT_BY as SENT_BY
from occupancy.documents.sliding_words import SIGNATURE as SIGNATURE
from occupancy.documents.sliding_words import review_words as review_words
from occupancy.domain.sliding_leases import (
    CalOutcome,
    DepositMode,
    LandlordAnswer,
    Paper,
    SlidingLease,
    SlidingState,
)
from occupancy.web import paths


class SlidingAct(StrEnum):
    """The acts that have a page; the words are in the address."""

    PROPOSE = "proposition"
    LANDLORD = "position-du-bailleur"
    CAL = "decision-cal"
    SCHEDULE = "date-du-glissement"
    SLIDE = "glissement"
    PAPER = "document"
    CONVENE = "convocation"
    PROVE = "preuve-de-convocation"
    NOT_HELD = "examen-non-tenu"
    EXTEND = "prolongation"
    LEAVE = "autre-issue"


STATE = {
    SlidingState.SUBLET_ACTIVE: ("Sous-location en cours", "info"),
    SlidingState.SLIDE_PROPOSED: ("Glissement proposé", "info"),
    SlidingState.LANDLORD_ANSWERED: ("Bail proposé par le bailleur", "ok"),
    SlidingState.CAL_DECIDED: ("Décision de la CAL", "info"),
    SlidingState.SLIDE_SCHEDULED: ("Glissement prévu", "ok"),
    SlidingState.SLID: ("Bail glissé", "ok"),
    SlidingState.HOUSEHOLD_NOTICE: ("Congé du ménage", "muted"),
    SlidingState.REHOUSED_ELSEWHERE: ("Relogé ailleurs", "muted"),
    SlidingState.TERMINATED_BY_COURT: ("Résilié par le juge", "muted"),
    SlidingState.ABANDONED: ("Abandonné", "muted"),
}

ANSWER = {LandlordAnswer.OFFER: "Il propose un bail", LandlordAnswer.REFUSAL: "Il n'en propose pas"}

CAL = {
    CalOutcome.ATTRIBUTED: "Logement attribué",
    CalOutcome.RANKED: "Attribué sous rang, en cas de refus d'un autre candidat",
    CalOutcome.CONDITIONAL: "Attribué sous condition",
    CalOutcome.NOT_ATTRIBUTED: "Non attribué",
    CalOutcome.REJECTED: "Demande irrecevable",
}

DEPOSIT = {
    DepositMode.REFUND_AND_NEW: "Le CCAS rend le dépôt au ménage, qui en verse un nouveau au bailleur",
    DepositMode.DIRECT_PAYMENT_TO_LANDLORD: "Le CCAS le verse au bailleur, sur instruction écrite du ménage",
    DepositMode.FSL_LOAN: "Le FSL avance le nouveau dépôt",
}

PAPER = {
    Paper.INSPECTION_AT_ENTRY: "D4 – États des lieux d'entrée",
    Paper.SUPPORT_CONTRACT: "D5 – Contrat d'accompagnement",
    Paper.HOUSEHOLD_CONSENT: "Accord du ménage sur le glissement",
    Paper.DIRECT_LEASE: "D9 – Bail direct bailleur–ménage",
    Paper.END_OF_UPSTREAM: "D10 – Fin du bail principal et de la sous-location",
    Paper.INSPECTION_AT_SLIDE: "D11 – État des lieux de glissement",
    Paper.INSPECTION_WAIVER: "Renonciation des trois parties à l'état des lieux de glissement",
    Paper.TENANT_INSURANCE: "Attestation d'assurance du ménage comme locataire",
    Paper.REPAYMENT_PLAN: "Plan d'apurement signé",
    Paper.PAYMENT_INSTRUCTION: "Instruction écrite du ménage pour le dépôt",
    Paper.DEPOSIT_ACCOUNT: "D12 – Décompte du dépôt et des sommes dues",
    Paper.HOUSING_AID_TOLD: "CAF ou MSA informée du changement de bailleur",
}

LABEL = {
    SlidingAct.PROPOSE: "Proposer le glissement",
    SlidingAct.LANDLORD: "Position du bailleur",
    SlidingAct.CAL: "Décision de la CAL",
    SlidingAct.SCHEDULE: "Prévoir le glissement",
    SlidingAct.SLIDE: "Enregistrer le glissement",
    SlidingAct.PAPER: "Ajouter un document",
    SlidingAct.CONVENE: "Convoquer à un examen",
    SlidingAct.PROVE: "Preuve de la convocation",
    SlidingAct.NOT_HELD: "Examen non tenu",
    SlidingAct.EXTEND: "Prolonger la période d'examen",
    SlidingAct.LEAVE: "Autre issue",
}

CONSEQUENCE = {
    SlidingAct.PROPOSE: "Le CCAS propose ; la décision appartient au bailleur et le ménage doit l'accepter.",
    SlidingAct.LANDLORD: "Une offre ouvre le passage en CAL ; un refus motivé laisse la sous-location en cours.",
    SlidingAct.CAL: "Seule une attribution permet de prévoir le glissement ; un rang ou une condition peut en être suivi.",
    SlidingAct.SCHEDULE: "Fixe le jour où le ménage deviendra titulaire, et ce que devient le dépôt de garantie.",
    SlidingAct.SLIDE: "Le séjour prend fin la veille et le ménage devient titulaire ; la restitution du dépôt est proposée à une"
    " autre personne ; la fin de la mobilisation est transmise.",
    SlidingAct.PAPER: "Un document signé, avec son jour ; il compte dans ce que le glissement attend.",
    SlidingAct.CONVENE: "Fixe le jour, l'heure et le lieu ; la lettre au bailleur et au ménage s'imprime ensuite du dossier.",
    SlidingAct.PROVE: "Garde comment l'un et l'autre ont reçu la convocation, et depuis quand.",
    SlidingAct.NOT_HELD: "L'examen reçoit une nouvelle date ; les suivants gardent la leur.",
    SlidingAct.EXTEND: "Allonge la période d'examen, dans la durée totale la plus longue.",
    SlidingAct.LEAVE: "Termine le dossier sans glissement, avec sa preuve ; la fin du séjour s'enregistre sur le contrat.",
}

_REVIEWS = (SlidingAct.CONVENE, SlidingAct.PROVE, SlidingAct.NOT_HELD)

_WAYS = {
    SlidingState.SUBLET_ACTIVE: (SlidingAct.PROPOSE, SlidingAct.LANDLORD, *_REVIEWS, SlidingAct.EXTEND),
    SlidingState.SLIDE_PROPOSED: (SlidingAct.LANDLORD, *_REVIEWS),
    SlidingState.LANDLORD_ANSWERED: (SlidingAct.CAL, *_REVIEWS),
    SlidingState.CAL_DECIDED: (SlidingAct.CAL, *_REVIEWS),
    SlidingState.SLIDE_SCHEDULED: (SlidingAct.SLIDE, SlidingAct.SCHEDULE, *_REVIEWS),
}

SLIDING_DONE = {
    "sliding-lease-opened": "Bail glissant ouvert : le calendrier des examens est fixé.",
    "sliding-review-minuted": "Compte rendu enregistré : il ne changera plus.",
    "sliding-act-done": "Enregistré.",
    "lease-slid": "Le bail a glissé : le ménage est titulaire.",
}


def acts_of(lease: SlidingLease) -> tuple[SlidingAct, ...]:
    """The legal next acts of a dossier, the expected one first."""
    if not lease.is_open:
        return (SlidingAct.PAPER,) if lease.state is SlidingState.SLID else ()
    found = _WAYS[lease.state]
    if lease.state is SlidingState.CAL_DECIDED and lease.cal and lease.cal.outcome is CalOutcome.ATTRIBUTED:
        found = (SlidingAct.SCHEDULE, *found)
    if all(one.proof for one in lease.convocations):
        found = tuple(one for one in found if one is not SlidingAct.PROVE)
    return (*found, SlidingAct.PAPER, SlidingAct.LEAVE)


def act_rows(lease: SlidingLease) -> list[dict[str, Any]]:
    """For the page: each act, its address, what it will do."""
    return [
        {
            "label": LABEL[one],
            "href": paths.sliding_act(lease.id, one),
            "consequence": CONSEQUENCE[one],
            "danger": one is SlidingAct.LEAVE,
        }
        for one in acts_of(lease)
    ]


def steps(lease: SlidingLease) -> list[dict[str, str]]:
    """« Où en est le dossier »: the way to the slide, each step with its day."""
    facts: list[tuple[str, date | None]] = [
        ("Sous-location et convention signées", lease.sublease_signed_on),
        ("Glissement proposé", lease.proposed_on),
        (
            "Bail proposé par le bailleur",
            lease.landlord.given_on if lease.landlord and lease.landlord.answer == "offer" else None,
        ),
        ("Logement attribué (CAL)", lease.cal.decided_on if lease.cal and lease.cal.outcome == "attributed" else None),
        ("Date prévue", lease.slide_on),
        ("Ménage titulaire", lease.slide_on if lease.state is SlidingState.SLID else None),
    ]
    last = max(rank for rank, (_, on) in enumerate(facts) if on)
    found = []
    for rank, (label, on) in enumerate(facts):
        state = "done" if rank <= last else "now" if rank == last + 1 and lease.is_open else "next"
        found.append({"label": label, "state": state, "note": f"{on:%d/%m/%Y}" if on else ""})
    return found
