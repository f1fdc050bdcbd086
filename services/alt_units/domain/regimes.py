"""Who pays the allowance and how a month is counted, by the date of the rights and never by the date of payment.

Ground: CSS R. 851-2, R. 851-5, R. 851-6 before and after décret n° 2017-1472; values in `law/regimes.toml`.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from kernel.law import Law, Status
from kernel.period import Month, Period


class Regime(StrEnum):
    """The circuit of the money."""

    CAF_MENSUEL = "CAF_MENSUEL"
    ETAT_3_VERSEMENTS = "ETAT_3_VERSEMENTS"


class PartialMonthRule(StrEnum):
    """What a dwelling counts for when it was not available on every day of the month."""

    MOIS_ENTIER = "MOIS_ENTIER"
    PRORATA_JOURS = "PRORATA_JOURS"
    MOIS_ENTAME = "MOIS_ENTAME"
    OCCUPE_AU_MOINS_N_JOURS = "OCCUPE_AU_MOINS_N_JOURS"


class Basis(StrEnum):
    """Which days count: those when the dwelling was available, or those when somebody lived in it."""

    DISPONIBILITE = "DISPONIBILITE"
    OCCUPATION = "OCCUPATION"


class CeilingScope(StrEnum):
    """Over what time the claims may not exceed the convention's forecast."""

    MENSUEL = "MENSUEL"
    ANNUEL = "ANNUEL"


class Sourced(Struct, frozen=True, kw_only=True):
    """A rule that was applied, with where it comes from and whether that was read."""

    text: str
    source: str
    status: Status


class Report(Struct, frozen=True, kw_only=True):
    """The yearly account of occupancy: the twelve months it covers, when it is due, to whom."""

    covers: Period
    due_on: date
    addressees: str
    source: str


def regime_of(law: Law, month: Month) -> Regime:
    """The circuit of the rights of a month, even when the money comes years later."""
    return Regime(law.at("regime", month.first_day).text)


def payer_of(law: Law, month: Month) -> str:
    """Who owes the rights of a month."""
    return law.at("payer", month.first_day).text


def chosen(law: Law, key: str, month: Month, value: str, number: str) -> Sourced:
    """Where a convention's rule comes from: the law's default when it is the same, else the convention itself.

    A convention that departs from a text that was read is shown with that text, and as to be confirmed.
    """
    default = law.at(key, month.first_day)
    if value == default.text:
        return Sourced(text=value, source=default.source, status=default.status)
    if default.status is Status.VERIFIED:
        source = f"Convention n° {number}, qui s'écarte du texte ({default.source})"
        return Sourced(text=value, source=source, status=Status.TO_VERIFY)
    return Sourced(text=value, source=f"Convention n° {number}", status=Status.VERIFIED)


def report_of(law: Law, year: int) -> Report:
    """The yearly account of occupancy of a convention year (CSS R. 851-6)."""
    day = date(year, 1, 1)
    last = Month(year, law.at("report_last_month", day).number)
    due = Month(year, 12).plus(law.at("report_due_months_after_december", day).number)
    addressees = law.at("report_addressees", day)
    covers = Period(last.plus(-11).first_day, last.last_day)
    return Report(covers=covers, due_on=due.last_day, addressees=addressees.text, source=addressees.source)
