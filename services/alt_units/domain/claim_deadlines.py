"""The dates of a year of allowance: when each month can be sent, when the yearly papers are due, until when money is claimed.

Ground: DEC-01 to DEC-03 (CSS R. 851-2, R. 851-6, R. 851-7), REC-02 (CSS L. 553-1 through L. 851-3-1, for rights until 2016).
"""

from datetime import date

from msgspec import Struct

from alt_units.domain.claim_readings import RecordedReadings, justification_months
from alt_units.domain.claim_terms import out_of_force
from alt_units.domain.conventions import Convention
from alt_units.domain.regimes import Sourced, report_of
from alt_units.domain.units import Programme
from kernel.calendar import add_months
from kernel.law import Law, LawSilent, Status
from kernel.period import Month


class Deadline(Struct, frozen=True, kw_only=True):
    """A date, what it is for, and where it comes from."""

    on: date
    about: str
    source: Sourced


def yearly_deadlines(law: Law, year: int) -> tuple[Deadline, ...]:
    """The papers of the year (DEC-01): account of occupancy, capacity of the next year, accounts. Late, they expose the
    convention to its end and stop its renewal (DEC-03).
    """
    report = report_of(law, year)
    due = law.at("report_due_months_after_december", date(year, 1, 1))
    source = Sourced(text=str(due.value), source=due.source, status=due.status)
    last = report.covers.last_day
    assert last is not None
    papers = (
        f"Bilan d'occupation du {report.covers.first_day:%d/%m/%Y} au {last:%d/%m/%Y}, à {report.addressees}",
        f"Capacité prévue mois par mois pour {year + 1}, en nombre et en types",
        f"Comptes arrêtés au {last:%d/%m/%Y}",
    )
    return tuple(Deadline(on=report.due_on, about=one, source=source) for one in papers)


def sendable_from(month: Month) -> date:
    """The first day on which the capacity of a month is justified: once the month is over (à terme échu)."""
    return month.plus(1).first_day


def justifications(law: Law, convention: Convention, recorded: RecordedReadings | None) -> tuple[Deadline, ...]:
    """Until when each month of an ALT convention is justified: the last day of the window that the convention gives."""
    if convention.programme is not Programme.ALT:
        return ()
    months = [Month(convention.year, number) for number in range(convention.first_month.number, 13)]
    windows = [
        (month, justification_months(law, convention, month, recorded))
        for month in months
        if not out_of_force(convention, month)
    ]
    return tuple(
        Deadline(
            on=month.plus(int(window.text)).last_day,
            about=f"Justification de {month.first_day:%m/%Y}, à partir du {sendable_from(month):%d/%m/%Y}",
            source=window,
        )
        for month, window in windows
    )


def limitation_of(law: Law, month: Month) -> Deadline | None:
    """Until when a rappel or an indu may be claimed for the rights of a month; None where no text says (since 2017)."""
    try:
        delay = law.at("limitation_months", month.first_day)
    except LawSilent:
        return None
    if not delay.number:
        return None
    return Deadline(
        on=add_months(month.last_day, delay.number),
        about=f"Rappel ou indu sur les droits de {month.first_day:%m/%Y}",
        source=Sourced(text=str(delay.number), source=delay.source, status=delay.status),
    )


def limitations(law: Law, convention: Convention) -> tuple[Deadline, ...]:
    """The limits of each month of an ALT convention."""
    if convention.programme is not Programme.ALT:
        return ()
    months = [Month(convention.year, number) for number in range(convention.first_month.number, 13)]
    return tuple(found for month in months if (found := limitation_of(law, month)))


def is_to_confirm(deadline: Deadline) -> bool:
    return deadline.source.status is Status.TO_VERIFY
