"""What the service reads and answers on the wire, version 1."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kernel.acts import Staff
from kernel.http.identity import SessionOut
from kernel.text import LINE, LINE_OR_NOTHING
from staff.actions.accounts import AmendAccount, OpenAccount
from staff.actions.passkeys import KeyOptions, NewCredential, ShownCredential
from staff.domain.accounts import Account
from staff.domain.passkeys import Passkey
from staff.domain.role_grants import RoleGrant
from staff.domain.roles import Role

LoginText = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]
NameText = Annotated[
    str, Meta(min_length=1, max_length=100, pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$(?!\n)")
]
PasswordText = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE_OR_NOTHING)]
PasswordOrNothing = Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)]
CodeText = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]
PasskeyName = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]
Encoded = Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"^[A-Za-z0-9_-]+$(?!\n)")]
LongEncoded = Annotated[str, Meta(min_length=1, max_length=20000, pattern=r"^[A-Za-z0-9_-]+$(?!\n)")]
Roles = Annotated[list[Role], Meta(min_length=1, max_length=7)]


class SignInIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What somebody types to sign in."""

    login: LoginText
    password: PasswordText


class OwnPasswordIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The password of today, as proof, and the new one."""

    current: PasswordText
    new: PasswordText


class PasswordIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A temporary password for a colleague."""

    password: PasswordText


class OpenAccountIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A new colleague, with a temporary password."""

    login: LoginText
    name: NameText
    roles: Roles
    password: PasswordText

    def command(self) -> OpenAccount:
        return OpenAccount(login=self.login, name=self.name, roles=tuple(self.roles), password=self.password)


class AmendAccountIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The whole of what can change: name and roles."""

    name: NameText
    roles: Roles

    def command(self) -> AmendAccount:
        return AmendAccount(name=self.name, roles=tuple(self.roles))


class ProofIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One's own password, typed again."""

    password: PasswordText


class CodeIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A code of the application (six digits), or a recovery code; spaces and dashes do not count."""

    code: CodeText


class AuthenticatorIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The first code of a new application; `password` at a session that is open already."""

    code: CodeText
    password: PasswordOrNothing = ""


class PasskeyIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A new passkey: how its holder calls it and what the browser told; `password` at a session that is open already."""

    name: PasskeyName
    client_data: Encoded
    attestation: LongEncoded
    password: PasswordOrNothing = ""

    def made(self) -> NewCredential:
        return NewCredential(client_data=self.client_data, attestation=self.attestation)


class ShownPasskeyIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What the browser told of a passkey that was shown; base64url."""

    credential_id: Encoded
    client_data: Encoded
    authenticator_data: Encoded
    signature: Encoded

    def shown(self) -> ShownCredential:
        return ShownCredential(
            credential_id=self.credential_id,
            client_data=self.client_data,
            authenticator_data=self.authenticator_data,
            signature=self.signature,
        )


class PasskeyOut(Struct, frozen=True, kw_only=True):
    """One's own passkey, by the name that one gave it."""

    id: UUID
    name: str
    added_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, one: Passkey) -> "PasskeyOut":
        return cls(id=one.id, name=one.name, added_at=one.added_at, last_used_at=one.last_used_at)


class PasskeysOut(Struct, frozen=True, kw_only=True):
    """One's own passkeys, the oldest first."""

    items: list[PasskeyOut]


class PasskeyOptionsOut(Struct, frozen=True, kw_only=True):
    """What to hand to the browser's `navigator.credentials`; the challenge and the identifiers are base64url.

    `credentials`: those to show, or, for a new one, those that the device must not make again. `origin`: the only address
    at which it works.
    """

    challenge: str
    site: str
    site_name: str
    origin: str
    credentials: list[str]
    user: str
    user_name: str
    user_display_name: str
    algorithms: list[int]

    @classmethod
    def of(cls, options: KeyOptions) -> "PasskeyOptionsOut":
        return cls(
            challenge=options.challenge,
            site=options.site,
            site_name=options.site_name,
            origin=options.origin,
            credentials=list(options.credentials),
            user=options.user,
            user_name=options.user_name,
            user_display_name=options.user_display_name,
            algorithms=list(options.algorithms),
        )


class ProposalOut(Struct, frozen=True, kw_only=True):
    """A secret for an application: to type, or as the address that its QR code carries."""

    secret: str
    uri: str
    replaces: bool


class RecoveryCodesOut(Struct, frozen=True, kw_only=True):
    """Ten codes, each for one sign-in, told once: keep them on paper."""

    recovery_codes: tuple[str, ...]


class SetUpOut(Struct, frozen=True, kw_only=True):
    """The session under its new token, and the recovery codes, told once."""

    session: SessionOut
    recovery_codes: tuple[str, ...]


class RoleGrantOut(Struct, frozen=True, kw_only=True):
    """A role that waits for another administrator, until `lapses_on`."""

    id: UUID
    account_id: UUID
    role: Role
    proposed_by_name: str
    proposed_at: datetime
    lapses_on: date

    @classmethod
    def of(cls, one: RoleGrant) -> "RoleGrantOut":
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class AccountOut(Struct, frozen=True, kw_only=True):
    """An account, without anything of its password but whether it must be changed. `waiting`: roles proposed for it."""

    id: UUID
    version: int
    login: str
    name: str
    roles: list[Role]
    waiting: list[RoleGrantOut]
    is_active: bool
    password_is_temporary: bool
    has_factor: bool

    @classmethod
    def of(cls, account: Account, waiting: Iterable[RoleGrant] = ()) -> "AccountOut":
        return cls(
            id=account.id,
            version=account.version,
            login=account.login,
            name=account.name,
            roles=list(account.roles),
            waiting=[RoleGrantOut.of(one) for one in waiting if one.account_id == account.id],
            is_active=account.is_active,
            password_is_temporary=account.password_is_temporary,
            has_factor=account.has_factor,
        )


class AccountsOut(Struct, frozen=True, kw_only=True):
    """A page of accounts by login; `next` is the `after` of the next page."""

    items: list[AccountOut]
    next: str | None


def session_out(staff: Staff) -> SessionOut:
    """Who holds the session, as every service is told."""
    return SessionOut(
        id=staff.id,
        name=staff.name,
        roles=staff.roles,
        permissions=tuple(sorted(staff.permissions)),
        csrf=staff.csrf,
        awaits_factor=staff.awaits_factor,
    )
