"""Proposals to give up a claim, and what was decided on each."""

from uuid import UUID

import msgspec

from kernel.db import Database
from occupancy.domain.remissions import Remission, RemissionDecided, RemissionDecision, RemissionNotFound
from occupancy.store.ledger import as_values
from occupancy.tables.money import RemissionDecisionRow, RemissionRow


async def find_remission(remission_id: UUID) -> Remission:
    """Raises `RemissionNotFound`."""
    row = await RemissionRow.select().where(RemissionRow.id == remission_id).first()
    if row is None:
        raise RemissionNotFound("Cette proposition n'existe pas.")
    return msgspec.convert(row, Remission)


async def remissions_of(household_id: UUID) -> tuple[tuple[Remission, RemissionDecision | None], ...]:
    """Those of a household with what was decided, the latest first."""
    rows = await RemissionRow.select().where(RemissionRow.household_id == household_id)
    decided = await _decisions([row["id"] for row in rows])
    found = [msgspec.convert(row, Remission) for row in rows]
    return tuple((one, decided.get(one.id)) for one in sorted(found, key=lambda one: one.proposed_on, reverse=True))


async def remissions_waiting() -> tuple[Remission, ...]:
    """Those that nobody decided yet, the oldest first."""
    rows = await RemissionRow.select().order_by(RemissionRow.proposed_on)
    decided = await _decisions([row["id"] for row in rows])
    return tuple(msgspec.convert(row, Remission) for row in rows if row["id"] not in decided)


async def remissions_of_year(year: int) -> tuple[tuple[Remission, RemissionDecision | None], ...]:
    """What was decided in a year, the latest first; before it what nobody decided yet, whenever it was proposed."""
    found = [msgspec.convert(row, Remission) for row in await RemissionRow.select().order_by(RemissionRow.proposed_on)]
    decided = await _decisions([one.id for one in found])
    waiting = [(one, None) for one in found if one.id not in decided]
    of_year = [(one, decided[one.id]) for one in found if one.id in decided and decided[one.id].decided_on.year == year]
    return (*waiting, *sorted(of_year, key=lambda pair: pair[1].decided_on, reverse=True))


async def add_remission(one: Remission) -> None:
    await RemissionRow.insert(RemissionRow(**as_values(one)))


async def add_decision(db: Database, one: RemissionDecision) -> None:
    """Raises `RemissionDecided`."""
    with db.refusing({"remission_decided_once": lambda: RemissionDecided("Cette proposition a déjà été décidée.")}):
        await RemissionDecisionRow.insert(RemissionDecisionRow(**as_values(one)))


async def _decisions(ids: list[UUID]) -> dict[UUID, RemissionDecision]:
    if not ids:
        return {}
    rows = await RemissionDecisionRow.select().where(RemissionDecisionRow.remission_id.is_in(ids))
    return {row["remission_id"]: msgspec.convert(row, RemissionDecision) for row in rows}
