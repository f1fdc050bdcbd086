"""The journals of an installation: verified from outside, and told when a backup is put back."""

from pathlib import Path

from kernel.checkpoints import Checkpoints
from kernel.clock import SystemClock
from kernel.db import Database
from kernel.journal_chain import JournalKey
from kernel.journal_sealing import Verified, checkpoints_of, declare_restored, verify
from kernel.settings import SERVICES, Settings
from palier.site import create_one


async def verify_service(service: str, db: Database, settings: Settings, folder: Path | None) -> Verified:
    """Follow one service's chain to its end."""
    former = settings.former_secrets
    key, clock = JournalKey(settings.secret, service, former), SystemClock(settings.zone)
    checkpoints = Checkpoints(folder, settings.secret, service, former) if folder else None
    await db.open()
    try:
        return await verify(db, key, checkpoints, clock.now())
    finally:
        await db.close()


async def say_restored(settings: Settings) -> None:
    """Where there are checkpoints, say that each chain now goes on from the backup that was put back."""
    clock = SystemClock(settings.zone)
    for service in SERVICES:
        checkpoints = checkpoints_of(settings, service)
        if checkpoints is None:
            continue
        db: Database = create_one(service, settings, clock).state.db
        await db.open()
        try:
            await declare_restored(db, checkpoints, clock.now())
        finally:
            await db.close()
