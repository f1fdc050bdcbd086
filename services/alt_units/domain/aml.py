"""The rental mediation aid (AML): so much per unit and period, for at most so many units, as a département writes it.

Ground: CCH R. 623-1 to R. 623-7 (State aid, 1998 to 2009: AML-02 to AML-06), since 2005 the règlement of the FSL of each
département (AML-10). Nothing is shipped as an amount: the convention says it. A month is its part of the period's amount,
to the cent, so that the months of a period always add up to it.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from kernel.calendar import last_day_after
from kernel.errors import RuleBroken
from kernel.law import Law, Status
from kernel.money import prorate, split_evenly
from kernel.period import Month


class AmlTermsMisplaced(RuleBroken):
    """Amount per unit, maximum of units and modality are terms of the rental mediation aid (AML-10), not of the ALT."""

    code, title = "aml-terms-misplaced", "Clauses AML sur une convention d'un autre programme"


class AmountFixed(RuleBroken):
    """Where the convention says one amount for every unit, a line does not say another (AML-03)."""

    code, title = "aml-amount-fixed", "Montant fixé par la convention"


class AmlPeriod(StrEnum):
    """What the amount per unit is for."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Modality(StrEnum):
    """How the units are held and let (AML-10): management for the owner, sub-letting, lease that slides to the tenant."""

    MANDATE = "mandate"
    SUB_LETTING = "sub_letting"
    SLIDING_LEASE = "sliding_lease"


MONTHS = {AmlPeriod.MONTH: 1, AmlPeriod.QUARTER: 3, AmlPeriod.YEAR: 12}


class AmlTerms(Struct, frozen=True, kw_only=True):
    """What an AML convention says beside its lines. `period_cents` None: the amounts are written line by line, by month.

    Of the forecast, `advance_per_mille` may be asked once more than `advance_threshold_per_mille` of the maximum units are
    managed; both None: no advance. `term_ends_on`: the last day of the years for which it was made.
    """

    period: AmlPeriod
    period_cents: int | None
    max_units: int
    modality: Modality
    advance_per_mille: int | None
    advance_threshold_per_mille: int | None
    term_ends_on: date | None


class Advance(Struct, frozen=True, kw_only=True):
    """The advance on the forecast: what it would be, and whether enough units are managed to ask for it."""

    amount_cents: int
    managed: int
    least_managed: int
    is_due: bool
    source: str
    status: Status


def default_terms(law: Law, first_month: Month) -> AmlTerms:
    """What the last national text said, to start from: each département's convention may say otherwise."""
    day = first_month.first_day
    return AmlTerms(
        period=AmlPeriod.YEAR,
        period_cents=None,
        max_units=1,
        modality=Modality.SUB_LETTING,
        advance_per_mille=law.at("aml_advance_per_mille", day).number,
        advance_threshold_per_mille=law.at("aml_advance_threshold_per_mille", day).number,
        term_ends_on=last_day_after(day, 12 * law.at("aml_convention_years", day).number),
    )


def month_cents(terms: AmlTerms, month: Month) -> int | None:
    """A unit's part of the period's amount for a month, to the cent; None when the amounts are written line by line.

    500,00 € a quarter: 166,66 €, 166,66 €, then 166,68 €.
    """
    if terms.period_cents is None:
        return None
    months = MONTHS[terms.period]
    return split_evenly(terms.period_cents, months)[(month.number - 1) % months]


def advance(law: Law, terms: AmlTerms, *, first_month: Month, forecast_cents: int, managed: int) -> Advance | None:
    """The advance that the convention allows (AML-05): due when more than the threshold of the maximum units is managed.

    `managed`: the units that are in the programme and in service. None when the convention has no advance.
    """
    if terms.advance_per_mille is None or terms.advance_threshold_per_mille is None:
        return None
    origin = law.at("aml_advance_per_mille", first_month.first_day)
    least = terms.max_units * terms.advance_threshold_per_mille // 1000 + 1
    return Advance(
        amount_cents=prorate(forecast_cents, terms.advance_per_mille, 1000),
        managed=managed,
        least_managed=least,
        is_due=managed >= least,
        source=origin.source,
        status=origin.status,
    )
