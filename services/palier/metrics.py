"""Figures for the monitoring, in OpenMetrics, on an address of their own that no proxy leads to (`PALIER_METRICS`).

Ages are told as ages: of the newest backup, of the last rehearsal, of what the journal has not bound yet, of what the outbox has
not delivered. A figure that cannot be had is left out, and `palier_up` says 0 for a service whose database does not answer.
"""

import asyncio
import logging
import os
import shutil
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kernel.clock import Clock
from kernel.http.counts import Family, Sample, exposition
from kernel.journal_patrol import Patrol
from kernel.journal_sealing import checkpoints_of, head_of, waiting_rows
from kernel.settings import Settings
from palier.backup import BackupRefused
from palier.drill import newest

log = logging.getLogger("palier")
CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
PATIENCE = 5.0
WATCHED = {
    "sign_in_failures": ("palier_sign_in_failures", "Wrong passwords and codes counted in the last five minutes."),
    "import_waiting_seconds": ("palier_import_waiting_seconds", "Age of the oldest bank file not yet imported."),
    "bank_line_waiting_seconds": ("palier_bank_line_waiting_seconds", "Age of the oldest bank line not explained."),
    "outbox_waiting_seconds": ("palier_outbox_waiting_seconds", "Age of the oldest row that waits in the outbox."),
}
"""What a service says of itself, and the name of the figure that it becomes."""
DRILL = "drill.json"
"""The file beside the backups where the nightly rehearsal leaves its line: `palier drill … --json > drill.json`."""


class Figures:
    """What can be measured of the apps of this process, and of the machine under them."""

    def __init__(self, apps: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        self._apps, self._settings, self._clock = apps, settings, clock
        self._began = time.time()
        self._patrols: dict[str, Patrol] = {}

    async def text(self) -> str:
        """The exposition, with its last line. Families of several services stand together, as the format asks."""
        here = gauge(
            "palier_clock_seconds", "What this machine holds for the time, in seconds since 1970.", time.time()
        )
        gathered: dict[str, list[str]] = {here.name: exposition([here])}
        for name, app in self._apps.items():
            for family in [*app.state.requests.families(), *await self._of_service(name, app)]:
                if lines := exposition([family], service=name):
                    gathered.setdefault(family.name, lines[:2]).extend(lines[2:])
        for family in self._of_machine():
            gathered[family.name] = exposition([family])
        return "\n".join([*(line for lines in gathered.values() for line in lines), "# EOF", ""])

    async def _of_service(self, name: str, app: Any) -> list[Family]:
        try:
            async with asyncio.timeout(PATIENCE):
                return [gauge("palier_up", "1 when the database answers.", 1), *await self._of_database(name, app)]
        except Exception as error:  # whatever the driver raises
            log.warning("metrics: %s does not answer (%s)", name, type(error).__name__)
            return [gauge("palier_up", "1 when the database answers.", 0)]

    async def _of_database(self, name: str, app: Any) -> list[Family]:
        db, now = app.state.db, self._clock.now()
        count, oldest = await waiting_rows(db)
        head = await head_of(db)
        found = [
            gauge("palier_journal_unbound_rows", "Journal rows that wait for their link.", count),
            gauge("palier_journal_unbound_seconds", "Age of the oldest of them.", _age(now, oldest)),
            gauge("palier_journal_links", "Length of the journal's chain.", head.seq),
        ]
        if db.journal_key:
            patrol = self._patrols.setdefault(name, Patrol(db, db.journal_key))
            fault = await patrol.round()
            found.append(gauge("palier_journal_whole", "0 when a row of the journal was changed.", int(fault is None)))
        found += [gauge(*WATCHED[key], value) for key, value in (await app.state.watch(now)).items()]
        if checkpoints := checkpoints_of(self._settings, name):
            said = await asyncio.to_thread(checkpoints.last_seq)
            found.append(gauge("palier_checkpoint_links", "Length that the last checkpoint vouches for.", said))
        facts = await app.state.probe()
        waiting = [
            Sample(value=float(value), labels={"what": fact}) for fact, value in facts.items() if value.isdigit()
        ]
        says = "Rows of the outbox that wait, or were set aside for a person."
        found.append(Family(name="palier_outbox_rows", kind="gauge", says=says, samples=waiting))
        if pool := getattr(db.engine, "pool", None):
            used = pool.get_size() - pool.get_idle_size()
            found.append(
                gauge("palier_pool_used_ratio", "Connections in use, of those allowed.", used / pool.get_max_size())
            )
        return found

    def _of_machine(self) -> list[Family]:
        place = self._settings.data if self._settings.data.is_dir() else Path()
        disk = shutil.disk_usage(place)
        found = [
            gauge(
                "palier_disk_used_ratio", "How full the disk of the data folder is.", round(disk.used / disk.total, 4)
            ),
            gauge("palier_started_seconds", "When this process began, in seconds since 1970.", round(self._began)),
        ]
        if (status := Path("/proc/self/statm")).is_file():
            pages = int(status.read_text().split()[1])
            found.append(gauge("palier_resident_bytes", "Memory of this process.", pages * os.sysconf("SC_PAGE_SIZE")))
            found.append(
                gauge("palier_open_files", "Open descriptors.", sum(1 for _ in Path("/proc/self/fd").iterdir()))
            )
        if self._settings.backups:
            found += _of_backups(self._settings.backups, self._clock.now())
        return found


def _of_backups(folder: Path, now: datetime) -> list[Family]:
    """Ages of the newest backup and of the last rehearsal; a backup that was never made is as old as 1970."""
    try:
        made = datetime.fromtimestamp((newest(folder) / "manifest.json").stat().st_mtime, UTC)
    except (BackupRefused, OSError):
        made = datetime.fromtimestamp(0, UTC)
    found = [gauge("palier_backup_age_seconds", "Age of the newest whole backup.", _age(now, made))]
    if (drilled := folder / DRILL).is_file():
        at = datetime.fromtimestamp(drilled.stat().st_mtime, UTC)
        found.append(gauge("palier_drill_age_seconds", "Age of the last rehearsal of a restoration.", _age(now, at)))
        clean = '"contradicted":[]' in drilled.read_text(encoding="utf-8").replace(" ", "")
        found.append(gauge("palier_drill_clean", "1 when it found nothing wrong.", int(clean)))
    return found


def gauge(name: str, says: str, value: float) -> Family:
    return Family(name=name, kind="gauge", says=says, samples=[Sample(value=value)])


def _age(now: datetime, then: datetime | None) -> float:
    return round(max((now - then).total_seconds(), 0.0), 1) if then else 0.0


class Metered:
    """An app whose figures are told on another address while it lives: the lifespan opens and closes that address."""

    def __init__(self, app: Any, figures: Figures, host: str, port: int) -> None:
        self._app, self._figures, self._host, self._port = app, figures, host, port

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        server = await asyncio.start_server(self._answer, self._host, self._port, limit=4096)
        async with server:
            await self._app(scope, receive, send)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(2 * PATIENCE):
                asked = await reader.readuntil(b"\r\n\r\n")
                if asked.startswith(b"GET /metrics "):
                    status, body = b"200 OK", (await self._figures.text()).encode()
                else:
                    status, body = b"404 Not Found", b""
                head = f"Content-Type: {CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
                writer.write(b"HTTP/1.1 " + status + b"\r\n" + head.encode() + body)
                await writer.drain()
        except (TimeoutError, OSError, ValueError, asyncio.IncompleteReadError):
            pass  # whoever asks badly or slowly is simply left
        finally:
            writer.close()
