"""Decisions on referrals: retained, reserve list or refused; by whom, by what right, and until when.

Ground: REG-04 (CASF R123-21: the conseil d'administration decides and may delegate to its president or vice-president; R123-22:
the delegate reports at each meeting), SIAO-02 (the members act the retained candidate in a commission).
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, RuleBroken
from occupancy.domain.decisions import Authority
from occupancy.domain.referral_answers import DECIDED_MOTIVES, Motive


class DecisionOutcome(StrEnum):
    """What is decided."""

    RETAINED = "retained"
    WAITING = "waiting"
    REFUSED = "refused"


class DecisionWrong(RuleBroken):
    """A refusal has a motive of the list and nothing else has one; only the reserve list has a rank."""

    code, title = "decision-wrong", "Décision incomplète ou contradictoire"


class CommissionMissing(RuleBroken):
    """The board decides in a session whose members are recorded (SIAO-02); its delegate may decide alone."""

    code, title = "commission-missing", "Séance de commission manquante"


class NothingToReport(Conflict):
    """There is no delegated decision that still has to be reported to the board."""

    code, title = "nothing-to-report", "Aucune décision à rapporter"


class Decision(Struct, frozen=True, kw_only=True):
    """One decision, never changed. `reported_on`: the meeting of the board at which the delegate reported it."""

    outcome: DecisionOutcome
    decided_on: date
    authority: Authority
    deliberation_ref: str
    decider_name: str
    decider_function: str
    commission_id: UUID | None
    motive: Motive | None
    rank: int | None
    expires_on: date | None
    reported_on: date | None = None

    @property
    def is_delegated(self) -> bool:
        return self.authority is not Authority.BOARD


class DelegatedKind(StrEnum):
    """What a decision taken by delegation is about."""

    REFERRAL = "referral"
    RENEWAL = "renewal"
    OVERSTAY = "overstay"


class DelegatedDecision(Struct, frozen=True, kw_only=True):
    """A decision that its delegate reports to the board, whatever it is about. `page`: where the thing is shown."""

    id: UUID
    kind: DelegatedKind
    reference: str
    what: str
    page: str
    decided_on: date
    authority: Authority
    deliberation_ref: str
    decider_name: str
    decider_function: str
    reported_on: date | None


def check_decision(decision: Decision) -> None:
    """Raises `DecisionWrong`, `CommissionMissing`."""
    if decision.outcome is DecisionOutcome.REFUSED and decision.motive not in DECIDED_MOTIVES:
        raise DecisionWrong("Un refus se motive par un motif de la liste.", field="motive")
    if decision.outcome is not DecisionOutcome.REFUSED and decision.motive is not None:
        raise DecisionWrong("Seul un refus porte un motif.", field="motive")
    if decision.outcome is not DecisionOutcome.WAITING and decision.rank is not None:
        raise DecisionWrong("Seule la liste d'attente donne un rang.", field="rank")
    if decision.authority is Authority.BOARD and decision.commission_id is None:
        raise CommissionMissing(
            "Le conseil d'administration décide en commission : choisir la séance.", field="commission_id"
        )
