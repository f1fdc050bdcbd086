"""A pytest plugin: one JSON line a test, with what the test said of itself by `record_property` (`n`, `seed`, `figure`)."""

import json
import os
from pathlib import Path

import pytest

OUT = "PALIER_RECORD"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep the call of each test, and whatever failed or was skipped around it."""
    if report.when != "call" and report.outcome == "passed":
        return
    line = {
        "node": report.nodeid,
        "outcome": report.outcome,
        "seconds": report.duration,
        **{name: value for name, value in report.user_properties if name in ("n", "seed", "figure")},
    }
    with Path(os.environ[OUT]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
