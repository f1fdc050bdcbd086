"""Add a passkey, show it after the password, take it away."""

import base64
import hmac
import logging
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    UserVerificationRequirement,
)
from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.keys import drawn_key
from staff.actions.factors import FactorKeys, check_shown, new_codes, prove_again, session_of, step_up
from staff.actions.hashing import Hashing
from staff.actions.sessions import SignedIn
from staff.domain import accounts as rules
from staff.domain.accounts import Account
from staff.domain.factors import SecondFactorNotSet
from staff.domain.passkeys import (
    Passkey,
    PasskeyRefused,
    PasskeysNotOffered,
    check_count,
    check_removal,
    check_room,
)
from staff.domain.sessions import Factor, Session
from staff.store import accounts, factors, passkeys

logging.getLogger("fido2").setLevel(logging.WARNING)  # it would name every key it sees

_UNREADABLE = (
    ValueError, KeyError, TypeError, IndexError, AssertionError, NotImplementedError, OverflowError, RecursionError,
    struct.error, InvalidSignature, UnsupportedAlgorithm,
)  # fmt: skip
"""What the decoding of forged bytes ends in, in fido2, in its CBOR and in cryptography."""


class NewCredential(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a browser tells of a key that a device has just made; base64url."""

    client_data: str
    attestation: str


class ShownCredential(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a browser tells of a key that a device has just shown; base64url."""

    credential_id: str
    client_data: str
    authenticator_data: str
    signature: str


class KeyOptions(Struct, frozen=True, kw_only=True):
    """What the browser hands to the device; identifiers and the challenge in base64url. Keys already there are named."""

    challenge: str
    site: str
    site_name: str
    origin: str
    credentials: tuple[str, ...]
    user: str = ""
    user_name: str = ""
    user_display_name: str = ""
    algorithms: tuple[int, ...] = ()


class AddPasskey(Struct, frozen=True, kw_only=True):
    """A new key and what it is called. `password`: whoever adds one at an open session proves who they are."""

    name: str
    password: str
    made: NewCredential
    address: str
    token: str


class ShowPasskey(Struct, frozen=True, kw_only=True):
    """A key, from where, and the session that waits for it."""

    shown: ShownCredential
    address: str
    token: str


class PasskeyAdded(Struct, frozen=True, kw_only=True):
    """The session that goes on; recovery codes when this is the account's first factor, told once."""

    signed_in: SignedIn
    recovery_codes: tuple[str, ...]


class PasskeyDesk:
    """Makes challenges and checks answers for one site. A challenge is drawn from the session that asks: no row keeps it,
    and it dies with the session's token, which changes as soon as a key is shown or added."""

    def __init__(self, secret: str, *, address: str, name: str) -> None:
        parts = urlsplit(address)
        self.origin = f"{parts.scheme}://{parts.netloc}" if address else ""
        self._key, self._name = drawn_key(secret, "palier: passkey challenges, 1"), name
        self._site = parts.hostname or ""
        self._server = Fido2Server(
            PublicKeyCredentialRpEntity(name=name, id=self._site or "nowhere.invalid"),
            verify_origin=lambda said: bool(self.origin) and said == self.origin,
        )

    @property
    def is_open(self) -> bool:
        """False where the installation has not said the address at which browsers reach it."""
        return bool(self.origin)

    def options(self, token: str, known: list[Passkey]) -> KeyOptions:
        """For showing one of the known keys. Raises `PasskeysNotOffered`."""
        return self._options(self._challenge("show", token), known)

    def options_for_new(self, token: str, account: Account, known: list[Passkey]) -> KeyOptions:
        """For making a key of this account. Raises `PasskeysNotOffered`."""
        return replace(
            self._options(self._challenge("add", token), known),
            user=_text(account.id.bytes),
            user_name=account.login,
            user_display_name=account.name,
            algorithms=tuple(one.alg for one in self._server.allowed_algorithms),
        )

    def _options(self, challenge: bytes, known: list[Passkey]) -> KeyOptions:
        return KeyOptions(
            challenge=_text(challenge),
            site=self._site,
            site_name=self._name,
            origin=self.origin,
            credentials=tuple(one.credential_id for one in known),
        )

    def read_new(self, token: str, account: Account, made: NewCredential) -> tuple[AttestedCredentialData, int]:
        """The key, and how many signatures it counts. Raises `PasskeyRefused`, `PasskeysNotOffered`."""
        user = PublicKeyCredentialUserEntity(name=account.login, id=account.id.bytes, display_name=account.name)
        _, state = self._server.register_begin(user, challenge=self._challenge("add", token))
        with _refusing():
            told = AuthenticatorAttestationResponse(
                client_data=CollectedClientData(_bytes(made.client_data)),
                attestation_object=AttestationObject(_bytes(made.attestation)),
            )
            found = told.attestation_object.auth_data.credential_data
            assert found is not None
            response = RegistrationResponse(raw_id=found.credential_id, response=told)
            data = self._server.register_complete(state, response)
            assert data.credential_data is not None
            return data.credential_data, data.counter

    def read_shown(self, token: str, shown: ShownCredential, known: list[Passkey]) -> tuple[Passkey, int]:
        """The key that was shown, and its count. Raises `PasskeyRefused`, `PasskeysNotOffered`."""
        kept = {one.credential_id: one for one in known}
        keys = [AttestedCredentialData(_bytes(one.credential)) for one in known]
        _, state = self._server.authenticate_begin(
            keys,
            user_verification=UserVerificationRequirement.PREFERRED,
            challenge=self._challenge("show", token),
        )
        with _refusing():
            told = AuthenticatorAssertionResponse(
                client_data=CollectedClientData(_bytes(shown.client_data)),
                authenticator_data=AuthenticatorData(_bytes(shown.authenticator_data)),
                signature=_bytes(shown.signature),
            )
            response = AuthenticationResponse(raw_id=_bytes(shown.credential_id), response=told)
            found = self._server.authenticate_complete(state, keys, response)
            return kept[_text(found.credential_id)], told.authenticator_data.counter

    def _challenge(self, purpose: str, token: str) -> bytes:
        if not self.is_open:
            raise PasskeysNotOffered(
                "Cette installation n'a pas indiqué son adresse : elle ne peut pas reconnaître de clé d'accès."
            )
        return hmac.digest(self._key, f"{purpose}/{token}".encode(), "sha256")


async def propose_passkey(token: str, act: Act, *, desk: PasskeyDesk) -> KeyOptions:
    """What the device is asked to make. Raises `SecondFactorAlreadySet`, `PasskeysNotOffered`, `NotSignedIn`."""
    _, account, known = await _adding(token, act)
    return desk.options_for_new(token, account, known)


async def ask_passkey(token: str, act: Act, *, desk: PasskeyDesk) -> KeyOptions:
    """What the device is asked to sign. Raises `SecondFactorNotSet`, `PasskeysNotOffered`, `NotSignedIn`."""
    await session_of(token)
    return desk.options(token, await _kept(act.by.id))


async def add_passkey(
    db: Database, command: AddPasskey, act: Act, *, desk: PasskeyDesk, keys: FactorKeys, hashing: Hashing
) -> PasskeyAdded:
    """The key counts from now on and the session goes on under a new token; the first factor brings recovery codes.

    Raises `PasskeyRefused`, `TooManyPasskeys`, `SecondFactorAlreadySet`, `WrongCurrentPassword`, `TooManySignIns`,
    `PasskeysNotOffered`, `NotSignedIn`.
    """
    session, account, _ = await _adding(command.token, act)
    if session.factor is not Factor.AWAITED:
        await prove_again(db, account, command.password, command.address, act, hashing=hashing)
    found, count = desk.read_new(command.token, account, command.made)
    one = Passkey(
        id=uuid4(),
        account_id=account.id,
        name=command.name,
        credential_id=_text(found.credential_id),
        credential=_text(bytes(found)),
        sign_count=count,
        added_at=act.at,
    )
    async with writing(db, replace(act, once=None)) as tx:
        await tx.lock("account", account.id)
        _, fresh, kept = await _adding(command.token, act)
        check_room(len(kept))
        await passkeys.add_passkey(db, one)
        codes = () if fresh.has_factor else await new_codes(account, act, keys)
        await tx.journal("passkey-added", f"account/{account.id}", after={"name": one.name})
        protected = rules.with_factor(fresh)
        signed_in = await step_up(command.token, command.address, protected, act, Factor.PASSKEY)
        return PasskeyAdded(signed_in=signed_in, recovery_codes=codes)


async def show_passkey(db: Database, command: ShowPasskey, act: Act, *, desk: PasskeyDesk) -> SignedIn:
    """The session that waited goes on under a new token, with all that the roles allow.

    Raises `PasskeyRefused`, `SecondFactorNotSet`, `PasskeysNotOffered`, `NotSignedIn`.
    """
    await session_of(command.token)
    account = await accounts.find_account(act.by.id)
    one, count = desk.read_shown(command.token, command.shown, await _kept(account.id))
    check_count(one.sign_count, count)
    async with writing(db, replace(act, once=None)) as tx:
        await tx.lock("account", account.id)
        if not await passkeys.use_passkey(one, count, act.at):
            raise PasskeyRefused("Cette clé vient de servir ailleurs : recommencez.")
        await tx.journal("signed-in", f"account/{account.id}", after={"factor": Factor.PASSKEY})
        return await step_up(command.token, command.address, account, act, Factor.PASSKEY)


async def remove_passkey(
    db: Database, passkey_id: UUID, password: str, address: str, act: Act, *, hashing: Hashing
) -> None:
    """A lost device opens nothing any more. Raises `PasskeyNotFound`, `LastFactor`, `WrongCurrentPassword`, `TooManySignIns`."""
    account = await accounts.find_account(act.by.id)
    await passkeys.find_passkey(account.id, passkey_id)
    await prove_again(db, account, password, address, act, hashing=hashing)
    async with writing(db, replace(act, once=None)) as tx:
        await tx.lock("account", account.id)
        one = await passkeys.find_passkey(account.id, passkey_id)
        others = len(await passkeys.list_passkeys(account.id)) - 1
        check_removal(others=others, has_authenticator=await factors.find_authenticator(account.id) is not None)
        await passkeys.remove_passkey(one.id)
        await tx.journal("passkey-removed", f"account/{account.id}", before={"name": one.name})


async def _kept(account_id: UUID) -> list[Passkey]:
    known = await passkeys.list_passkeys(account_id)
    if not known:
        raise SecondFactorNotSet("Ce compte n'a pas de clé d'accès.")
    return known


async def _adding(token: str, act: Act) -> tuple[Session, Account, list[Passkey]]:
    """Whoever has a factor shows it before adding another."""
    session, account = await session_of(token), await accounts.find_account(act.by.id)
    check_shown(session, account)
    return session, account, await passkeys.list_passkeys(account.id)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise PasskeyRefused(
            "Cette clé n'a pas été reconnue. Utilisez une clé de ce compte, à l'adresse habituelle de Palier."
        ) from error


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
