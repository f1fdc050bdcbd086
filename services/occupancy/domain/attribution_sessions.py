"""Housing operations and their sessions: how many dwellings for which landlord, which commissions, until when dossiers arrive.

Ground: LIFECYCLE §8.1, LLTS-01 (three dossiers a dwelling; CCH R441-3 asks the CAL for three demands), LLTS-02 (both have the
dossier at the latest two weeks before the pre-commission, or before the commission when a dwelling has come free).
"""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import Territory
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from occupancy.domain.attributions import (
    BEFORE_COMMISSION,
    BEFORE_SENDING,
    UNDER_ANALYSIS,
    Attribution,
    AttributionDayWrong,
    AttributionState,
    check_past,
)


class OperationNotFound(NotFound):
    """No housing operation has this id."""

    code, title = "operation-not-found", "Programme de logements introuvable"


class SessionNotFound(NotFound):
    """No session of this operation has this id."""

    code, title = "session-not-found", "Séance introuvable"


class SessionClosed(Conflict):
    """A session that was held takes no dossier any more."""

    code, title = "session-closed", "Séance close"


class SessionUnfinished(Conflict):
    """A session is closed once each dossier that is in time has its result (step 7: the statement of decisions)."""

    code, title = "session-unfinished", "Des dossiers attendent la décision de cette séance"


class SessionDaysWrong(RuleBroken):
    """The pre-commission comes before the commission; a vacancy has no pre-commission (step 4)."""

    code, title = "session-days-wrong", "Dates de séance impossibles"


class QuotaReached(Conflict):
    """Where the rule is set to block, no more dossiers are opened than the quota of the operation (LLTS-01)."""

    code, title = "quota-reached", "Nombre de dossiers du programme atteint"


class OperationKind(StrEnum):
    """A programme delivered, or one dwelling that has come free."""

    DELIVERY = "delivery"
    VACANCY = "vacancy"


class Operation(Struct, frozen=True, kw_only=True):
    """Dwellings of a landlord in a commune. `available_on`: the delivery, or the day the dwelling came free.

    `consulted_on`: the meeting of the partners; `minutes_sent_on`: its minutes to all of them.
    """

    id: UUID
    version: int
    reference: str
    kind: OperationKind
    name: str
    landlord: str
    commune: str
    territory: Territory
    dwellings: int
    available_on: date
    consulted_on: date | None
    minutes_sent_on: date | None


class Session(Struct, frozen=True, kw_only=True):
    """The days of the pre-commission and the commission for an operation. `closed_on`: its decisions went to all."""

    id: UUID
    version: int
    operation_id: UUID
    pre_commission_on: date | None
    commission_on: date
    closed_on: date | None = None

    @property
    def first_day(self) -> date:
        """The day from which the limit of the dossiers is counted."""
        return self.pre_commission_on or self.commission_on

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class Quota(Struct, frozen=True, kw_only=True):
    """How many dossiers an operation has, and how many it wants."""

    count: int
    wanted: int

    @property
    def is_short(self) -> bool:
        return self.count < self.wanted

    @property
    def lacking(self) -> int:
        return max(self.wanted - self.count, 0)


def check_operation(operation: Operation, session: Session | None, *, today: date) -> None:
    """A vacancy may have no session of its own: the complementary list serves it.

    Raises `SessionDaysWrong`, `AttributionDayWrong`.
    """
    if session is not None:
        check_session(session, operation)
    elif operation.kind is OperationKind.DELIVERY:
        raise SessionDaysWrong("Une livraison passe en commission : indiquer sa date.", field="commission_on")
    if operation.kind is OperationKind.VACANCY and operation.dwellings != 1:
        raise SessionDaysWrong("Une vacance porte sur un seul logement.", field="dwellings")
    if operation.consulted_on is not None:
        check_past(operation.consulted_on, "consulted_on", today=today)
    if operation.minutes_sent_on is not None:
        check_past(operation.minutes_sent_on, "minutes_sent_on", today=today)
        if operation.consulted_on is None or operation.minutes_sent_on < operation.consulted_on:
            raise AttributionDayWrong("Le procès-verbal suit la réunion de concertation.", field="minutes_sent_on")


def check_session(session: Session, operation: Operation) -> None:
    """Raises `SessionDaysWrong`."""
    first = session.pre_commission_on
    if operation.kind is OperationKind.VACANCY and first is not None:
        raise SessionDaysWrong("Une vacance passe directement en commission.", field="pre_commission_on")
    if operation.kind is OperationKind.DELIVERY and first is None:
        raise SessionDaysWrong(
            "Une livraison passe par une pré-commission : indiquer sa date.", field="pre_commission_on"
        )
    if first is not None and first > session.commission_on:
        raise SessionDaysWrong("La pré-commission précède la commission.", field="pre_commission_on")


def close_session(session: Session, files: tuple[Attribution, ...], *, today: date) -> Session:
    """The statement of decisions is sent to all. Raises `SessionClosed`, `SessionDaysWrong`, `SessionUnfinished`."""
    if not session.is_open:
        raise SessionClosed("Cette séance est déjà close.")
    if today < session.commission_on:
        raise SessionDaysWrong(f"La commission se tient le {session.commission_on:%d/%m/%Y}.")
    waiting = [one.reference for one in files if one.state in BEFORE_COMMISSION]
    if waiting:
        raise SessionUnfinished(
            f"Sans décision : {', '.join(waiting)}. Enregistrer la décision, ou reporter à la séance suivante."
        )
    return replace(session, closed_on=today)


def file_limit(session: Session, law: Law) -> date:
    """The last day on which both have the dossier (LLTS-02): not put off."""
    return session.first_day - timedelta(days=law.at("llts.file_limit_days", session.first_day).number)


def is_late(attribution: Attribution, session: Session, law: Law, *, today: date) -> bool:
    """One of the two has it after the limit, or has not got it and the limit is past."""
    if attribution.state not in (*BEFORE_SENDING, AttributionState.TRANSMITTED):
        return False
    limit = file_limit(session, law)
    return any((on or today) > limit for on in (attribution.deal_on, attribution.als_on))


def is_accepted(attribution: Attribution, session: Session) -> bool:
    """The president of this very session takes it although it is late."""
    return attribution.accepted_for == session.id


def quota(operation: Operation, files: tuple[Attribution, ...], law: Law, *, today: date) -> Quota:
    """The dossiers that count: all but those that ended before the commission (LLTS-01)."""
    each = law.at("llts.files_per_dwelling", today).number
    count = sum(one.state is not AttributionState.WITHDRAWN for one in files)
    return Quota(count=count, wanted=each * operation.dwellings)


def check_quota(operation: Operation, files: tuple[Attribution, ...], law: Law, *, today: date) -> None:
    """One more dossier: blocked above the quota only where the rule is set so. Raises `QuotaReached`."""
    now = quota(operation, files, law, today=today)
    if law.at("llts.above_quota", today).text == "refused" and not now.is_short:
        raise QuotaReached(f"Le programme {operation.reference} a déjà ses {now.wanted} dossiers.")


def may_move(attribution: Attribution) -> bool:
    """May the dossier go to another session? Not once a commission has spoken."""
    return attribution.state in (
        *BEFORE_SENDING,
        AttributionState.TRANSMITTED,
        *UNDER_ANALYSIS,
        AttributionState.ANALYSED,
    )


def operation_reference(year: int, number: int) -> str:
    """`PL-2026-0001`: one count per year."""
    return f"PL-{year}-{number:04d}"


def operation_page(operation_id: UUID) -> str:
    """Where the operation is shown."""
    return f"/sejours/attributions/programmes/{operation_id}"
