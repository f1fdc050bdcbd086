"""French words of social support, as pages say them."""

from datetime import date
from enum import StrEnum
from typing import Any

from occupancy.documents.support_words import BREAK as BREAK
from occupancy.documents.support_words import KIND as KIND
from occupancy.documents.support_words import OUTCOME as OUTCOME
from occupancy.documents.support_words import PURPOSE as PURPOSE
from occupancy.documents.support_words import STAGE as STAGE
from occupancy.domain import support_deadline_rules as rules
from occupancy.domain.support_diagnosis import HEADING_WORDS, Heading
from occupancy.domain.support_follow_up import Rhythm, end_occasion
from occupancy.domain.support_measures import (
    BEFORE_START,
    Channel,
    Meeting,
    MeetingPlace,
    Occasion,
    Participant,
    Requester,
    SupportDecision,
    SupportMeasure,
    SupportState,
)
from occupancy.domain.support_notes import NoteKind
from occupancy.web import paths


class SupportAct(StrEnum):
    """The acts that have a page; the words are in the address."""

    ADHESION = "adhesion"
    SUBMIT = "demande"
    DECISION = "decision"
    NOTIFY = "notification"
    START = "debut"
    INFORMATION = "jours"
    WITHDRAW = "sans-suite"
    CONTRACT = "contrat"
    MEETING = "rencontre"
    MEETING_BACK = "rencontre-retiree"
    REVIEW = "bilan"
    RENEW = "reconduction"
    RENEWAL_ANSWER = "reponse-a-la-reconduction"
    LANDLORD = "information-du-bailleur"
    END = "fin"
    REPORT = "bilan-de-fin"
    CLOSE = "cloture"


REQUESTER = {
    Requester.SOCIAL_WORKER: "Travailleur social",
    Requester.LANDLORD: "Bailleur",
    Requester.ASSOCIATION: "Association",
    Requester.COMMISSION: "Préconisée par une commission",
}
STATE = {
    SupportState.DRAFT: ("En préparation", "muted"),
    SupportState.DIAGNOSED: ("Diagnostic signé", "info"),
    SupportState.SUBMITTED: ("Demande envoyée", "info"),
    SupportState.ADJOURNED: ("Ajournée", "warn"),
    SupportState.GRANTED: ("Accordée", "ok"),
    SupportState.NOTIFIED: ("Notifiée", "ok"),
    SupportState.ACTIVE: ("En cours", "ok"),
    SupportState.RENEWAL_REQUESTED: ("Reconduction demandée", "info"),
    SupportState.ENDED: ("Terminée, bilan à signer", "warn"),
    SupportState.REPORTED: ("Bilan signé, à clore", "info"),
    SupportState.CLOSED: ("Close", "muted"),
    SupportState.REFUSED: ("Refusée", "muted"),
    SupportState.WITHDRAWN: ("Sans suite", "muted"),
}
RHYTHM = {
    Rhythm.GREEN: ("Rythme tenu", "ok"),
    Rhythm.AMBER: ("Rencontres trop rares", "warn"),
    Rhythm.RED: ("Aucune rencontre", "bad"),
    Rhythm.TOO_EARLY: ("Mesure récente", "muted"),
}
DECISION = {
    SupportDecision.GRANTED: "Accordée",
    SupportDecision.REFUSED: "Refusée",
    SupportDecision.ADJOURNED: "Ajournée",
}
PLACE = {MeetingPlace.HOME: "À domicile", MeetingPlace.OFFICE: "Au bureau"}
PARTICIPANT = {
    Participant.OPERATOR: "Intervenant",
    Participant.REFERENT: "Référent social",
    Participant.HOUSEHOLD: "Ménage",
    Participant.LANDLORD: "Bailleur",
}
OCCASION = {Occasion.AWARD: "Mesure accordée", Occasion.END: "Fin de la mesure", Occasion.BREAK: "Interruption"}
CHANNEL = {
    Channel.LETTER: "Courrier",
    Channel.EMAIL: "Courriel",
    Channel.MEETING: "Rencontre",
    Channel.PHONE: "Téléphone",
}
NOTE = {NoteKind.NOTE: "Note", NoteKind.REVIEW: "Bilan intermédiaire", NoteKind.EVALUATION: "Évaluation de fin"}
HEADING = {one: words[0].upper() + words[1:] for one, words in HEADING_WORDS.items()}
HEADING_HINT = {
    Heading.HOUSING_PROBLEM: "Les faits : logement, dettes, démarches déjà faites.",
    Heading.NEED: "Pourquoi la traiter de façon spécifique, et pour quelle durée.",
    Heading.HOUSEHOLD_PROJECT: "Ce que le ménage veut, dans ses mots.",
}
CONTACT = {
    "mjagbf": "Contact (MJAGBF)",
    "masp": "Contact (MASP)",
    "maj": "Contact (MAJ)",
    "protection": "Contact (mandataire)",
    "rsa": "Contact (RSA)",
    "aed": "Contact (AED)",
}
FUNDER = {"fsl": "FSL du département", "fnavdl": "fonds FNAVDL", "departement": "département", "ccas": "CCAS"}

LABEL = {
    SupportAct.ADHESION: "Enregistrer une adhésion",
    SupportAct.SUBMIT: "Envoyer la demande",
    SupportAct.DECISION: "Enregistrer la décision",
    SupportAct.NOTIFY: "Notifier la décision",
    SupportAct.START: "Commencer la mesure",
    SupportAct.INFORMATION: "Enregistrer ses jours",
    SupportAct.WITHDRAW: "Laisser sans suite",
    SupportAct.CONTRACT: "Contrat d'accompagnement signé",
    SupportAct.MEETING: "Ajouter une rencontre",
    SupportAct.MEETING_BACK: "Retirer une rencontre",
    SupportAct.REVIEW: "Enregistrer un bilan",
    SupportAct.RENEW: "Demander la reconduction",
    SupportAct.RENEWAL_ANSWER: "Réponse à la reconduction",
    SupportAct.LANDLORD: "Bailleur informé",
    SupportAct.END: "Enregistrer la fin",
    SupportAct.REPORT: "Bilan de fin signé",
    SupportAct.CLOSE: "Clore la mesure",
}
CONSEQUENCE = {
    SupportAct.ADHESION: "Chaque adulte du ménage adhère avant le début de la mesure.",
    SupportAct.SUBMIT: "La demande part avec son diagnostic complet, signé par le ménage et l'intervenant.",
    SupportAct.DECISION: "Accordée pour sa durée, refusée, ou ajournée en attendant des précisions.",
    SupportAct.NOTIFY: "Au ménage et à l'opérateur qui mènera la mesure ; elle compte alors pour lui.",
    SupportAct.START: "Fixe le dernier jour et le calendrier ; une seule mesure à la fois par ménage.",
    SupportAct.INFORMATION: "Une mesure du département : ses jours seulement, pour éviter un cumul.",
    SupportAct.WITHDRAW: "Termine la demande avant tout début ; elle ne se rouvre pas.",
    SupportAct.CONTRACT: "Un contrat écrit, négocié avec le ménage ; aucun bilan ne se tient avant lui.",
    SupportAct.MEETING: "Tenue ou manquée ; les rencontres tenues font le rythme, deux par mois en moyenne.",
    SupportAct.MEETING_BACK: "Enregistrée par erreur ; l'historique garde qu'elle l'a été.",
    SupportAct.REVIEW: "Un bilan de la mesure : quand, avec qui. Ce qui y est dit s'écrit dans les notes.",
    SupportAct.RENEW: "Exceptionnelle, une seule fois, demandée avant la fin.",
    SupportAct.RENEWAL_ANSWER: "Reconduite, la mesure continue le lendemain de son dernier jour ; sinon elle va à son terme.",
    SupportAct.LANDLORD: "Le fait, le jour et le moyen : jamais ce que les travailleurs sociaux écrivent.",
    SupportAct.END: "Le dernier jour réel et l'issue ; le bilan signé et l'information du bailleur restent à faire.",
    SupportAct.REPORT: "Signé par l'intervenant et le ménage, sauf rupture par le ménage.",
    SupportAct.CLOSE: "Plus rien n'est à faire ; la mesure reste lisible.",
}
SUPPORT_DONE = {
    "support-opened": "Mesure ouverte : le diagnostic vient d'abord.",
    "support-diagnosed": "Diagnostic enregistré.",
    "support-act-done": "Enregistré.",
    "data-requested": "Demande enregistrée : la réponse est due dans le délai affiché.",
    "data-answered": "Réponse enregistrée.",
    "elimination-proposed": "Bordereau proposé : rien n'est détruit avant le visa des archives.",
    "data-disclosed": "Communication enregistrée.",
    "data-hold-opened": "Effacement suspendu.",
    "data-hold-lifted": "Suspension levée.",
    "data-erased": "Dossiers détruits. Le bordereau garde leur nombre et leurs dates.",
    "notes-destroyed": "Notes détruites. Le bordereau garde leur nombre et leurs dates.",
    "support-notes-opened": "Notes ouvertes : l'historique garde le motif.",
    "support-note-written": "Note enregistrée : seuls les travailleurs sociaux la lisent.",
    "support-operator-saved": "Opérateur enregistré.",
}
STEP = {
    rules.SUPPORT_CONTRACT.code: SupportAct.CONTRACT,
    rules.MID_REVIEW.code: SupportAct.REVIEW,
    rules.MID_REVIEW_RENEWED.code: SupportAct.REVIEW,
    rules.INSTALLATION_REVIEW.code: SupportAct.REVIEW,
    rules.SUPPORT_END.code: SupportAct.END,
    rules.LANDLORD_AWARD.code: SupportAct.LANDLORD,
    rules.LANDLORD_END.code: SupportAct.LANDLORD,
    rules.LANDLORD_BREAK.code: SupportAct.LANDLORD,
    rules.SUPPORT_REPORT.code: SupportAct.REPORT,
}
"""The act that meets a deadline."""

_WAYS = {
    SupportState.DRAFT: (SupportAct.ADHESION,),
    SupportState.DIAGNOSED: (SupportAct.SUBMIT, SupportAct.ADHESION),
    SupportState.SUBMITTED: (SupportAct.DECISION, SupportAct.ADHESION),
    SupportState.ADJOURNED: (SupportAct.DECISION, SupportAct.ADHESION),
    SupportState.GRANTED: (SupportAct.NOTIFY, SupportAct.ADHESION),
    SupportState.NOTIFIED: (SupportAct.START, SupportAct.ADHESION),
    SupportState.ACTIVE: (SupportAct.MEETING, SupportAct.REVIEW, SupportAct.RENEW, SupportAct.END),
    SupportState.RENEWAL_REQUESTED: (
        SupportAct.RENEWAL_ANSWER,
        SupportAct.MEETING,
        SupportAct.REVIEW,
        SupportAct.END,
    ),
    SupportState.ENDED: (SupportAct.REPORT, SupportAct.REVIEW),
    SupportState.REPORTED: (SupportAct.CLOSE,),
}
"""The acts of each state, the expected one first."""


def acts_of(measure: SupportMeasure) -> tuple[SupportAct, ...]:
    """The legal next acts of a measure."""
    if measure.is_information:
        ways = {
            SupportState.DRAFT: (SupportAct.INFORMATION, SupportAct.WITHDRAW),
            SupportState.ACTIVE: (SupportAct.END,),
        }
        return ways.get(measure.state, ())
    found = _WAYS.get(measure.state, ())
    if measure.is_running and measure.contract_signed_on is None:
        found = (SupportAct.CONTRACT, *found)
    if measure.renewals and measure.state is SupportState.ACTIVE:
        found = tuple(one for one in found if one is not SupportAct.RENEW)
    if measure.is_running and measure.meetings:
        found = (*found, SupportAct.MEETING_BACK)
    if to_tell(measure):
        found = (*found, SupportAct.LANDLORD)
    return (*found, SupportAct.WITHDRAW) if measure.state in BEFORE_START else found


def to_tell(measure: SupportMeasure) -> tuple[Occasion, ...]:
    """What the landlord has not been told of yet."""
    if not measure.landlord:
        return ()
    found = []
    if measure.months is not None and measure.told_of(Occasion.AWARD) is None:
        found.append(Occasion.AWARD)
    if measure.ended_on is not None and measure.told_of(Occasion.END, Occasion.BREAK) is None:
        found.append(end_occasion(measure))
    return tuple(found)


def act_rows(measure: SupportMeasure) -> list[dict[str, Any]]:
    """For the page: each act, its address, what it will do."""
    return [
        {"label": LABEL[one], "href": paths.support_act(measure.id, one), "consequence": CONSEQUENCE[one]}
        for one in acts_of(measure)
    ]


def steps(measure: SupportMeasure) -> list[dict[str, str]]:
    """« Où en est la mesure »: each step with its day."""
    granted = measure.answer.decided_on if measure.answer and measure.months else None
    facts: list[tuple[str, date | None]] = [
        ("Diagnostic signé", None if measure.diagnosis.missing else measure.diagnosis.signed_on),
        ("Demande envoyée", measure.submitted_on),
        ("Mesure accordée", granted),
        ("Notifiée", measure.notified_on),
        ("Commencée", measure.started_on),
        ("Fin de la mesure", measure.ended_on),
        ("Bilan signé", measure.report.worker_signed_on if measure.report else None),
        ("Close", measure.closed_on),
    ]
    if measure.is_information:
        facts = [("Commencée", measure.started_on), ("Terminée", measure.ended_on)]
    last = max((rank for rank, (_, on) in enumerate(facts) if on), default=-1)
    goes_on = measure.state not in (SupportState.REFUSED, SupportState.WITHDRAWN)
    return [
        {
            "label": label,
            "state": "done" if rank <= last else "now" if rank == last + 1 and goes_on else "next",
            "note": f"{on:%d/%m/%Y}" if on else "",
        }
        for rank, (label, on) in enumerate(facts)
    ]


def meeting_words(meeting: Meeting) -> str:
    """A meeting, to choose it in a list."""
    return f"{meeting.on:%d/%m/%Y}, {PLACE[meeting.place].lower()}{', manquée' if meeting.is_missed else ''}"


def adult(number: int) -> str:
    """How an adult of the household is called, without a name."""
    return "Titulaire" if number == 1 else f"Adulte n° {number}"
