"""Passkeys: a key that never leaves a person's device, shown after the password (Web Authentication, W3C level 3).

The database keeps public keys only. A device counts its signatures: a count that does not grow tells of a copied key
(level 3, § 7.2, step 22); a key that its holder's devices share counts nothing and always says zero.

Ground: OWASP ASVS 5.0, 6.3.3 and 6.5; CNIL, délibération 2025-019.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken

LONGEST_NAME = 60
MOST_PASSKEYS = 10
"""Of one account: more are forgotten devices."""


class PasskeyRefused(RuleBroken):
    """Not a key of this account, not for this site, not for this session, or one that was copied."""

    code, title = "passkey-refused", "Clé d'accès refusée"


class PasskeysNotOffered(Conflict):
    """A passkey belongs to the name of a site: an installation that has not said its address offers none."""

    code, title = "passkeys-not-offered", "Clés d'accès non proposées"


class PasskeyNotFound(NotFound):
    """No key of this account has this identifier."""

    code, title = "passkey-not-found", "Clé d'accès introuvable"


class TooManyPasskeys(Conflict):
    """Some of them are no longer in anybody's hands."""

    code, title = "too-many-passkeys", "Trop de clés d'accès"


class LastFactor(Conflict):
    """Without it a password alone would open the account, or nothing would."""

    code, title = "last-factor", "Dernier second facteur"


class Passkey(Struct, frozen=True, kw_only=True):
    """One key. `credential`: what the device attested, in base64url: its identifier and its public key."""

    id: UUID
    account_id: UUID
    name: str
    credential_id: str
    credential: str
    sign_count: int
    added_at: datetime
    last_used_at: datetime | None = None


def check_count(known: int, shown: int) -> None:
    """Raises `PasskeyRefused` when the device counts and its count did not grow."""
    if (known or shown) and shown <= known:
        raise PasskeyRefused(
            "Cette clé a compté moins de signatures que la dernière fois : elle a peut-être été copiée. "
            "Prévenez l'administrateur des comptes."
        )


def check_room(kept: int) -> None:
    """Raises `TooManyPasskeys`."""
    if kept >= MOST_PASSKEYS:
        raise TooManyPasskeys(f"Un compte a au plus {MOST_PASSKEYS} clés d'accès : retirez d'abord celles d'avant.")


def check_removal(*, others: int, has_authenticator: bool) -> None:
    """Raises `LastFactor`."""
    if not others and not has_authenticator:
        raise LastFactor("C'est votre seul second facteur : ajoutez d'abord une autre clé ou une application.")
