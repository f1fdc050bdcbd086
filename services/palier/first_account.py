"""The account of the first administrator: without it nobody could sign in to a new production installation."""

import sys
from getpass import getpass

from kernel.clock import SystemClock
from kernel.errors import RuleBroken
from kernel.settings import Settings
from staff.actions.accounts import open_first_account
from staff.actions.hashing import Hashing
from staff.app import database
from staff.domain.accounts import Account


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
