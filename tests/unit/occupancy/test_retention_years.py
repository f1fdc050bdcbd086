"""Sixteen simulated years of files at their term (the accounts keep names for ten), against an oracle of days (GOALS E2, P-24).

`PALIER_RETENTION_HOUSEHOLDS` says how many households. Each is seen on the day of each term, the day after, and on days drawn
over the years, while its life goes on: an open stay, a debt, a later contact, a suspension by the rows that stand for it.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from kernel.calendar import add_months
from occupancy.domain import data_eliminations
from occupancy.domain.data_eliminations import Stage, due_files
from occupancy.law import LAW

HOUSEHOLDS = int(os.environ.get("PALIER_RETENTION_HOUSEHOLDS", "150"))
BEGIN, YEARS = date(2016, 1, 1), 16
SEEN_ON = 12
"""Days drawn over the years on which each household is looked at, beside those of its terms."""
FILE, CONTRACT, CANDIDATE, ACCOUNTS = (
    LAW.at(f"retention.{name}_months", BEGIN).number for name in ("household", "contract", "candidate", "accounts")
)


@dataclass
class Life:
    """What the oracle knows of a household: days, nothing else."""

    contacts: list[date]
    left: list[date] = field(default_factory=list)
    supported: bool = False
    entries: list[date] = field(default_factory=list)
    housed_until: date | None = None
    owes_until: date | None = None

    def due(self, day: date) -> set[str]:
        """Which parts may go on a day; told without a look at the program."""
        if (self.housed_until and day < self.housed_until) or (self.owes_until and day < self.owes_until):
            return set()
        seen = [one for one in (*self.contacts, *self.left, *self.entries) if one <= day]
        if not seen:
            return set()
        whole = add_months(max(seen), FILE if self.left or self.supported else CANDIDATE)
        whole = max([whole, *(add_months(one, CONTRACT) for one in self.left)])
        names = max([whole, *(add_months(one, ACCOUNTS) for one in self.entries)])
        return {name for name, term in (("file", whole), ("accounts", names)) if day > term}


def drawn(chance: random.Random) -> Life:
    """A life that began at the latest in the third year."""
    day = BEGIN + timedelta(days=chance.randrange(365 * 3))
    life = Life([day + timedelta(days=chance.randrange(60)) for _ in range(chance.randrange(1, 4))])
    life.supported = chance.random() < 0.2
    if chance.random() < 0.7:
        end = day + timedelta(days=chance.randrange(30, 700))
        life.left, life.housed_until = [end], end
        life.entries = [day + timedelta(days=chance.randrange(30, 700)) for _ in range(chance.randrange(1, 6))]
        if chance.random() < 0.3:
            life.owes_until = max([end, *life.entries]) + timedelta(days=chance.randrange(1, 900))
            life.entries.append(life.owes_until)
    if chance.random() < 0.2:
        life.contacts.append(day + timedelta(days=chance.randrange(800, 1500)))
    return life


def rows(life: Life, household: UUID, today: date) -> dict[str, list[dict[str, Any]]]:
    """The file as the tables hold it on a day: nothing that comes later is written yet."""
    account = f"household:{household}:fees"
    pairs = [one for one in life.entries if one <= today]
    transfers = [
        {"debit_account": debit, "credit_account": credit, "amount_cents": 100, "booked_on": one}
        for one in pairs
        for debit, credit in ((account, "revenue:fees"), ("regie", account))
    ]
    if life.owes_until and today < life.owes_until:
        owed = {
            "debit_account": account,
            "credit_account": "revenue:fees",
            "amount_cents": 5,
            "booked_on": min(life.contacts),
        }
        transfers.append(owed)
    ended = [one for one in life.left if one <= today]
    contracts = [{"status": "ended", "ended_on": one, "last_day": one, "first_day": one} for one in ended]
    if life.housed_until and today < life.housed_until:
        contracts.append({"status": "signed", "ended_on": None, "last_day": life.housed_until, "first_day": BEGIN})
    met = [{"state": "closed", "on": one} for one in life.contacts if one <= today]
    support = met if life.supported else []
    return {
        "household": [{"reference": "X", "seen": one["on"]} for one in met] or [{"reference": "X"}],
        "contract": contracts, "transfer": transfers, "support_measure": support, "referral": [], "attribution": [],
    }  # fmt: skip


def looked_at(life: Life, chance: random.Random) -> list[date]:
    last = BEGIN + timedelta(days=365 * YEARS)
    days = {BEGIN + timedelta(days=chance.randrange(365 * YEARS)) for _ in range(SEEN_ON)}
    for one in (*life.contacts, *life.left, *life.entries):
        for months in (FILE, CONTRACT, CANDIDATE, ACCOUNTS):
            days |= {add_months(one, months) + timedelta(days=more) for more in (0, 1)}
    return sorted(day for day in days if day <= last)


def differences(count: int, seed: int) -> tuple[int, int]:
    """How many looks, and on how many the program and the oracle do not say the same."""
    chance, looks, wrong = random.Random(seed), 0, 0
    for number in range(count):
        life, household = drawn(chance), UUID(int=number + 1)
        done: set[Stage] = set()
        for day in looked_at(life, chance):
            wanted = {name for name in life.due(day) if Stage(name) not in done}
            found = due_files(household, rows(life, household, day), date.min, done, LAW, today=day)
            looks, wrong = looks + 1, wrong + ({one.stage.value for one in found} != wanted)
            if chance.random() < 0.5:  # the list is not carried out each time: what is left must still be due later
                done |= {one.stage for one in found}
    return looks, wrong


def test_over_the_years_each_part_of_each_file_is_due_when_its_term_is_past_and_never_before(
    record_property: Callable[[str, object], None],
) -> None:
    looks, wrong = differences(HOUSEHOLDS, seed=20261127)
    assert wrong == 0
    assert looks > 10 * HOUSEHOLDS
    record_property("n", HOUSEHOLDS)
    record_property("seed", 20261127)


def test_control_a_program_that_forgets_the_term_of_the_accounts_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    months = data_eliminations._months
    monkeypatch.setattr(
        data_eliminations, "_months", lambda law, key, day: months(law, key, day) - (key == data_eliminations.ACCOUNTS)
    )
    assert differences(HOUSEHOLDS, seed=20261127)[1] > 0
