"""Passkeys of accounts: public keys, and when each was last shown."""

from datetime import datetime
from uuid import UUID

from kernel.db import Database
from staff.domain.passkeys import Passkey, PasskeyNotFound, PasskeyRefused
from staff.tables import PasskeyRow


async def list_passkeys(account_id: UUID) -> list[Passkey]:
    """The keys of an account, the oldest first."""
    rows = await PasskeyRow.select().where(PasskeyRow.account_id == account_id).order_by(PasskeyRow.added_at)
    return [Passkey(**row) for row in rows]


async def find_passkey(account_id: UUID, passkey_id: UUID) -> Passkey:
    """Raises `PasskeyNotFound`, also for a key of somebody else."""
    rows = await PasskeyRow.select().where(PasskeyRow.id == passkey_id, PasskeyRow.account_id == account_id)
    if not rows:
        raise PasskeyNotFound("Cette clé d'accès n'existe pas, ou plus.")
    return Passkey(**rows[0])


async def add_passkey(db: Database, one: Passkey) -> None:
    """Raises `PasskeyRefused` when an account, this one or another, has the key already."""
    with db.refusing({"passkey_once": lambda: PasskeyRefused("Cette clé est déjà enregistrée.")}):
        await PasskeyRow.insert(
            PasskeyRow(
                id=one.id,
                account_id=one.account_id,
                name=one.name,
                credential_id=one.credential_id,
                credential=one.credential,
                sign_count=one.sign_count,
                added_at=one.added_at,
                last_used_at=None,
            )
        )


async def use_passkey(one: Passkey, shown: int, at: datetime) -> bool:
    """Write the count that the device showed; False when another showing wrote one first."""
    guarded = PasskeyRow.update({PasskeyRow.sign_count: shown, PasskeyRow.last_used_at: at}).where(
        PasskeyRow.id == one.id, PasskeyRow.sign_count == one.sign_count
    )
    return bool(await guarded.returning(PasskeyRow.id))


async def remove_passkey(passkey_id: UUID) -> None:
    await PasskeyRow.delete().where(PasskeyRow.id == passkey_id)


async def forget_passkeys(account_id: UUID) -> None:
    """All of an account."""
    await PasskeyRow.delete().where(PasskeyRow.account_id == account_id)
