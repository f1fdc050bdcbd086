"""Households in the database."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.db import Database
from kernel.errors import StaleVersion
from kernel.sealed_columns import first_opened, opened, resealed, sealed
from occupancy.domain.households import Household, HouseholdNotFound, Orientation, Situation, fold
from occupancy.domain.units import UnitFacts
from occupancy.tables.contracts import ContractRow
from occupancy.tables.households import HouseholdRow, ReferenceCounterRow


async def find_household(household_id: UUID) -> Household:
    """Raises `HouseholdNotFound`."""
    row = await first_opened(HouseholdRow, await HouseholdRow.select().where(HouseholdRow.id == household_id))
    if row is None:
        raise HouseholdNotFound("Ce ménage n'existe pas.")
    return _household(row)


async def hold_household(db: Database, household_id: UUID) -> None:
    """Hold a household until the end of the act, in one trip. Raises `HouseholdNotFound`."""
    locking = " for update" if db.dialect == "postgresql" else ""
    if not await db.run(f"select id from household where id = {{}}{locking}", household_id):  # noqa: S608
        raise HouseholdNotFound("Ce ménage n'existe pas.")


async def households(ids: set[UUID]) -> dict[UUID, Household]:
    """Several households by id."""
    if not ids:
        return {}
    rows = await HouseholdRow.select().where(HouseholdRow.id.is_in(list(ids)))
    return {row["id"]: _household(row) for row in await opened(HouseholdRow, rows)}


async def list_households(*, search: str = "", after: str | None = None, limit: int = 50) -> list[Household]:
    """Households by reference, latest first; `search` looks in names and reference."""
    matching = await _matching(search) if search else []
    if search and not matching:
        return []
    query = HouseholdRow.select().order_by(HouseholdRow.reference, ascending=False).limit(limit)
    if after:
        query = query.where(HouseholdRow.reference < after)
    if matching:
        query = query.where(HouseholdRow.id.is_in(matching))
    return [_household(row) for row in await opened(HouseholdRow, await query)]


async def households_at_unit(search: str, *, limit: int = 20) -> list[UUID]:
    """Who stays in a unit whose reference, name or address holds these words."""
    wanted = fold(search)
    plain = search.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = await ContractRow.raw(
        "select household_id, unit_facts from contract where status = 'signed'"
        " and lower(unit_facts) like {} escape '\\' limit 500",
        f"%{plain}%",
    )
    found = []
    for row in rows:
        facts = msgspec.json.decode(row["unit_facts"], type=UnitFacts)
        if any(wanted in fold(said) for said in (facts.reference, facts.name, facts.address)):
            found.append(UUID(str(row["household_id"])))
    return found[:limit]


async def next_number(kind: str, year: int) -> int:
    """The next number of a kind (`M`, `C`) in a year; taken in the transaction that uses it."""
    rows = await ReferenceCounterRow.raw(
        "insert into reference_counter (id, last_number) values ({}, 1)"
        " on conflict (id) do update set last_number = reference_counter.last_number + 1 returning last_number",
        f"{kind}-{year}",
    )
    return int(rows[0]["last_number"])


async def insert_household(household: Household) -> None:
    await HouseholdRow.insert(HouseholdRow(**await sealed(HouseholdRow, _columns(household))))


async def save_household(household: Household, expected: int) -> Household:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**await resealed(HouseholdRow, _columns(household)), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await HouseholdRow.update(columns)
        .where((HouseholdRow.id == key) & (HouseholdRow.version == expected))
        .returning(HouseholdRow.id)
    )
    if not rows:
        raise StaleVersion("Ce ménage a été modifié depuis que la page a été ouverte.")
    return await find_household(household.id)


async def _matching(search: str) -> list[UUID]:
    plain = fold(search).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = await HouseholdRow.raw(
        "select id from household where search_key like {} escape '\\' limit 500", f"%{plain}%"
    )
    return [UUID(str(row["id"])) for row in rows]


def _columns(household: Household) -> dict[Any, Any]:
    return {
        "id": household.id,
        "version": household.version,
        "reference": household.reference,
        "last_name": household.last_name,
        "first_name": household.first_name,
        "situation": household.situation.value,
        "adults": household.adults,
        "children": household.children,
        "phone": household.phone,
        "email": household.email,
        "orientation": household.orientation.value,
        "note": household.note,
        "search_key": fold(f"{household.last_name} {household.first_name} {household.reference}"),
    }


def _household(row: dict[str, Any]) -> Household:
    del row["search_key"]
    named = {**row, "situation": Situation(row["situation"]), "orientation": Orientation(row["orientation"])}
    return Household(**named)
