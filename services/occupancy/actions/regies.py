"""Régies: created and amended by the direction."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from msgspec import Meta, Struct
from msgspec.structs import replace

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.money import PaidCents
from occupancy.domain.regies import ReceiptMode, Regie, check_days, check_souches
from occupancy.store import regies

Souche = Annotated[int, Meta(ge=0, le=999_999_999)]


class RegisterRegie(Struct, frozen=True, kw_only=True):
    """What is said of a régie."""

    code: str
    name: str
    founding_act: str
    collects_fees: bool
    collects_deposits: bool
    opened_on: date
    closed_on: date | None
    receipt_mode: ReceiptMode = ReceiptMode.MIRROR_P1RZ
    authorised_cash_cents: PaidCents | None = None
    souche_first: Souche | None = None
    souche_last: Souche | None = None


async def create_regie(db: Database, command: RegisterRegie, act: Act) -> Regie:
    """Raises `RegieCodeTaken`, `RegieDaysReversed`, `SoucheRefused`."""
    regie = _regie(uuid4(), 1, command)
    async with writing(db, act) as tx:
        await regies.add_regie(db, regie)
        await tx.journal("regie-created", f"regie/{regie.id}", after=regie)
        return tx.keep(regie)


async def amend_regie(
    db: Database, regie_id: UUID, command: RegisterRegie, act: Act, *, expected_version: int
) -> Regie:
    """The code is printed on every receipt: it stays. Raises `RegieNotFound`, `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await regies.find_regie(regie_id)
        after = await regies.save_regie(
            db, replace(_regie(regie_id, before.version, command), code=before.code), expected_version
        )
        await tx.journal("regie-amended", f"regie/{regie_id}", before=before, after=after)
        return tx.keep(after)


def _regie(regie_id: UUID, version: int, command: RegisterRegie) -> Regie:
    check_days(command.opened_on, command.closed_on)
    check_souches(command.souche_first, command.souche_last)
    return Regie(
        id=regie_id,
        version=version,
        code=command.code,
        name=command.name,
        founding_act=command.founding_act,
        collects_fees=command.collects_fees,
        collects_deposits=command.collects_deposits,
        opened_on=command.opened_on,
        closed_on=command.closed_on,
        receipt_mode=command.receipt_mode,
        authorised_cash_cents=command.authorised_cash_cents,
        souche_first=command.souche_first,
        souche_last=command.souche_last,
    )
