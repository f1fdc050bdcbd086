"""A disk that loses its power, under SQLite: what it may hold at any instant, and whether the store is whole (GOALS B3, P-03).

The statements of real payments are recorded as the program sends them, then sent again through a file layer (APSW's VFS) that
notes each write, sync and deletion. `image` is what the disk may hold after a cut: what was synced since it was written is there;
of the rest each sector of 512 bytes is there or not, by chance; a deletion that was not synced may not have happened.
"""

import random
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import apsw
from msgspec import Struct

SECTOR = 512
Pragmas = Mapping[str, str | int]


class Happened(Struct, frozen=True, kw_only=True):
    """One order to the disk. `what`: write, truncate, sync or delete; `at`: a place or a size; `synced`: of a deletion."""

    what: str
    file: str
    at: int = 0
    data: bytes = b""
    synced: bool = False


class Disk(apsw.VFS):
    """The machine's own disk, with a memory."""

    def __init__(self) -> None:
        self.log: list[Happened] = []
        super().__init__("palier-disk", "unix")

    def xOpen(self, name: Any, flags: list[int]) -> "DiskFile":  # noqa: N802  APSW's name
        return DiskFile(self, name, flags)

    def xDelete(self, name: str, synced: bool) -> None:  # noqa: N802
        self.log.append(Happened(what="delete", file=Path(name).name, synced=bool(synced)))
        super().xDelete(name, synced)


class DiskFile(apsw.VFSFile):
    """One open file of that disk."""

    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        told = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = Path(told).name if told else ""
        super().__init__("unix", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._note(Happened(what="write", file=self._name, at=offset, data=bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._note(Happened(what="truncate", file=self._name, at=size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._note(Happened(what="sync", file=self._name))
        super().xSync(flags)

    def _note(self, one: Happened) -> None:
        if self._name:  # a file without a name is gone with the process
            self._disk.log.append(one)


class Run(Struct, frozen=True, kw_only=True):
    """What the disk was told, what it held before, and after how many orders each act was acknowledged."""

    before: dict[str, bytes]
    log: list[Happened]
    acknowledged: list[int]


def played(store: Path, statements: list[str], pragmas: Pragmas, folder: Path) -> Run:
    """Send the statements to a copy of a store, on a disk that remembers."""
    file = folder / "store.sqlite"
    shutil.copy(store, file)
    before = {file.name: file.read_bytes()}
    disk, acknowledged = Disk(), []
    connection = apsw.Connection(str(file), vfs="palier-disk")
    connection.execute(
        "pragma locking_mode = exclusive" if pragmas["journal_mode"] == "wal" else "pragma locking_mode = normal"
    )
    for name, value in pragmas.items():
        connection.execute(f"pragma {name} = {value}")
    for one in statements:
        connection.execute(one)
        if one.strip().lower().startswith("commit"):
            acknowledged.append(len(disk.log))
    log = list(disk.log)
    connection.close()
    disk.unregister()
    return Run(before=before, log=log, acknowledged=acknowledged)


def image(run: Run, instant: int, chance: random.Random) -> dict[str, bytes]:
    """What the disk may hold when the power goes just before order number `instant`."""
    files = {name: bytearray(content) for name, content in run.before.items()}
    last_sync = {one.file: number for number, one in enumerate(run.log[:instant]) if one.what == "sync"}
    for number, one in enumerate(run.log[:instant]):
        sure = number < last_sync.get(one.file, -1)
        if one.what == "delete":
            if one.synced or chance.random() < 0.5:
                files.pop(one.file, None)
        elif one.what == "truncate":
            if sure or chance.random() < 0.5:
                held = files.setdefault(one.file, bytearray())
                del held[one.at :]
        elif one.what == "write":
            held = files.setdefault(one.file, bytearray())
            for start, part in sectors(one):
                if sure or chance.random() < 0.5:
                    held.extend(b"\0" * max(0, start + len(part) - len(held)))
                    held[start : start + len(part)] = part
    return {name: bytes(content) for name, content in files.items()}


def sectors(one: Happened) -> Iterator[tuple[int, bytes]]:
    """A write, cut where the disk's sectors are."""
    start, end = one.at, one.at + len(one.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield start, one.data[start - one.at : stop - one.at]
        start = stop


class Cut(Struct, frozen=True, kw_only=True):
    """What a store says once it is opened again. `rows`: those of the query that was asked; None: it cannot be read."""

    sound: bool
    rows: int | None


def opened_again(files: Mapping[str, bytes], folder: Path, asked: str) -> Cut:
    """Put an image on a fresh disk and open the store, as the program does after a cut."""
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    connection = apsw.Connection(str(folder / "store.sqlite"))
    try:
        sound = connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        rows: Any = connection.execute(asked).fetchall()[0][0]
        return Cut(sound=sound, rows=rows)
    except apsw.Error:
        return Cut(sound=False, rows=None)
    finally:
        connection.close()
