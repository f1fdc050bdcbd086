"""Lives of contracts in any order, through the API and the page, on both engines, against what people did.

`PALIER_LIVES` says how many lives; a few by default. Many take long: `-s` shows how far they are.
"""

import asyncio
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from occupancy.actions import notices, renewals
from occupancy.domain import contracts as rules
from occupancy.stay_invariants import STAY_INVARIANTS
from tests.support.contract_lives import START, ContractLives
from tests.support.progress import tell
from tests.support.stay_desk import open_desk
from tests.support.stock import Stock

LIVES = int(os.environ.get("PALIER_LIVES", "25"))
ACTS = {"signature", "renewal-requests", "renewals", "renewal-denial", "notice", "notice-withdrawal", "overstays"}
ACTS |= {"end", "cancellation", "turnaround"}


def size(lives: int) -> settings:
    return settings(
        max_examples=lives,
        stateful_step_count=20,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def machine(database_url: str) -> Iterator[type[ContractLives]]:
    """The machine, on one program that runs through all the lives."""
    with asyncio.Runner() as runner:
        opening = open_desk(database_url, Stock(), START)

        class Machine(ContractLives):
            lived = 0

            def teardown(self) -> None:
                super().teardown()
                tell(self.lived, "vies de contrats", f"{sum(self.done.values())} actes admis")

        Machine.runner, Machine.done = runner, {}
        Machine.desk = runner.run(opening.__aenter__())
        yield Machine
        runner.run(opening.__aexit__(None, None, None))


@pytest.mark.slow
def test_whatever_the_clerks_try_no_place_is_given_twice_and_no_day_of_a_stay_is_lost(
    machine: type[ContractLives],
) -> None:
    run_state_machine_as_test(machine, settings=size(LIVES))
    assert set(machine.done) == ACTS
    for fact in STAY_INVARIANTS:
        assert machine.runner.run(fact(machine.desk.app.state.db)) == []
    print(f"{machine.lived} vies, {sum(machine.done.values())} actes admis : {machine.done}")


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
    machine: type[ContractLives],
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    broken: object,
) -> None:
    """The controls: the same lives, one line of the program taken out."""
    monkeypatch.setattr(module, name, broken)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(machine, settings=size(60))
