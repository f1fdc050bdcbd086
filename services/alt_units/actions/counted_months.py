"""What an end or a retirement takes from the claims, month by month, read before it is done. Nothing is written."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec.structs import replace

from alt_units.actions.claims import room_of
from alt_units.domain.claim_readings import readings_of
from alt_units.domain.claim_terms import ceiling_cents, dwelling_month, dwelling_of
from alt_units.domain.conventions import Convention
from alt_units.domain.counted_months import CountedMonth, count_month
from alt_units.domain.units import Unit
from alt_units.store import claim_answers, dwellings, presence
from kernel.db import Database
from kernel.law import Law
from kernel.period import Month


async def counted_months(
    db: Database,
    law: Law,
    before: Convention,
    after: Convention,
    months: Sequence[Month],
    *,
    changed: Mapping[UUID, Unit],
) -> list[CountedMonth]:
    """The months in which the claims of the convention would count otherwise; `changed`: the units as they would be."""
    park = await dwellings.dwellings_of(db, before.id)
    parks = park, {**park, **{unit_id: dwelling_of(unit) for unit_id, unit in changed.items() if unit_id in park}}
    recorded = await claim_answers.find_readings(before.id)
    found = []
    for month in months:
        lines = [line for line in before.lines if line.covers(month)]
        seen = await presence.presence_of_units([line.unit_id for line in lines], str(month))
        room, readings = await room_of(db, before, month), readings_of(law, before, month, recorded)
        rooms = room, replace(room, ceiling_cents=ceiling_cents(after, month))
        sides = [
            count_month(
                law,
                convention,
                month,
                [dwelling_month(convention, line, units[line.unit_id], seen.get(line.unit_id)) for line in lines],
                room=left,
                readings=readings,
            )
            for convention, units, left in zip((before, after), parks, rooms, strict=True)
        ]
        held = before.at(month)
        one = CountedMonth(
            month=month,
            convention_label=before.label,
            rule=held.rule,
            basis=held.basis,
            before=sides[0],
            after=sides[1],
        )
        if one.lost_units or one.lost_cents:
            found.append(one)
    return found
