"""JSON log lines, one per event. Never a body, a query, a cookie or a name: only ids, routes and times."""

import json
import logging
import sys
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

FIELDS = ("request_id", "method", "route", "status", "ms", "actor", "by_service", "service", "count", "seconds")


class JsonLines(logging.Formatter):
    """One JSON object per line; line breaks inside values stay escaped."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_as_json(file: Path | None = None) -> None:
    """Send everything as JSON lines to standard error; or to a file that never grows beyond 20 MB, errors to both.

    Libraries speak from warnings on.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file:
        handlers[0].setLevel(logging.ERROR)
        file.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(file, maxBytes=5_000_000, backupCount=3, encoding="utf-8"))
    for handler in handlers:
        handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = handlers
    root.setLevel(logging.WARNING)
    logging.getLogger("palier").setLevel(logging.INFO)
