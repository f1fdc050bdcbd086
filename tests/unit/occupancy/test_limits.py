"""Every limit that the table of deadlines counts, on its hard days: short months, 29 February, holidays, both clock changes.

A rule that is added to the table has its line here. Late is from the day after, never on the day.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from kernel.calendar import Territory
from occupancy.domain.deadline_rules import ALL, RULES
from occupancy.domain.deadlines import Deadline, Side, deadline, next_working_day
from occupancy.domain.work_tray import is_late
from occupancy.law import LAW

ALERTS = {"SIAO-03-A", "SIAO-03-B", "SIAO-03-C"}
"""Steps of one warning: the term itself is late, not they."""
LAPSING = {"EDL-04", "EDL-05"}
"""Rights that are over after their day: nobody is late."""

COUNTED = [
    # stays
    ("SIAO-03-A", date(2028, 4, 14), date(2028, 2, 29)),
    ("SIAO-03-A", date(2026, 5, 12), date(2026, 3, 28)),  # over the change to summer time
    ("SIAO-03-B", date(2024, 3, 30), date(2024, 2, 29)),
    ("SIAO-03-C", date(2026, 11, 8), date(2026, 10, 24)),  # over the change to winter time
    ("BG-19", date(2028, 3, 30), date(2028, 2, 29)),
    ("ART-7G", date(2028, 1, 31), date(2028, 2, 29)),
    ("ART-7G", date(2026, 1, 31), date(2026, 3, 2)),  # a Saturday puts off the right of the household
    ("ART-7G", date(2026, 9, 25), date(2026, 10, 26)),  # the day after the clocks change
    ("EDL-04", date(2028, 2, 19), date(2028, 2, 29)),
    ("EDL-04", date(2026, 10, 15), date(2026, 10, 26)),  # the Sunday that the clocks change
    # deposits
    ("DEP-03", date(2026, 1, 31), date(2026, 2, 28)),
    ("DEP-03", date(2028, 1, 31), date(2028, 2, 29)),
    ("DEP-03-C", date(2026, 2, 28), date(2026, 3, 28)),  # the day before the clocks change
    ("DEP-03-C", date(2026, 9, 25), date(2026, 10, 25)),
    ("DEP-03-D", date(2027, 12, 31), date(2028, 2, 29)),
    ("DEP-03-D", date(2026, 1, 29), date(2026, 3, 29)),
    ("DEP-06", date(2026, 5, 31), date(2026, 6, 30)),
    ("DEP-06-R", date(2024, 2, 29), date(2025, 2, 28)),
    # households
    ("MENAGE-SEJOUR", date(2028, 5, 29), date(2028, 2, 29)),
    ("MENAGE-DEMANDE", date(2027, 3, 31), date(2027, 3, 1)),
    ("RGPD-09", date(2028, 1, 31), date(2028, 2, 29)),
    ("RGPD-09", date(2026, 9, 25), date(2026, 10, 25)),  # the day the clocks change
    # referrals
    ("SIAO-06", date(2026, 4, 30), date(2026, 5, 11)),  # over 1 and 8 May, and two week-ends
    ("SIAO-06", date(2028, 2, 28), date(2028, 3, 6)),
    ("SIAO-LISTE", date(2026, 8, 31), date(2027, 2, 28)),
    ("SIAO-LISTE", date(2027, 8, 31), date(2028, 2, 29)),
    # attributions
    ("LLTS-02-DEAL", date(2028, 3, 14), date(2028, 2, 29)),
    ("LLTS-02-ALS", date(2026, 11, 7), date(2026, 10, 24)),
    ("LLTS-04", date(2026, 8, 31), date(2027, 2, 28)),
    ("LLTS-04", date(2027, 8, 30), date(2028, 2, 29)),
    ("LLTS-05", date(2026, 4, 27), date(2026, 5, 7)),
    ("LLTS-05", date(2026, 4, 28), date(2026, 5, 11)),  # 8 May and the week-end put off the right of the household
    ("ASLL-16", date(2025, 12, 31), date(2026, 2, 28)),
    # support
    ("ASLL-09", date(2028, 2, 14), date(2028, 2, 29)),
    ("ASLL-04-A", date(2026, 4, 27), date(2026, 3, 28)),
    ("ASLL-07", date(2026, 3, 14), date(2026, 3, 29)),  # the day the clocks change
    ("ASLL-12", date(2026, 10, 10), date(2026, 10, 25)),
    ("ASLL-12-R", date(2027, 2, 13), date(2027, 2, 28)),
    ("ASLL-12-B", date(2026, 12, 17), date(2027, 1, 1)),  # a duty is not put off by a holiday
    ("ASLL-16-A", date(2027, 12, 30), date(2028, 2, 29)),
    # sliding leases
    ("BG-05", date(2026, 8, 31), date(2027, 2, 28)),
    ("BG-05", date(2027, 8, 29), date(2028, 2, 29)),
    ("BG-10b", date(2028, 5, 31), date(2028, 2, 29)),
    ("BG-04", date(2027, 4, 30), date(2027, 2, 28)),
    ("BG-09", date(2026, 8, 31), date(2028, 2, 29)),
]
"""Rule, the day it counts from, the last day in time."""

NOT_COUNTED = {
    "SEJOUR-SIGNATURE",
    "EDL-ENTREE",
    "EDL-SORTIE",
    "EDL-05",
    "SIAO-03",
    "CONGE",
    "RENOUVELLEMENT",
    "LLTS-05-C",
    "ASLL-16-FIN",
    "ASLL-11",
    "ASLL-11-R",
    "ASLL-04",
    "BG-10",
    "REDEVANCES",
    "IMPAYE",
    "IMPAYE-TITRE",
    "REGIE",
    "RGPD-03",
}
"""The day itself was fixed elsewhere: a term, a notice, a decision, a session, a fact that stands."""


def found(rule: str, anchor: date) -> Deadline:
    return deadline(RULES[rule], anchor, LAW, Territory.METROPOLE)


def untested(rules: Iterable[str]) -> set[str]:
    """The rules of the table whose limit nobody wrote down here."""
    return set(rules) - {rule for rule, _, _ in COUNTED} - NOT_COUNTED


@pytest.mark.parametrize(("rule", "anchor", "last_day"), COUNTED)
def test_a_limit_is_kept_the_day_before_and_on_its_day_and_missed_the_day_after(
    rule: str, anchor: date, last_day: date
):
    due = found(rule, anchor)
    assert due.due_on == last_day
    late = [is_late(due, last_day + timedelta(days=n)) for n in (-1, 0, 1)]
    assert late == [False, False, rule not in ALERTS | LAPSING]


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2026, 4, 30), date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("rule", sorted(NOT_COUNTED))
def test_a_day_that_was_fixed_is_kept_as_it_is(rule: str, day: date):
    due = found(rule, day)
    kept = next_working_day(day, Territory.METROPOLE) if RULES[rule].side is Side.RIGHT else day
    assert (due.due_on, due.length) == (kept, 0)
    assert [is_late(due, kept + timedelta(days=n)) for n in (-1, 0, 1)] == [False, False, rule not in LAPSING]


def test_every_rule_of_the_table_has_its_limit_here():
    assert untested(RULES) == set()
    assert {rule.code for rule in ALL if rule.key} == {rule for rule, _, _ in COUNTED}


def test_control_a_rule_that_is_added_without_its_limit_is_seen():
    assert untested([*RULES, "NEUVE-01"]) == {"NEUVE-01"}
