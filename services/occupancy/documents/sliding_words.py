"""French words of sliding leases that papers and pages share."""

from occupancy.domain.sliding_leases import SentBy
from occupancy.domain.sliding_reviews import (
    DECISION_REVIEW,
    Met,
    PartyOfThree,
    Recommendation,
    ReviewCriterion,
    Signature,
)

PARTY = {PartyOfThree.LANDLORD: "Bailleur", PartyOfThree.CCAS: "CCAS", PartyOfThree.HOUSEHOLD: "Ménage"}

SIGNATURE = {Signature.SIGNED: "A signé", Signature.REFUSED: "A refusé de signer", Signature.ABSENT: "Absent"}

CRITERION = {
    ReviewCriterion.REGULAR_PAYMENT: "Paiement régulier",
    ReviewCriterion.PEACEFUL_OCCUPATION: "Occupation paisible",
    ReviewCriterion.MAINTENANCE: "Entretien du logement",
    ReviewCriterion.INSURANCE: "Assurance en cours",
    ReviewCriterion.ELIGIBILITY: "Conditions d'attribution d'un logement social (R441-1)",
    ReviewCriterion.HOUSING_AID: "Dossier d'aide au logement ouvert",
    ReviewCriterion.SOLVENCY: "Capacité à payer le loyer",
}

MET = {Met.MET: "Rempli", Met.NOT_MET: "Non rempli", Met.NOT_ASSESSED: "Non évalué"}

RECOMMENDATION = {
    Recommendation.SLIDE_NOW: "Proposer le glissement",
    Recommendation.CONTINUE: "Continuer la sous-location",
    Recommendation.CONTINUE_WITH_PLAN: "Continuer avec un plan",
    Recommendation.DO_NOT_SLIDE: "Ne pas faire glisser le bail",
}

SENT_BY = {
    SentBy.REGISTERED_LETTER: "Lettre recommandée",
    SentBy.HAND_DELIVERED: "Remise en main propre contre récépissé",
    SentBy.LETTER: "Lettre simple",
    SentBy.EMAIL: "Courriel",
}


def review_words(number: int) -> str:
    """What a review is called."""
    return "Revue de décision" if number == DECISION_REVIEW else f"Examen n° {number}"
