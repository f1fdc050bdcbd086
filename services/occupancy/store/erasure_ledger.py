"""What was erased, kept outside the database: numbers and visas, no name. A restored backup forgets again by it at the start.

Ground: GOALS E7. One line a list in `effacements.jsonl`, in the folder of the checkpoints, written before the commit: an erasure
that has its visa and did not end is done at the next start.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from occupancy.domain.data_eliminations import DataElimination

FILE = "effacements.jsonl"


def keep_erasure(folder: Path | None, one: DataElimination) -> None:
    """Append, and wait until it is on the disk. Without a folder nothing is kept."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("ab") as file:
        file.write(msgspec.json.encode(one) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def kept_erasures(folder: Path | None) -> Iterator[DataElimination]:
    """Every list, first to last; a line cut by a crash is the last one, and left."""
    path = folder / FILE if folder else None
    if path is None or not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            yield msgspec.json.decode(line, type=DataElimination)
        except msgspec.DecodeError:
            return
