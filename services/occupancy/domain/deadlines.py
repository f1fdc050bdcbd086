"""Deadlines: a day computed from another one by a rule, which keeps how it was computed and can say it.

Ground: LIFECYCLE §9. TIME-01 (code de procédure civile, art. 641 and 642): in months, the same day number, else the last day
of the month; in days, the starting day does not count. A day that nobody works: what the CCAS must do is not put off, what
the household may do goes on to the next working day of the territory. TIME-02: the anchor, the length, the unit, the rule
and the source are kept with the day; a day that is past is never computed again.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.calendar import Territory, add_months, add_working_days, is_working_day
from kernel.law import Law
from occupancy.domain.terms import RuleUsed

_ONE_DAY = timedelta(days=1)


class LengthUnit(StrEnum):
    """What the length of a deadline counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Side(StrEnum):
    """Whose day it is, which decides what becomes of it when nobody works that day."""

    DUTY = "duty"
    RIGHT = "right"


class Owner(StrEnum):
    """The post that sees to it, until a person takes it over. The words are those of the roles."""

    AGENT = "agent"
    SOCIAL_WORKER = "social_worker"
    REGISSEUR = "regisseur"
    FINANCE = "finance"
    MANAGER = "manager"


class SubjectKind(StrEnum):
    """What a deadline is about. `OFFICE`: the CCAS itself or one of its régies; such a line is found when the tray is read."""

    HOUSEHOLD = "household"
    CONTRACT = "contract"
    REFERRAL = "referral"
    ATTRIBUTION = "attribution"
    SUPPORT_MEASURE = "support_measure"
    SLIDING_LEASE = "sliding_lease"
    OFFICE = "office"


class Subject(Struct, frozen=True, kw_only=True):
    """The thing that a deadline is about. `reference` names it without naming anybody: `C-2026-0001`."""

    kind: SubjectKind
    id: UUID
    reference: str
    household_id: UUID | None


class DeadlineRule(Struct, frozen=True, kw_only=True):
    """How a day is found. `key`: where the law gives the length; None when the anchor itself is the day.

    `code`: the rule of the domain notes (`BG-05`). `anchor`, `label`, `if_missed`: French, as pages say them.
    `actor`: who must act, when it is not the CCAS. `lapses`: a right that is over once its day is past; nobody is late.
    """

    code: str
    label: str
    anchor: str
    key: str | None
    unit: LengthUnit = LengthUnit.MONTHS
    is_before: bool = False
    side: Side = Side.DUTY
    owner: Owner = Owner.AGENT
    actor: str = ""
    if_missed: str = ""
    lapses: bool = False


class Deadline(Struct, frozen=True, kw_only=True):
    """A day, and how it was found. `counted_on`: before it was put off to a working day.

    `number`: which one of a series (the second review); 0 for a deadline that comes once. `met_on`: the day it was met.
    """

    rule: str
    number: int
    anchor_on: date
    length: int
    unit: LengthUnit
    is_before: bool
    territory: Territory
    used: RuleUsed | None
    counted_on: date
    due_on: date
    met_on: date | None = None


def deadline(
    rule: DeadlineRule,
    anchor_on: date,
    law: Law,
    territory: Territory,
    *,
    number: int = 0,
    length: int | None = None,
    used: RuleUsed | None = None,
    met_on: date | None = None,
) -> Deadline:
    """The day that a rule gives. A series (`number` 1, 2…) counts that many times the length.

    `length`, `used`: given when a signed paper says the length instead of the law. Raises `LawSilent`.
    """
    if length is None:
        length = 0
        if rule.key is not None:
            value = law.at(rule.key, anchor_on)
            used = RuleUsed(key=value.key, value=value.value, source=value.source, status=value.status)
            length = value.number
    length *= max(number, 1)
    counted = counted_day(anchor_on, length, rule.unit, territory, is_before=rule.is_before)
    return Deadline(
        rule=rule.code,
        number=number,
        anchor_on=anchor_on,
        length=length,
        unit=rule.unit,
        is_before=rule.is_before,
        territory=territory,
        used=used,
        counted_on=counted,
        due_on=next_working_day(counted, territory) if rule.side is Side.RIGHT else counted,
        met_on=met_on,
    )


def counted_day(anchor_on: date, length: int, unit: LengthUnit, territory: Territory, *, is_before: bool) -> date:
    """The day a length leads to, before anything puts it off."""
    match unit:
        case LengthUnit.MONTHS:
            return add_months(anchor_on, -length if is_before else length)
        case LengthUnit.DAYS:
            return anchor_on + timedelta(days=-length if is_before else length)
        case LengthUnit.WORKING_DAYS:
            if is_before:
                return _working_days_before(anchor_on, length, territory)
            return add_working_days(anchor_on, length, territory)


def next_working_day(day: date, territory: Territory) -> date:
    """The day itself when somebody works, else the next one that is (art. 642)."""
    while not is_working_day(day, territory):
        day += _ONE_DAY
    return day


class Change(Struct, frozen=True, kw_only=True):
    """What keeping the deadlines of a subject comes to: those to add, those met (rule, number, day), those to drop."""

    added: tuple[Deadline, ...]
    met: tuple[tuple[str, int, date], ...]
    dropped: tuple[tuple[str, int], ...]


def change(stored: Sequence[Deadline], wanted: Sequence[Deadline], *, today: date) -> Change:
    """From the open deadlines that are kept to those that the subject has now.

    A day that is past is not computed again when a rule changes; counted from another day (a term renewed), it is another one.
    """
    open_now = {(one.rule, one.number): one for one in stored}
    asked = {(one.rule, one.number): one for one in wanted}
    if len(asked) != len(wanted):
        raise ValueError("two deadlines of one subject have the same rule and number")
    added, met, dropped = [], [], []
    for key, one in asked.items():
        kept = open_now.get(key)
        if kept is None:
            if one.met_on is None:
                added.append(one)
        elif one.met_on is not None:
            met.append((*key, one.met_on))
        elif kept != one and (kept.due_on >= today or kept.anchor_on != one.anchor_on):
            dropped.append(key)
            added.append(one)
    dropped += [key for key in open_now if key not in asked]
    return Change(added=tuple(added), met=tuple(met), dropped=tuple(dropped))


def _working_days_before(day: date, length: int, territory: Territory) -> date:
    while length > 0:
        day -= _ONE_DAY
        length -= is_working_day(day, territory)
    return day
