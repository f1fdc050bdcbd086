"""Seals: a signature that anybody checks with a published key, years later, without our databases.

Ed25519, from a key that is drawn from the program's secret: every process of an installation has the same, and none is stored.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kernel.keys import drawn_key

_PURPOSE = "palier: seal of documents, 1"


def public_key(secret: str) -> str:
    """The key to publish, in base64."""
    return base64.b64encode(_key(secret).public_key().public_bytes_raw()).decode()


def signature_of(secret: str, message: bytes) -> str:
    """The seal of a message, in base64. The same message has the same seal."""
    return base64.b64encode(_key(secret).sign(message)).decode()


def is_sealed(message: bytes, signature: str, key: str) -> bool:
    """Whether the seal of a message was made with the secret whose public key this is; False for what is no key at all."""
    try:
        known = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        known.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(drawn_key(secret, _PURPOSE))
