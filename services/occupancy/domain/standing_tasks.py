"""What waits as long as a fact stands, without a day that was kept: fees to call, unpaid sums, a régie to empty, old notes.

They are lines of the tray like any deadline, found when it is read: the list, the count of the bar and the calendar are one.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid5

from kernel.calendar import Territory, add_months
from kernel.law import Law
from occupancy.domain.arrears import Arrears, Step
from occupancy.domain.deadline_rules import FEES_TO_CALL, NOTES_AT_TERM, TO_PAY_OVER, UNPAID, UNPAID_TITLE
from occupancy.domain.deadlines import Deadline, DeadlineRule, LengthUnit, Subject, SubjectKind, deadline
from occupancy.domain.note_eliminations import MONTHS, EliminationLine
from occupancy.domain.terms import RuleUsed
from occupancy.domain.work_tray import Follower, OpenDeadline

_SPACE = UUID("6d1c5a52-6f0e-4b5f-9d52-0d6f1f6f0c39")
_EVERYBODY = UUID(int=0)
_STEP_DAYS = {Step.REMIND: "arrears.grace_days", Step.MEET: "arrears.meeting_days"}
_OF_FINANCE = (Step.TITLE, Step.GROUP, Step.RELAUNCH, Step.HAND_OVER)


def fees_task(month_first_day: date, law: Law) -> OpenDeadline:
    """The fees of the month, from its first day."""
    subject = Subject(kind=SubjectKind.OFFICE, id=_EVERYBODY, reference="Tous les séjours en cours", household_id=None)
    return _open(FEES_TO_CALL, subject, deadline(FEES_TO_CALL, month_first_day, law, Territory.METROPOLE))


def unpaid_task(late: Arrears, step: Step, law: Law, reference: str, follower: Follower | None) -> OpenDeadline:
    """What a household owes, on the day of the step that is advised. `follower`: who follows its stay, or
    took one of its lines over: they see to this too until
    it comes to titles, which stay with finance; otherwise a post does.
    """
    rule = UNPAID_TITLE if step in _OF_FINANCE else UNPAID
    value = law.at(_STEP_DAYS.get(step, "arrears.title_days"), late.oldest_on)
    used = RuleUsed(key=value.key, value=value.value, source=value.source, status=value.status)
    found = deadline(rule, late.oldest_on, law, Territory.METROPOLE, length=value.number, used=used)
    subject = Subject(
        kind=SubjectKind.HOUSEHOLD, id=late.household_id, reference=reference, household_id=late.household_id
    )
    return _open(rule, subject, found, follower if rule is UNPAID else None)


def pay_over_task(regie_id: UUID, name: str, due_on: date, law: Law) -> OpenDeadline:
    """A régie that has to pay over to the comptable."""
    subject = Subject(kind=SubjectKind.OFFICE, id=regie_id, reference=name, household_id=None)
    return _open(TO_PAY_OVER, subject, deadline(TO_PAY_OVER, due_on, law, Territory.METROPOLE))


def notes_task(lines: Iterable[EliminationLine], law: Law, *, today: date) -> OpenDeadline | None:
    """The notes at their term, since the first ones are (RGPD-03)."""
    known = tuple(lines)
    if not known:
        return None
    value = law.at(MONTHS, today)
    anchor = min(one.last_contact_on for one in known)
    said = f"{_several(sum(one.notes for one in known), 'note')}, {_several(len(known), 'mesure')}"
    subject = Subject(kind=SubjectKind.OFFICE, id=_EVERYBODY, reference=said, household_id=None)
    until = add_months(anchor, value.number)
    found = Deadline(
        rule=NOTES_AT_TERM.code,
        number=0,
        anchor_on=anchor,
        length=value.number,
        unit=LengthUnit.MONTHS,
        is_before=False,
        territory=Territory.METROPOLE,
        used=RuleUsed(key=value.key, value=value.value, source=value.source, status=value.status),
        counted_on=until,
        due_on=until,
    )
    return _open(NOTES_AT_TERM, subject, found)


def _several(number: int, word: str) -> str:
    return f"{number} {word}s" if number > 1 else f"{number} {word}"


def _open(rule: DeadlineRule, subject: Subject, found: Deadline, follower: Follower | None = None) -> OpenDeadline:
    return OpenDeadline(
        id=uuid5(_SPACE, f"{rule.code}/{subject.id}"),
        subject=subject,
        deadline=found,
        owner_role=rule.owner,
        owner_id=follower.id if follower else None,
        owner_name=follower.name if follower else None,
    )
