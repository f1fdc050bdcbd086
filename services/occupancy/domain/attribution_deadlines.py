"""The deadlines of a dossier now: receipts, the complementary list, the condition, the answer, the review, the support.

Ground: LIFECYCLE §9: LLTS-02, LLTS-04, LLTS-05, ASLL-16. Each day is counted by the engine, which keeps how.
"""

from datetime import date

from kernel.calendar import Territory
from kernel.law import Law
from occupancy.domain import deadline_rules as rules
from occupancy.domain.attribution_sessions import Session
from occupancy.domain.attributions import BEFORE_SENDING, SETTLED_IN, Attribution, AttributionState
from occupancy.domain.deadlines import Deadline, DeadlineRule, Subject, SubjectKind, deadline
from occupancy.domain.sliding_leases import CalOutcome


def attribution_subject(file: Attribution) -> Subject:
    return Subject(kind=SubjectKind.ATTRIBUTION, id=file.id, reference=file.reference, household_id=file.household_id)


def attribution_deadlines(file: Attribution, session: Session, law: Law, territory: Territory) -> tuple[Deadline, ...]:
    """All that the dossier has, those met included."""
    if not file.is_open:
        return ()
    found: list[Deadline] = []

    def add(rule: DeadlineRule, anchor_on: date, met_on: date | None = None) -> None:
        found.append(deadline(rule, anchor_on, law, territory, met_on=met_on))

    if file.state in (*BEFORE_SENDING, AttributionState.TRANSMITTED):
        add(rules.LLTS_DEAL, session.first_day, file.deal_on)
        add(rules.LLTS_ALS, session.first_day, file.als_on)
    if file.list_until is not None and file.commission_on is not None:
        add(rules.LLTS_LIST, file.commission_on, file.call.on if file.call else None)
    if file.cal and file.cal.outcome is CalOutcome.CONDITIONAL and file.cal.until:
        seen = next((one.on for one in file.pieces if one.piece is file.cal.condition), None)
        add(rules.LLTS_CONDITION, file.cal.until, seen)
    if file.offer is not None:
        add(rules.LLTS_ANSWER, file.offer.on, file.answer.on if file.answer else None)
    if file.state in SETTLED_IN and file.entry is not None:
        add(rules.LLTS_REVIEW, file.entry.on, file.review.on if file.review else None)
    if file.support is not None:
        add(rules.LLTS_SUPPORT, file.support.last_day)
    return tuple(found)
