"""Killed between the commit and the answer, the program takes a payment in once and answers the retry as it would have (A3)."""

import os
from collections.abc import Callable
from typing import Any

from tests.support.processes import told_by
from tests.support.stores import Borrowed

KILLS = int(os.environ.get("PALIER_KILLED_ANSWERS", "6"))
SEED = 20261127


def killed(url: str, kills: int, *broken: str) -> dict[str, Any]:
    """What the books said after so many kills."""
    return told_by("tests.support.killed_answer", url, str(kills), str(SEED), *broken)


def test_a_payment_whose_answer_never_left_is_taken_in_once_and_its_retry_is_answered(
    stores: Borrowed, record_property: Callable[[str, object], None]
) -> None:
    found = killed(stores.empty(), KILLS)
    assert (found["twice"], found["lost"], found["otherwise"], found["wrong"]) == (0, 0, 0, 0)
    assert min(found["before"], found["after"]) > 0
    record_property("n", KILLS)
    record_property("seed", SEED)
    record_property("figure", f"{found['after']} arrêts après la validation, {found['before']} avant")


def test_control_a_retry_under_a_new_key_is_a_second_payment(sqlite_url: str) -> None:
    assert killed(sqlite_url, 4, "forgetful")["twice"] > 0
