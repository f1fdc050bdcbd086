"""The worked cases of the domain notes (§ 7), each a test under its own number; this file keeps the list whole.

AC-01 to AC-06 stand in `test_scales`, AC-10 to AC-25 in `test_claim_amounts`, `test_conventions` and
`test_payment_schedules`, AC-27 and AC-30 in `test_regimes`, AC-40 and AC-43 in `test_statistics`.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from kernel.calendar import last_day_after
from kernel.money import split_evenly
from tests.unit.alt_units.claiming import T1_CENTS

TESTS = Path(__file__).parents[2]
CASES = ("01", "02", "03", "04", "05", "06", "10", "11", "12", "20", "21", "24", "25", "27", "30", "31")


def under(number: str) -> bool:
    """True when a test bears the number of the case."""
    named = re.compile(rf"def test_\w*ac_{number}_")
    return any(named.search(file.read_text(encoding="utf-8")) for file in TESTS.rglob("test_*.py"))


@pytest.mark.parametrize("number", CASES)
def test_every_worked_case_is_a_test_under_its_own_number(number: str) -> None:
    assert under(number)


def test_a_case_without_a_test_is_seen() -> None:
    assert not under("99")


def test_ac_31_three_months_from_10_january_2018_end_on_9_april_and_renewed_once_on_9_july() -> None:
    first = last_day_after(date(2018, 1, 10), 3)
    assert first == date(2018, 4, 9)
    assert last_day_after(date(2018, 4, 10), 3) == date(2018, 7, 9)


def test_ac_25_three_equal_payments_and_a_balance_that_lacks_two_months_of_a_t1() -> None:
    thirds = split_evenly(11_765_88, 3)
    assert thirds == (3_921_96,) * 3
    effective = 11_765_88 - 2 * T1_CENTS
    assert (effective, effective - sum(thirds[:2])) == (11_143_34, 3_299_42)
