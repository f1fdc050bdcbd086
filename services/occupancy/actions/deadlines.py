"""What follows an act for the deadlines of its subject: the ones it has now are kept, the others closed."""

from collections.abc import Sequence

from kernel.acts import Act
from occupancy.domain.deadline_rules import RULES
from occupancy.domain.deadlines import Deadline, Subject, change
from occupancy.store import deadlines as store


async def keep_deadlines(subject: Subject, wanted: Sequence[Deadline], act: Act) -> None:
    """Inside the transaction of the act that changed the subject. `wanted`: all that the subject has, those met included.

    A deadline that is gone from `wanted` is dropped; one that is past and open keeps its day.
    """
    stored = tuple(one.deadline for one in await store.open_of(subject.kind, subject.id))
    changed = change(stored, wanted, today=act.today)
    for rule, number, met_on in changed.met:
        await store.close_deadline(subject, rule, number, at=act.at, met_on=met_on)
    for rule, number in changed.dropped:
        await store.close_deadline(subject, rule, number, at=act.at)
    for one in changed.added:
        await store.insert_deadline(subject, one, RULES[one.rule].owner, at=act.at)
