"""Spoiled park templates: read, or refused in a typed way. The long count is in `tests/benchmarks/fuzz_park_files.py`."""

import random

import pytest

from tests.benchmarks import fuzz_park_files
from tests.benchmarks.fuzz_park_files import WRITERS, one_input, read, written


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("kind", WRITERS)
def test_a_spoiled_template_is_read_or_refused(kind: str) -> None:
    dice = random.Random(20261126)
    found = {read(one_input(kind, written(kind, dice), dice)) for _ in range(150)}
    assert "lu" in found
    assert any(one.startswith("refusé") for one in found)


def test_the_count_stops_at_an_exception_that_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(content: bytes) -> None:
        raise KeyError(len(content))

    monkeypatch.setattr(fuzz_park_files, "read_park", broken)
    with pytest.raises(KeyError):
        read(b"x")
