"""What was told outside, and who read, in the database."""

from datetime import date
from uuid import UUID, uuid4

import msgspec

from kernel.acts import Staff, housekeeping
from kernel.db import Database
from kernel.sealed_columns import opened, sealed
from occupancy.domain.disclosures import Disclosure, FileReading, purpose_of
from occupancy.tables.disclosures import DisclosureRow, FileReadingRow


async def insert_disclosure(one: Disclosure) -> None:
    values = msgspec.to_builtins(one, builtin_types=(UUID, date))
    await DisclosureRow.insert(DisclosureRow(**await sealed(DisclosureRow, values)))


async def disclosures_of(household_id: UUID) -> tuple[Disclosure, ...]:
    """The latest first."""
    query = DisclosureRow.select().where(DisclosureRow.household_id == household_id)
    rows = await query.order_by(DisclosureRow.disclosed_on, ascending=False).order_by(DisclosureRow.id)
    return tuple(msgspec.convert(row, Disclosure) for row in await opened(DisclosureRow, rows))


async def readings_of(household_id: UUID) -> tuple[FileReading, ...]:
    """Who opened the file, the latest first."""
    query = FileReadingRow.select().where(FileReadingRow.household_id == household_id)
    rows = await query.order_by(FileReadingRow.read_on, ascending=False).order_by(FileReadingRow.person_name)
    return tuple(msgspec.convert(row, FileReading) for row in rows)


async def note_reading(db: Database, household_id: UUID, person: Staff, on: date) -> None:
    """Once a day and person and purpose, in a transaction of its own: a reading decides nothing."""
    purpose = purpose_of(person.permissions).value
    mine = (FileReadingRow.household_id == household_id) & (FileReadingRow.person_id == person.id)
    if await FileReadingRow.exists().where(mine & (FileReadingRow.purpose == purpose) & (FileReadingRow.read_on == on)):
        return
    async with housekeeping(db):
        await db.run(
            "insert into file_reading (id, household_id, person_id, person_name, purpose, read_on)"
            " values ({}, {}, {}, {}, {}, {}) on conflict do nothing",
            uuid4(), household_id, person.id, person.name, purpose, on,
        )  # fmt: skip
