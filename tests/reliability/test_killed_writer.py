"""A writer killed without warning on SQLite: nothing acknowledged is lost, twice or by halves (GOALS B1, P-10)."""

import os
from collections.abc import Callable
from typing import Any

from tests.support.processes import told_by

KILLS = int(os.environ.get("PALIER_WRITER_KILLS", "12"))
SEED = 20261127


def killed(url: str, kills: int, *broken: str) -> dict[str, Any]:
    """What the store was found to hold after so many kills."""
    return told_by("tests.support.killed_writer", url, str(kills), str(SEED), *broken)


def test_a_killed_writer_loses_nothing_doubles_nothing_and_leaves_no_half(
    sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    found = killed(sqlite_url, KILLS)
    assert (found["lost"], found["twice"], found["wrong"]) == (0, 0, 0)
    assert found["acknowledged"] > KILLS
    record_property("n", KILLS)
    record_property("seed", SEED)
    record_property("figure", f"{found['acknowledged']} paiements confirmés, prêt en {found['slowest']} s au plus")


def test_control_an_act_that_is_not_one_transaction_is_found_by_halves(sqlite_url: str) -> None:
    assert killed(sqlite_url, 12, "tearing")["wrong"] > 0


def test_control_a_new_key_for_each_try_counts_a_payment_twice(sqlite_url: str) -> None:
    assert killed(sqlite_url, 25, "forgetful")["twice"] > 0
