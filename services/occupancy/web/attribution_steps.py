"""The next legal acts of an attribution dossier, what each will do, and where the dossier is on its way."""

from datetime import date
from enum import StrEnum
from typing import Any

from kernel.law import Law
from occupancy.domain.attribution_acts import Around
from occupancy.domain.attribution_outcomes import may_offer
from occupancy.domain.attribution_sessions import Session, file_limit, is_accepted, is_late, may_move
from occupancy.domain.attributions import (
    AFTER_COMMISSION,
    BEFORE_COMMISSION,
    BEFORE_SENDING,
    UNDER_ANALYSIS,
    Attribution,
    AttributionState,
)
from occupancy.domain.complementary_lists import is_expired
from occupancy.domain.sliding_leases import CalOutcome
from occupancy.web import paths


class Milestone(StrEnum):
    """The acts that have a page; the words are in the address."""

    SURVEY = "enquete"
    TOWN = "avis-mairie"
    PIECE = "piece"
    COMPLETE = "dossier-complet"
    RECEIPT = "reception"
    ACCEPT_LATE = "accord-hors-delai"
    MOVE = "seance"
    ANALYSE = "analyse"
    ASK = "demande-de-pieces"
    REPORT = "rapport"
    PRESELECT = "pre-commission"
    COMMISSION = "commission"
    CALL = "proposition"
    CAL = "decision-cal"
    OFFER = "offre"
    ANSWER = "reponse"
    ENTRY = "entree"
    REVIEW = "bilan"
    SUPPORT = "accompagnement"
    CONTACT = "contact"
    CLOSE = "cloture"
    WITHDRAW = "arret"


LABEL = {
    Milestone.SURVEY: "Enregistrer l'enquête sociale",
    Milestone.TOWN: "Avis de la mairie",
    Milestone.PIECE: "Noter une pièce vue",
    Milestone.COMPLETE: "Déclarer le dossier complet",
    Milestone.RECEIPT: "Enregistrer une réception",
    Milestone.ACCEPT_LATE: "Accord du président hors délai",
    Milestone.MOVE: "Reporter à une autre séance",
    Milestone.ANALYSE: "Commencer l'analyse",
    Milestone.ASK: "Pièces demandées par l'ALS",
    Milestone.REPORT: "Rapport d'analyse",
    Milestone.PRESELECT: "Avis de la pré-commission",
    Milestone.COMMISSION: "Décision de la commission",
    Milestone.CALL: "Proposer pour une vacance",
    Milestone.CAL: "Décision de la CAL",
    Milestone.OFFER: "Offre reçue par le ménage",
    Milestone.ANSWER: "Réponse à l'offre",
    Milestone.ENTRY: "Entrée dans les lieux",
    Milestone.REVIEW: "Bilan d'installation",
    Milestone.SUPPORT: "Accompagnement",
    Milestone.CONTACT: "Noter un contact",
    Milestone.CLOSE: "Clore le dossier",
    Milestone.WITHDRAW: "Arrêter le dossier",
}

CONSEQUENCE = {
    Milestone.SURVEY: "L'avis est choisi dans une liste, avec son motif : ni commentaire, ni donnée de santé.",
    Milestone.TOWN: "La mairie donne son avis après l'enquête ; le CCAS constitue ensuite le dossier.",
    Milestone.PIECE: "La pièce est notée comme vue ; aucune copie n'est gardée.",
    Milestone.COMPLETE: "Toutes les pièces sont vues et la demande est valable : le dossier peut partir.",
    Milestone.RECEIPT: "La DEAL et l'ALS ont chacune leur date ; la plus tardive compte pour la limite de la séance.",
    Milestone.ACCEPT_LATE: "Le dossier reste dans cette séance, bien qu'arrivé hors délai ; l'accord et son auteur sont gardés.",
    Milestone.MOVE: "Le dossier passe à une séance suivante du programme, avec une nouvelle date limite.",
    Milestone.ANALYSE: "L'ALS analyse, la DEAL contrôle les ressources ; aucun contact avec le ménage jusqu'au rapport.",
    Milestone.ASK: "Le CCAS apporte les pièces : le ménage n'est pas contacté par l'ALS.",
    Milestone.REPORT: "L'analyse est rendue et les ressources sont contrôlées : le dossier peut passer en séance.",
    Milestone.PRESELECT: "Sélection, liste complémentaire ou mise à l'écart ; écarté, le dossier est terminé.",
    Milestone.COMMISSION: "Un rang dans les propositions ou sur la liste complémentaire ; le rang ne changera plus.",
    Milestone.CALL: "Le ménage est proposé pour un logement libéré de la commune, dans l'ordre de la liste ou avec un motif.",
    Milestone.CAL: "La commission d'attribution du bailleur statue en dernier ressort.",
    Milestone.OFFER: "Le délai de réponse du ménage commence le lendemain.",
    Milestone.ANSWER: "Un silence ne s'enregistre qu'une fois le délai passé.",
    Milestone.ENTRY: "Le bilan d'installation devient dû.",
    Milestone.REVIEW: "Dit si des difficultés sociales sont relevées, jamais lesquelles ; elles ouvrent un accompagnement.",
    Milestone.SUPPORT: "Une durée minimale s'applique ; le dossier se clôt à sa fin.",
    Milestone.CONTACT: "Garde le jour et l'objet du contact, sans commentaire.",
    Milestone.CLOSE: "Plus rien n'est à suivre : le dossier ne change plus.",
    Milestone.WITHDRAW: "Le dossier s'arrête avant l'entrée, avec son motif ; il ne reprend pas.",
}

_WAYS: dict[AttributionState, tuple[Milestone, ...]] = {
    AttributionState.IDENTIFIED: (Milestone.SURVEY, Milestone.PIECE),
    AttributionState.SURVEYED: (Milestone.TOWN, Milestone.PIECE),
    AttributionState.COMPLETE: (Milestone.RECEIPT, Milestone.PIECE),
    AttributionState.IN_ANALYSIS: (Milestone.REPORT, Milestone.ASK),
    AttributionState.PIECES_ASKED: (Milestone.PIECE,),
    AttributionState.PRESELECTED: (Milestone.COMMISSION,),
    AttributionState.RANKED: (Milestone.CAL,),
    AttributionState.CALLED: (Milestone.CAL,),
    AttributionState.OFFERED: (Milestone.ANSWER,),
    AttributionState.ACCEPTED: (Milestone.ENTRY,),
    AttributionState.HOUSED: (Milestone.REVIEW,),
    AttributionState.SUPPORTED: (Milestone.CLOSE,),
}


def acts_of(file: Attribution, around: Around) -> tuple[Milestone, ...]:
    """The legal next acts, the expected one first. No contact is offered during the analysis (LLTS-03)."""
    if not file.is_open:
        return ()
    found = list(_expected(file, around))
    late = is_late(file, around.session, around.law, today=around.today) and not is_accepted(file, around.session)
    if late and file.state in BEFORE_SENDING:
        found.append(Milestone.ACCEPT_LATE)
    if may_move(file) and Milestone.MOVE not in found:
        found.append(Milestone.MOVE)
    if file.state not in UNDER_ANALYSIS:
        found.append(Milestone.CONTACT)
    if file.state in (*BEFORE_COMMISSION, *AFTER_COMMISSION):
        found.append(Milestone.WITHDRAW)
    return tuple(found)


def act_rows(file: Attribution, around: Around) -> list[dict[str, Any]]:
    """For the page: each act, its address, what it will do."""
    return [
        {"label": LABEL[one], "href": paths.attribution_act(file.id, one), "consequence": CONSEQUENCE[one]}
        for one in acts_of(file, around)
    ]


def steps(file: Attribution) -> list[dict[str, str]]:
    """« Où en est le dossier »: the way to the dwelling, each step with its day."""
    facts: list[tuple[str, date | None]] = [
        ("Repéré", file.identified_on),
        ("Dossier complet", file.completed_on),
        ("Reçu par la DEAL et l'ALS", file.reached_both_on),
        ("Analysé", file.report.on if file.report else None),
        ("Commission", file.commission_on),
        ("Logement attribué (CAL)", file.cal.on if file.cal and may_offer(file) else None),
        ("Entrée", file.entry.on if file.entry else None),
        ("Bilan d'installation", file.review.on if file.review else None),
    ]
    last = max(rank for rank, (_, on) in enumerate(facts) if on)
    found = []
    for rank, (label, on) in enumerate(facts):
        state = "done" if rank <= last else "now" if rank == last + 1 and file.is_open else "next"
        found.append({"label": label, "state": state, "note": f"{on:%d/%m/%Y}" if on else ""})
    return found


def session_words(session: Session, law: Law) -> str:
    """A session in a list of choices, with the last day of its dossiers."""
    return f"commission du {session.commission_on:%d/%m/%Y}, dossiers à recevoir le {file_limit(session, law):%d/%m/%Y}"


def _expected(file: Attribution, around: Around) -> tuple[Milestone, ...]:
    match file.state:
        case AttributionState.ASSEMBLING:
            return (Milestone.PIECE,) if file.missing else (Milestone.COMPLETE, Milestone.PIECE)
        case AttributionState.TRANSMITTED:
            late = is_late(file, around.session, around.law, today=around.today)
            blocked = late and not is_accepted(file, around.session)
            return (Milestone.MOVE, Milestone.ACCEPT_LATE) if blocked else (Milestone.ANALYSE,)
        case AttributionState.ANALYSED:
            return (Milestone.PRESELECT,) if around.session.pre_commission_on else (Milestone.COMMISSION,)
        case AttributionState.LISTED:
            return () if is_expired(file, today=around.today) else (Milestone.CALL,)
        case AttributionState.CAL_DECIDED:
            return _after_cal(file)
        case AttributionState.REVIEWED:
            needs_support = file.review is not None and file.review.finds_problems
            return (Milestone.SUPPORT,) if needs_support else (Milestone.CLOSE,)
        case _:
            return _WAYS[file.state]


def _after_cal(file: Attribution) -> tuple[Milestone, ...]:
    assert file.cal is not None
    if may_offer(file):
        is_final = file.cal.outcome is CalOutcome.ATTRIBUTED
        return (Milestone.OFFER,) if is_final else (Milestone.OFFER, Milestone.CAL)
    if file.cal.outcome is CalOutcome.CONDITIONAL:
        return (Milestone.PIECE, Milestone.CAL)
    return (Milestone.CAL,)
