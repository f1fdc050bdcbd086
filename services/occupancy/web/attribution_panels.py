"""What the page of a dossier says in its panels: only what is known so far, in words."""

from datetime import date

from kernel.web.formats import day
from occupancy.domain.attribution_sessions import Operation, Session, is_accepted
from occupancy.domain.attributions import Attribution
from occupancy.web import attribution_words as words
from occupancy.web.sliding_words import CAL

Facts = list[tuple[str, str]]


def opinion_facts(one: Attribution, *, may_see: bool) -> Facts:
    """Who named the household, its demand, what the survey and the mairie say."""
    found = [("Proposé par", f"{words.PROPOSED_BY[one.proposed_by]}, le {day(one.identified_on)}")]
    if may_see:
        found.append(("Numéro unique", one.unique_number))
    found.append(("Demande valable jusqu'au", day(one.demand_until)))
    if one.survey:
        survey = one.survey
        found.append(("Enquête sociale", f"{words.OPINION[survey.opinion]}, le {day(survey.on)}"))
        found.append(("Faite par", words.BODY[survey.body]))
        found.append(("Motif", words.MOTIVE[survey.motive]))
    if one.town_opinion:
        found.append(("Mairie", f"{words.TOWN_OPINION[one.town_opinion.opinion]}, le {day(one.town_opinion.on)}"))
    return found


def session_facts(one: Attribution, session: Session, limit_on: date) -> Facts:
    """The days of the session, the two receipts, the analysis."""
    found = [
        ("Pré-commission", day(session.pre_commission_on) if session.pre_commission_on else "Aucune : vacance"),
        ("Commission", day(session.commission_on)),
        ("À recevoir au plus tard le", day(limit_on)),
        ("Reçu par la DEAL", day(one.deal_on) if one.deal_on else ""),
        ("Reçu par l'ALS", day(one.als_on) if one.als_on else ""),
    ]
    if one.late_acceptance and is_accepted(one, session):
        who = f"{one.late_acceptance.by_name}, {one.late_acceptance.by_function}"
        found.append(("Accepté hors délai", f"{who}, le {day(one.late_acceptance.on)}"))
    if one.analysis_on:
        found.append(("Analyse commencée le", day(one.analysis_on)))
    if one.report:
        found.append(("Analyse rendue le", day(one.report.on)))
        found.append(("Ressources contrôlées le", day(one.report.resources_checked_on)))
    return found


def decision_facts(one: Attribution, vacancy: Operation | None) -> Facts:
    """What was decided, from the pre-commission to the review at home; empty before the first decision."""
    found: Facts = []
    if one.selection:
        found.append(("Pré-commission", words.SELECTION[one.selection]))
    if one.commission:
        rank = f", rang {one.rank}" if one.rank else ""
        found.append(("Commission", f"{words.DECIDED[one.commission]}{rank}"))
    if one.list_until:
        found.append(("Liste complémentaire jusqu'au", day(one.list_until)))
    if one.call and vacancy:
        found.append(("Proposé pour", f"{vacancy.name} ({vacancy.landlord}), le {day(one.call.on)}"))
        if one.call.skip:
            found.append(("Passé avant d'autres", words.SKIP[one.call.skip]))
    return [*found, *_landlord(one), *_at_home(one)]


def _landlord(one: Attribution) -> Facts:
    found: Facts = []
    if one.cal:
        found.append(("CAL", f"{CAL[one.cal.outcome]}, le {day(one.cal.on)}"))
        if one.cal.motive:
            found.append(("Motif", words.MOTIVE[one.cal.motive]))
        if one.cal.condition and one.cal.until:
            found.append(("Condition", f"{words.PIECE[one.cal.condition]}, jusqu'au {day(one.cal.until)}"))
    if one.offer and one.answer_by:
        found.append(("Offre", f"Reçue le {day(one.offer.on)}, réponse possible jusqu'au {day(one.answer_by)}"))
    if one.answer:
        found.append(("Réponse", f"{words.ANSWER[one.answer.answer]}, le {day(one.answer.on)}"))
    return found


def _at_home(one: Attribution) -> Facts:
    found: Facts = []
    if one.entry:
        found.append(("Entrée dans les lieux", day(one.entry.on)))
    if one.review:
        said = "Des difficultés sociales" if one.review.finds_problems else "Aucune difficulté sociale"
        found.append(("Bilan d'installation", f"{said}, le {day(one.review.on)}"))
    if one.support:
        found.append(("Accompagnement", f"Du {day(one.support.first_day)} au {day(one.support.last_day)}"))
    if one.closed_on:
        found.append(("Clos le", day(one.closed_on)))
    if one.withdrawal:
        found.append(("Arrêté", f"{words.WITHDRAWAL[one.withdrawal.motive]}, le {day(one.withdrawal.on)}"))
    return found
