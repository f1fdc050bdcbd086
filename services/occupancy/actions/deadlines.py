"""Deadlines: kept by each act for its subject, taken over by somebody, handed back."""

from collections.abc import Sequence
from uuid import UUID

from kernel.acts import Act, Staff, writing
from kernel.db import Database
from occupancy.domain.deadline_rules import RULES
from occupancy.domain.deadlines import Deadline, Subject, SubjectKind, change
from occupancy.domain.work_tray import DeadlineNotFound, DeadlineTaken, OpenDeadline
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


READS = {
    SubjectKind.CONTRACT: "contracts.read",
    SubjectKind.REFERRAL: "referrals.read",
    SubjectKind.SLIDING_LEASE: "sliding_leases.read",
    SubjectKind.SUPPORT_MEASURE: "support.read",
    SubjectKind.HOUSEHOLD: "particulars.read",
    SubjectKind.ATTRIBUTION: "referrals.read",
}
"""Who may know that a thing waits: those who may read it."""


def kinds_seen_by(person: Staff) -> tuple[SubjectKind, ...]:
    """The kinds of things whose deadlines this person sees and may take over."""
    return tuple(kind for kind, permission in READS.items() if person.may(permission))


async def take_deadline(db: Database, deadline_id: UUID, act: Act) -> OpenDeadline:
    """This person sees to it. Raises `DeadlineNotFound`, `DeadlineTaken`."""
    async with writing(db, act) as tx:
        await tx.lock("deadline", deadline_id)
        before = await _seen(deadline_id, act)
        if before.owner_id not in (None, act.by.id):
            raise DeadlineTaken(f"{before.owner_name} s'en charge déjà.")
        await store.set_owner(deadline_id, act.by)
        await tx.journal("deadline-taken", f"{before.subject.kind}/{before.subject.id}", before=before)
        return tx.keep(await store.find_open(deadline_id))


async def hand_back_deadline(db: Database, deadline_id: UUID, act: Act) -> OpenDeadline:
    """Its post sees to it again. Raises `DeadlineNotFound`."""
    async with writing(db, act) as tx:
        await tx.lock("deadline", deadline_id)
        before = await _seen(deadline_id, act)
        await store.set_owner(deadline_id, None)
        await tx.journal("deadline-handed-back", f"{before.subject.kind}/{before.subject.id}", before=before)
        return tx.keep(await store.find_open(deadline_id))


async def _seen(deadline_id: UUID, act: Act) -> OpenDeadline:
    """Raises `DeadlineNotFound`, also for a thing that this person may not see."""
    found = await store.find_open(deadline_id)
    if found.subject.kind not in kinds_seen_by(act.by):
        raise DeadlineNotFound("Cette échéance n'est plus à suivre.")
    return found
