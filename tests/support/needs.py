"""What some tests need from the machine. Where it cannot be had: a loud skip, or a failure when nothing may be skipped."""

import os
from collections.abc import Mapping

import pytest


class CannotBeHad(Exception):
    """Something the machine lacks, with the command that would bring it."""

    def __init__(self, what: str, bring: str) -> None:
        super().__init__(f"{what}. Pour l'avoir : {bring}")


WITHOUT = "Non testé, sans "
"""How the reason of every such skip or failure begins."""


def nothing_may_be_skipped(environment: Mapping[str, str] = os.environ) -> bool:
    """True where a skip would hide a hole: continuous integration, or on demand."""
    return environment.get("PALIER_REQUIRE_ALL", "") not in ("", "0") or environment.get("CI", "") in ("1", "true")


def go_without(name: str, problem: CannotBeHad) -> None:
    """Skip the test that asked; fail it instead where nothing may be skipped."""
    why = f"{WITHOUT}{name} : {problem}"
    if nothing_may_be_skipped():
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def went_without(report: str) -> str:
    """What a test's report says that it went without, or nothing."""
    _, found, words = report.partition(WITHOUT)
    return words.splitlines()[0].rstrip("')") if found else ""
