"""What only the machine's keeper can do: open the first account, confirm a role that nobody else can, reset the last factor."""

import sys
from getpass import getpass

from kernel.acts import Act, Staff
from kernel.clock import SystemClock
from kernel.errors import RuleBroken
from kernel.settings import Settings
from staff.actions.accounts import open_first_account
from staff.actions.factors import reset_second_factor
from staff.actions.hashing import Hashing
from staff.actions.role_grants import confirm_roles_of
from staff.app import database
from staff.domain.accounts import SYSTEM, Account, AccountNotFound, fold_login
from staff.domain.roles import Role
from staff.store.accounts import find_credentials


class PasswordsDiffer(RuleBroken):
    """A password that was mistyped once would open nothing."""

    code, title = "passwords-differ", "Saisies différentes"


def ask_password() -> str:
    """The password, typed twice unseen; or one line when the input is not a terminal. Raises `PasswordsDiffer`."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass("Mot de passe (12 caractères au moins) : ")
    if getpass("Une seconde fois : ") != password:
        raise PasswordsDiffer("Les deux saisies du mot de passe diffèrent.")
    return password


async def open_administrator(settings: Settings, *, login: str, name: str, password: str) -> Account:
    """Raises `HouseAlreadyOpen`, `LoginMalformed`, `PasswordTooShort`, `PasswordTooCommon`."""
    db = database(settings)
    await db.open()
    try:
        return await open_first_account(
            db, login=login, name=name, password=password, clock=SystemClock(settings.zone), hashing=Hashing()
        )
    finally:
        await db.close()


async def confirm_roles(settings: Settings, login: str) -> tuple[Account, list[Role]]:
    """What waits for this account is confirmed by the machine's keeper. Raises `AccountNotFound`, `RolesIncompatible`."""
    db, clock = database(settings), SystemClock(settings.zone)
    await db.open()
    try:
        found = await find_credentials(fold_login(login))
        if found is None:
            raise AccountNotFound("Aucun compte n'a cet identifiant.")
        act = Act(by=Staff(id=SYSTEM, name="Palier"), at=clock.now(), today=clock.today(), request_id="command-line")
        return found.account, await confirm_roles_of(db, found.account, act)
    finally:
        await db.close()


async def reset_factor_of(settings: Settings, login: str) -> Account:
    """Raises `AccountNotFound`, `SecondFactorNotSet`."""
    db, clock = database(settings), SystemClock(settings.zone)
    await db.open()
    try:
        found = await find_credentials(fold_login(login))
        if found is None:
            raise AccountNotFound("Aucun compte n'a cet identifiant.")
        act = Act(by=Staff(id=SYSTEM, name="Palier"), at=clock.now(), today=clock.today(), request_id="command-line")
        return await reset_second_factor(db, found.account.id, act, expected=found.account.version)
    finally:
        await db.close()
