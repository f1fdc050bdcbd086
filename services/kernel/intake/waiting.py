"""Files between their preview and their confirmation: read one at a time, kept for a while, seen by their sender only."""

import asyncio
import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from kernel.acts import Act, housekeeping
from kernel.db import Database
from kernel.errors import NotFound
from kernel.intake.imports import SentFile

T = TypeVar("T")
WAITS = timedelta(hours=2)
"""How long a file waits for its confirmation."""

_READING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="intake")
"""One at a time: a large file takes seconds and a hundred megabytes."""


async def read_in_turn(read: Callable[[bytes], T], content: bytes) -> T:
    """Beside the requests, one file after the other. Raises what `read` raises."""
    return await asyncio.get_running_loop().run_in_executor(_READING, read, content)


class Waiting:
    """The files without faults of one service, between their preview and their confirmation; each seen by its sender only.

    `row`: a table with the columns of `park_upload`. `gone`: what is raised for a file that no longer waits.
    """

    def __init__(self, row: Any, gone: type[NotFound]) -> None:
        self._row, self._gone = row, gone

    async def keep(self, db: Database, file: SentFile, act: Act) -> UUID:
        """It replaces what the same person had sent; whatever is too old goes too."""
        row, upload_id = self._row, uuid4()
        async with housekeeping(db):
            await row.delete().where((row.expires_at <= act.at) | (row.actor_id == act.by.id))
            await row.insert(
                row(
                    id=upload_id,
                    actor_id=act.by.id,
                    file_name=file.name,
                    sha256=file.sha256,
                    content=base64.b64encode(file.content).decode(),
                    sent_at=act.at,
                    expires_at=act.at + WAITS,
                )
            )
        return upload_id

    async def find(self, upload_id: UUID, act: Act) -> SentFile:
        """Raises what the service says of a file that is gone."""
        row = self._row
        found = await row.select().where(row.id == upload_id, row.actor_id == act.by.id, row.expires_at > act.at)
        if not found:
            raise self._gone("Le fichier a été importé, ou attend depuis trop longtemps : envoyez-le de nouveau.")
        return SentFile(name=found[0]["file_name"], content=base64.b64decode(found[0]["content"]))

    async def forget(self, upload_id: UUID) -> None:
        """Inside the act that imports it: the file no longer waits."""
        await self._row.delete().where(self._row.id == upload_id)

    async def forget_expired(self, db: Database, at: datetime) -> None:
        """Files that nobody confirmed in time: what they hold is kept no longer."""
        async with housekeeping(db):
            await self._row.delete().where(self._row.expires_at <= at)
