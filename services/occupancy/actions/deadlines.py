"""Deadlines: kept by each act for its subject, taken over by somebody, handed back."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from kernel.acts import Act, Staff, Tx, writing
from kernel.db import Database
from occupancy.domain.deadline_rules import RULES
from occupancy.domain.deadlines import Deadline, Subject, SubjectKind, change
from occupancy.domain.recounts import recounted
from occupancy.domain.work_tray import DeadlineNotFound, DeadlineTaken, OpenDeadline
from occupancy.store import deadlines as store
from occupancy.store.law import law_in_force


async def keep_deadlines(subject: Subject, wanted: Sequence[Deadline], act: Act) -> None:
    """Inside the transaction of the act that changed the subject. `wanted`: all that the subject has, those met included.

    A deadline that is gone from `wanted` is dropped; one that is past and open keeps its day.
    """
    stored = tuple(one.deadline for one in await store.open_of(subject.kind, subject.id))
    changed = change(stored, wanted, today=act.today)
    for rule, number, met_on in changed.met:
        await store.close_deadline(subject, rule, number, at=act.at, met_on=met_on)
    ids = {(one.rule, one.number): uuid4() for one in changed.added}
    for rule, number in changed.dropped:
        await store.close_deadline(subject, rule, number, at=act.at, replaced_by=ids.get((rule, number)))
    for one in changed.added:
        await store.insert_deadline(
            subject, one, RULES[one.rule].owner, at=act.at, deadline_id=ids[(one.rule, one.number)]
        )


async def recount_deadlines(tx: Tx, key: str) -> None:
    """Inside the transaction that changes a value of the law: the days to come that it gave are counted again.

    The row that stood is closed and says which one replaced it. That one has the new value, its source, and whoever had
    taken it over.
    """
    law = await law_in_force()
    for one in await store.open_deadlines():
        if one.deadline.used is None or one.deadline.used.key != key:
            continue
        again = recounted(one.deadline, law, today=tx.act.today)
        if again is not None:
            new_id = uuid4()
            await store.close_deadline(one.subject, again.rule, again.number, at=tx.act.at, replaced_by=new_id)
            owner = Staff(id=one.owner_id, name=one.owner_name or "") if one.owner_id else None
            await store.insert_deadline(
                one.subject, again, one.owner_role, at=tx.act.at, deadline_id=new_id, taken_by=owner
            )


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
