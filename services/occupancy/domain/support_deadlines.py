"""The deadlines of a support measure (LIFECYCLE §9): contract, mid-term, end, landlord told, report, installation. Pure."""

from collections.abc import Iterator
from datetime import date

from kernel.law import Law
from occupancy.domain import support_deadline_rules as rules
from occupancy.domain.deadlines import Deadline, deadline
from occupancy.domain.support_follow_up import end_occasion
from occupancy.domain.support_measures import (
    DONE_WITH,
    Occasion,
    Purpose,
    Stage,
    SupportMeasure,
    SupportState,
    Term,
)
from occupancy.domain.terms import RuleUsed


def deadlines_of(measure: SupportMeasure, law: Law) -> tuple[Deadline, ...]:
    """All that the measure has now, met ones with their day. A measure that somebody else leads has none."""
    if measure.is_information or measure.state in (SupportState.REFUSED, SupportState.WITHDRAWN):
        return ()
    return tuple(one for some in (_told(measure, law), _course(measure, law), _after(measure, law)) for one in some)


def _told(measure: SupportMeasure, law: Law) -> Iterator[Deadline]:
    if not measure.landlord:
        return
    is_granted = measure.months is not None and measure.answer is not None
    if measure.answer is not None and is_granted and measure.purpose is not Purpose.DIAGNOSIS:
        told = measure.told_of(Occasion.AWARD)
        yield deadline(
            rules.LANDLORD_AWARD,
            measure.answer.decided_on,
            law,
            measure.territory,
            met_on=told.told_on if told else None,
        )
    if measure.ended_on is not None:
        told = measure.told_of(Occasion.END, Occasion.BREAK)
        rule = rules.LANDLORD_BREAK if end_occasion(measure) is Occasion.BREAK else rules.LANDLORD_END
        yield deadline(rule, measure.ended_on, law, measure.territory, met_on=told.told_on if told else None)


def _course(measure: SupportMeasure, law: Law) -> Iterator[Deadline]:
    if measure.started_on is None:
        return
    place, ended = measure.territory, measure.ended_on
    if ended is None or measure.contract_signed_on:
        yield deadline(rules.SUPPORT_CONTRACT, measure.started_on, law, place, met_on=measure.contract_signed_on)
    for rule, term in zip((rules.MID_REVIEW, rules.MID_REVIEW_RENEWED), measure.terms, strict=False):
        held = _held(measure, Stage.MIDDLE, term)
        if ended is None or held:
            yield deadline(
                rule, term.first_day, law, place, length=term.months // 2, used=_used(measure, law), met_on=held
            )
    yield from _installation(measure, law)
    if ended is None:
        last = measure.terms[-1]
        asked = any(one.requested_on >= last.first_day for one in measure.renewals)
        if not asked:
            yield deadline(rules.SUPPORT_END_ALERT, last.anniversary, law, place)
    yield _end(measure, law)


def _installation(measure: SupportMeasure, law: Law) -> Iterator[Deadline]:
    """Within two months of entry, when the measure runs by then; for a household already settled there is none."""
    held = _held(measure, Stage.INSTALLATION)
    if measure.entered_on is None or measure.started_on is None or (measure.ended_on and not held):
        return
    found = deadline(rules.INSTALLATION_REVIEW, measure.entered_on, law, measure.territory, met_on=held)
    if measure.started_on <= found.due_on:
        yield found


def _end(measure: SupportMeasure, law: Law) -> Deadline:
    last = measure.terms[-1]
    return deadline(
        rules.SUPPORT_END,
        last.first_day,
        law,
        measure.territory,
        length=last.months,
        used=_used(measure, law),
        met_on=measure.ended_on,
    )


def _after(measure: SupportMeasure, law: Law) -> Iterator[Deadline]:
    if measure.ended_on is not None:
        signed = measure.report.worker_signed_on if measure.report else None
        if measure.state in DONE_WITH and signed is None:
            return
        yield deadline(rules.SUPPORT_REPORT, measure.ended_on, law, measure.territory, met_on=signed)


def _held(measure: SupportMeasure, stage: Stage, term: Term | None = None) -> date | None:
    """The first review of a stage, within a term when one is given."""
    for one in measure.reviews:
        if one.stage is stage and (term is None or term.first_day <= one.held_on <= term.last_day):
            return one.held_on
    return None


def _used(measure: SupportMeasure, law: Law) -> RuleUsed:
    """The value that the common duration comes from."""
    assert measure.started_on is not None
    value = law.at(f"support.months.{measure.kind.value}", measure.started_on)
    return RuleUsed(key=value.key, value=value.value, source=value.source, status=value.status)
