"""Open days counted again when a parameter changes (TIME-02): those to come follow the new value, those past stay."""

from datetime import date

from kernel.law import Law
from occupancy.domain.deadline_rules import RULES
from occupancy.domain.deadlines import Deadline, deadline


def recounted(one: Deadline, law: Law, *, today: date) -> Deadline | None:
    """The day as the law gives it now; None when it stays: it is past, or no value of the law gave it, or nothing differs."""
    rule = RULES[one.rule]
    if one.used is None or one.used.key != rule.key or one.due_on < today:
        return None
    again = deadline(rule, one.anchor_on, law, one.territory, number=one.number)
    return again if again != one else None
