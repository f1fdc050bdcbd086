"""Keys drawn from the program's secret, one for each purpose: every process of an installation has the same, none is stored."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def drawn_key(secret: str, purpose: str) -> bytes:
    """The 32 bytes of one purpose. Another purpose gives another key: what signs papers opens nothing."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
