"""What people do with the expected payments of a year: record what the convention says."""

from collections.abc import Sequence
from uuid import UUID

from alt_units.domain.payment_schedules import PaymentSchedule, ScheduledPayment, check_schedule
from alt_units.store import conventions
from alt_units.store import payment_schedules as store
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.law import Law


async def schedule_payments(
    db: Database, convention_id: UUID, payments: Sequence[ScheduledPayment], act: Act, *, law: Law, version: int
) -> PaymentSchedule:
    """Record when payments are expected and how much. Raises what `check_schedule` raises, and `StaleVersion`."""
    async with writing(db, act) as tx:
        await tx.lock("convention", convention_id)
        convention = await conventions.find_convention(convention_id)
        check_schedule(law, convention, payments)
        before = (await store.find_schedules([convention_id])).get(convention_id)
        wanted = PaymentSchedule(convention_id=convention_id, version=version, payments=tuple(payments))
        after = await store.save_schedule(db, wanted, expected=version)
        await tx.journal("payments-scheduled", f"convention/{convention_id}", before=before, after=after)
        return tx.keep(after)
