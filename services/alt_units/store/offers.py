"""The days on which conventions hold units: a light read, without the conventions themselves."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from alt_units.domain.offers import Held, in_offer
from alt_units.domain.units import Programme, Unit
from alt_units.tables.conventions import ConventionLineRow, ConventionRow
from kernel.period import Month


async def held_days(unit_ids: Sequence[UUID]) -> list[Held]:
    """What the conventions hold of these units: those signed, and those in preparation, which are to follow."""
    if not unit_ids:
        return []
    columns = ConventionLineRow.select(
        ConventionLineRow.convention_id,
        ConventionLineRow.unit_id,
        ConventionLineRow.first_month,
        ConventionLineRow.holds_until,
    )
    lines = await columns.where(ConventionLineRow.unit_id.is_in(list(unit_ids)))
    wanted = list({line["convention_id"] for line in lines})
    if not wanted:
        return []
    heads = ConventionRow.select(ConventionRow.id, ConventionRow.programme, ConventionRow.year, ConventionRow.ended_on)
    by_id = {row["id"]: row for row in await heads.where(ConventionRow.id.is_in(wanted))}
    return [
        Held(
            unit_id=line["unit_id"],
            programme=Programme(head["programme"]),
            first_day=Month.parse(line["first_month"]).first_day,
            last_day=head["ended_on"] or date(head["year"], 12, 31),
        )
        for line in lines
        if (head := by_id.get(line["convention_id"])) and line["holds_until"] >= line["first_month"]
    ]


async def as_offered(units: Sequence[Unit], today: date) -> list[Unit]:
    """The units with their programmes as they are offered on a day: to be read and shown, never saved."""
    held: dict[UUID, list[Held]] = {unit.id: [] for unit in units}
    for one in await held_days(list(held)):
        held[one.unit_id].append(one)
    return [in_offer(unit, held[unit.id], today) for unit in units]


async def offer_of(unit: Unit, today: date) -> Unit:
    """One unit with its programmes as they are offered on a day."""
    (offered,) = await as_offered([unit], today)
    return offered
