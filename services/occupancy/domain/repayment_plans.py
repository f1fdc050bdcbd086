"""Repayment plans (IMP-02): a debt paid by instalments that the household signed, agreed with the comptable.

The state of a plan on a day is read from the ledger alone: live, breached, completed or cancelled. A plan deletes no debt and
changes no balance; while it lives, the amicable ladder waits. An instalment is missed when, after the days of tolerance, less
than all that was due so far has been paid on the claims of the plan; so many in a row break it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate, pairwise
from uuid import UUID

from msgspec import Struct

from kernel.calendar import add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import euros
from occupancy.domain.claims import claims
from occupancy.domain.ledger import Transfer

MOST_INSTALMENTS = 60


class PlanNotFound(NotFound):
    """No plan has this id."""

    code, title = "plan-not-found", "Plan d'apurement introuvable"


class NothingToRepay(RuleBroken):
    """A plan is about what is due."""

    code, title = "nothing-to-repay", "Rien à étaler"


class InstalmentsWrong(RuleBroken):
    """The instalments follow one another and add up to the debt, to the cent."""

    code, title = "instalments-wrong", "Échéancier impossible"


class PlanDayWrong(RuleBroken):
    """What is recorded has happened, in its order."""

    code, title = "plan-day-wrong", "Date du plan impossible"


class PlanNotOpen(Conflict):
    """A plan is signed once, and cancelled once."""

    code, title = "plan-not-open", "Plan déjà signé ou annulé"


class PlanState(StrEnum):
    """Where a plan stands on a day."""

    PREPARED = "prepared"
    LIVE = "live"
    BREACHED = "breached"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Instalment(Struct, frozen=True, kw_only=True):
    """So much on such a day."""

    due_on: date
    cents: int


class PlanSignature(Struct, frozen=True, kw_only=True):
    """The signed copy, and who agreed for the comptable."""

    plan_id: UUID
    signed_on: date
    agreed_on: date
    agreed_with: str
    recorded_by: UUID
    recorded_by_name: str


class PlanCancellation(Struct, frozen=True, kw_only=True):
    """Why a plan no longer holds."""

    plan_id: UUID
    cancelled_on: date
    reason: str
    recorded_by: UUID
    recorded_by_name: str


class RepaymentPlan(Struct, frozen=True, kw_only=True):
    """A plan with the rule that it was made under. `claims`: the entries of the account that it covers."""

    id: UUID
    household_id: UUID
    number: int
    total_cents: int
    claims: tuple[UUID, ...]
    instalments: tuple[Instalment, ...]
    tolerance_days: int
    missed_to_break: int
    rule_source: str
    prepared_on: date
    prepared_by: UUID
    prepared_by_name: str
    signature: PlanSignature | None = None
    cancellation: PlanCancellation | None = None


class PlanCheck(Struct, frozen=True, kw_only=True):
    """An instalment looked at once its tolerance is over; `paid_cents`, None before, counts from the start of the plan."""

    instalment: Instalment
    expected_cents: int
    paid_cents: int | None

    @property
    def is_missed(self) -> bool:
        return self.paid_cents is not None and self.paid_cents < self.expected_cents


class PlanStanding(Struct, frozen=True, kw_only=True):
    """A plan on a day, with each instalment as it was looked at."""

    plan: RepaymentPlan
    on: date
    state: PlanState
    left_cents: int
    checks: tuple[PlanCheck, ...]

    @property
    def is_live(self) -> bool:
        return self.state is PlanState.LIVE

    @property
    def is_running(self) -> bool:
        """Still to be signed, kept or looked at: neither paid nor given up."""
        return self.state in (PlanState.PREPARED, PlanState.LIVE, PlanState.BREACHED)

    @property
    def next(self) -> Instalment | None:
        """The first instalment whose tolerance is not over."""
        return next((one.instalment for one in self.checks if one.paid_cents is None), None)

    @property
    def missed(self) -> int:
        """How many instalments were missed so far."""
        return sum(one.is_missed for one in self.checks)


def monthly_instalments(total_cents: int, count: int, first_on: date) -> tuple[Instalment, ...]:
    """The same sum each month, the cents left over on the first ones. Raises `InstalmentsWrong`."""
    if not 1 <= count <= min(MOST_INSTALMENTS, max(total_cents, 1)):
        raise InstalmentsWrong(f"Entre 1 et {MOST_INSTALMENTS} échéances, d'un centime au moins.", field="count")
    share, more = divmod(total_cents, count)
    return tuple(Instalment(due_on=add_months(first_on, rank), cents=share + (rank < more)) for rank in range(count))


def check_instalments(instalments: Sequence[Instalment], total_cents: int, today: date) -> None:
    """Raises `NothingToRepay`, `InstalmentsWrong`."""
    if total_cents <= 0:
        raise NothingToRepay("Rien n'est dû sur les sommes choisies.", field="claims")
    if not 1 <= len(instalments) <= MOST_INSTALMENTS or any(one.cents <= 0 for one in instalments):
        raise InstalmentsWrong(f"Entre 1 et {MOST_INSTALMENTS} échéances, d'un centime au moins.", field="instalments")
    if instalments[0].due_on < today or any(one.due_on >= after.due_on for one, after in pairwise(instalments)):
        raise InstalmentsWrong("Les échéances se suivent, la première aujourd'hui ou plus tard.", field="instalments")
    if instalments[-1].due_on > add_months(today, 2 * MOST_INSTALMENTS):
        raise InstalmentsWrong("La dernière échéance est dans dix ans au plus.", field="instalments")
    if (asked := sum(one.cents for one in instalments)) != total_cents:
        said = f"Les échéances font {euros(asked)}, la dette {euros(total_cents)}."
        raise InstalmentsWrong(said, field="instalments")


def check_signature(plan: RepaymentPlan, signature: PlanSignature, today: date) -> None:
    """Raises `PlanNotOpen`, `PlanDayWrong`."""
    if plan.signature or plan.cancellation:
        raise PlanNotOpen("Ce plan est déjà signé ou annulé.")
    for field in ("signed_on", "agreed_on"):
        if not plan.prepared_on <= getattr(signature, field) <= today:
            raise PlanDayWrong("Entre le jour où le plan a été préparé et aujourd'hui.", field=field)


def left_of(plan: RepaymentPlan, transfers: Sequence[Transfer], on: date) -> int:
    """What is still due on the claims of a plan at the end of a day."""
    known = [one for one in transfers if one.booked_on <= on]
    return sum(max(one.open_cents, 0) for one in claims(known) if one.transfer_id in plan.claims)


def standing_of(plan: RepaymentPlan, transfers: Sequence[Transfer], on: date) -> PlanStanding:
    """Where a plan stands on a day, from the ledger as it was booked until then."""
    left, checks = left_of(plan, transfers, on), _checks(plan, transfers, on)
    if plan.cancellation and plan.cancellation.cancelled_on <= on:
        was_paid = plan.signature is not None and left_of(plan, transfers, plan.cancellation.cancelled_on) == 0
        state = PlanState.COMPLETED if was_paid else PlanState.CANCELLED
    elif plan.signature is None or plan.signature.signed_on > on:
        state = PlanState.PREPARED
    elif left == 0:
        state = PlanState.COMPLETED
    else:
        state = PlanState.BREACHED if _is_broken(plan, checks) else PlanState.LIVE
    return PlanStanding(plan=plan, on=on, state=state, left_cents=left, checks=checks)


def _checks(plan: RepaymentPlan, transfers: Sequence[Transfer], on: date) -> tuple[PlanCheck, ...]:
    found = []
    sums = accumulate(one.cents for one in plan.instalments)
    for one, expected in zip(plan.instalments, sums, strict=True):
        limit = one.due_on + timedelta(plan.tolerance_days)
        paid = plan.total_cents - left_of(plan, transfers, limit) if limit < on else None
        found.append(PlanCheck(instalment=one, expected_cents=expected, paid_cents=paid))
    return tuple(found)


def _is_broken(plan: RepaymentPlan, checks: Sequence[PlanCheck]) -> bool:
    """So many missed in a row, once and for all; or the last one missed: nothing is left to wait for."""
    row = 0
    for one in checks:
        row = row + 1 if one.is_missed else 0
        if row >= plan.missed_to_break:
            return True
    return checks[-1].is_missed
