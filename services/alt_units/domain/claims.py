"""The claim of a convention for a month: its lines, the rules it was computed under, what was decided afterwards.

Ground: CSS R. 851-5 (effective capacity, justified by the organisation). What may be done with it: `claim_acts`.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.claim_amounts import Computed
from alt_units.domain.claim_terms import Reason, Verdict
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Regime
from alt_units.domain.traces import Step
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.period import Month


class ClaimNotFound(NotFound):
    """No claim bears this identifier."""

    code, title = "claim-not-found", "Demande d'aide introuvable"


class ClaimLineNotFound(NotFound):
    """The claim has no such line."""

    code, title = "claim-line-not-found", "Ligne de demande introuvable"


class ClaimAlreadyPrepared(Conflict):
    """One claim per convention and month."""

    code, title = "claim-already-prepared", "Une demande existe déjà pour ce mois"


class ClaimAlreadySubmitted(Conflict):
    """What was sent to the payer does not change: it is adjusted."""

    code, title = "claim-already-submitted", "Demande déjà transmise : elle ne change plus, elle s'ajuste"


class ClaimNotSubmitted(Conflict):
    """Adjusting, paying or closing concerns what was sent."""

    code, title = "claim-not-submitted", "Demande pas encore transmise"


class NothingToClaim(RuleBroken):
    """No line of the convention covers the month."""

    code, title = "nothing-to-claim", "Aucun logement de la convention sur ce mois"


class MonthNotOver(RuleBroken):
    """The capacity of a month is justified once the month is over (à terme échu)."""

    code, title = "month-not-over", "Le mois n'est pas terminé"


class ClaimedAbovePlanned(RuleBroken):
    """A dwelling never brings more than the amount of its convention line."""

    code, title = "claimed-above-planned", "Montant supérieur au montant prévu par la convention"


class ClaimAboveCeiling(RuleBroken):
    """The claims of the month or year never exceed the convention's forecast (CSS R. 851-5)."""

    code, title = "claim-above-ceiling", "Plafond de la convention dépassé"


class MaxUnitsClaimed(RuleBroken):
    """The rental mediation aid is paid for at most the number of units of the convention (AML-02, AML-03)."""

    code, title = "claim-above-max-units", "Plus de logements demandés que la convention n'en aide"


class ClaimOutdated(Conflict):
    """A draft is sent only when it says what the facts say today: availability, presence, ceiling."""

    code, title = "claim-outdated", "Les faits ont changé depuis le calcul"


class AidedUndecided(RuleBroken):
    """A shared dwelling in which some households hold AL or APL is claimed or not by a reasoned decision (CSS L. 851-1)."""

    code, title = "aided-undecided", "Logement partagé à décider avant la transmission"


class DecidedInFuture(RuleBroken):
    """A decision is recorded once it is taken."""

    code, title = "decided-in-future", "Date de décision à venir"


class ReasonMissing(RuleBroken):
    """An amount decided by a person says why."""

    code, title = "reason-missing", "Motif obligatoire"


class AdjustedBelowZero(RuleBroken):
    """A line cannot end below nothing."""

    code, title = "adjusted-below-zero", "L'ajustement ramènerait la ligne sous zéro"


class ClaimStatus(StrEnum):
    """Draft: it follows the facts. Submitted: it is frozen."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class Adjustment(Struct, frozen=True, kw_only=True):
    """What was decided about a line after it was sent. Positive: more is due; negative: less."""

    id: UUID
    claim_line_id: UUID
    decided_on: date
    amount_cents: int
    reason: str
    decided_by: str
    correction_id: UUID | None = None
    """The proposal that another person confirmed."""
    line_answer_id: UUID | None = None
    """The payer's answer that it carries out."""


class ClaimRules(Struct, frozen=True, kw_only=True):
    """The rules that a claim was computed under, kept with it. `regime` None: outside ALT; `max_units` None: no maximum."""

    regime: Regime | None
    payer: str
    convention_number: str
    rule: PartialMonthRule
    least_days: int | None
    basis: Basis
    ceiling: CeilingScope
    ceiling_cents: int
    used_elsewhere_cents: int
    max_units: int | None = None


class ClaimLine(Struct, frozen=True, kw_only=True, gc=False):
    """One dwelling in a claim. The name, reference and type are those of the day it was computed.

    `claimed_reason` and `claimed_by` are set when a person decided `claimed_cents`. `adjusted_cents` and `paid_cents` are
    sums of the adjustments and allocations; `answered_cents` is the part of the adjustments that the payer's answers made,
    `verdict` their last word, `answers` how many there were.
    """

    id: UUID
    claim_id: UUID
    unit_id: UUID
    reference: str
    name: str
    dwelling_type: str
    days_in_month: int
    days_available: int
    days_occupied: int | None
    households: int
    aided_households: int
    planned_cents: int
    by_availability_cents: int
    by_occupation_cents: int
    effective_cents: int
    claimable_cents: int
    claimed_cents: int
    claimed_reason: str | None
    adjusted_cents: int
    answered_cents: int
    verdict: Verdict | None
    answers: int
    paid_cents: int
    reasons: tuple[Reason, ...]
    trace: tuple[Step, ...]
    claimed_by: UUID | None = None

    @property
    def due_cents(self) -> int:
        """What the payer owes on the line, before any payment."""
        return self.claimed_cents + self.adjusted_cents

    @property
    def asked_cents(self) -> int:
        """What the organisation asks for, whatever was answered so far."""
        return self.due_cents - self.answered_cents

    @property
    def is_to_decide(self) -> bool:
        """True while a person must still say whether a shared dwelling, aided in part, is claimed (ALT-04)."""
        return Reason.AIDED_SHARED in self.reasons and self.claimable_cents > 0 and self.claimed_reason is None

    @property
    def difference_cents(self) -> int:
        """What is still to come; negative when too much came. Paid + difference = claimed + adjustments."""
        return self.due_cents - self.paid_cents


class Claim(Struct, frozen=True, kw_only=True):
    """The claim of a convention for a month, with its lines by reference."""

    id: UUID
    version: int
    convention_id: UUID
    month: Month
    status: ClaimStatus
    submitted_at: datetime | None
    submitted_by: str | None
    rules: ClaimRules
    lines: tuple[ClaimLine, ...]
    submitted_by_id: UUID | None = None
    """None on a draft, and on what was sent before it was kept."""

    @property
    def due_cents(self) -> int:
        return sum(line.due_cents for line in self.lines)

    @property
    def paid_cents(self) -> int:
        return sum(line.paid_cents for line in self.lines)

    @property
    def difference_cents(self) -> int:
        return self.due_cents - self.paid_cents

    def line(self, line_id: UUID) -> ClaimLine:
        """Raises `ClaimLineNotFound`."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise ClaimLineNotFound


def computed_line(line_id: UUID, claim_id: UUID, computed: Computed) -> ClaimLine:
    """A line as computed: what is claimed is what is claimable, until a person decides otherwise."""
    return ClaimLine(
        id=line_id,
        claim_id=claim_id,
        unit_id=computed.unit_id,
        reference=computed.reference,
        name=computed.name,
        dwelling_type=computed.dwelling_type,
        days_in_month=computed.days_in_month,
        days_available=computed.days_available,
        days_occupied=computed.days_occupied,
        households=computed.households,
        aided_households=computed.aided_households,
        planned_cents=computed.planned_cents,
        by_availability_cents=computed.by_availability_cents,
        by_occupation_cents=computed.by_occupation_cents,
        effective_cents=computed.effective_cents,
        claimable_cents=computed.claimable_cents,
        claimed_cents=computed.claimable_cents,
        claimed_reason=None,
        adjusted_cents=0,
        answered_cents=0,
        verdict=None,
        answers=0,
        paid_cents=0,
        reasons=computed.reasons,
        trace=computed.trace,
    )


def line_reasons(line: ClaimLine, *, submitted: bool) -> tuple[Reason, ...]:
    """Every reason to show beside a line today: those of the computation, then those of its life."""
    since = reasons_since(
        verdict=line.verdict,
        own_adjustment_cents=line.adjusted_cents - line.answered_cents,
        difference_cents=line.difference_cents,
        paid_cents=line.paid_cents,
        submitted=submitted,
    )
    return (*line.reasons, *since)


def reasons_since(
    *, verdict: Verdict | None, own_adjustment_cents: int, difference_cents: int, paid_cents: int, submitted: bool
) -> tuple[Reason, ...]:
    """The reasons that the life of a line gives: the payer's answer, our own adjustments, what came."""
    reasons = []
    if verdict in _LESS:
        reasons.append(_LESS[verdict])
    if own_adjustment_cents:
        reasons.append(Reason.ADJUSTED)
    if submitted and difference_cents > 0:
        reasons.append(Reason.UNDERPAID if paid_cents else Reason.AWAITING_PAYMENT)
    if submitted and difference_cents < 0:
        reasons.append(Reason.OVERPAID)
    return tuple(reasons)


_LESS: dict[Verdict | None, Reason] = {
    Verdict.REDUCED: Reason.REDUCED_BY_PAYER,
    Verdict.REFUSED: Reason.REFUSED_BY_PAYER,
}
