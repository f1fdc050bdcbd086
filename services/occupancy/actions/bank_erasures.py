"""The relay's part: the service that keeps bank lines is told which ones name an erased household, until it has heard."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from kernel.acts import Staff, housekeeping
from kernel.db import Database
from kernel.errors import Refusal
from kernel.pace import wait_after
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.data_eliminations import DataElimination
from occupancy.store import bank_erasures as store
from occupancy.store.data_eliminations import find_elimination
from occupancy.store.law import law_in_force

log = logging.getLogger("palier")


async def tell_erased_lines(db: Database, alt_units: AltUnits, *, now: datetime, everything: bool) -> int:
    """How many lines could not be told."""
    left = 0
    for elimination_id, rows in (await store.untold(None if everything else now)).items():
        under = await find_elimination(elimination_id)
        try:
            await _tell(alt_units, under, [row["line_id"] for row in rows], now)
        except Refusal as refusal:
            log.warning("erasure of bank lines not told: %s", refusal.code)
            async with housekeeping(db):
                await store.note_try(rows, now + wait_after(rows[0]["tries"] + 1))
            left += len(rows)
            continue
        async with housekeeping(db):
            await store.mark_told([row["id"] for row in rows], now)
    return left


async def tell_erased_lines_again(db: Database) -> None:
    """At the start: told once more, as often as one likes, in case the other service came back from an older backup."""
    async with housekeeping(db):
        await store.untell()


async def _tell(alt_units: AltUnits, under: DataElimination, line_ids: list[UUID], now: datetime) -> None:
    assert under.visa is not None
    assert under.visa_on is not None
    assert under.carried_out_by is not None
    kept = (await law_in_force()).at("retention.answer_days", now.date()).number
    await alt_units.erase_lines(
        line_ids,
        elimination=under.reference,
        visa=under.visa,
        visa_on=under.visa_on,
        answers_before=(now - timedelta(days=kept)).date(),
        by=Staff(id=under.carried_out_by, name=under.carried_out_by_name or ""),
    )
