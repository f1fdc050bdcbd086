"""The keys under which the data keys of sealed rows are kept: the current one first, older ones that still open.

A key is 32 bytes drawn at random, one a line in base64 in the file of `PALIER_KEYS`. Without a file the key is drawn from
`PALIER_SECRET`, which stays an older key beside a file: an installation gets a file of its own by an ordinary rotation.
Ground: GOALS R-53, R-54; OWASP ASVS 5.0, 11.2.2, 11.3.3.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kernel.keys import drawn_key
from kernel.vault import VaultBroken

KEY_BYTES = 32
NONCE = 12
FORM = "palier:1:"
"""How a sealed value begins. The schema refuses any other in a sealed column; an empty text stays empty."""
_PURPOSE = "palier: key of the data keys, 1"


class KeysUnreadable(Exception):
    """The file of the keys is not there, or holds something else than keys. The words never repeat what it holds."""


class KeyUnknown(Exception):
    """Rows are sealed under a key that this process was not given."""

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"des données sont scellées sous la clé {key_id}, qui manque : remettez-la dans le fichier de PALIER_KEYS "
            "(ou le PALIER_SECRET d'avant)"
        )


def read_keys(path: Path) -> tuple[bytes, ...]:
    """The keys of a file, the current one first. Raises `KeysUnreadable`."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="ascii").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise KeysUnreadable("le fichier ne peut pas être lu") from error
    keys = []
    for rank, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        try:
            key = base64.b64decode(line, validate=True)
        except (binascii.Error, ValueError) as error:
            raise KeysUnreadable(f"ligne {rank} : une clé en base64 est attendue") from error
        if len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
            raise KeysUnreadable(f"ligne {rank} : {KEY_BYTES} octets tirés au hasard sont attendus")
        keys.append(key)
    if not keys:
        raise KeysUnreadable("aucune clé dans le fichier")
    if len({*keys}) < len(keys):
        raise KeysUnreadable("la même clé y est deux fois")
    return tuple(keys)


def key_id(key: bytes) -> str:
    """The name of a key, computed from it: a wrong key can never pass for the right one."""
    return hashlib.sha256(b"palier: name of a key, 1|" + key).hexdigest()[:16]


class KeyRing:
    """Wraps data keys under the current key, unwraps them under any key that it holds."""

    def __init__(self, secret: str, keys: Sequence[bytes] = (), former: Sequence[str] = ()) -> None:
        """`former`: secrets before this one, whose keys still open. Raises `ValueError` with neither a secret nor a key."""
        held = [*keys, *(drawn_key(one, _PURPOSE) for one in (secret, *former) if one)]
        if not held:
            raise ValueError("no key at all")
        self.current = key_id(held[0])
        self._ciphers = {key_id(key): AESGCM(key) for key in held}

    @property
    def known(self) -> tuple[str, ...]:
        """The names of the keys that it holds, the current one first."""
        return tuple(self._ciphers)

    def wrap(self, data_key: bytes, place: str) -> str:
        """A data key, as it may be stored. `place` names the row; nothing else unwraps it."""
        nonce = os.urandom(NONCE)
        kept = nonce + self._ciphers[self.current].encrypt(nonce, data_key, _bound(place, self.current))
        return base64.urlsafe_b64encode(kept).decode()

    def unwrap(self, wrapped: str, place: str, under: str) -> bytes:
        """The data key. Raises `KeyUnknown`, `VaultBroken`."""
        cipher = self._ciphers.get(under)
        if cipher is None:
            raise KeyUnknown(under)
        try:
            raw = base64.b64decode(wrapped, altchars=b"-_", validate=True)
            return cipher.decrypt(raw[:NONCE], raw[NONCE:], _bound(place, under))
        except (InvalidTag, ValueError, binascii.Error) as error:
            raise VaultBroken(place) from error

    def seal_text(self, text: str, place: str) -> str:
        """A text without a data key of its own: sealed under the current key, whose name it tells; a rotation writes it again."""
        return f"{FORM}{self.current}:{self.wrap(text.encode(), place)}"

    def open_text(self, value: str, place: str) -> str:
        """The text again; what was kept in clear by an earlier version is given as it is. Raises `KeyUnknown`, `VaultBroken`."""
        if not value.startswith(FORM):
            return value
        under, _, wrapped = value.removeprefix(FORM).partition(":")
        return self.unwrap(wrapped, place, under).decode()


def _bound(place: str, key: str) -> bytes:
    return f"row_key|{place}|{key}".encode()
