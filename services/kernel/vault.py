"""What is kept unreadable at rest: AES-256-GCM, bound to the one place that it was sealed for.

Ground: OWASP ASVS 5.0, 11.3.3 (authenticated encryption). Fernet was left aside: it is older, shows when it was made, and
binds no context, so that a value moved to another row would still open.
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kernel.keys import drawn_key

_NONCE = 12
_FORM = "1."
"""How it was sealed; another way, or another key, will have another number."""


class VaultBroken(Exception):
    """What is kept was changed, moved from another row, or sealed under another secret."""


class Vault:
    """Seals and opens under the key of one purpose."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._cipher = AESGCM(drawn_key(secret, purpose))

    def seal(self, content: bytes, place: str) -> str:
        """What to store. `place` names the row and the column; nothing else opens it."""
        nonce = os.urandom(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, content, place.encode())
        return _FORM + base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str, place: str) -> bytes:
        """The content. Raises `VaultBroken`."""
        try:
            raw = base64.urlsafe_b64decode(sealed.removeprefix(_FORM))
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], place.encode())
        except (InvalidTag, ValueError, binascii.Error) as error:
            raise VaultBroken(place) from error
