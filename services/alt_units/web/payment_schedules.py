"""The page where finance records when the year's payments are expected."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import payment_schedules as actions
from alt_units.domain.claim_terms import forecast_cents
from alt_units.domain.payment_schedules import NoScheduleHere, PaymentSchedule, ScheduledPayment, payments_a_year
from alt_units.store import conventions
from alt_units.store import payment_schedules as store
from alt_units.web import paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import Page, page, see

SCHEDULE = "/logements/aides/echeancier/{convention_id:uuid}"


@get(SCHEDULE)
async def schedule_payments_page(convention_id: FromPath[UUID], law: NamedDependency[Law]) -> Page:
    """Days and amounts as the convention says them."""
    known = (await store.find_schedules([convention_id])).get(convention_id)
    typed: dict[str, Any] = {}
    for number, one in enumerate(known.payments if known else (), start=1):
        typed |= {f"expected_on_{number}": one.expected_on, f"amount_cents_{number}": amount(one.amount_cents)}
    return await _draw(convention_id, Form.blank(**typed), law, version=known.version if known else 0)


@post(SCHEDULE)
async def schedule_payments_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    convention, version = await conventions.find_convention(convention_id), form.version()
    count = payments_a_year(law, convention)
    payments = [
        ScheduledPayment(
            expected_on=form.maybe_date(f"expected_on_{number}"),
            amount_cents=form.maybe_euros(f"amount_cents_{number}") if number < count else None,
        )
        for number in range(1, count + 1)
    ]
    if form.ok:
        with form.refusals():
            saving = actions.schedule_payments(db, convention_id, payments, act, law=law, version=version)
            await once(act, PaymentSchedule, saving)
            return see(paths.reconciliation(convention.year), done="payments-scheduled")
    return await _draw(convention_id, form, law, version=version)


async def _draw(convention_id: UUID, form: Form, law: Law, *, version: int) -> Page:
    convention = await conventions.find_convention(convention_id)
    count = payments_a_year(law, convention)
    if count == 0:
        raise NoScheduleHere
    return page(
        "payment_schedules/edit.html",
        status=form.status,
        form=form,
        convention=convention,
        numbers=range(1, count + 1),
        last=count,
        forecast=forecast_cents(convention),
        version=version,
    )


HANDLERS = [schedule_payments_page, schedule_payments_form]
