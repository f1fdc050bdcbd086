"""Authenticators and recovery codes. What is accepted once is guarded here, by the row itself."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from staff.domain.factors import Authenticator
from staff.tables import AuthenticatorRow, RecoveryCodeRow


async def find_authenticator(account_id: UUID) -> Authenticator | None:
    rows = await AuthenticatorRow.select().where(AuthenticatorRow.account_id == account_id)
    return Authenticator(**rows[0]) if rows else None


async def all_authenticators() -> list[Authenticator]:
    return [Authenticator(**row) for row in await AuthenticatorRow.select()]


async def reseal_authenticator(one: Authenticator, sealed_secret: str) -> int:
    """The same secret, sealed again; 0 when somebody replaced it meanwhile."""
    guarded = AuthenticatorRow.update({AuthenticatorRow.sealed_secret: sealed_secret}).where(
        AuthenticatorRow.account_id == one.account_id, AuthenticatorRow.sealed_secret == one.sealed_secret
    )
    return len(await guarded.returning(AuthenticatorRow.account_id))


async def put_authenticator(one: Authenticator) -> None:
    """The only one of its account: the one before is forgotten."""
    await AuthenticatorRow.delete().where(AuthenticatorRow.account_id == one.account_id)
    await AuthenticatorRow.insert(
        AuthenticatorRow(
            account_id=one.account_id,
            sealed_secret=one.sealed_secret,
            added_at=one.added_at,
            last_step=one.last_step,
        )
    )


async def use_step(account_id: UUID, step: int) -> bool:
    """True for the first who shows a code of this step, False for all others."""
    guarded = AuthenticatorRow.update({AuthenticatorRow.last_step: step}).where(
        AuthenticatorRow.account_id == account_id, AuthenticatorRow.last_step < step
    )
    return bool(await guarded.returning(AuthenticatorRow.account_id))


async def forget_factors(account_id: UUID) -> None:
    """The authenticator and every recovery code."""
    await AuthenticatorRow.delete().where(AuthenticatorRow.account_id == account_id)
    await RecoveryCodeRow.delete().where(RecoveryCodeRow.account_id == account_id)


async def put_recovery_codes(account_id: UUID, hashes: Iterable[str], at: datetime) -> None:
    """New ones in the place of all others, used or not."""
    await RecoveryCodeRow.delete().where(RecoveryCodeRow.account_id == account_id)
    await RecoveryCodeRow.insert(
        *(RecoveryCodeRow(code_hash=one, account_id=account_id, made_at=at, used_at=None) for one in hashes)
    )


async def unused_among(account_id: UUID, code_hashes: Collection[str]) -> str:
    """That of these digests which is a recovery code that would be accepted; empty when none is."""
    rows = await RecoveryCodeRow.select(RecoveryCodeRow.code_hash).where(
        RecoveryCodeRow.code_hash.is_in(list(code_hashes)),
        RecoveryCodeRow.account_id == account_id,
        RecoveryCodeRow.used_at.is_null(),
    )
    return str(rows[0]["code_hash"]) if rows else ""


async def use_recovery_code(account_id: UUID, code_hash: str, at: datetime) -> bool:
    """True for the first who shows it, False for all others."""
    guarded = RecoveryCodeRow.update({RecoveryCodeRow.used_at: at}).where(
        RecoveryCodeRow.code_hash == code_hash,
        RecoveryCodeRow.account_id == account_id,
        RecoveryCodeRow.used_at.is_null(),
    )
    return bool(await guarded.returning(RecoveryCodeRow.code_hash))


async def count_unused_codes(account_id: UUID) -> int:
    return int(
        await RecoveryCodeRow.count().where(RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.used_at.is_null())
    )
