"""Deadlines in the database: added, met or dropped, never rewritten."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from kernel.acts import Staff
from kernel.calendar import Territory
from kernel.law import Status
from occupancy.domain.deadlines import Deadline, LengthUnit, Owner, Subject, SubjectKind
from occupancy.domain.terms import RuleUsed
from occupancy.domain.work_tray import DeadlineNotFound, OpenDeadline
from occupancy.tables.deadlines import DeadlineRow

_OPEN = DeadlineRow.status == "open"


async def open_of(kind: SubjectKind, subject_id: UUID) -> tuple[OpenDeadline, ...]:
    """What is open about one subject, the first day first."""
    about = (DeadlineRow.subject_kind == kind.value) & (DeadlineRow.subject_id == subject_id)
    rows = await DeadlineRow.select().where(about & _OPEN).order_by(DeadlineRow.due_on, DeadlineRow.rule)
    return tuple(_open(row) for row in rows)


async def open_deadlines(
    *, kinds: Collection[SubjectKind] | None = None, due_to: date | None = None, household_id: UUID | None = None
) -> tuple[OpenDeadline, ...]:
    """What is open, the first day first: of these kinds of subjects, due at the latest on a day, of one household."""
    query = DeadlineRow.select().where(_OPEN).order_by(DeadlineRow.due_on, DeadlineRow.subject_reference)
    if kinds is not None:
        if not kinds:
            return ()
        query = query.where(DeadlineRow.subject_kind.is_in([one.value for one in kinds]))
    if household_id is not None:
        query = query.where(DeadlineRow.household_id == household_id)
    if due_to is not None:
        query = query.where(DeadlineRow.due_on <= due_to)
    return tuple(_open(row) for row in await query)


async def find_open(deadline_id: UUID) -> OpenDeadline:
    """Raises `DeadlineNotFound`."""
    row = await DeadlineRow.select().where((DeadlineRow.id == deadline_id) & _OPEN).first()
    if row is None:
        raise DeadlineNotFound("Cette échéance n'est plus à suivre.")
    return _open(row)


async def set_owner(deadline_id: UUID, person: Staff | None) -> None:
    """Who sees to it; nobody: its post."""
    columns: dict[Any, Any] = {"owner_id": person.id if person else None, "owner_name": person.name if person else None}
    await DeadlineRow.update(columns).where((DeadlineRow.id == deadline_id) & _OPEN)


async def contracts_without(entered_from: date) -> tuple[UUID, ...]:
    """Stays that should have deadlines and never had any, deposits, and stays entered from a day on without the rights of
    EDL-04 and EDL-05: what was recorded before they were kept.
    """
    rows = await DeadlineRow.raw(
        "select id from contract where (status in ('draft', 'signed') or (status = 'ended' and not exists"
        " (select 1 from inspection where inspection.contract_id = contract.id and kind = 'exit'"
        " and inspection.status = 'signed')))"
        " and not exists (select 1 from deadline where deadline.subject_id = contract.id)"
        " union select contract_id from deposit_request as asked join contract on contract.id = asked.contract_id"
        " where contract.status in ('ended', 'cancelled') and not exists (select 1 from deadline"
        " where deadline.subject_id = asked.contract_id and rule like 'DEP-%')"
        " and not exists (select 1 from deposit_settlement join deposit_refund on settlement_id = deposit_settlement.id"
        " where deposit_settlement.contract_id = asked.contract_id)"
        " union select contract.id from contract join inspection on inspection.contract_id = contract.id"
        " where contract.status = 'signed' and inspection.kind = 'entry' and inspection.status = 'signed'"
        " and inspection.established_on >= {} and not exists (select 1 from deadline"
        " where deadline.subject_id = contract.id and rule in ('EDL-04', 'EDL-05'))",
        entered_from,
    )
    return tuple(UUID(str(row["id"])) for row in rows)


async def insert_deadline(
    subject: Subject,
    one: Deadline,
    owner: Owner,
    *,
    at: datetime,
    deadline_id: UUID | None = None,
    taken_by: Staff | None = None,
) -> None:
    """`deadline_id`: known beforehand by the one that it replaces."""
    await DeadlineRow.insert(
        DeadlineRow(
            id=deadline_id or uuid4(),
            subject_kind=subject.kind.value,
            subject_id=subject.id,
            subject_reference=subject.reference,
            household_id=subject.household_id,
            rule=one.rule,
            number=one.number,
            anchor_on=one.anchor_on,
            length=one.length,
            unit=one.unit.value,
            is_before=one.is_before,
            territory=one.territory.value,
            law_key=one.used.key if one.used else None,
            law_value=str(one.used.value) if one.used else None,
            law_source=one.used.source if one.used else None,
            law_status=one.used.status.value if one.used else None,
            counted_on=one.counted_on,
            due_on=one.due_on,
            owner_role=owner.value,
            owner_id=taken_by.id if taken_by else None,
            owner_name=taken_by.name if taken_by else None,
            status="open",
            met_on=None,
            closed_at=None,
            replaced_by=None,
            set_at=at,
        )
    )


async def close_deadline(
    subject: Subject,
    rule: str,
    number: int,
    *,
    at: datetime,
    met_on: date | None = None,
    replaced_by: UUID | None = None,
) -> None:
    """Met on a day; without one, dropped: the subject has it no more, or has `replaced_by`, inserted next, in its place."""
    status = "met" if met_on else "dropped"
    columns: dict[Any, Any] = {"status": status, "met_on": met_on, "closed_at": at, "replaced_by": replaced_by}
    about = (DeadlineRow.subject_kind == subject.kind.value) & (DeadlineRow.subject_id == subject.id)
    await DeadlineRow.update(columns).where(about & _OPEN & (DeadlineRow.rule == rule) & (DeadlineRow.number == number))


def _open(row: dict[str, Any]) -> OpenDeadline:
    return OpenDeadline(
        id=row["id"],
        subject=Subject(
            kind=SubjectKind(row["subject_kind"]),
            id=row["subject_id"],
            reference=row["subject_reference"],
            household_id=row["household_id"],
        ),
        deadline=_deadline(row),
        owner_role=Owner(row["owner_role"]),
        owner_id=row["owner_id"],
        owner_name=row["owner_name"],
    )


def _deadline(row: dict[str, Any]) -> Deadline:
    return Deadline(
        rule=row["rule"],
        number=row["number"],
        anchor_on=row["anchor_on"],
        length=row["length"],
        unit=LengthUnit(row["unit"]),
        is_before=row["is_before"],
        territory=Territory(row["territory"]),
        used=_used(row),
        counted_on=row["counted_on"],
        due_on=row["due_on"],
        met_on=row["met_on"],
    )


def _used(row: dict[str, Any]) -> RuleUsed | None:
    if row["law_key"] is None:
        return None
    value = row["law_value"]
    return RuleUsed(
        key=row["law_key"],
        value=int(value) if value.lstrip("-").isdigit() else value,
        source=row["law_source"],
        status=Status(row["law_status"]),
    )
