"""Backups in the age format: whoever saves holds only public keys, so that a stolen server opens none of its old backups.

The private key is made once (`palier backup-key`), kept away from the server, and needed only to restore or to rehearse.
Any program that reads the age format opens these files too.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_file, encrypt_file, x25519

SUFFIX = ".age"


class KeyRefused(Exception):
    """A key cannot be read, or does not open the file; with the French sentence that says why."""


def new_key(file: Path) -> str:
    """Write a new private key into a file that does not exist yet, for its owner alone; the public key.

    Raises `KeyRefused`.
    """
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with file.open("x", encoding="ascii") as kept:
            file.chmod(0o600)
            kept.write(f"# public key: {public}\n{identity}\n")
    except OSError as error:
        raise KeyRefused(f"{file} ne peut pas être créé : {error.strerror}") from error
    return public


def public_keys(words: Iterable[str]) -> list[x25519.Recipient]:
    """The keys for which a backup is made. Raises `KeyRefused` for the first that is not one."""
    found = []
    for word in words:
        try:
            found.append(x25519.Recipient.from_str(word))
        except RecipientError as error:
            raise KeyRefused(f"PALIER_BACKUP_KEYS : « {word} » n'est pas une clé publique (age1…)") from error
    return found


def private_keys(file: Path) -> list[x25519.Identity]:
    """The private keys of a file, one a line; blank lines and those that begin with # do not count. Raises `KeyRefused`."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="ascii").splitlines()]
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, IdentityError) as error:
        raise KeyRefused(f"{file} ne contient pas de clé privée lisible (AGE-SECRET-KEY-…)") from error
    if not found:
        raise KeyRefused(f"{file} ne contient aucune clé privée")
    return found


def encrypt(file: Path, keys: Sequence[x25519.Recipient]) -> Path:
    """The file for these keys, beside it; the clear one is removed."""
    closed = file.with_name(file.name + SUFFIX)
    encrypt_file(str(file), str(closed), keys)
    closed.chmod(0o600)
    file.unlink()
    return closed


def decrypt(file: Path, target: Path, keys: Sequence[x25519.Identity]) -> None:
    """The content of a file into a new one. Raises `KeyRefused`; then nothing is left of it."""
    try:
        target.touch(mode=0o600, exist_ok=False)
        decrypt_file(str(file), str(target), keys)
    except (DecryptError, OSError) as error:
        target.unlink(missing_ok=True)
        raise KeyRefused(f"{file.name} ne s'ouvre pas avec cette clé, ou il est abîmé") from error
