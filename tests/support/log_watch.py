"""Every line that the program logs during a run of the tests, looked through for the names of their people (GOALS E6)."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from kernel.http.logs import JsonLines

NAMES = re.compile(r"ménage exemple|\(exemple\)|agent exemple|verveine|dupont|martin", re.IGNORECASE)
"""How the people of the tests and of the demonstration are called. Their organisation and addresses are no persons."""


class LogWatch(logging.Handler):
    """Keeps the lines, written as in production, that name somebody."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(JsonLines())
        self.named: list[str] = []
        self.lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.lines += 1
        if NAMES.search(line):
            self.named.append(line)


@contextmanager
def watched(name: str = "palier") -> Iterator[LogWatch]:
    """Look at what the program, or another logger, says while the block lasts."""
    watch, logger = LogWatch(), logging.getLogger(name)
    before = logger.level
    logger.addHandler(watch)
    logger.setLevel(logging.INFO)
    try:
        yield watch
    finally:
        logger.removeHandler(watch)
        logger.setLevel(before)
