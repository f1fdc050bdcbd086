"""From the need to the first day of a support measure: diagnosis, adhesion, request, decision, notification, start. Pure.

Ground: ASLL-01 to ASLL-06, LIFECYCLE §3.2 and §3.4.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import Conflict
from kernel.law import Law
from occupancy.domain.particulars import Particular, ParticularKind
from occupancy.domain.support_diagnosis import DiagnosisIncomplete, DiagnosisState
from occupancy.domain.support_measures import (
    BEFORE_START,
    RUNNING,
    Adhesion,
    ConfirmedIncompatibility,
    DeclaredMeasure,
    DurationAllowed,
    SupportAnswer,
    SupportDayWrong,
    SupportDecision,
    SupportMeasure,
    SupportState,
    SupportStepWrong,
    check_happened,
    check_state,
)
from occupancy.domain.support_rules import INCOMPATIBLE, check_incompatible, check_months, kind_rule


class AdhesionMissing(Conflict):
    """Support is subject to the adhesion of the household: of each adult concerned, before the start (ASLL-01)."""

    code, title = "adhesion-missing", "Adhésion manquante"


class MeasureAlreadyRunning(Conflict):
    """A household has one measure at a time (LIFECYCLE §3.2)."""

    code, title = "support-already-running", "Une mesure est déjà en cours"


class Start(Struct, frozen=True, kw_only=True):
    """What is said at the start. `by`: who confirms a measure that is not cumulable in principle."""

    started_on: date
    declared: tuple[DeclaredMeasure, ...]
    is_confirmed: bool
    by: str


def record_diagnosis(measure: SupportMeasure, diagnosis: DiagnosisState, *, today: date) -> SupportMeasure:
    """The diagnosis as it is now; complete and co-signed, it allows a request.

    Raises `SupportStepWrong`, `SupportDayWrong`.
    """
    check_state(measure, SupportState.DRAFT, SupportState.DIAGNOSED, SupportState.ADJOURNED)
    _check_not_information(measure)
    for name in ("household_signed_on", "worker_signed_on"):
        if (day := getattr(diagnosis, name)) is not None:
            check_happened(day, name, today=today)
    state = SupportState.DRAFT if diagnosis.missing else SupportState.DIAGNOSED
    return replace(measure, state=state, diagnosis=diagnosis)


def record_adhesion(measure: SupportMeasure, adhesion: Adhesion, *, adults: int, today: date) -> SupportMeasure:
    """An adult of the household agrees. Raises `SupportStepWrong`, `SupportDayWrong`, `AdhesionMissing`."""
    check_state(measure, *BEFORE_START)
    _check_not_information(measure)
    check_happened(adhesion.signed_on, "signed_on", today=today)
    if adhesion.adult > adults:
        raise AdhesionMissing(f"Le ménage compte {adults} adulte(s).", field="adult")
    others = tuple(one for one in measure.adhesions if one.adult != adhesion.adult)
    return replace(measure, adhesions=tuple(sorted((*others, adhesion), key=lambda one: one.adult)))


def submit(measure: SupportMeasure, submitted_on: date, *, today: date) -> SupportMeasure:
    """The request goes to whoever pays. Raises `SupportStepWrong`, `DiagnosisIncomplete`, `SupportDayWrong`."""
    check_state(measure, SupportState.DRAFT, SupportState.DIAGNOSED)
    _check_not_information(measure)
    if missing := measure.diagnosis.missing:
        raise DiagnosisIncomplete(f"Il manque : {', '.join(missing)}.")
    signed_on = measure.diagnosis.signed_on
    check_happened(submitted_on, "submitted_on", today=today, not_before=signed_on, since="Le diagnostic est signé")
    return replace(measure, state=SupportState.SUBMITTED, submitted_on=submitted_on, answer=None)


def allow_duration(measure: SupportMeasure, allowed: DurationAllowed, *, today: date) -> SupportMeasure:
    """The management allows a duration outside the rule, with its reason. Raises `SupportStepWrong`, `SupportDayWrong`."""
    check_state(measure, *BEFORE_START[:-2])
    _check_not_information(measure)
    check_happened(allowed.allowed_on, "allowed_on", today=today)
    return replace(measure, allowed=allowed)


def answer_request(measure: SupportMeasure, answer: SupportAnswer, law: Law, *, today: date) -> SupportMeasure:
    """The commission decides (ASLL-04); adjourned, it may decide again.

    Raises `SupportStepWrong`, `SupportDayWrong`, `SupportDurationWrong`.
    """
    check_state(measure, SupportState.SUBMITTED, SupportState.ADJOURNED)
    check_happened(
        answer.decided_on, "decided_on", today=today, not_before=measure.submitted_on, since="La demande est partie"
    )
    if answer.outcome is not SupportDecision.GRANTED:
        return replace(measure, state=SupportState(answer.outcome.value), answer=replace(answer, months=None))
    if answer.months is None:
        raise SupportDayWrong("Indiquer la durée accordée.", field="months")
    check_months(measure, answer.months, answer.short_reason, kind_rule(measure.kind, law, answer.decided_on))
    return replace(measure, state=SupportState.GRANTED, answer=answer, months=answer.months)


def notify(
    measure: SupportMeasure, notified_on: date, operator_id: UUID, worker: str, *, today: date
) -> SupportMeasure:
    """The decision is sent to the household and to the operator that will act. Raises `SupportStepWrong`, `SupportDayWrong`."""
    check_state(measure, SupportState.GRANTED)
    decided_on = measure.answer.decided_on if measure.answer else None
    check_happened(notified_on, "notified_on", today=today, not_before=decided_on, since="La décision est prise")
    return replace(
        measure, state=SupportState.NOTIFIED, notified_on=notified_on, operator_id=operator_id, worker=worker
    )


def missing_adhesions(measure: SupportMeasure, adults: int, by_day: date) -> tuple[int, ...]:
    """The adults who have not agreed by a day. 1 is the holder."""
    agreed = {one.adult for one in measure.adhesions if one.signed_on <= by_day}
    return tuple(one for one in range(1, adults + 1) if one not in agreed)


def start(
    measure: SupportMeasure,
    said: Start,
    others: Sequence[SupportMeasure],
    law: Law,
    *,
    adults: int,
    today: date,
) -> SupportMeasure:
    """The first day. `others`: the other measures of the household.

    Raises `SupportStepWrong`, `SupportDayWrong`, `AdhesionMissing`, `MeasureAlreadyRunning`, `IncompatibleMeasure`.
    """
    check_state(measure, SupportState.NOTIFIED)
    day = said.started_on
    check_happened(day, "started_on", today=today, not_before=measure.notified_on, since="La décision est notifiée")
    if missing := missing_adhesions(measure, adults, day):
        who = ", ".join("le titulaire" if one == 1 else f"l'adulte n° {one}" for one in missing)
        raise AdhesionMissing(f"Pas d'adhésion signée au {day:%d/%m/%Y} : {who}.", field="started_on")
    check_alone(day, others)
    declared = with_known(said.declared, others)
    codes = check_incompatible(declared, law, day, is_confirmed=said.is_confirmed)
    confirmed = ConfirmedIncompatibility(codes=codes, by=said.by, confirmed_on=today) if codes else None
    return replace(measure, state=SupportState.ACTIVE, started_on=day, declared=declared, confirmed=confirmed)


def record_information(
    measure: SupportMeasure, started_on: date, months: int, law: Law, *, today: date
) -> SupportMeasure:
    """A measure that the département leads: its days, nothing more. Raises `SupportStepWrong`, `SupportDayWrong`."""
    check_state(measure, SupportState.DRAFT)
    if not measure.is_information:
        raise SupportStepWrong("Cette mesure commence par son diagnostic.")
    check_happened(started_on, "started_on", today=today)
    check_months(measure, months, "", kind_rule(measure.kind, law, started_on))
    return replace(measure, state=SupportState.ACTIVE, started_on=started_on, months=months)


def withdraw(measure: SupportMeasure, reason: str) -> SupportMeasure:
    """Given up before it started. Raises `SupportStepWrong`."""
    check_state(measure, *BEFORE_START)
    return replace(measure, state=SupportState.WITHDRAWN, withdrawal_reason=reason)


def check_alone(day: date, others: Sequence[SupportMeasure]) -> None:
    """No two measures of a household on one day (§3.2). Raises `MeasureAlreadyRunning`."""
    for one in others:
        if one.is_information or one.started_on is None:
            continue
        if one.state in RUNNING or (one.ended_on is not None and one.started_on <= day <= one.ended_on):
            raise MeasureAlreadyRunning(
                f"La mesure {one.reference} du ménage est en cours ce jour-là.", field="started_on"
            )


def with_known(declared: Sequence[DeclaredMeasure], others: Sequence[SupportMeasure]) -> tuple[DeclaredMeasure, ...]:
    """What the household declares, and the MASP that the program knows of."""
    if any(one.is_information and one.state in RUNNING for one in others) and all(
        one.code != "masp" for one in declared
    ):
        return (*declared, DeclaredMeasure(code="masp", contact=""))
    return tuple(declared)


def known_measures(particulars: Sequence[Particular], day: date) -> tuple[DeclaredMeasure, ...]:
    """The protection measures that the household's particulars hold on a day: type and contact, nothing else."""
    held = [one for one in particulars if one.kind is ParticularKind.PROTECTION and one.holds(day)]
    return tuple(
        DeclaredMeasure(
            code=one.code if one.code in INCOMPATIBLE else "protection", contact=one.name or one.organisation
        )
        for one in held
    )


def joined(declared: Sequence[DeclaredMeasure], known: Sequence[DeclaredMeasure]) -> tuple[DeclaredMeasure, ...]:
    """What is declared, then what is known besides, each type once."""
    found: dict[str, DeclaredMeasure] = {}
    for one in (*declared, *known):
        found.setdefault(one.code, one)
    return tuple(found.values())


def _check_not_information(measure: SupportMeasure) -> None:
    if measure.is_information:
        raise SupportStepWrong("Cette mesure est menée par le département : seuls ses jours sont enregistrés.")
