"""Papers of a debt, in plain French: reminder, appointment, repayment plan to sign.

They are addressed to the household alone (IMP-03): nothing here is for a third party.
"""

from msgspec import Struct

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import day, euros, long_day
from occupancy.documents.referral_letters import HELLO, LetterPaper
from occupancy.domain.arrears import Arrears
from occupancy.domain.households import Household
from occupancy.domain.letterheads import Letterhead
from occupancy.domain.repayment_plans import RepaymentPlan


class PlanPaper(Paper, frozen=True, kw_only=True):
    """All that `arrears_papers.typ` lays out."""

    holder: str
    lead: str
    facts: tuple[Fact, ...]
    covered: tuple[tuple[str, str], ...]
    instalments: tuple[tuple[str, str], ...]
    total: str
    paragraphs: tuple[str, ...]
    parties: tuple[str, ...]


class Addressee(Struct, frozen=True, kw_only=True):
    """To whom, and under which letterhead."""

    household: Household
    holder: str
    letterhead: Letterhead


def reminder_letter(debt: Arrears, to: Addressee, *, on: str) -> LetterPaper:
    """What is late, how to pay, whom to ask."""
    said = (
        f"Il manque {euros(debt.cents)} sur votre compte. La plus ancienne somme était à payer le {day(debt.oldest_on)}.",
        "C'est peut-être un oubli. Si vous venez de payer, cette lettre est sans objet.",
        "Vous pouvez payer auprès du régisseur du CCAS. Chaque paiement donne lieu à un reçu, sans frais.",
        "Vous ne pouvez pas tout payer ? Venez nous voir : nous pouvons chercher une aide ou étaler la somme.",
    )
    return _letter(debt, to, title="Rappel", subject="Objet : une somme reste à payer", said=said, on=on)


def meeting_letter(debt: Arrears, to: Addressee, *, on: str) -> LetterPaper:
    """An appointment is offered: to understand, and to look for a way."""
    said = (
        f"Il reste {euros(debt.cents)} à payer sur votre compte, depuis le {day(debt.oldest_on)}.",
        "Nous vous proposons un rendez-vous au CCAS. Appelez-nous ou passez à l'accueil pour choisir le jour.",
        "Nous regarderons ensemble votre situation : une aide, un plan pour payer petit à petit, ou une erreur à corriger.",
        "Venez avec vos derniers papiers de ressources. Vous pouvez venir avec la personne de votre choix.",
        "Ce rendez-vous n'est pas une poursuite.",
    )
    return _letter(debt, to, title="Rendez-vous", subject="Objet : vous aider à régler votre compte", said=said, on=on)


def plan_paper(plan: RepaymentPlan, covered: dict[str, int], to: Addressee) -> PlanPaper:
    """The plan, to be signed by the household and the CCAS. `covered`: the sums that it is for, by what they are."""
    return PlanPaper(
        title=f"Plan d'apurement n° {plan.number}",
        organisation=to.letterhead.name,
        reference=to.household.reference,
        dated=f"Préparé le {long_day(plan.prepared_on)}",
        mark=None,
        mark_reason="",
        holder=to.holder,
        lead=f"Ce plan permet de payer {euros(plan.total_cents)} en {len(plan.instalments)} fois.",
        facts=facts(
            {"Ménage": to.holder, "Référence": to.household.reference, "Somme totale": euros(plan.total_cents)}
        ),
        covered=tuple((label, euros(cents)) for label, cents in covered.items()),
        instalments=tuple((day(one.due_on), euros(one.cents)) for one in plan.instalments),
        total=euros(plan.total_cents),
        paragraphs=(
            "La redevance de chaque mois reste à payer en plus, à sa date.",
            f"Un retard de {plan.tolerance_days} jours au plus est accepté.",
            f"Le plan est rompu après {plan.missed_to_break} échéances manquées de suite.",
            "Si votre situation change, dites-le au CCAS avant l'échéance : un autre plan peut le remplacer.",
            "Ce plan n'efface pas la dette. Tant qu'il est suivi, le CCAS n'envoie pas de rappel pour ces sommes.",
            "Le plan vaut une fois signé et accepté par le comptable public.",
        ),
        parties=(f"Le ménage : {to.holder}", to.letterhead.signer),
    )


def _letter(debt: Arrears, to: Addressee, *, title: str, subject: str, said: tuple[str, ...], on: str) -> LetterPaper:
    return LetterPaper(
        title=title,
        organisation=to.letterhead.name,
        reference=to.household.reference,
        dated=f"Le {on}",
        mark=None,
        mark_reason="",
        to=(to.holder,),
        subject=subject,
        paragraphs=(HELLO, *said),
        facts=facts(
            {one.label: f"{euros(one.open_cents)}, à payer depuis le {day(one.due_on)}" for one in debt.claims}
        ),
        closing="Nous restons à votre disposition pour toute question.",
        signer=to.letterhead.signer,
    )
