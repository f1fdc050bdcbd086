"""When the payments of a convention's year are expected, over HTTP."""

from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions import payment_schedules as actions
from alt_units.api.payment_contract import PaymentScheduleIn, PaymentScheduleOut
from alt_units.domain.payment_schedules import PaymentSchedule
from alt_units.store import conventions
from alt_units.store import payment_schedules as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from kernel.law import Law

SCHEDULE = "/v1/conventions/{convention_id:uuid}/payment-schedule"
TAGS = ["Versements du financeur"]


@get(SCHEDULE, operation_id="get_payment_schedule", summary="Lire l'échéancier des versements", tags=TAGS)
async def get_payment_schedule(convention_id: FromPath[UUID]) -> Response[PaymentScheduleOut]:
    await conventions.find_convention(convention_id)
    nothing = PaymentSchedule(convention_id=convention_id, version=0, payments=())
    found = (await store.find_schedules([convention_id])).get(convention_id, nothing)
    return versioned(PaymentScheduleOut.of(found), found.version)


@put(SCHEDULE, operation_id="schedule_payments", summary="Saisir l'échéancier des versements", tags=TAGS)
async def schedule_payments(
    convention_id: FromPath[UUID],
    data: JSONBody[PaymentScheduleIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[PaymentScheduleOut]:
    saving = actions.schedule_payments(db, convention_id, data.wanted(), act, law=law, version=expected_version)
    schedule = await once(act, PaymentSchedule, saving)
    return versioned(PaymentScheduleOut.of(schedule), schedule.version)


HANDLERS = [get_payment_schedule, schedule_payments]
