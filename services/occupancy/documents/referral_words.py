"""French words of referrals and commissions, as papers and pages print them."""

from occupancy.domain.decisions import Authority
from occupancy.domain.referral_answers import AnswerKind, Motive
from occupancy.domain.referral_decisions import DecisionOutcome
from occupancy.domain.referrals import Closure, Criterion, Need, OpinionKind, ReferralStatus

REFERRAL_STATUS = {
    ReferralStatus.RECEIVED: "À étudier",
    ReferralStatus.STUDIED: "À décider",
    ReferralStatus.WAITING: "Liste d'attente",
    ReferralStatus.REFUSED: "Refusée",
    ReferralStatus.RETAINED: "Retenue",
    ReferralStatus.AGREED: "Accord du ménage",
    ReferralStatus.HOUSED: "Contrat signé",
    ReferralStatus.CLOSED: "Close",
}

NEED = {
    Need.ACCESSIBLE: "Logement accessible en fauteuil roulant",
    Need.SHARING_ACCEPTED: "Accepte un logement partagé",
    Need.NEAR_SCHOOL: "Proche de l'école des enfants",
    Need.NEAR_WORK: "Proche du travail ou de la formation",
    Need.LEAVES_SHELTER: "Quitte un hébergement à date connue",
    Need.EVICTION_DATED: "Perd son logement à date connue",
}

CRITERION = {
    Criterion.ADHERES: "Adhère à l'accompagnement proposé",
    Criterion.COMPOSITION_FITS: "Composition adaptée au logement",
    Criterion.UNIT_FITS: "Logement adapté aux besoins indiqués",
    Criterion.SHARING_FITS: "Cohabitation possible (logement partagé)",
    Criterion.FILE_COMPLETE: "Dossier complet",
}

FAILING = {
    Criterion.ADHERES: "N'adhère pas à l'accompagnement proposé",
    Criterion.COMPOSITION_FITS: "Composition non adaptée au logement",
    Criterion.UNIT_FITS: "Logement non adapté aux besoins indiqués",
    Criterion.SHARING_FITS: "Cohabitation non conseillée",
    Criterion.FILE_COMPLETE: "Dossier incomplet",
}
"""A criterion that is not met, said as the commission reads it."""

OPINION = {
    OpinionKind.FAVOURABLE: "Favorable",
    OpinionKind.RESERVED: "Réservé",
    OpinionKind.UNFAVOURABLE: "Défavorable",
}

OUTCOME = {
    DecisionOutcome.RETAINED: "Retenu",
    DecisionOutcome.WAITING: "Liste d'attente",
    DecisionOutcome.REFUSED: "Refusé",
}

AUTHORITY = {
    Authority.BOARD: "Conseil d'administration, en commission",
    Authority.PRESIDENT: "Président, par délégation",
    Authority.VICE_PRESIDENT: "Vice-président, par délégation",
}

MOTIVE = {
    Motive.COMPOSITION: "Composition du ménage et logement",
    Motive.UNIT_NOT_ADAPTED: "Logement non adapté (accès)",
    Motive.HOUSEHOLD_REFUSAL: "Refus du ménage",
    Motive.SHARED_SAFETY: "Sécurité du logement partagé",
    Motive.FILE_INCOMPLETE: "Dossier incomplet",
    Motive.ALREADY_SOLVED: "Situation déjà résolue",
}

ANSWER = {
    AnswerKind.ACCEPTED: "Proposition acceptée",
    AnswerKind.REFUSED: "Proposition refusée",
    AnswerKind.HOUSEHOLD_REFUSED: "Le ménage ne donne pas suite",
    AnswerKind.NO_ANSWER: "Le ménage n'a pas répondu",
    AnswerKind.UNIT_NO_LONGER_AVAILABLE: "Place attribuée ou plus disponible",
}

CLOSURE = {
    Closure.HOUSEHOLD_REFUSED: "Le ménage refuse la place",
    Closure.NO_ANSWER: "Le ménage ne répond pas",
    Closure.UNIT_NO_LONGER_AVAILABLE: "La place n'est plus disponible",
    Closure.ALREADY_SOLVED: "Le ménage a une autre solution",
}


def answer_words(kind: AnswerKind, motive: Motive | None) -> str:
    """`Proposition refusée : dossier incomplet`."""
    if motive is None:
        return ANSWER[kind]
    said = MOTIVE[motive]
    return f"{ANSWER[kind]} : {said[0].lower()}{said[1:]}"
