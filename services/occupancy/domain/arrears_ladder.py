"""The amicable ladder of a debt (LIFECYCLE §6.4): one advised act for each household, why, and what holds it back.

Nothing is done by itself. Each act is recorded with its day and who did it. A pause, a live plan, a contested title or a SATD
that the comptable notified stop the social reminders (IMP-01, FIN-03); what the comptable does is only known from him.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from uuid import UUID

from msgspec import Struct

from kernel.calendar import add_months
from kernel.errors import RuleBroken
from kernel.law import Law, LawSilent
from kernel.money import euros
from occupancy.domain.arrears import Arrears, Step, title_least
from occupancy.domain.repayment_plans import PlanStanding


class ArrearsActWrong(RuleBroken):
    """An act is recorded once it is done, on a debt that there is; a pause ends, and says why."""

    code, title = "arrears-act-wrong", "Acte sur l'impayé impossible"


class ActKind(StrEnum):
    """What is done, or learnt from the comptable. `fsl_asked`: of before requests to the FSL had their own record."""

    REMINDED = "reminded"
    MEETING_OFFERED = "meeting_offered"
    TITLE_ASKED = "title_asked"
    RELAUNCHED = "relaunched"
    HANDED_OVER = "handed_over"
    CONTESTED = "contested"
    CONTEST_ENDED = "contest_ended"
    SATD_NOTIFIED = "satd_notified"
    SATD_LIFTED = "satd_lifted"
    FSL_ASKED = "fsl_asked"
    CAF_TOLD = "caf_told"
    PAUSED = "paused"


class TitledClaim(Struct, frozen=True, kw_only=True):
    """A claim for which a title is asked, and how much of it."""

    claim_id: UUID
    cents: int


class ArrearsAct(Struct, frozen=True, kw_only=True):
    """One line of the diary of a debt. `claims`: those for which a title was asked, or was issued before this program.
    `until`: the last day of a pause.
    """

    id: UUID
    household_id: UUID
    kind: ActKind
    done_on: date
    until: date | None
    detail: str
    claims: tuple[TitledClaim, ...]
    cents: int
    recorded_on: date
    recorded_by: UUID
    recorded_by_name: str


class Advice(Struct, frozen=True, kw_only=True):
    """What to do now. `held_by`: what holds it back, in words, empty when nothing does."""

    step: Step
    why: str
    held_by: str = ""

    @property
    def is_to_do(self) -> bool:
        return not self.held_by and self.step is not Step.WAIT


class AidAlert(Struct, frozen=True, kw_only=True):
    """The debt has come to what must be told: since when, until when, and under which rule."""

    since: date
    until: date
    source: str
    is_to_verify: bool


def check_act(act: ArrearsAct, debt: Arrears | None, today: date) -> None:
    """Raises `ArrearsActWrong`."""
    if act.done_on > today:
        raise ArrearsActWrong("Un acte s'enregistre une fois fait.", field="done_on")
    if act.kind is ActKind.FSL_ASKED:
        raise ArrearsActWrong("Une demande au FSL se note à part, avec son montant et sa réponse.", field="kind")
    if act.kind is ActKind.PAUSED and (act.until is None or act.until < today):
        raise ArrearsActWrong("Une pause dure jusqu'à un jour à venir.", field="until")
    if act.kind is ActKind.PAUSED and not act.detail:
        raise ArrearsActWrong("Dites pourquoi les relances s'arrêtent.", field="detail")
    if debt is None and act.kind not in _LEARNT:
        raise ArrearsActWrong("Aucune somme échue n'est due par ce ménage.", field="kind")
    if act.kind is ActKind.TITLE_ASKED and not act.claims:
        raise ArrearsActWrong("Un titre est déjà demandé pour tout ce qui est dû, ou la somme se groupe.", field="kind")


def claims_to_title(law: Law, debt: Arrears, diary: Sequence[ArrearsAct], today: date) -> tuple[TitledClaim, ...]:
    """The late claims without a title, together at least what is put into recovery (FIN-02); none below it."""
    asked = {claim.claim_id for act in diary for claim in act.claims}
    left = tuple(
        TitledClaim(claim_id=one.transfer_id, cents=one.open_cents)
        for one in debt.claims
        if one.transfer_id not in asked
    )
    return left if sum(one.cents for one in left) >= title_least(law, today) else ()


def advise(
    law: Law,
    debt: Arrears,
    diary: Sequence[ArrearsAct],
    plans: Sequence[PlanStanding],
    today: date,
    *,
    awaited: str = "",
) -> Advice:
    """The next rung whose day has come and that is not done for this debt, and what holds it back."""
    step, why = _next(law, debt, diary, today)
    return Advice(step=step, why=why, held_by=held_by(diary, plans, today, awaited=awaited))


def held_by(diary: Sequence[ArrearsAct], plans: Sequence[PlanStanding], today: date, *, awaited: str = "") -> str:
    """What stops the ladder today, in words; nothing when it goes on. `awaited`: what is of the FSL, in words."""
    satd, lifted = _last(diary, ActKind.SATD_NOTIFIED), _last(diary, ActKind.SATD_LIFTED)
    contested, ended = _last(diary, ActKind.CONTESTED), _last(diary, ActKind.CONTEST_ENDED)
    pause = _last(diary, ActKind.PAUSED)
    if satd and not (lifted and lifted.done_on >= satd.done_on):
        return f"Saisie administrative (SATD) notifiée le {satd.done_on:%d/%m/%Y} : les rappels sont arrêtés"
    if contested and not (ended and ended.done_on >= contested.done_on):
        return f"Titre contesté le {contested.done_on:%d/%m/%Y} : les rappels sont arrêtés"
    if plan := next((one for one in plans if one.is_live), None):
        return f"Plan d'apurement n° {plan.plan.number} en cours"
    if pause and pause.until and pause.until >= today:
        return f"En pause jusqu'au {pause.until:%d/%m/%Y} : {pause.detail}"
    return awaited


def aid_alert(
    law: Law, debt: Arrears, diary: Sequence[ArrearsAct], monthly_fee_cents: int, today: date
) -> AidAlert | None:
    """From so many monthly fees unpaid, the CAF is told within so many months; nothing once it is told, or before that law."""
    try:
        fees, months = law.at("arrears.caf_fees", today), law.at("arrears.caf_report_months", today)
    except LawSilent:
        return None
    sums = accumulate(one.open_cents for one in debt.claims)
    reached = (
        one.due_on for one, cents in zip(debt.claims, sums, strict=True) if cents >= fees.number * monthly_fee_cents
    )
    since = next(reached, None)
    told = _last(diary, ActKind.CAF_TOLD)
    if since is None or monthly_fee_cents <= 0 or (told and told.done_on >= since):
        return None
    return AidAlert(
        since=since,
        until=add_months(since, months.number),
        source=fees.source,
        is_to_verify=fees.status == "to_verify",
    )


def _next(law: Law, debt: Arrears, diary: Sequence[ArrearsAct], today: date) -> tuple[Step, str]:
    grace, meeting, title, relance = (
        law.at(f"arrears.{name}_days", today).number for name in ("grace", "meeting", "title", "relance")
    )
    done = {one.kind: one.done_on for one in diary if one.done_on >= debt.oldest_on}
    late = f"{euros(debt.cents)} en retard, depuis {debt.days} jours"
    handed = {claim.claim_id for act in diary if act.kind is ActKind.HANDED_OVER for claim in act.claims}
    if handed and all(claim.transfer_id in handed for claim in debt.claims):
        return Step.WAIT, f"{late} : titre émis avant la reprise, le comptable le recouvre"
    if debt.days <= grace:
        return Step.WAIT, f"{late} : l'échéance vient de passer"
    if ActKind.REMINDED not in done:
        return Step.REMIND, f"{late} : aucun rappel n'a été fait"
    if ActKind.MEETING_OFFERED not in done:
        reminded = f"{late}, rappel fait le {done[ActKind.REMINDED]:%d/%m/%Y}"
        return (Step.MEET if debt.days >= meeting else Step.WAIT), reminded
    met = f"{late}, rendez-vous proposé le {done[ActKind.MEETING_OFFERED]:%d/%m/%Y}"
    if debt.days < title:
        return Step.WAIT, met
    if claims_to_title(law, debt, diary, today):
        return Step.TITLE, f"{met}, titre à demander"
    if ActKind.TITLE_ASKED not in done:
        return Step.GROUP, f"{met} : moins de {euros(title_least(law, today))}, à grouper avec le prochain titre"
    asked = f"{late}, titre demandé le {done[ActKind.TITLE_ASKED]:%d/%m/%Y}"
    if ActKind.RELAUNCHED not in done:
        waited = done[ActKind.TITLE_ASKED] + timedelta(relance) <= today
        return (Step.RELAUNCH if waited else Step.WAIT), asked
    if ActKind.HANDED_OVER not in done:
        return Step.HAND_OVER, f"{asked}, relance faite le {done[ActKind.RELAUNCHED]:%d/%m/%Y}"
    return Step.WAIT, f"{asked}, remis au comptable le {done[ActKind.HANDED_OVER]:%d/%m/%Y}"


_LEARNT = (ActKind.CONTESTED, ActKind.CONTEST_ENDED, ActKind.SATD_NOTIFIED, ActKind.SATD_LIFTED)


def _last(diary: Sequence[ArrearsAct], kind: ActKind) -> ArrearsAct | None:
    return max((one for one in diary if one.kind is kind), key=lambda one: one.done_on, default=None)
