"""A device with a passkey, in software: makes a key, signs challenges, counts. For tests only: it keeps its key in memory."""

import base64
from hashlib import sha256
from os import urandom
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256, CoseKey
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT, ATTESTED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.AT


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class SoftKey:
    """One key. `counts`: whether it counts its signatures, as a USB key does and a shared passkey does not."""

    def __init__(self, *, counts: bool = True) -> None:
        self.private, self.id = ec.generate_private_key(ec.SECP256R1()), urandom(32)
        self.counts, self.count = counts, 0

    def make(self, options: dict[str, Any], **changed: Any) -> dict[str, str]:
        """What the browser would send after `navigator.credentials.create`; `changed`: an origin or a site of the attacker."""
        told = {**options, **changed}
        key = AttestedCredentialData.create(b"\0" * 16, self.id, self._public())
        data = self._data(told["site"], PRESENT | ATTESTED, bytes(key))
        return {
            "client_data": encoded(self._client("webauthn.create", told)),
            "attestation": encoded(bytes(AttestationObject.create("none", data, {}))),
        }

    def show(self, options: dict[str, Any], **changed: Any) -> dict[str, str]:
        """What the browser would send after `navigator.credentials.get`."""
        told = {**options, **changed}
        client, data = self._client("webauthn.get", told), self._data(told["site"], PRESENT)
        signed = self.private.sign(bytes(data) + sha256(client).digest(), ec.ECDSA(SHA256()))
        return {
            "credential_id": encoded(self.id),
            "client_data": encoded(client),
            "authenticator_data": encoded(bytes(data)),
            "signature": encoded(signed),
        }

    def _public(self) -> CoseKey:
        return CoseKey.for_alg(ES256.ALGORITHM).from_cryptography_key(self.private.public_key())

    def _client(self, kind: str, told: dict[str, Any]) -> bytes:
        return bytes(CollectedClientData.create(kind, decoded(told["challenge"]), told["origin"]))

    def _data(self, site: str, flags: AuthenticatorData.FLAG, credential: bytes = b"") -> AuthenticatorData:
        self.count += self.counts
        made: AuthenticatorData = AuthenticatorData.create(
            sha256(site.encode()).digest(), flags, self.count, credential
        )
        return made
