"""The work tray: which deadlines need somebody now, how urgent they are, and how each was found: one definition for all.

Ground: LIFECYCLE §9 (TIME-01, TIME-02), SIAO-03. The alerts before a term are steps of one warning: the tray shows the last one
reached, not three lines for one stay, and none of them is late. What is late for longer than a local rule goes up to the
management.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.calendar import why_nobody_works
from kernel.errors import Conflict, NotFound
from kernel.law import Law
from occupancy.domain.deadline_rules import RULES, TERM, TERM_FIRST_ALERT, TERM_LAST_ALERT, TERM_SECOND_ALERT
from occupancy.domain.deadlines import Deadline, LengthUnit, Owner, Subject

_ALERTS = (TERM_FIRST_ALERT.code, TERM_SECOND_ALERT.code, TERM_LAST_ALERT.code)
_STEPS = (*_ALERTS, TERM.code)


class DeadlineNotFound(NotFound):
    """No deadline has this id, or it is closed: what it asked for was done, or is no longer asked."""

    code, title = "deadline-not-found", "Échéance introuvable ou close"


class DeadlineTaken(Conflict):
    """Somebody else sees to it: it is handed over first."""

    code, title = "deadline-taken", "Quelqu'un d'autre s'en charge"


class Urgency(StrEnum):
    """How a deadline stands today."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


class OpenDeadline(Struct, frozen=True, kw_only=True):
    """A deadline that waits for somebody, with what it is about. `owner_name` None: nobody took it over yet. `is_by_stay`:
    nobody took this line over, its owner is who follows the stay.
    """

    id: UUID
    subject: Subject
    deadline: Deadline
    owner_role: Owner
    owner_id: UUID | None
    owner_name: str | None
    is_by_stay: bool = False


class Follower(Struct, frozen=True, kw_only=True):
    """Who follows a household."""

    id: UUID
    name: str


def is_late(one: Deadline, today: date) -> bool:
    """Its day is past. An alert that was reached is no delay: the term itself is."""
    return one.due_on < today and one.rule not in _ALERTS and not has_lapsed(one, today)


def has_lapsed(one: Deadline, today: date) -> bool:
    """A right that is over: nothing waits any more."""
    return one.due_on < today and RULES[one.rule].lapses


def urgency(one: Deadline, law: Law, today: date) -> Urgency:
    """Late, today, soon, or later: « soon » is a local number of days."""
    left = (one.due_on - today).days
    if left < 0 and one.rule in _ALERTS:
        return Urgency.SOON
    if left < 0:
        return Urgency.LATE
    if left == 0:
        return Urgency.TODAY
    return Urgency.SOON if left <= law.at("tray.soon_days", today).number else Urgency.LATER


def is_escalated(one: OpenDeadline, law: Law, today: date) -> bool:
    """Late for longer than the local rule: the management sees to it too."""
    days = (today - one.deadline.due_on).days
    return is_late(one.deadline, today) and days > law.at("tray.escalation_days", today).number


def waiting(found: Iterable[OpenDeadline], *, today: date, until: date) -> tuple[OpenDeadline, ...]:
    """Those due by a day, the first due first, no right that is over; of the alerts before one term, the last step reached."""
    kept: dict[tuple[object, ...], OpenDeadline] = {}
    for one in sorted(found, key=lambda it: (it.deadline.due_on, it.subject.reference, it.deadline.rule)):
        if one.deadline.due_on > until or has_lapsed(one.deadline, today):
            continue
        is_step = one.deadline.rule in _STEPS
        key: tuple[object, ...] = (one.subject.id, "term") if is_step else (one.id,)
        if key in kept and one.deadline.due_on > today:
            continue
        kept[key] = one
    return tuple(sorted(kept.values(), key=lambda it: (it.deadline.due_on, it.subject.reference, it.deadline.rule)))


def concerns(one: OpenDeadline, person_id: UUID, roles: Iterable[str], law: Law, today: date) -> bool:
    """Whether it waits for this person: taken over by them, of their post, or gone up to them, whoever had taken it over."""
    posts = set(roles)
    if Owner.MANAGER.value in posts and is_escalated(one, law, today):
        return True
    return one.owner_id == person_id if one.owner_id is not None else one.owner_role.value in posts


def mine(
    found: Iterable[OpenDeadline], person_id: UUID, roles: Collection[str], law: Law, *, today: date, until: date
) -> tuple[OpenDeadline, ...]:
    """What waits for this person by a day: the list, the count of the bar and the calendar are this."""
    return tuple(one for one in waiting(found, today=today, until=until) if concerns(one, person_id, roles, law, today))


def followers(kept: Iterable[OpenDeadline]) -> Mapping[UUID, Follower]:
    """Who follows each household: who took one of its lines over; the latest day wins."""
    taken = sorted((one for one in kept if one.owner_id is not None), key=lambda one: one.deadline.due_on)
    return {
        one.subject.household_id: Follower(id=one.owner_id, name=one.owner_name or "")
        for one in taken
        if one.subject.household_id and one.owner_id
    }


def horizon(law: Law, today: date) -> date:
    """How far « À faire » looks."""
    return today + timedelta(days=law.at("tray.horizon_days", today).number)


def explain(one: Deadline) -> str:
    """How the day was found, in one French sentence: anchor, length, day, and why it was put off."""
    rule = RULES[one.rule]
    found = f"{rule.anchor} : {one.anchor_on:%d/%m/%Y}"
    if one.length:
        sign = "−" if one.is_before else "+"
        found += f" {sign} {_length(one.length, one.unit)} = {one.counted_on:%d/%m/%Y}"
    if one.unit is LengthUnit.MONTHS and one.length and one.counted_on.day != one.anchor_on.day:
        found += " (dernier jour du mois)"
    if one.due_on != one.counted_on:
        why = why_nobody_works(one.counted_on, one.territory)
        found += f" ({why}), reporté au {one.due_on:%d/%m/%Y}, premier jour ouvré qui suit"
    return found + "."


def week_of(today: date) -> date:
    """The Sunday that closes the week of a day."""
    return today + timedelta(days=6 - today.weekday())


def _length(length: int, unit: LengthUnit) -> str:
    match unit:
        case LengthUnit.MONTHS:
            return f"{length} mois"
        case LengthUnit.WORKING_DAYS:
            return f"{length} jour ouvré" if length == 1 else f"{length} jours ouvrés"
        case LengthUnit.DAYS:
            return f"{length} jour" if length == 1 else f"{length} jours"
