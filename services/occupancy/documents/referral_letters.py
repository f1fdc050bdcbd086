"""Letters of a referral: what was decided, to the household; what became of the proposal, to the one who made it (SIAO-05)."""

from datetime import date

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import day, long_day
from occupancy.documents.referral_words import ANSWER, MOTIVE
from occupancy.domain.households import Household
from occupancy.domain.referral_answers import AnswerKind, Motive
from occupancy.domain.referral_decisions import DecisionOutcome
from occupancy.domain.referrals import Referral, ReferralStatus

HELLO = "Madame, Monsieur,"


class LetterPaper(Paper, frozen=True, kw_only=True):
    """All that `letters.typ` lays out."""

    to: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...]
    closing: str
    signer: str


def household_letter(
    referral: Referral, household: Household, *, holder: str, organisation: str, on: date
) -> LetterPaper:
    """To the household: retained, on the reserve list or refused. `holder`: the name to print."""
    decision = referral.decision
    assert decision is not None
    return LetterPaper(
        title="Suite donnée à votre demande",
        organisation=organisation,
        reference=referral.reference,
        dated=f"Le {long_day(on)}",
        mark=None,
        mark_reason="",
        to=(holder,),
        subject="Objet : votre demande de logement temporaire",
        paragraphs=(HELLO, *_said(referral)),
        facts=facts(
            {
                "Logement": referral.place.words if referral.decision and _is_proposed(referral) else None,
                "Décision du": day(decision.decided_on),
                "Prise en vertu de": decision.deliberation_ref,
            }
        ),
        closing="Nous restons à votre disposition pour toute question.",
        signer=f"{decision.decider_name}, {decision.decider_function}",
    )


def siao_letter(
    referral: Referral,
    household: Household,
    answer: tuple[AnswerKind, Motive | None],
    *,
    holder: str,
    organisation: str,
    on: date,
) -> LetterPaper:
    """To the one who referred the household: the answer and its motive, nothing else about anybody."""
    kind, motive = answer
    return LetterPaper(
        title="Réponse à une orientation",
        organisation=organisation,
        reference=referral.reference,
        dated=f"Le {long_day(on)}",
        mark=None,
        mark_reason="",
        to=("Au service qui a orienté le ménage",),
        subject=f"Objet : suite donnée à votre proposition reçue le {day(referral.received_on)}",
        paragraphs=(HELLO, "Voici la suite donnée à votre proposition d'orientation."),
        facts=facts(
            {
                "Votre référence": referral.source_reference,
                "Ménage": f"{holder} ({household.reference})",
                "Place": referral.place.words,
                "Réponse": ANSWER[kind],
                "Motif": MOTIVE[motive] if motive else None,
            }
        ),
        closing="Nous restons à votre disposition pour toute question.",
        signer="Pour le CCAS",
    )


def _is_proposed(referral: Referral) -> bool:
    return referral.status in (ReferralStatus.RETAINED, ReferralStatus.AGREED, ReferralStatus.HOUSED)


def _said(referral: Referral) -> tuple[str, ...]:
    decision = referral.decision
    assert decision is not None
    if _is_proposed(referral):
        return (
            f"Votre candidature est retenue. Une place vous est proposée à partir du {day(referral.first_day)}.",
            "Merci de nous dire si vous l'acceptez : le contrat sera alors préparé avec vous.",
        )
    match decision.outcome:
        case DecisionOutcome.WAITING:
            return (
                "Votre candidature est inscrite sur la liste d'attente de cette place.",
                f"Cette inscription vaut jusqu'au {day(decision.expires_on)}. Si une place se libère, nous vous contacterons.",
            )
        case DecisionOutcome.REFUSED:
            assert decision.motive is not None
            return ("Votre candidature n'a pas été retenue.", f"Motif : {MOTIVE[decision.motive].lower()}.")
        case DecisionOutcome.RETAINED:
            return ("Votre candidature avait été retenue. Cette proposition n'est plus valable.",)
