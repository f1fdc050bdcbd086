"""Units with their places, their programme and service periods, their mobilisations and voids."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from alt_units.domain.units import (
    DwellingType,
    Place,
    Programme,
    ProgrammePeriod,
    ServicePeriod,
    Unit,
    UnitFacts,
    UnitNotFound,
    Zone,
)
from alt_units.store.unit_periods import mobilisations_of, save_mobilisations, save_voids, voids_of
from alt_units.tables.park import PlaceRow, ProgrammePeriodRow, ServicePeriodRow, UnitRow
from kernel.calendar import Territory
from kernel.errors import StaleVersion

FACTS = UnitFacts.__struct_fields__


async def find_unit(unit_id: UUID) -> Unit:
    """Raises `UnitNotFound`."""
    rows = await UnitRow.select().where(UnitRow.id == unit_id)
    if not rows:
        raise UnitNotFound()
    return (await _whole(rows))[0]


async def list_units(*, limit: int, after: str | None = None) -> list[Unit]:
    """Units in order of reference, those that follow `after`."""
    query = UnitRow.select().order_by(UnitRow.reference).limit(limit)
    if after is not None:
        query = query.where(UnitRow.reference > after)
    return await _whole(await query)


async def all_units() -> list[Unit]:
    """The whole park, in order of reference: for choices and for the invariants."""
    return await _whole(await UnitRow.select().order_by(UnitRow.reference))


async def find_units(unit_ids: Sequence[UUID]) -> list[Unit]:
    """The units of these ids, those that exist."""
    return await _whole(await UnitRow.select().where(UnitRow.id.is_in(list(unit_ids)))) if unit_ids else []


async def insert_unit(unit: Unit) -> Unit:
    """A new unit with all its parts."""
    await UnitRow.insert(UnitRow(id=unit.id, version=unit.version, retired_on=unit.retired_on, **_facts(unit)))
    await _save_parts(unit, None)
    return unit


async def save_unit(unit: Unit, *, before: Unit, version: int) -> Unit:
    """The unit as decided, on top of the version that was decided on. Raises `StaleVersion`."""
    values = {**_facts(unit), "retired_on": unit.retired_on, "version": version + 1}
    saved = (
        await UnitRow.update({UnitRow._meta.get_column_by_name(name): value for name, value in values.items()})
        .where(UnitRow.id == unit.id, UnitRow.version == version)
        .returning(UnitRow.version)
    )
    if not saved:
        raise StaleVersion("Ce logement a été modifié entre-temps : relisez-le avant de recommencer.")
    await _save_parts(unit, before)
    return await find_unit(unit.id)


def _facts(unit: Unit) -> dict[str, Any]:
    return {name: getattr(unit, name) for name in FACTS}


async def _save_parts(unit: Unit, before: Unit | None) -> None:
    """What ended is written before what begins: the constraints are checked at each row."""
    await _save_places(unit, before)
    former = {one.first_day: one for one in before.programmes} if before else {}
    for period in unit.programmes:
        if period.first_day not in former:
            await ProgrammePeriodRow.insert(
                ProgrammePeriodRow(
                    id=uuid4(),
                    unit_id=unit.id,
                    programme=period.programme,
                    first_day=period.first_day,
                    last_day=period.last_day,
                )
            )
        elif former[period.first_day] != period:
            await ProgrammePeriodRow.update({ProgrammePeriodRow.last_day: period.last_day}).where(
                ProgrammePeriodRow.unit_id == unit.id, ProgrammePeriodRow.first_day == period.first_day
            )
    await _save_service(unit, before)
    await save_mobilisations(unit, before)
    await save_voids(unit, before)


async def _save_places(unit: Unit, before: Unit | None) -> None:
    former = {one.number: one for one in before.places} if before else {}
    for place in unit.places:
        if place.number not in former:
            row = PlaceRow(
                id=uuid4(), unit_id=unit.id, number=place.number, name=place.name, persons_max=place.persons_max
            )
            await PlaceRow.insert(row)
        elif former[place.number] != place:
            await PlaceRow.update({PlaceRow.name: place.name, PlaceRow.persons_max: place.persons_max}).where(
                PlaceRow.unit_id == unit.id, PlaceRow.number == place.number
            )


async def _save_service(unit: Unit, before: Unit | None) -> None:
    former = {one.first_day: one for one in before.service} if before else {}
    for period in unit.service:
        if period.first_day not in former:
            await ServicePeriodRow.insert(
                ServicePeriodRow(
                    id=uuid4(),
                    unit_id=unit.id,
                    first_day=period.first_day,
                    last_day=period.last_day,
                    reason=period.reason,
                )
            )
        elif former[period.first_day] != period:
            await ServicePeriodRow.update(
                {ServicePeriodRow.last_day: period.last_day, ServicePeriodRow.reason: period.reason}
            ).where(ServicePeriodRow.unit_id == unit.id, ServicePeriodRow.first_day == period.first_day)


async def _whole(rows: Sequence[dict[str, Any]]) -> list[Unit]:
    ids = [row["id"] for row in rows]
    if not ids:
        return []
    places = await PlaceRow.select().where(PlaceRow.unit_id.is_in(ids)).order_by(PlaceRow.number)
    programmes = (
        await ProgrammePeriodRow.select()
        .where(ProgrammePeriodRow.unit_id.is_in(ids))
        .order_by(ProgrammePeriodRow.first_day)
    )
    service = (
        await ServicePeriodRow.select().where(ServicePeriodRow.unit_id.is_in(ids)).order_by(ServicePeriodRow.first_day)
    )
    mobilisations, voids = await mobilisations_of(ids), await voids_of(ids)
    by_unit = [_by_unit(part) for part in (places, programmes, service)]
    return [
        _unit(
            row,
            *(part.get(row["id"], []) for part in by_unit),
            mobilisations=tuple(mobilisations[row["id"]]),
            voids=tuple(voids[row["id"]]),
        )
        for row in rows
    ]


def _by_unit(rows: Sequence[dict[str, Any]]) -> dict[UUID, list[dict[str, Any]]]:
    grouped: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["unit_id"], []).append(row)
    return grouped


def _unit(
    row: dict[str, Any],
    places: list[dict[str, Any]],
    programmes: list[dict[str, Any]],
    service: list[dict[str, Any]],
    **parts: Any,
) -> Unit:
    words = {
        "dwelling_type": DwellingType(row["dwelling_type"]),
        "zone": Zone(row["zone"]),
        "territory": Territory(row["territory"]),
    }
    return Unit(
        **{**row, **words},
        places=tuple(Place(number=one["number"], name=one["name"], persons_max=one["persons_max"]) for one in places),
        programmes=tuple(
            ProgrammePeriod(programme=Programme(one["programme"]), first_day=one["first_day"], last_day=one["last_day"])
            for one in programmes
        ),
        service=tuple(
            ServicePeriod(first_day=one["first_day"], last_day=one["last_day"], reason=one["reason"]) for one in service
        ),
        **parts,
    )
