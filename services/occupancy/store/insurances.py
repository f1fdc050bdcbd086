"""Insurance attestations in the database."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import StaleVersion
from occupancy.domain.insurances import Attestation, Capacity, InsuranceNotFound, Insured
from occupancy.tables.insurances import InsuranceAttestationRow


async def attestations_of(contract_id: UUID) -> tuple[Attestation, ...]:
    """The attestations of a stay, the earliest first, those withdrawn included."""
    rows = (
        await InsuranceAttestationRow.select()
        .where(InsuranceAttestationRow.contract_id == contract_id)
        .order_by(InsuranceAttestationRow.valid_from, InsuranceAttestationRow.received_on)
    )
    return tuple(_attestation(row) for row in rows)


async def find_attestation(attestation_id: UUID) -> Attestation:
    """Raises `InsuranceNotFound`."""
    row = await InsuranceAttestationRow.select().where(InsuranceAttestationRow.id == attestation_id).first()
    if row is None:
        raise InsuranceNotFound("Cette attestation n'existe pas.")
    return _attestation(row)


async def insert_attestation(one: Attestation) -> None:
    await InsuranceAttestationRow.insert(InsuranceAttestationRow(**_columns(one)))


async def save_attestation(one: Attestation, expected: int) -> Attestation:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns = {**_columns(one), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await InsuranceAttestationRow.update(columns)
        .where((InsuranceAttestationRow.id == key) & (InsuranceAttestationRow.version == expected))
        .returning(InsuranceAttestationRow.id)
    )
    if not rows:
        raise StaleVersion("Cette attestation a été modifiée depuis que la page a été ouverte.")
    return await find_attestation(one.id)


def _columns(one: Attestation) -> dict[Any, Any]:
    return {**msgspec.structs.asdict(one), "insured": one.insured.value, "capacity": one.capacity.value}


def _attestation(row: dict[str, Any]) -> Attestation:
    return Attestation(**{**row, "insured": Insured(row["insured"]), "capacity": Capacity(row["capacity"])})
