"""Lives of contracts in any order, through the API and the page, on both engines, against what people did.

`PALIER_LIVES` says how many lives; a few by default. Many take long: `-s` shows how far they are, and `PALIER_LIVES_FROM`
takes a run up where it stopped.

Lived in November 2026 without a fault: 10,000 on SQLite (60,929 acts admitted), 10,000 on PostgreSQL.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from occupancy.actions import notices, renewals
from occupancy.domain import contracts as rules
from occupancy.stay_invariants import STAY_INVARIANTS
from tests.support.contract_lives import START, ContractLives
from tests.support.inline_sqlite import inline_sqlite
from tests.support.progress import batches
from tests.support.stay_desk import open_desk
from tests.support.stock import Stock
from tests.support.stores import Borrowed

LIVES = int(os.environ.get("PALIER_LIVES", "25"))
ACTS = {"signature", "renewal-requests", "renewals", "renewal-denial", "notice", "notice-withdrawal", "overstays"}
ACTS |= {"end", "cancellation", "turnaround"}


def size(lives: int) -> settings:
    return settings(
        max_examples=lives,
        stateful_step_count=20,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def machine_on(url: str, number: int = 0) -> Iterator[type[ContractLives]]:
    """The machine, on one program that runs through all its lives. Another `number`, other lives: always the same ones."""
    with inline_sqlite(), asyncio.Runner() as runner:
        opening = open_desk(url, Stock(), START)

        class Machine(ContractLives):
            lived = 0

        Machine.runner, Machine.done = runner, {}
        Machine.desk = runner.run(opening.__aenter__())
        Machine.desk.app.state.relay.wake = lambda: None  # the stock is told now and then, not after each act
        yield seed(number)(Machine)
        runner.run(opening.__aexit__(None, None, None))


@pytest.mark.slow
def test_whatever_the_clerks_try_no_place_is_given_twice_and_no_day_of_a_stay_is_lost(stores: Borrowed) -> None:
    done: Counter[str] = Counter()
    for number, lives in batches(LIVES, f"vies de contrats, {stores.engine}"):
        with machine_on(stores.empty(), number) as machine:
            run_state_machine_as_test(machine, settings=size(len(lives)))
            for fact in STAY_INVARIANTS:
                assert machine.runner.run(fact(machine.desk.app.state.db)) == []
            done.update(machine.done)
    assert set(done) == ACTS
    print(f"{done.total()} actes admis : {dict(done)}")


async def nothing(*_: object) -> None:
    """What a broken variant does instead."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "name", "broken"),
    [
        (renewals, "keep_stay_deadlines", nothing),
        (notices, "drop_request", nothing),
        (rules, "renew", lambda contract, plan: rules.replace(contract, last_day=plan.last_day)),
        (renewals.store, "insert_term", nothing),
    ],
    ids=["deadlines forgotten", "request left waiting", "notice left after a renewal", "term not kept"],
)
def test_the_machine_catches_a_program_that_forgets(
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    broken: object,
) -> None:
    """The controls: the same lives, one line of the program taken out."""
    monkeypatch.setattr(module, name, broken)
    with machine_on(database_url) as machine, pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(machine, settings=size(60))
