"""The allowance table against published figures. Case numbers are those of the worked cases."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alt_units.domain.scales import Currency, Scales, check_amount
from alt_units.domain.units import DwellingType, Zone, zone_of
from alt_units.law import read_scales
from kernel.law import Status

SCALES = read_scales()
IN_2008, IN_2009 = date(2008, 6, 1), date(2015, 3, 1)


def total(day: date, dwelling_type: DwellingType, zone: Zone) -> int | None:
    value = SCALES.value_at(day, dwelling_type, zone)
    assert value is not None
    return value.total


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("dwelling_type", "zone", "cents"),
    [(DwellingType.T2, Zone.II, 30639), (DwellingType.T5, Zone.III, 34660), (DwellingType.LARGER, Zone.I, 40329)],
)
def test_ac_01_the_2008_table_adds_rent_and_charges(dwelling_type: DwellingType, zone: Zone, cents: int) -> None:
    assert total(IN_2008, dwelling_type, zone) == cents


def test_ac_02_a_t3_in_zone_i_is_worth_357_95_since_2009() -> None:
    value = SCALES.value_at(IN_2009, DwellingType.T3, Zone.I)
    assert value is not None
    assert (value.rent, value.charges, value.total) == (29632, 6163, 35795)


@pytest.mark.parametrize(
    ("dwelling_type", "zone", "cents", "cents_if_the_total_were_rounded"),
    [
        (DwellingType.T1, Zone.I, 31127, 31126),
        (DwellingType.ROOM_SINGLE, Zone.II, 23814, 23813),
        (DwellingType.T1, Zone.II, 28208, 28207),
        (DwellingType.T1, Zone.III, 26495, 26494),
        (DwellingType.T2, Zone.III, 29432, 29433),
        (DwellingType.T5, Zone.III, 35214, 35215),
    ],
)
def test_ac_03_each_component_is_rounded_before_they_are_added(
    dwelling_type: DwellingType, zone: Zone, cents: int, cents_if_the_total_were_rounded: int
) -> None:
    assert total(IN_2009, dwelling_type, zone) == cents
    before = total(IN_2008, dwelling_type, zone)
    assert before is not None
    assert raised(before) == cents_if_the_total_were_rounded != cents


def raised(cents: int) -> int:
    """1,6 % more, half a cent up: the revaluation of 2009."""
    return (cents * 1016 + 500) // 1000


def test_the_2009_table_is_the_2008_table_raised_component_by_component() -> None:
    for dwelling_type in DwellingType:
        for zone in Zone:
            before = SCALES.value_at(IN_2008, dwelling_type, zone)
            after = SCALES.value_at(IN_2009, dwelling_type, zone)
            assert before is not None
            assert after is not None
            assert before.charges is not None
            assert (after.rent, after.charges) == (raised(before.rent), raised(before.charges))


def test_ac_04_an_amount_above_the_table_is_kept_with_a_warning() -> None:
    check = check_amount(33127, SCALES.value_at(IN_2009, DwellingType.T1, Zone.I))
    assert check.monthly_cents == 33127
    assert check.excess_cents == 2000
    assert plain(check.warning) == "supérieur au plafond 311,27 € : +20,00 €"


def test_an_amount_at_the_table_or_below_it_gives_no_warning() -> None:
    value = SCALES.value_at(IN_2009, DwellingType.T1, Zone.I)
    assert check_amount(31127, value).warning == ""
    assert check_amount(20000, value).warning == ""


@pytest.mark.parametrize(
    ("code", "department", "zone"),
    [
        ("1", "77", Zone.I),  # Pontault-Combault, 77373
        ("2", "42", Zone.II),  # Saint-Étienne, 42218
        ("1bis", "95", Zone.I),
        ("3", "972", Zone.II),  # Martinique
        ("3", "43", Zone.III),
    ],
)
def test_ac_05_the_zone_follows_the_apl_zoning(code: str, department: str, zone: Zone) -> None:
    assert zone_of(code, department=department) is zone


def test_ac_05_a_code_of_another_zoning_is_not_read() -> None:
    with pytest.raises(ValueError, match="A1"):
        zone_of("A1", department="77")


def test_ac_06_in_1993_the_rent_is_known_and_the_total_is_not() -> None:
    value = SCALES.value_at(date(1994, 1, 1), DwellingType.T3, Zone.II)
    assert value is not None
    assert (value.rent, value.currency) == (156400, Currency.FRF)
    assert value.total is None
    assert value.ceiling_cents is None
    assert "indéterminé" in check_amount(30000, value).warning


def test_no_table_is_used_for_the_years_whose_figures_were_not_found() -> None:
    assert SCALES.at(date(1998, 1, 1)) is None
    assert SCALES.at(date(2007, 12, 31)) is None
    assert "non disponible" in check_amount(30000, SCALES.value_at(date(2005, 1, 1), DwellingType.T1, Zone.I)).warning


def test_each_table_says_its_source_and_whether_it_was_read() -> None:
    assert [(one.version, one.status) for one in SCALES.all()] == [
        ("1993", Status.VERIFIED),
        ("2008", Status.VERIFIED),
        ("2009", Status.TO_VERIFY),
    ]
    assert all(one.source and len(one.rows) == 9 for one in SCALES.all())


def test_a_table_with_a_missing_row_is_not_accepted() -> None:
    text = """
[[scale]]
version = "x"
since = 2008-01-01
source = "x"
status = "verified"
currency = "EUR"
rows = [{ dwelling_type = "t1", rent = { I = 1, II = 1, III = 1 }, charges = 1 }]
"""
    with pytest.raises(LookupError):
        Scales.parse(text)


@given(st.integers(0, 10**7), st.sampled_from(list(DwellingType)), st.sampled_from(list(Zone)))
def test_a_warning_is_given_exactly_above_the_ceiling(cents: int, dwelling_type: DwellingType, zone: Zone) -> None:
    value = SCALES.value_at(IN_2009, dwelling_type, zone)
    assert value is not None
    assert value.ceiling_cents is not None
    check = check_amount(cents, value)
    assert bool(check.warning) == (cents > value.ceiling_cents)
    assert check.excess_cents == max(0, cents - value.ceiling_cents)


@given(st.dates(date(1980, 1, 1), date(2060, 1, 1)))
def test_the_table_of_a_day_started_on_or_before_it(day: date) -> None:
    scale = SCALES.at(day)
    assert scale is None or (scale.since <= day and (scale.last_day is None or day <= scale.last_day))
