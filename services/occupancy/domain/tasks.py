"""What needs somebody: contracts near or past their end, inspections not made. The most urgent first."""

from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from kernel.law import Law
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.inspections import InspectionKind


class TaskKind(StrEnum):
    """Why a stay needs somebody."""

    PAST_ITS_END = "past_its_end"
    NO_ENTRY_INSPECTION = "no_entry_inspection"
    NO_EXIT_INSPECTION = "no_exit_inspection"
    LEAVING = "leaving"
    ENDS_SOON = "ends_soon"
    TO_SIGN = "to_sign"


class Task(Struct, frozen=True, kw_only=True):
    """One thing to do for one contract, and the day it is due."""

    kind: TaskKind
    contract: Contract
    due_on: date


def tasks(
    law: Law, contracts: tuple[tuple[Contract, frozenset[InspectionKind]], ...], *, today: date
) -> tuple[Task, ...]:
    """The tasks of all contracts, each given with the inspections that are signed; oldest due day first."""
    found = [task for contract, signed in contracts for task in _tasks(law, contract, signed, today)]
    return tuple(sorted(found, key=lambda task: (task.due_on, task.contract.reference)))


def _tasks(law: Law, contract: Contract, signed: frozenset[InspectionKind], today: date) -> list[Task]:
    if contract.status is ContractStatus.DRAFT:
        return [Task(kind=TaskKind.TO_SIGN, contract=contract, due_on=contract.first_day)]
    found = []
    if contract.is_running:
        if InspectionKind.ENTRY not in signed and contract.first_day <= today:
            found.append(Task(kind=TaskKind.NO_ENTRY_INSPECTION, contract=contract, due_on=contract.first_day))
        if contract.last_day < today:
            found.append(Task(kind=TaskKind.PAST_ITS_END, contract=contract, due_on=contract.last_day))
        elif contract.notice is not None:
            found.append(Task(kind=TaskKind.LEAVING, contract=contract, due_on=contract.notice.last_day))
        elif contract.last_day <= today + timedelta(days=law.at("stay.alert_days", today).number):
            found.append(Task(kind=TaskKind.ENDS_SOON, contract=contract, due_on=contract.last_day))
    if contract.end is not None and InspectionKind.EXIT not in signed:
        found.append(Task(kind=TaskKind.NO_EXIT_INSPECTION, contract=contract, due_on=contract.end.ended_on))
    return found
