"""A PostgreSQL whose disk is small and can be filled to the last byte: a file system of its own, in memory, for one test."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.support import postgres
from tests.support.needs import CannotBeHad

SIZE_MB = 160
FILLER = "filler"


class SmallDisk:
    """The disk under a server. What fills it is a file beside the server's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def free(self) -> int:
        """Bytes that are left to anybody."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    def fill(self, *, but: int) -> None:
        """Take everything but so many bytes."""
        with (self.folder / FILLER).open("ab") as file:
            os.posix_fallocate(file.fileno(), file.tell(), max(self.free - but, 1))

    def clear(self) -> None:
        """Room again."""
        (self.folder / FILLER).unlink(missing_ok=True)


class Cramped:
    """The server on that disk, which a supervisor would start again when it ends."""

    def __init__(self, disk: SmallDisk, home: Path, *, durable: bool) -> None:
        self.disk, self._home, self._durable = disk, home, durable
        self._account = postgres.unprivileged_account()
        self._binaries = postgres.reachable(postgres.find_binaries(), home, self._account)
        self._password = secrets.token_urlsafe(24)
        postgres.initialise(self._binaries, home, self._account, self._password)
        self._process, self.url = postgres.start(self._binaries, home, self._account, self._password, durable=durable)

    def start_again_if_ended(self) -> bool:
        """As systemd does (`Restart=`): whether it had ended."""
        if self._process.poll() is None:
            return False
        port = urlsplit(self.url).port or 0
        self._process, _ = postgres.start(
            self._binaries, self._home, self._account, self._password, at=port, durable=self._durable
        )
        return True

    def said(self) -> str:
        """The server's own log since it was last started."""
        return (self._home / "log").read_text(errors="replace")

    def stop(self) -> None:
        postgres.stop(self._process)


@contextmanager
def cramped(*, durable: bool = True) -> Iterator[Cramped]:
    """A server on a small disk, for as long as the block lasts. `durable`: it waits for the disk before it acknowledges.

    Raises `CannotBeHad` where nothing may be mounted."""
    home = postgres.make_home()
    folder = home / "disk"
    folder.mkdir()
    try:
        _mount(folder)
        try:
            data = Path(tempfile.mkdtemp(prefix="pg-", dir=folder))
            (home / "data").symlink_to(data)
            server = Cramped(SmallDisk(folder), home, durable=durable)
            try:
                yield server
            finally:
                server.stop()
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _mount(folder: Path) -> None:
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=755", "palier-test", str(folder)]
    bring = "lancer les tests sous un compte qui peut monter un disque (root)"
    if os.geteuid() != 0 or shutil.which("mount") is None:
        raise CannotBeHad("aucun disque ne peut être monté", bring)
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBeHad(f"le disque d'essai ne se monte pas : {done.stderr.strip()[-200:]}", bring)
