"""Argon2id: 64 MiB and a sixth of a second per password, so at most two at once, and never on the event loop.

Ground: OWASP ASVS 5.0, 11.4.2 and appendix C; CNIL, délibération 2022-100.
"""

import asyncio
import base64
import secrets

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2


class Hashing:
    """The one place where passwords are hashed and compared; one per app, since its slots are."""

    def __init__(self, *, memory_kib: int = 64 * 1024, time_cost: int = 3) -> None:
        self._argon = PasswordHasher(
            time_cost=time_cost, memory_cost=memory_kib, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
        )
        salt, digest = (_base64(secrets.token_bytes(size)) for size in (16, 32))
        self._decoy = f"$argon2id$v=19$m={memory_kib},t={time_cost},p=1${salt}${digest}"
        self.slot = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        async with self.slot:
            return await asyncio.to_thread(self._argon.hash, password)

    async def matches(self, password: str, kept: str | None) -> bool:
        """Whether it is the password. Without a kept hash the work is the same and the answer no. Hold a slot."""
        good = await asyncio.to_thread(self._verify, kept or self._decoy, password)
        return good and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """True when the parameters have been raised since."""
        return self._argon.check_needs_rehash(kept)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._argon.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")
