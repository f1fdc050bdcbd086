"""When the file of a household is at its term, and what never is."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from kernel.calendar import add_months
from occupancy.domain.data_eliminations import ERASED, Stage, blank, due_files
from occupancy.law import LAW

HOUSEHOLD = UUID(int=1)
LEFT = date(2020, 3, 31)
FAR = date(2045, 1, 1)


def file(**tables: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """A household that left on 31 March 2020, one euro paid and due; `tables` replaces whole tables."""
    account, day = f"household:{HOUSEHOLD}:fees", date(2020, 3, 1)
    owed = {"debit_account": account, "credit_account": "revenue:fees", "amount_cents": 100, "booked_on": day}
    paid = {"debit_account": "regie", "credit_account": account, "amount_cents": 100, "booked_on": day}
    plain: dict[str, list[dict[str, Any]]] = {
        "household": [{"reference": "M-2020-0001"}],
        "contract": [{"status": "ended", "ended_on": LEFT, "last_day": LEFT, "first_day": day}],
        "transfer": [owed, paid],
    }
    return {**{name: [] for name in ("support_measure", "referral", "attribution")}, **plain, **tables}


def stages(today: date, known_on: date = date.min, **tables: list[dict[str, Any]]) -> list[Stage]:
    return [one.stage for one in due_files(HOUSEHOLD, file(**tables), known_on, (), LAW, today=today)]


def test_each_part_is_due_the_day_after_its_term_and_never_the_day_itself() -> None:
    contract = add_months(LEFT, LAW.at("retention.contract_months", FAR).number)
    accounts = add_months(date(2020, 3, 1), LAW.at("retention.accounts_months", FAR).number)
    assert stages(contract) == []
    assert stages(date.fromordinal(contract.toordinal() + 1)) == [Stage.FILE]
    assert stages(accounts) == [Stage.FILE]
    assert stages(date.fromordinal(accounts.toordinal() + 1)) == [Stage.FILE, Stage.ACCOUNTS]


@pytest.mark.parametrize(
    "tables",
    [
        {"contract": [{"status": "signed", "ended_on": None, "last_day": LEFT, "first_day": LEFT}]},
        {"support_measure": [{"state": "running", "opened_on": LEFT}]},
        {"referral": [{"status": "waiting", "received_on": LEFT}]},
        {"transfer": file()["transfer"][:1]},
        {"household": [{"reference": "M-2044-0001"}]},
    ],
)
def test_who_is_housed_accompanied_awaited_in_debt_or_lately_known_is_never_due(tables: dict[str, Any]) -> None:
    assert stages(FAR, **tables) == []


def test_a_household_of_which_no_day_is_known_is_never_due() -> None:
    alone: dict[str, list[dict[str, Any]]] = {"contract": [], "transfer": [], "household": [{"reference": "X"}]}
    assert stages(FAR, **alone) == []
    assert stages(FAR, known_on=LEFT, **alone) == [Stage.FILE, Stage.ACCOUNTS]


def test_a_later_contact_of_any_kind_puts_the_term_off() -> None:
    met = [{"state": "closed", "ended_on": date(2044, 6, 1)}]
    assert stages(FAR, support_measure=met) == []


def test_a_text_is_replaced_and_a_shape_keeps_its_shape() -> None:
    assert (blank("Canari Exemple"), blank(None), blank(""), blank(b"photo")) == (ERASED, None, "", None)
    shape = msgspec.json.decode(blank('{"who":"Canari Exemple","state":"very_good","on":"2020-03-01","cents":5}'))
    assert shape == {"who": ERASED, "state": "very_good", "on": "2020-03-01", "cents": 5}
