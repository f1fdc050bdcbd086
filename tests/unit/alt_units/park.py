"""The park of the founding case: one shared dwelling with two places, a T1, a T3, all in zone I. Plain facts for tests."""

from datetime import date
from uuid import UUID

from alt_units.domain.convention_acts import draft
from alt_units.domain.convention_lines import add_line, running_lines
from alt_units.domain.conventions import Convention, ConventionFacts, LineFacts
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType, Programme, Unit, UnitFacts, Zone, register
from alt_units.law import read_law
from kernel.period import Month

LAW = read_law()
JANUARY, DECEMBER = Month(2015, 1), Month(2015, 12)
SHARED_ID, T1_ID, T3_ID = UUID(int=1), UUID(int=2), UUID(int=3)


def unit_facts(
    reference: str = "LOG-T1",
    dwelling_type: DwellingType = DwellingType.T1,
    *,
    zone: Zone = Zone.I,
    postal_code: str = "77340",
    water_and_wc: bool = True,
    heating: bool = True,
) -> UnitFacts:
    return UnitFacts(
        reference=reference,
        name=f"Logement {reference}",
        dwelling_type=dwelling_type,
        zone=zone,
        address="1 rue de l'Exemple",
        postal_code=postal_code,
        city="Ville-Exemple",
        surface_dm2=None,
        water_and_wc=water_and_wc,
        heating=heating,
        note="",
    )


def unit(
    facts: UnitFacts | None = None,
    *,
    unit_id: UUID = T1_ID,
    place_names: tuple[str, ...] = (),
    programme: Programme | None = Programme.ALT,
    first_day: date = date(2014, 1, 1),
) -> Unit:
    return register(
        facts or unit_facts(), unit_id=unit_id, place_names=place_names, programme=programme, first_day=first_day
    )


SHARED = unit(
    unit_facts("LOG-COLOC", DwellingType.T3), unit_id=SHARED_ID, place_names=("Chambre bleue", "Chambre verte")
)
T1 = unit()
T3 = unit(unit_facts("LOG-T3", DwellingType.T3), unit_id=T3_ID)


def convention_facts(year: int = 2015, *, first_month: Month | None = None) -> ConventionFacts:
    return ConventionFacts(
        programme=Programme.ALT,
        number=f"ALT-{year}",
        funder="Préfecture",
        year=year,
        first_month=first_month or Month(year, 1),
        rule=PartialMonthRule.MOIS_ENTIER,
        least_days=None,
        basis=Basis.DISPONIBILITE,
        ceiling=CeilingScope.MENSUEL,
        ceiling_cents=None,
        note="",
        aml=None,
        capacity=(),
        deliberation="",
        deliberated_on=None,
        signatories="",
    )


def line(
    unit_id: UUID,
    monthly_cents: int,
    dwelling_type: DwellingType = DwellingType.T1,
    *,
    first_month: Month = JANUARY,
    last_month: Month = DECEMBER,
) -> LineFacts:
    return LineFacts(
        unit_id=unit_id,
        dwelling_type=dwelling_type,
        first_month=first_month,
        last_month=last_month,
        monthly_cents=monthly_cents,
    )


def convention_of(*lines: LineFacts, year: int = 2015, first_month: Month | None = None) -> Convention:
    convention = draft(LAW, convention_facts(year, first_month=first_month), convention_id=UUID(int=100))
    units = {one.id: one for one in (SHARED, T1, T3)}
    for number, facts in enumerate(lines, start=1):
        unit, others = units[facts.unit_id], running_lines(convention, facts.unit_id)
        convention = add_line(convention, facts, line_id=UUID(int=200 + number), unit=unit, others=others)
    return convention
