"""From the préfecture's commission to the household at home: the call from the list, the CAL, the offer, the entry, the review.

Ground: LIFECYCLE §8.1, steps 8 to 12: LLTS-04, LLTS-05 (R441-3: five decisions; a condition is not under ten days from its
notification; ten days at least to answer an offer, R441-10), ASLL-16 (review within two months, six months of support at least).
"""

from datetime import timedelta

from msgspec.structs import replace

from kernel.calendar import add_months
from kernel.errors import Conflict, RuleBroken
from occupancy.domain.attribution_acts import Around, check_day, check_state
from occupancy.domain.attribution_facts import (
    AnswerGiven,
    AttributionMotive,
    Call,
    CalRuling,
    Closure,
    Entry,
    InstallationReview,
    Offer,
    OfferAnswer,
    SupportBegun,
    Withdrawal,
    WithdrawalMotive,
)
from occupancy.domain.attributions import (
    AFTER_COMMISSION,
    BEFORE_COMMISSION,
    Attribution,
    AttributionDayWrong,
    AttributionState,
    AttributionStepWrong,
)
from occupancy.domain.complementary_lists import check_call, is_expired
from occupancy.domain.deadline_rules import LLTS_ANSWER
from occupancy.domain.deadlines import deadline
from occupancy.domain.sliding_leases import CalOutcome


class CalUnexplained(RuleBroken):
    """A refusal of the CAL is reasoned; a conditional decision names its piece, its notification and its last day (R441-3)."""

    code, title = "cal-unexplained", "Décision de la commission d'attribution incomplète"


class ConditionTooShort(RuleBroken):
    """The delay of a conditional attribution is not under ten days from its notification (LLTS-05)."""

    code, title = "condition-too-short", "Délai de la condition trop court"


class OfferStillOpen(Conflict):
    """The household has at least ten days to answer an offer (R441-10): until then silence is no answer."""

    code, title = "offer-still-open", "Le ménage peut encore répondre à l'offre"


class SupportTooShort(RuleBroken):
    """An accompaniment after a review that found problems lasts at least six months (ASLL-16)."""

    code, title = "attribution-support-too-short", "Accompagnement trop court"


class MeasureOfAnother(RuleBroken):
    """The measure that follows the review is one of the household of the dossier (ASLL-16)."""

    code, title = "measure-of-another-household", "Mesure d'un autre ménage"


class SupportNeeded(Conflict):
    """A review that found problems opens an accompaniment (ASLL-16)."""

    code, title = "attribution-support-needed", "Le bilan demande un accompagnement"


def call_from_list(file: Attribution, fact: Call, around: Around) -> Attribution:
    """The household is proposed for a vacancy of the commune (LLTS-04). Raises what `check_call` raises."""
    check_state(file, AttributionState.LISTED)
    assert around.vacancy is not None
    assert file.commission_on is not None
    check_day(fact.on, "on", since=max(file.commission_on, around.vacancy.available_on), around=around)
    check_call(file, around.vacancy, around.operation, around.listed, fact.skip, on=fact.on)
    return replace(file, state=AttributionState.CALLED, call=fact)


def rule(file: Attribution, fact: CalRuling, around: Around) -> Attribution:
    """What the landlord's commission decides; it decides again what it deferred, ranked or put under condition.

    Raises `CalUnexplained`, `ConditionTooShort`.
    """
    check_state(file, AttributionState.RANKED, AttributionState.CALLED, AttributionState.CAL_DECIDED)
    if file.state is AttributionState.CAL_DECIDED and not _may_rule_again(file):
        raise AttributionStepWrong(f"La commission a déjà attribué le logement ({file.reference}).")
    since = file.call.on if file.call else file.commission_on
    assert since is not None
    check_day(fact.on, "on", since=file.cal.on if file.cal else since, around=around)
    if fact.outcome is CalOutcome.NOT_ATTRIBUTED and fact.motive is None:
        raise CalUnexplained("Une non-attribution est motivée : choisir le motif.", field="motive")
    if fact.outcome is CalOutcome.CONDITIONAL:
        _check_condition(fact, around)
    is_final = fact.outcome is CalOutcome.REJECTED or (
        fact.outcome is CalOutcome.NOT_ATTRIBUTED and fact.motive is not AttributionMotive.DEFERRED
    )
    # a piece that the condition waits for is to be seen after the decision
    pieces = tuple(one for one in file.pieces if one.piece is not fact.condition)
    return replace(
        file,
        state=AttributionState.NOT_ATTRIBUTED if is_final else AttributionState.CAL_DECIDED,
        cal=fact,
        pieces=pieces,
    )


def offer(file: Attribution, fact: Offer, around: Around) -> Attribution:
    """The landlord offers the dwelling: the days to answer run from its receipt."""
    check_state(file, AttributionState.CAL_DECIDED)
    assert file.cal is not None
    if not may_offer(file):
        raise AttributionStepWrong("La commission d'attribution n'a pas attribué le logement, ou sa condition attend.")
    check_day(fact.on, "on", since=file.cal.on, around=around)
    due = deadline(LLTS_ANSWER, fact.on, around.law, around.operation.territory).due_on
    return replace(file, state=AttributionState.OFFERED, offer=fact, answer_by=due)


def may_offer(file: Attribution) -> bool:
    """Attributed, ranked, or under a condition whose piece was seen in time."""
    if file.cal is None:
        return False
    match file.cal.outcome:
        case CalOutcome.ATTRIBUTED | CalOutcome.RANKED:
            return True
        case CalOutcome.CONDITIONAL:
            until = file.cal.until
            return any(one.piece is file.cal.condition and until and one.on <= until for one in file.pieces)
        case _:
            return False


def answer(file: Attribution, fact: OfferAnswer, around: Around) -> Attribution:
    """The household accepts, refuses, or lets the days pass. Raises `OfferStillOpen`."""
    check_state(file, AttributionState.OFFERED)
    assert file.offer is not None
    assert file.answer_by is not None
    check_day(fact.on, "on", since=file.offer.on, around=around)
    if fact.answer is AnswerGiven.NO_ANSWER and fact.on <= file.answer_by:
        raise OfferStillOpen(f"Le ménage peut répondre jusqu'au {file.answer_by:%d/%m/%Y} inclus.", field="on")
    return replace(file, state=AttributionState(fact.answer.value), answer=fact)


def enter(file: Attribution, fact: Entry, around: Around) -> Attribution:
    """The household moves in (step 10)."""
    check_state(file, AttributionState.ACCEPTED)
    assert file.answer is not None
    check_day(fact.on, "on", since=file.answer.on, around=around)
    return replace(file, state=AttributionState.HOUSED, entry=fact)


def review(file: Attribution, fact: InstallationReview, around: Around) -> Attribution:
    """The review of the installation (step 11); late, it is still held."""
    check_state(file, AttributionState.HOUSED)
    assert file.entry is not None
    check_day(fact.on, "on", since=file.entry.on, around=around)
    return replace(file, state=AttributionState.REVIEWED, review=fact)


def support(file: Attribution, fact: SupportBegun, around: Around) -> Attribution:
    """The accompaniment after a review that found problems (step 12). Raises `SupportTooShort`, `MeasureOfAnother`."""
    check_state(file, AttributionState.REVIEWED)
    assert file.review is not None
    if not file.review.finds_problems:
        raise AttributionStepWrong("Le bilan n'a pas relevé de difficulté sociale.")
    if fact.measure_id is not None and around.measure_of != file.household_id:
        raise MeasureOfAnother("Choisir une mesure du ménage du dossier.", field="measure_id")
    check_day(fact.first_day, "first_day", since=file.review.on, around=around)
    least = around.law.at("llts.support_months", fact.first_day).number
    shortest = add_months(fact.first_day, least) - timedelta(days=1)
    if fact.last_day < shortest:
        raise SupportTooShort(
            f"L'accompagnement dure au moins {least} mois : jusqu'au {shortest:%d/%m/%Y} au plus tôt.", field="last_day"
        )
    return replace(file, state=AttributionState.SUPPORTED, support=fact)


def close(file: Attribution, fact: Closure, around: Around) -> Attribution:
    """Nothing is left to follow. Raises `SupportNeeded`, `AttributionDayWrong`."""
    check_state(file, AttributionState.REVIEWED, AttributionState.SUPPORTED)
    assert file.review is not None
    if file.state is AttributionState.REVIEWED and file.review.finds_problems:
        raise SupportNeeded("Le bilan a relevé des difficultés : enregistrer d'abord l'accompagnement.")
    check_day(fact.on, "on", since=file.review.on, around=around)
    if file.support is not None and fact.on < file.support.last_day:
        raise AttributionDayWrong(f"L'accompagnement dure jusqu'au {file.support.last_day:%d/%m/%Y}.", field="on")
    return replace(file, state=AttributionState.CLOSED, closed_on=fact.on)


def withdraw(file: Attribution, fact: Withdrawal, around: Around) -> Attribution:
    """The dossier stops before the entry, for a reason of the closed list."""
    check_state(file, *BEFORE_COMMISSION, *AFTER_COMMISSION)
    check_day(fact.on, "on", since=file.identified_on, around=around)
    if fact.motive is WithdrawalMotive.LIST_EXPIRED and not (
        file.state is AttributionState.LISTED and is_expired(file, today=fact.on)
    ):
        raise AttributionStepWrong("L'inscription sur la liste complémentaire n'est pas expirée.")
    return replace(file, state=AttributionState.WITHDRAWN, withdrawal=fact)


def _may_rule_again(file: Attribution) -> bool:
    return file.cal is not None and file.cal.outcome is not CalOutcome.ATTRIBUTED


def _check_condition(fact: CalRuling, around: Around) -> None:
    if fact.condition is None:
        raise CalUnexplained("Indiquer la pièce que la décision attend.", field="condition")
    if fact.notified_on is None:
        raise CalUnexplained("Indiquer le jour où la décision a été notifiée.", field="notified_on")
    if fact.until is None:
        raise CalUnexplained("Indiquer le dernier jour pour fournir la pièce.", field="until")
    check_day(fact.notified_on, "notified_on", since=fact.on, around=around)
    least = around.law.at("llts.condition_days", fact.notified_on).number
    shortest = fact.notified_on + timedelta(days=least)
    if fact.until < shortest:
        raise ConditionTooShort(
            f"Au moins {least} jours depuis la notification : le {shortest:%d/%m/%Y} au plus tôt.", field="until"
        )
