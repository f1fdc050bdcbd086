"""When the payments of each convention are expected."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from alt_units.domain.payment_schedules import PaymentSchedule, ScheduledPayment
from alt_units.tables.claims import PaymentScheduleRow
from kernel.db import Database
from kernel.errors import StaleVersion


async def find_schedules(convention_ids: Iterable[UUID]) -> dict[UUID, PaymentSchedule]:
    """The schedules of these conventions, those that were recorded."""
    ids = list(convention_ids)
    if not ids:
        return {}
    rows = await PaymentScheduleRow.select().where(PaymentScheduleRow.id.is_in(ids))
    return {
        row["id"]: PaymentSchedule(
            convention_id=row["id"],
            version=row["version"],
            payments=msgspec.json.decode(row["payments"], type=tuple[ScheduledPayment, ...]),
        )
        for row in rows
    }


async def save_schedule(db: Database, schedule: PaymentSchedule, *, expected: int) -> PaymentSchedule:
    """Record or replace a schedule. Raises `StaleVersion`."""
    payments = msgspec.json.encode(schedule.payments).decode()
    if expected == 0:
        sql = (
            "insert into payment_schedule (id, version, payments) values ({}, 1, {})"
            " on conflict (id) do nothing returning version"
        )
        rows = await db.run(sql, schedule.convention_id, payments)
    else:
        rows = (
            await PaymentScheduleRow.update(
                {PaymentScheduleRow.payments: payments, PaymentScheduleRow.version: expected + 1}
            )
            .where(PaymentScheduleRow.id == schedule.convention_id, PaymentScheduleRow.version == expected)
            .returning(PaymentScheduleRow.version)
        )
    if not rows:
        raise StaleVersion("L'échéancier a changé depuis que vous l'avez ouvert. Rechargez la page.")
    return msgspec.structs.replace(schedule, version=expected + 1)
