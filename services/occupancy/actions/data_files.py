"""A person is handed all that is kept of them, both services in one file; the journal keeps that it was done."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import NotFound
from occupancy.actions.particulars import keep_household_deadlines
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.data_files import (
    DataFile,
    DataGiven,
    HouseholdUnknown,
    LivedUnit,
    ReceivedLine,
    data_file,
    given,
)
from occupancy.domain.data_requests import DataRequest, DataRequestMissing, IdentityCheck, check_received
from occupancy.domain.terms import check_reach
from occupancy.store import data_files as store
from occupancy.store import data_requests as requests
from occupancy.store import households
from occupancy.store.law import law_in_force


async def hand_over_file(
    db: Database, stock: AltUnits, reference: str, received_on: date, identity: IdentityCheck, act: Act
) -> DataFile:
    """Records the request when none waits. Raises `HouseholdUnknown`, `DayOutOfReach`, `DataRequestDayWrong`, `ServiceSilent`."""
    check_reach(received_on, "received_on")
    household_id = await store.household_called(reference.strip().upper())
    if household_id is None:
        raise HouseholdUnknown("Aucun ménage n'a cette référence.", field="reference")
    household = await households.find_household(household_id)
    rows = await store.rows_of(household_id)
    units, lines = await _units(rows, stock, act), await _lines(rows, stock, act)
    async with writing(db, act) as tx:
        request = await _request(tx, household_id, received_on, identity, act)
        rows = await store.rows_of(household_id)
        file = data_file(household.reference, rows, units=units, lines=lines, on=act.today)
        trace: DataGiven = given(request.id, file)
        await tx.journal("household-data-given", f"household/{household_id}", after=trace)
        tx.keep(trace)
    return file


async def _request(tx: Tx, household_id: UUID, received_on: date, identity: IdentityCheck, act: Act) -> DataRequest:
    try:
        return await requests.open_request(household_id)
    except DataRequestMissing:
        check_received(received_on, today=act.today)
    made = DataRequest(
        id=uuid4(),
        version=1,
        household_id=household_id,
        received_on=received_on,
        identity=identity,
        received_by=act.by.name,
    )
    await requests.insert_request(made)
    await keep_household_deadlines(household_id, await law_in_force(), act)
    await tx.follow("data-requested", f"household/{household_id}", before=None, after=made)
    return made


async def _units(rows: Mapping[str, list[dict[str, Any]]], stock: AltUnits, act: Act) -> tuple[LivedUnit, ...]:
    """A unit that left the stock keeps the facts copied in the contract; it is not asked for twice."""
    found = []
    for contract in rows["contract"]:
        try:
            unit = await stock.unit(contract["unit_id"], by=act.by)
        except NotFound:
            continue
        address = f"{unit.address} {unit.postal_code} {unit.city}".strip()
        found.append(
            LivedUnit(
                reference=unit.reference,
                name=unit.name,
                address=address,
                first_day=contract["first_day"],
                last_day=contract["ended_on"] or contract["last_day"],
            )
        )
    return tuple(found)


async def _lines(rows: Mapping[str, list[dict[str, Any]]], stock: AltUnits, act: Act) -> tuple[ReceivedLine, ...]:
    found = []
    for tied in rows["bank_line_receipt"]:
        line = await stock.bank_line(tied["line_id"], by=act.by)
        found.append(ReceivedLine(booked_on=line.booked_on, amount_cents=tied["amount_cents"]))
    return tuple(found)
