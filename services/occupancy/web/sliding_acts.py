"""Pages of the acts on a sliding lease: one form each, with what it will do; and the minutes of a review."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import sliding_leases as actions
from occupancy.actions.consequences import preview_slide
from occupancy.actions.slides import slide, what_is_missing
from occupancy.actions.sliding_leases import RecordMinutes
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.slides import MISSING_WORDS
from occupancy.domain.sliding_leases import (
    SIDE_EXITS,
    CalDecision,
    CalOutcome,
    Convocation,
    ConvocationProof,
    DepositMode,
    Exit,
    Extension,
    LandlordAnswer,
    LandlordPosition,
    NotHeld,
    Paper,
    PaperRecord,
    SentBy,
    SlidingLease,
    SlidingState,
)
from occupancy.domain.sliding_reviews import (
    CheckedReview,
    Met,
    PartyOfThree,
    PartyPosition,
    Recommendation,
    Review,
    ReviewCriterion,
    Signature,
    due_on,
    indicators,
    reviews_of,
)
from occupancy.relay import Relay
from occupancy.store import households, ledger
from occupancy.store import sliding_leases as store
from occupancy.store.law import law_in_force
from occupancy.web import paths
from occupancy.web import sliding_words as words
from occupancy.web.sliding_words import SlidingAct
from occupancy.web.stay_words import holder_words

Doing = Callable[[Database, UUID, Act, int], Awaitable[SlidingLease]]
_ONE = paths.SLIDING_LEASES + "/{lease_id:uuid}"


@get(f"{_ONE}/actes/{{step:str}}")
async def sliding_act_page(
    lease_id: FromPath[UUID], step: FromPath[str], act: NamedDependency[Act], alt_units: NamedDependency[AltUnits]
) -> Page:
    """What the act needs and what it will do."""
    today = act.today
    form = Form.blank(
        proposed_on=today, given_on=today, decided_on=today, on=today, noted_on=today, signed_on=today,
        sent_on=today, received_on=today, deposit_mode=DepositMode.REFUND_AND_NEW,
    )  # fmt: skip
    return await _draw(_step(step), form, lease_id, act, alt_units)


@post(f"{_ONE}/actes/{{step:str}}")
async def sliding_act_form(
    lease_id: FromPath[UUID],
    step: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    relay: NamedDependency[Relay],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """Do it."""
    name = _step(step)
    doing, version = _READ[name](form), form.version()
    if form.ok:
        with form.refusals():
            await once(act, SlidingLease, doing(db, lease_id, act, version))
            relay.wake()
            done = "lease-slid" if name is SlidingAct.SLIDE else "sliding-act-done"
            return see(paths.sliding_lease(lease_id), done=done)
    return await _draw(name, form, lease_id, act, alt_units)


@get(f"{_ONE}/examens/{{number:int}}")
async def minutes_page(lease_id: FromPath[UUID], number: FromPath[int], act: NamedDependency[Act]) -> Page:
    """The minutes of a review, with what the program counts."""
    convened = (await store.find_sliding_lease(lease_id)).convocation(number)
    held_on = min(convened.meeting_on, act.today) if convened else act.today
    return await _minutes(Form.blank(held_on=held_on), lease_id, number, act)


@post(f"{_ONE}/examens/{{number:int}}")
async def minutes_form(
    lease_id: FromPath[UUID],
    number: FromPath[int],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Record them, once."""
    said, version = _said(form), form.version()
    if form.ok:
        with form.refusals():
            recording = actions.record_minutes(db, lease_id, number, said, act, expected=version)
            await once(act, SlidingLease, recording)
            return see(paths.sliding_lease(lease_id), done="sliding-review-minuted")
    return await _minutes(form, lease_id, number, act)


async def _draw(name: SlidingAct, form: Form, lease_id: UUID, act: Act, alt_units: AltUnits) -> Page:
    lease = await store.find_sliding_lease(lease_id)
    household = await households.find_household(lease.household_id)
    reviews = reviews_of(lease, await store.minutes_of(lease_id), await law_in_force(), today=act.today)
    slides = name is SlidingAct.SLIDE
    missing = await what_is_missing(lease, act.today) if slides else ()
    return page(
        "sliding_leases/act.html",
        status=form.status,
        form=form,
        lease=lease,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        step=name.value,
        title=words.LABEL[name],
        consequence=words.CONSEQUENCE[name],
        told=await preview_slide(lease, act, alt_units=alt_units) if slides else None,
        missing=[MISSING_WORDS[one] for one in missing],
        may_override=act.by.may("contracts.override"),
        answers=list(words.ANSWER.items()),
        outcomes=list(words.CAL.items()),
        modes=list(words.DEPOSIT.items()),
        kinds=list(words.PAPER.items()),
        exits=[(one, words.STATE[one][0]) for one in SIDE_EXITS],
        numbers=[(one.number, words.review_words(one.number)) for one in reviews if _is_open(one, name)],
        ways=list(words.SENT_BY.items()),
    )


async def _minutes(form: Form, lease_id: UUID, number: int, act: Act) -> Page:
    lease = await store.find_sliding_lease(lease_id)
    household = await households.find_household(lease.household_id)
    transfers = await ledger.transfers_of(lease.household_id)
    counted = indicators(lease, transfers, founded_incidents=None, last_visit_on=None, day=act.today)
    return page(
        "sliding_leases/minutes.html",
        status=form.status,
        form=form,
        lease=lease,
        number=number,
        due_on=due_on(lease, number, await law_in_force()),
        counted=counted,
        convened=lease.convocation(number),
        holder=holder_words(household, may_see=act.by.may("households.read")),
        title=words.review_words(number),
        parties=list(words.PARTY.items()),
        signatures=list(words.SIGNATURE.items()),
        criteria=list(words.CRITERION.items()),
        met=list(words.MET.items()),
        recommendations=list(words.RECOMMENDATION.items()),
    )


def _is_open(review: Review, name: SlidingAct) -> bool:
    """Whether the act is about this examination: to come, or convened without its proof."""
    if name is SlidingAct.PROVE:
        return review.convened is not None and review.convened.proof is None
    return review.minutes is None


def _step(step: str) -> SlidingAct:
    try:
        return SlidingAct(step)
    except ValueError:
        raise NotFound("Cet acte n'existe pas.") from None


def _said(form: Form) -> RecordMinutes:
    return RecordMinutes(
        held_on=form.date("held_on"),
        positions=tuple(
            PartyPosition(
                party=one,
                position=form.text(f"position_{one.value}", 1000, required=False),
                signature=form.choice(f"signature_{one.value}", Signature),
            )
            for one in PartyOfThree
        ),
        household_words=form.text("household_words", 1000, required=False),
        criteria=tuple(
            CheckedReview(criterion=one, met=form.choice(f"met_{one.value}", Met)) for one in ReviewCriterion
        ),
        recommendation=form.choice("recommendation", Recommendation),
        founded_incidents=form.maybe_integer("founded_incidents", 0, 1000),
        last_visit_on=form.maybe_date("last_visit_on"),
        unconvened_reason=form.text("unconvened_reason", 1000, required=False),
    )


def _propose(form: Form) -> Doing:
    proposed_on = form.date("proposed_on")
    return lambda db, key, act, version: actions.propose_slide(db, key, proposed_on, act, expected=version)


def _landlord(form: Form) -> Doing:
    position = LandlordPosition(
        answer=form.choice("answer", LandlordAnswer),
        given_on=form.date("given_on"),
        reasons=form.text("reasons", 1000, required=False),
        told_prefet_on=form.maybe_date("told_prefet_on"),
        copied_to_household_on=form.maybe_date("copied_to_household_on"),
    )
    return lambda db, key, act, version: actions.record_landlord(db, key, position, act, expected=version)


def _cal(form: Form) -> Doing:
    decision = CalDecision(
        outcome=form.choice("outcome", CalOutcome),
        decided_on=form.date("decided_on"),
        reference=form.text("reference", required=False),
        condition=form.text("condition", 1000, required=False),
    )
    return lambda db, key, act, version: actions.record_cal(db, key, decision, act, expected=version)


def _schedule(form: Form) -> Doing:
    slide_on, mode = form.date("slide_on"), form.choice("deposit_mode", DepositMode)
    return lambda db, key, act, version: actions.schedule_slide(db, key, slide_on, mode, act, expected=version)


def _slide(form: Form) -> Doing:
    override = form.text("arrears_override", 1000, required=False) or None
    return lambda db, key, act, version: slide(db, key, act, arrears_override=override, expected=version)


def _paper(form: Form) -> Doing:
    record = PaperRecord(
        paper=form.choice("paper", Paper),
        signed_on=form.date("signed_on"),
        reference=form.text("reference", required=False),
        until=form.maybe_date("until"),
    )
    return lambda db, key, act, version: actions.record_paper(db, key, record, act, expected=version)


def _convene(form: Form) -> Doing:
    sent = Convocation(
        number=form.integer("number", 0, 100),
        meeting_on=form.date("meeting_on"),
        meeting_at=form.text("meeting_at", 5),
        place=form.text("place"),
        sent_on=form.date("sent_on"),
        landlord_by=form.choice("landlord_by", SentBy),
        household_by=form.choice("household_by", SentBy),
    )
    return lambda db, key, act, version: actions.convene_review(db, key, sent, act, expected=version)


def _prove(form: Form) -> Doing:
    number = form.integer("number", 0, 100)
    proof = ConvocationProof(
        received_on=form.date("received_on"), landlord=form.text("landlord"), household=form.text("household")
    )
    return lambda db, key, act, version: actions.prove_convocation(db, key, number, proof, act, expected=version)


def _not_held(form: Form) -> Doing:
    absence = NotHeld(
        number=form.integer("number", 0, 100),
        reason=form.text("reason", 1000),
        noted_on=form.date("noted_on"),
        new_on=form.date("new_on"),
    )
    return lambda db, key, act, version: actions.note_not_held(db, key, absence, act, expected=version)


def _extend(form: Form) -> Doing:
    extension = Extension(
        decided_on=form.date("decided_on"),
        months=form.integer("months", 1, 60),
        reason=form.text("reason", 1000),
        override_reason=form.text("override_reason", 1000, required=False) or None,
    )
    return lambda db, key, act, version: actions.extend_sliding_lease(db, key, extension, act, expected=version)


def _leave(form: Form) -> Doing:
    state = form.choice("state", SlidingState)
    ending = Exit(on=form.date("on"), reason=form.text("reason", 1000), proof=form.text("proof"))
    return lambda db, key, act, version: actions.leave_sliding_lease(db, key, state, ending, act, expected=version)


_READ: dict[SlidingAct, Callable[[Form], Doing]] = {
    SlidingAct.PROPOSE: _propose,
    SlidingAct.LANDLORD: _landlord,
    SlidingAct.CAL: _cal,
    SlidingAct.SCHEDULE: _schedule,
    SlidingAct.SLIDE: _slide,
    SlidingAct.PAPER: _paper,
    SlidingAct.CONVENE: _convene,
    SlidingAct.PROVE: _prove,
    SlidingAct.NOT_HELD: _not_held,
    SlidingAct.EXTEND: _extend,
    SlidingAct.LEAVE: _leave,
}

HANDLERS = [sliding_act_page, sliding_act_form, minutes_page, minutes_form]
