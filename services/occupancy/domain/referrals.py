"""Referrals: a household proposed for a place by the SIAO, studied by the social workers, decided, answered, housed.

Ground: LIFECYCLE §8.2, SIAO-01 to SIAO-10. The technical opinion and the decision are two acts of two kinds of persons
(SIAO-02); who decides, and by what right, is `referral_decisions`. A retained household holds its place until its contract is
signed; two households never hold one place on the same days. No health, no origin, no free comment on persons.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.availability import compete
from kernel.calendar import Territory
from kernel.errors import Blocker, Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.period import Period
from occupancy.domain import deadline_rules as rules
from occupancy.domain.deadlines import Deadline, Subject, SubjectKind, deadline
from occupancy.domain.households import Orientation
from occupancy.domain.referral_answers import Answer, AnswerKind, Motive
from occupancy.domain.referral_decisions import Decision, DecisionOutcome


class ReferralStatus(StrEnum):
    """Where a referral is. Only `retained` and `agreed` hold the place; `housed`: the contract holds it."""

    RECEIVED = "received"
    STUDIED = "studied"
    WAITING = "waiting"
    REFUSED = "refused"
    RETAINED = "retained"
    AGREED = "agreed"
    HOUSED = "housed"
    CLOSED = "closed"


HOLDING = (ReferralStatus.RETAINED, ReferralStatus.AGREED)


class Need(StrEnum):
    """What the household needs of a place, as far as the choice of a place asks for it. Nothing about anybody's health."""

    ACCESSIBLE = "accessible"
    SHARING_ACCEPTED = "sharing_accepted"
    NEAR_SCHOOL = "near_school"
    NEAR_WORK = "near_work"
    LEAVES_SHELTER = "leaves_shelter"
    EVICTION_DATED = "eviction_dated"


class Criterion(StrEnum):
    """What the social workers check, one by one. `adheres`: the household agrees to be accompanied (SIAO-10)."""

    COMPOSITION_FITS = "composition_fits"
    UNIT_FITS = "unit_fits"
    SHARING_FITS = "sharing_fits"
    FILE_COMPLETE = "file_complete"
    ADHERES = "adheres"


class OpinionKind(StrEnum):
    """The technical opinion."""

    FAVOURABLE = "favourable"
    RESERVED = "reserved"
    UNFAVOURABLE = "unfavourable"


class Closure(StrEnum):
    """Why a referral stops without a stay."""

    HOUSEHOLD_REFUSED = "household_refused"
    NO_ANSWER = "no_answer"
    UNIT_NO_LONGER_AVAILABLE = "unit_no_longer_available"
    ALREADY_SOLVED = "already_solved"


class ReferralNotFound(NotFound):
    """No referral has this id."""

    code, title = "referral-not-found", "Orientation introuvable"


class ReferralStepWrong(Conflict):
    """Each step of a referral comes after the one before it, once (SIAO, order of the states)."""

    code, title = "referral-step-wrong", "Cette étape n'est pas possible maintenant"


class ReferralDayWrong(RuleBroken):
    """A fact is recorded once it has happened, and not before what it follows."""

    code, title = "referral-day-wrong", "Date impossible pour cette étape"


class AdhesionUnchecked(RuleBroken):
    """The selection checks that the household adheres to the support (SIAO-10)."""

    code, title = "adhesion-unchecked", "Adhésion à l'accompagnement non vérifiée"


class OpinionUnexplained(RuleBroken):
    """A reserved or unfavourable opinion rests on a criterion that is not met; a favourable one on none that fails."""

    code, title = "opinion-unexplained", "L'avis ne correspond pas aux critères"


class AlreadyReferred(Conflict):
    """One household is proposed once at a time for one place."""

    code, title = "already-referred", "Ce ménage est déjà orienté vers cette place"


class PlaceAlreadyPromised(Conflict):
    """Two households are never retained for one place on the same days."""

    code, title = "place-already-promised", "Un autre ménage est déjà retenu pour cette place"


class ReferralContractWrong(Conflict):
    """A contract is prepared from a referral once the household agrees, for that household and that place."""

    code, title = "referral-contract-wrong", "Le contrat ne correspond pas à l'orientation"


class CheckedCriterion(Struct, frozen=True, kw_only=True):
    """A criterion, and whether it is met."""

    criterion: Criterion
    is_met: bool


class Opinion(Struct, frozen=True, kw_only=True):
    """The technical opinion of the social workers, with the criteria that were checked."""

    kind: OpinionKind
    given_on: date
    by_id: UUID
    by_name: str
    checked: tuple[CheckedCriterion, ...]


class PlaceFacts(Struct, frozen=True, kw_only=True):
    """The place as it was when the referral came. `declaration_id`: the vacancy that the SIAO had been told, if any."""

    unit_id: UUID
    place_number: int
    unit_reference: str
    unit_name: str
    place_name: str | None
    territory: Territory
    declaration_id: UUID | None

    @property
    def words(self) -> str:
        return f"{self.unit_name}, {self.place_name}" if self.place_name else self.unit_name


class Referral(Struct, frozen=True, kw_only=True):
    """A referral. `first_day`, `last_day`: the first term of the stay it would lead to.

    `waiting_since`: since when the household looks for a place, as the one who refers it says.
    `called_on`, `call_reason`: proposed from the reserve list, and why out of its order.
    """

    id: UUID
    version: int
    reference: str
    household_id: UUID
    source: Orientation
    source_reference: str
    received_on: date
    waiting_since: date | None
    needs: tuple[Need, ...]
    place: PlaceFacts
    first_day: date
    last_day: date
    status: ReferralStatus
    commission_id: UUID | None = None
    opinion: Opinion | None = None
    decision: Decision | None = None
    called_on: date | None = None
    call_reason: str | None = None
    agreed_on: date | None = None
    closed_on: date | None = None
    closure: Closure | None = None
    contract_id: UUID | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def days(self) -> Period:
        return Period(self.first_day, self.last_day)

    def competes(self, place_number: int, days: Period) -> bool:
        """True when it is about a place and days that leave no room for these, in the same unit."""
        return compete(self.place.place_number, place_number) and self.days.overlaps(days)

    @property
    def is_open(self) -> bool:
        return self.status not in (ReferralStatus.REFUSED, ReferralStatus.HOUSED, ReferralStatus.CLOSED)

    @property
    def holds_its_place(self) -> bool:
        return self.status in HOLDING


def referral_reference(year: int, number: int) -> str:
    """`O-2026-0001`: one count per year."""
    return f"O-{year}-{number:04d}"


def referral_page(referral_id: UUID) -> str:
    """Where the referral is shown: refusals link to it."""
    return f"/sejours/orientations/{referral_id}"


def link(referral: Referral) -> Blocker:
    return Blocker(label=f"Orientation {referral.reference}", href=referral_page(referral.id))


def check_past(day: date, field: str, *, today: date, since: date | None = None) -> None:
    """A fact that has happened. Raises `ReferralDayWrong`."""
    if day > today:
        raise ReferralDayWrong("Cette date est à venir : elle s'enregistre une fois passée.", field=field)
    if since is not None and day < since:
        raise ReferralDayWrong(f"Pas avant le {since:%d/%m/%Y}.", field=field)


def check_step(referral: Referral, *statuses: ReferralStatus) -> None:
    """Raises `ReferralStepWrong`."""
    if referral.status not in statuses:
        raise ReferralStepWrong(f"L'orientation {referral.reference} n'en est pas à cette étape.")


def give_opinion(referral: Referral, opinion: Opinion, *, today: date) -> Referral:
    """The referral, studied. An opinion may be given anew until the decision.

    Raises `ReferralStepWrong`, `ReferralDayWrong`, `AdhesionUnchecked`, `OpinionUnexplained`.
    """
    check_step(referral, ReferralStatus.RECEIVED, ReferralStatus.STUDIED)
    check_past(opinion.given_on, "given_on", today=today, since=referral.received_on)
    checked = {one.criterion: one.is_met for one in opinion.checked}
    if Criterion.ADHERES not in checked:
        raise AdhesionUnchecked(
            "Indiquer si le ménage adhère à l'accompagnement proposé.", field=f"criterion_{Criterion.ADHERES.value}"
        )
    failing = not all(checked.values())
    if failing is (opinion.kind is OpinionKind.FAVOURABLE):
        raise OpinionUnexplained(
            "Un avis favorable suppose que tous les critères vérifiés sont remplis."
            if failing
            else "Indiquer au moins un critère qui n'est pas rempli.",
            field="kind",
        )
    return replace(referral, opinion=opinion, status=ReferralStatus.STUDIED)


def put_on_agenda(referral: Referral, commission_id: UUID | None) -> Referral:
    """The referral, on the agenda of a session, or off it. Raises `ReferralStepWrong`."""
    check_step(referral, ReferralStatus.STUDIED)
    return replace(referral, commission_id=commission_id)


_AFTER = {
    DecisionOutcome.RETAINED: ReferralStatus.RETAINED,
    DecisionOutcome.WAITING: ReferralStatus.WAITING,
    DecisionOutcome.REFUSED: ReferralStatus.REFUSED,
}


def decide(referral: Referral, decision: Decision, *, today: date) -> Referral:
    """The referral, decided, once, after the technical opinion. Raises `ReferralStepWrong`, `ReferralDayWrong`."""
    check_step(referral, ReferralStatus.STUDIED)
    assert referral.opinion is not None
    check_past(decision.decided_on, "decided_on", today=today, since=referral.opinion.given_on)
    return replace(referral, decision=decision, status=_AFTER[decision.outcome], commission_id=decision.commission_id)


def call(referral: Referral, *, first_day: date, last_day: date, reason: str | None, today: date) -> Referral:
    """The referral of the reserve list, proposed for days that are free. Raises `ReferralStepWrong`."""
    check_step(referral, ReferralStatus.WAITING)
    return replace(
        referral,
        status=ReferralStatus.RETAINED,
        first_day=first_day,
        last_day=last_day,
        called_on=today,
        call_reason=reason,
    )


def agree(referral: Referral, agreed_on: date, *, today: date) -> Referral:
    """The household accepts the place. Raises `ReferralStepWrong`, `ReferralDayWrong`."""
    check_step(referral, ReferralStatus.RETAINED)
    check_past(agreed_on, "agreed_on", today=today, since=_promised_on(referral))
    return replace(referral, status=ReferralStatus.AGREED, agreed_on=agreed_on)


def close(referral: Referral, closure: Closure, closed_on: date, *, today: date) -> Referral:
    """The referral stops here; a retained household that does not come frees its place.

    One that is housed stops when its signed contract was cancelled: who calls this has checked it.

    Raises `ReferralStepWrong`, `ReferralDayWrong`.
    """
    if not referral.is_open and referral.status is not ReferralStatus.HOUSED:
        raise ReferralStepWrong(f"L'orientation {referral.reference} est déjà terminée.")
    check_past(closed_on, "closed_on", today=today, since=referral.received_on)
    return replace(referral, status=ReferralStatus.CLOSED, closure=closure, closed_on=closed_on)


def link_contract(referral: Referral, *, contract_id: UUID, household_id: UUID, place: tuple[UUID, int]) -> Referral:
    """The referral, with the contract prepared for it. Raises `ReferralContractWrong`."""
    if referral.status is not ReferralStatus.AGREED:
        raise ReferralContractWrong(
            f"Le contrat se prépare une fois l'accord du ménage enregistré ({referral.reference}).",
            blocker=link(referral),
        )
    if referral.household_id != household_id or (referral.place.unit_id, referral.place.place_number) != place:
        raise ReferralContractWrong(
            f"L'orientation {referral.reference} est pour un autre ménage ou une autre place.", blocker=link(referral)
        )
    return replace(referral, contract_id=contract_id)


def house(referral: Referral) -> Referral:
    """The contract is signed: it holds the place from now on."""
    return replace(referral, status=ReferralStatus.HOUSED)


def expected_answer(referral: Referral) -> tuple[AnswerKind, Motive | None] | None:
    """What the one who referred the household must be told now; None while there is nothing to say (SIAO-05).

    On the reserve list: that this place went to somebody else.
    """
    match referral.status:
        case ReferralStatus.RETAINED | ReferralStatus.AGREED | ReferralStatus.HOUSED:
            return AnswerKind.ACCEPTED, None
        case ReferralStatus.REFUSED:
            assert referral.decision is not None
            return AnswerKind.REFUSED, referral.decision.motive
        case ReferralStatus.WAITING:
            return AnswerKind.UNIT_NO_LONGER_AVAILABLE, None
        case ReferralStatus.CLOSED:
            assert referral.closure is not None
            return _OF_CLOSURE[referral.closure]
    return None


_OF_CLOSURE: dict[Closure, tuple[AnswerKind, Motive | None]] = {
    Closure.HOUSEHOLD_REFUSED: (AnswerKind.HOUSEHOLD_REFUSED, Motive.HOUSEHOLD_REFUSAL),
    Closure.NO_ANSWER: (AnswerKind.NO_ANSWER, None),
    Closure.UNIT_NO_LONGER_AVAILABLE: (AnswerKind.UNIT_NO_LONGER_AVAILABLE, None),
    Closure.ALREADY_SOLVED: (AnswerKind.HOUSEHOLD_REFUSED, Motive.ALREADY_SOLVED),
}


def answer_due(referral: Referral) -> tuple[AnswerKind, Motive | None] | None:
    """The answer that has not been sent yet, or None."""
    expected = expected_answer(referral)
    if expected is None or (referral.answers and referral.answers[-1].kind is expected[0]):
        return None
    return expected


def deadlines_of(referral: Referral, law: Law) -> tuple[Deadline, ...]:
    """The answer to the SIAO (SIAO-06), met by the first one sent; the end of the place on the reserve list (LLTS-04)."""
    found = []
    if referral.source is Orientation.SIAO:
        answered_on = referral.answers[0].sent_on if referral.answers else None
        found.append(
            deadline(rules.SIAO_ANSWER, referral.received_on, law, referral.place.territory, met_on=answered_on)
        )
    if referral.status is ReferralStatus.WAITING and referral.decision:
        found.append(deadline(rules.RESERVE_LIST, referral.decision.decided_on, law, referral.place.territory))
    return tuple(found)


def subject_of(referral: Referral) -> Subject:
    return Subject(
        kind=SubjectKind.REFERRAL,
        id=referral.id,
        reference=referral.reference,
        household_id=referral.household_id,
    )


def _promised_on(referral: Referral) -> date:
    assert referral.decision is not None
    return referral.called_on or referral.decision.decided_on
