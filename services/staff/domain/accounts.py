"""Accounts of the people who work here. An account is never deleted: what it did must keep its name.

Ground: least privilege and separation of duties; nobody changes their own rights, and somebody can always grant rights.
"""

import re
from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import Conflict, NotFound, RuleBroken
from staff.domain.factors import SecondFactorNotSet
from staff.domain.roles import Role, checked_roles

LONGEST_LOGIN = 60
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")
LONGEST_NAME = 100
SYSTEM = UUID("00000000-0000-4000-8000-000000000001")
"""Who acts when nobody is signed in: the command line, opening the first account."""


class AccountNotFound(NotFound):
    """No account has this identifier."""

    code, title = "account-not-found", "Compte introuvable"


class LoginTaken(Conflict):
    """Another account, active or not, has this login: a login names one person for ever."""

    code, title = "login-taken", "Identifiant déjà utilisé"


class LoginMalformed(RuleBroken):
    """A login is typed every morning on any keyboard: plain letters, digits, and the signs of an address."""

    code, title = "login-malformed", "Identifiant mal formé"


class OwnAccount(RuleBroken):
    """Nobody grants rights to themselves, takes them away or closes their own account: a colleague does."""

    code, title = "own-account", "Votre propre compte"


class LastAdmin(Conflict):
    """Without an active administrator nobody could open an account any more."""

    code, title = "last-admin", "Dernier administrateur"


class AlreadyInactive(Conflict):
    """The account is closed already."""

    code, title = "account-already-inactive", "Compte déjà désactivé"


class AlreadyActive(Conflict):
    """The account is open already."""

    code, title = "account-already-active", "Compte déjà actif"


class Account(Struct, frozen=True, kw_only=True):
    """One person's account. The password is not part of it: nothing above the store ever holds its hash."""

    id: UUID
    version: int
    login: str
    name: str
    roles: tuple[Role, ...]
    is_active: bool
    password_is_temporary: bool
    has_factor: bool

    @property
    def is_active_admin(self) -> bool:
        return self.is_active and Role.ADMIN in self.roles


def open_account(account_id: UUID, *, login: str, name: str, roles: Iterable[Role], temporary: bool) -> Account:
    """A new account. `temporary`: somebody else chose the password, it must be changed at the first sign-in.

    Raises `LoginMalformed`, `RolesMissing`, `RolesIncompatible`.
    """
    if not _LOGIN.fullmatch(fold_login(login)):
        raise LoginMalformed(
            "De 2 à 60 caractères : lettres sans accent, chiffres, point, tiret, souligné, arobase.", field="login"
        )
    return Account(
        id=account_id,
        version=1,
        login=fold_login(login),
        name=name,
        roles=checked_roles(roles),
        is_active=True,
        password_is_temporary=temporary,
        has_factor=False,
    )


def amend(
    account: Account,
    *,
    name: str,
    roles: Iterable[Role],
    by: UUID,
    other_admins: int,
    waiting: Iterable[Role] = (),
) -> Account:
    """The account with another name, without the roles that are not wanted any more. A new role is proposed, not given:
    `waiting` are those that are proposed already. `other_admins`: active administrators apart from this one.

    Raises `RolesMissing`, `RolesIncompatible`, `OwnAccount`, `LastAdmin`.
    """
    wanted = checked_roles(roles)
    kept = tuple(role for role in wanted if role in account.roles)
    changed = replace(account, name=name, roles=kept, version=account.version + 1)
    if by == account.id and set(wanted) not in ({*account.roles}, {*account.roles, *waiting}):
        raise OwnAccount("Vous ne pouvez pas changer vos propres rôles : demandez à un collègue.", field="roles")
    return _keeping_an_admin(account, changed, other_admins)


def deactivate(account: Account, *, by: UUID, other_admins: int) -> Account:
    """The account, closed: its sessions end at once.

    Raises `AlreadyInactive`, `OwnAccount`, `LastAdmin`.
    """
    if not account.is_active:
        raise AlreadyInactive(f"Le compte de {account.name} est déjà désactivé.")
    if by == account.id:
        raise OwnAccount("Vous ne pouvez pas désactiver votre propre compte : demandez à un collègue.")
    return _keeping_an_admin(account, replace(account, is_active=False, version=account.version + 1), other_admins)


def reactivate(account: Account, *, by: UUID) -> Account:
    """The account, open again. Raises `AlreadyActive`, `OwnAccount`."""
    if account.is_active:
        raise AlreadyActive(f"Le compte de {account.name} est déjà actif.")
    if by == account.id:
        raise OwnAccount("Vous ne pouvez pas réactiver votre propre compte : demandez à un collègue.")
    return replace(account, is_active=True, version=account.version + 1)


def given_password(account: Account, *, by: UUID) -> Account:
    """The account after somebody else chose its password: temporary, to be changed at the next sign-in.

    Raises `OwnAccount`.
    """
    if by == account.id:
        raise OwnAccount("Changez votre propre mot de passe depuis « Mon compte ».")
    return replace(account, password_is_temporary=True, version=account.version + 1)


def without_factor(account: Account, *, by: UUID) -> Account:
    """The account of somebody who lost their second factor: they set up another at the next sign-in.

    Raises `OwnAccount`, `SecondFactorNotSet`.
    """
    if by == account.id:
        raise OwnAccount("Changez votre propre second facteur depuis « Mon compte ».")
    if not account.has_factor:
        raise SecondFactorNotSet(f"{account.name} n'a pas de second facteur : il n'y a rien à remettre à zéro.")
    return replace(account, has_factor=False, version=account.version + 1)


def with_factor(account: Account) -> Account:
    """The account after its holder set up an authenticator."""
    return replace(account, has_factor=True)


def chosen_password(account: Account) -> Account:
    """The account after its holder chose a password."""
    return replace(account, password_is_temporary=False, version=account.version + 1)


def fold_login(login: str) -> str:
    """The login as it is stored and compared: lower case, no spaces around."""
    return login.strip().casefold()


def _keeping_an_admin(before: Account, after: Account, other_admins: int) -> Account:
    if before.is_active_admin and not after.is_active_admin and other_admins == 0:
        raise LastAdmin("C'est le dernier administrateur actif : nommez-en un autre d'abord.")
    return after
