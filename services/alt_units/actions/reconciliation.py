"""What is read to reconcile a year; nothing is written."""

from alt_units.domain.reconciliation_year import YearReconciliation, reconcile_year
from alt_units.store import claims, conventions, funder_payments, payment_schedules
from kernel.law import Law


async def year_reconciliation(law: Law, year: int) -> YearReconciliation:
    """The conventions, claims, notes and payments of a year, put side by side."""
    found = await conventions.list_conventions(year=year)
    sent = await claims.claims_of_year(year, traced=False)
    notes = await claims.notes_of([one.id for one in sent])
    ids = [one.id for one in found]
    payments = await funder_payments.payments_of_conventions(ids)
    schedules = await payment_schedules.find_schedules(ids)
    return reconcile_year(law, year, found, sent, notes, payments, schedules)
