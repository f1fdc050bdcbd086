"""Old backups end: what a person had erased must not stay in them for longer than was said (35 days, GOALS R-15, E3)."""

import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from palier.backup import MANIFEST
from palier.restore import read_manifest

EACH_OF = timedelta(days=1)
"""For so long each backup is kept; then the last one of each day."""


def to_remove(made: Iterable[datetime], now: datetime, *, days: int) -> list[datetime]:
    """Which backups end now: older than `days`, or of a past day that has a later one. The newest of all always stays."""
    ordered = sorted(made, reverse=True)
    kept_days = set()
    ended = []
    for number, at in enumerate(ordered):
        day = at.date()
        recent = now - at <= EACH_OF
        if number and (now - at > timedelta(days=days) or (not recent and day in kept_days)):
            ended.append(at)
        kept_days.add(day)
    return ended


def prune(backups: Path, now: datetime, *, days: int) -> list[Path]:
    """Remove the backups of a folder that end, oldest first; which ones. A folder without a manifest is left alone.

    Raises `BackupRefused` for a manifest that cannot be read: a damaged backup is looked at before it is removed.
    """
    found = [path for path in backups.iterdir() if (path / MANIFEST).is_file()]
    made = {path: datetime.fromisoformat(read_manifest(path).made_at) for path in found}
    ended = set(to_remove(made.values(), now, days=days))
    gone = sorted((path for path in found if made[path] in ended), key=lambda path: made[path])
    for path in gone:
        shutil.rmtree(path)
    return gone
