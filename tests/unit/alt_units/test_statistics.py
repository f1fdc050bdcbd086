"""Statistics recomputed from counts; a printed total that rounding explains is kept and shown. Figures of seed 002."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from alt_units.domain.mobilisations import Mobilisation, MobilisationEnd, MobilisationKind, OwnerKind
from alt_units.domain.statistics import TOTAL, DeclaredFigure, FigureUnit, check_total, leases_slid, shares, tables_of
from alt_units.domain.units import Programme, Unit
from kernel.period import Period
from tests.unit.alt_units.park import unit


def declared(year: int, topic: str, heading: str, figure: int, unit: FigureUnit = FigureUnit.COUNT) -> DeclaredFigure:
    return DeclaredFigure(
        id=UUID(int=figure),
        year=year,
        topic=topic,
        heading=heading,
        figure=figure,
        unit=unit,
        source="Plan départemental de la Loire, février 2007",
        declared_on=date(2007, 3, 1),
        declared_by="Finances",
        replaces_id=None,
    )


@pytest.mark.parametrize(("parts", "printed"), [((478, 117), 595), ((504, 112), 616)])
def test_ac_40_dwellings_of_the_rental_mediation_and_leases_that_slid_make_the_printed_total(
    parts: tuple[int, int], printed: int
) -> None:
    total = check_total(parts, printed)
    assert (total.computed, total.difference, total.is_rounding, total.is_wrong) == (printed, 0, False, False)


@pytest.mark.parametrize(
    ("parts", "printed", "rounding"),
    [((518, 219), 737, False), ((416, 223), 639, False), ((428, 220), 648, False), ((414, 233), 648, True)],
)
def test_ac_40_a_printed_total_one_thousand_euros_off_is_rounding_and_is_shown(
    parts: tuple[int, int], printed: int, rounding: bool
) -> None:
    total = check_total(parts, printed)
    assert (total.is_rounding, total.is_wrong) == (rounding, False)
    assert total.computed == sum(parts)


@pytest.mark.parametrize(("printed", "wrong"), [(645, True), (646, False), (647, False), (648, False), (649, True)])
def test_ac_40_more_than_rounding_is_wrong(printed: int, wrong: bool) -> None:
    assert check_total((414, 233), printed).is_wrong is wrong


def test_ac_40_the_table_of_2006_shows_its_total_and_the_printed_one() -> None:
    keuros = FigureUnit.KEUROS
    rows = [declared(2006, "asll_budget", name, figure, keuros) for name, figure in (("ASLL", 414), ("AML", 233))]
    (table,) = tables_of([*rows, declared(2006, "asll_budget", TOTAL, 648, keuros)])
    assert (table.total.computed, table.total.printed, table.total.difference) == (647, 648, 1)
    assert [one.heading for one in table.rows] == ["ASLL", "AML"]


def test_the_shares_of_the_support_are_recomputed_from_its_counts() -> None:
    found = shares([("Accès", 619), ("Maintien", 57), ("Diagnostic", 57)])
    assert [one.per_mille for one in found] == [844, 78, 78]
    assert sum(one.figure for one in found) == 733


def test_ac_43_the_places_of_the_val_d_oise_under_the_siao_are_individual_and_shared() -> None:
    rows = [
        declared(2024, "alt_places", "Individuelles, SIAO", 223),
        declared(2024, "alt_places", "Partagées, SIAO", 129),
    ]
    (table,) = tables_of([*rows, declared(2024, "alt_places", TOTAL, 352)])
    assert (table.total.computed, table.total.difference) == (352, 0)
    (_, of_all) = shares([("Hors SIAO", 489 - 352), ("SIAO", 352)])
    assert (of_all.figure, of_all.per_mille) == (352, 720)


def test_shares_of_nothing_are_unknown_and_not_nought() -> None:
    assert shares([("Accès", 0)])[0].per_mille is None


def test_leases_that_slid_are_counted_in_the_year_in_which_they_did() -> None:
    def slid_on(day: date, reason: MobilisationEnd) -> Unit:
        held = Mobilisation(
            id=UUID(int=1),
            kind=MobilisationKind.SLIDING_LEASE,
            owner_kind=OwnerKind.HLM,
            landlord="Bailleur exemple",
            reference="B-1",
            rent_cents=None,
            first_day=date(2004, 1, 1),
            last_day=day,
            end_reason=reason,
        )
        return replace(unit(programme=Programme.AML), mobilisations=(held,))

    park = [
        slid_on(date(2006, 12, 31), MobilisationEnd.SLID),
        slid_on(date(2007, 1, 1), MobilisationEnd.SLID),
        slid_on(date(2006, 6, 1), MobilisationEnd.NOTICE),
    ]
    assert leases_slid(Period(date(2006, 1, 1), date(2006, 12, 31)), park) == 1
