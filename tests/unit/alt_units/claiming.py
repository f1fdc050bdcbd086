"""Claims of the founding park, in a few words. Plain facts for tests."""

from datetime import UTC, date, datetime
from uuid import UUID

from msgspec.structs import replace

from alt_units.domain.claim_acts import submit
from alt_units.domain.claim_amounts import Computed, compute
from alt_units.domain.claim_terms import Room, UnitMonth, ceiling_cents, unit_month
from alt_units.domain.claims import Claim, ClaimRules, ClaimStatus, computed_line
from alt_units.domain.convention_acts import sign
from alt_units.domain.conventions import Convention
from alt_units.domain.presence import Presence
from alt_units.domain.regimes import PartialMonthRule, Regime
from alt_units.domain.units import DwellingType, ServicePeriod, Unit
from kernel.period import Month
from tests.unit.alt_units.park import LAW, SHARED, SHARED_ID, T1, T1_ID, T3, T3_ID, convention_of, line

T1_CENTS, T3_CENTS = 311_27, 357_95
UNITS = {one.id: one for one in (SHARED, T1, T3)}


def signed(convention: Convention, signed_on: date | None = None) -> Convention:
    """In force from January when signed in December."""
    day = signed_on or date(convention.year - 1, 12, 10)
    return sign(LAW, convention, signed_on=day, today=day)


def founding_convention(year: int = 2015, *, shared: DwellingType = DwellingType.T3) -> Convention:
    """The three dwellings of the founding case, all year, at the scale of 2009."""
    span = {"first_month": Month(year, 1), "last_month": Month(year, 12)}
    shared_cents = T3_CENTS if shared is DwellingType.T3 else T1_CENTS
    return signed(
        convention_of(
            line(SHARED_ID, shared_cents, shared, **span),
            line(T1_ID, T1_CENTS, DwellingType.T1, **span),
            line(T3_ID, T3_CENTS, DwellingType.T3, **span),
            year=year,
        )
    )


def t3_convention(year: int = 2015, **changes: object) -> Convention:
    """The T3 alone, all year."""
    span = {"first_month": Month(year, 1), "last_month": Month(year, 12)}
    convention = signed(convention_of(line(T3_ID, T3_CENTS, DwellingType.T3, **span), year=year))
    return replace(convention, **changes)


def in_service(unit: Unit, *periods: tuple[date, date | None]) -> Unit:
    return replace(unit, service=tuple(ServicePeriod(first_day=first, last_day=last) for first, last in periods))


def presence(unit_id: UUID, month: Month, days: int) -> Presence:
    return Presence(
        unit_id=unit_id,
        month=str(month),
        revision=1,
        days_occupied=days,
        households=1,
        persons=1,
        places=(),
        received_at=datetime(2020, 1, 1, tzinfo=UTC),
    )


def unit_months(
    convention: Convention, *units: Unit, days_occupied: int | None = None, month: Month | None = None
) -> list[UnitMonth]:
    given = {**UNITS, **{unit.id: unit for unit in units}}
    seen = None if days_occupied is None or month is None else presence(UUID(int=0), month, days_occupied)
    return [unit_month(convention, one, given[one.unit_id], seen) for one in convention.lines]


def computed(
    convention: Convention, month: Month, *units: Unit, days_occupied: int | None = None, used_cents: int = 0
) -> tuple[Computed, ...]:
    months = unit_months(convention, *units, days_occupied=days_occupied, month=month)
    room = Room(ceiling_cents=ceiling_cents(convention, month), used_cents=used_cents)
    return compute(LAW, month, convention, months, room=room)


def drafted(convention: Convention, month: Month, *units: Unit) -> Claim:
    claim_id = UUID(int=1000 + month.number)
    lines = tuple(
        computed_line(UUID(int=claim_id.int * 100 + number), claim_id, one)
        for number, one in enumerate(computed(convention, month, *units))
    )
    rules = ClaimRules(
        regime=Regime.CAF_MENSUEL,
        payer="CAF du département",
        convention_number=convention.number,
        rule=PartialMonthRule.MOIS_ENTIER,
        least_days=None,
        basis=convention.basis,
        ceiling=convention.ceiling,
        ceiling_cents=ceiling_cents(convention, month),
        used_elsewhere_cents=0,
    )
    return Claim(
        id=claim_id,
        version=1,
        convention_id=convention.id,
        month=month,
        status=ClaimStatus.DRAFT,
        submitted_at=None,
        submitted_by=None,
        rules=rules,
        lines=lines,
    )


def submitted(convention: Convention, month: Month, *units: Unit) -> Claim:
    day = month.plus(1).first_day
    claim = drafted(convention, month, *units)
    return submit(
        claim,
        claim,
        by="Agent Exemple",
        at=datetime(day.year, day.month, 2, tzinfo=UTC),
        today=day,
    )
