"""A writer killed without warning on SQLite: nothing acknowledged is lost, twice or by halves (GOALS B1, P-10)."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("PALIER_WRITER_KILLS", "12"))
SEED = 20261127


def killed(url: str, kills: int, *broken: str) -> dict[str, Any]:
    """What the store was found to hold after so many kills."""
    words = [sys.executable, "-m", "tests.support.killed_writer", url, str(kills), str(SEED), *broken]
    path = os.pathsep.join([str(ROOT), str(ROOT / "services")])
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


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
