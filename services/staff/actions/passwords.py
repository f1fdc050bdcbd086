"""Set a colleague's password, change one's own. Either way every session of the account ends."""

import hashlib
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, Once, writing
from kernel.db import Database
from kernel.errors import RuleBroken, StaleVersion
from staff.actions.hashing import Hashing
from staff.actions.sessions import SignedIn, SignInRefused, open_session, proven
from staff.domain.accounts import Account, chosen_password, given_password
from staff.domain.passwords import PasswordUnchanged, checked_password, normal
from staff.domain.sessions import End, Factor, hash_of
from staff.domain.throttle import Attempt
from staff.store import accounts, sessions


class WrongCurrentPassword(RuleBroken):
    """Whoever sits at an open session must still know the password to change it."""

    code, title = "wrong-current-password", "Mot de passe actuel incorrect"


class ChangePassword(Struct, frozen=True, kw_only=True):
    """The password of today, as proof, the new one, and the session in which it is typed."""

    current: str
    new: str
    address: str
    token: str


async def set_password(
    db: Database, account_id: UUID, password: str, act: Act, *, expected: int, hashing: Hashing
) -> Account:
    """Give a colleague a temporary password.

    Raises `AccountNotFound`, `StaleVersion`, `OwnAccount`, `PasswordTooShort`, `PasswordTooLong`, `PasswordTooCommon`.
    """
    known = await accounts.find_account(account_id)
    given_password(known, by=act.by.id)
    password_hash = await hashing.hash(checked_password(password, known_words=(known.login, known.name)))
    async with writing(db, without_password(act, account_id, expected)) as tx:
        before = await accounts.find_account(account_id)
        after = given_password(before, by=act.by.id)
        await accounts.save_account(after, expected=expected, password_hash=password_hash)
        await sessions.end_sessions_of(account_id, act.at, End.PASSWORD_CHANGED)
        await tx.journal("password-set", f"account/{account_id}", before=before, after=after)
        return tx.keep(after)


async def change_password(db: Database, command: ChangePassword, act: Act, *, hashing: Hashing) -> SignedIn:
    """Choose one's own password. All sessions end; the person goes on in a new one.

    Raises `WrongCurrentPassword`, `TooManySignIns`, `PasswordUnchanged`, `PasswordTooShort`,
    `PasswordTooLong`, `PasswordTooCommon`.
    """
    account = await accounts.find_account(act.by.id)
    new = checked_password(command.new, known_words=(account.login, account.name), field="new")
    if new == normal(command.current):
        raise PasswordUnchanged("Choisissez un mot de passe différent de l'ancien.", field="new")
    attempt = Attempt(login=account.login, address=command.address)
    try:
        found = await proven(db, attempt, command.current, act, hashing=hashing)
    except SignInRefused:
        raise WrongCurrentPassword("Le mot de passe actuel n'est pas le bon.", field="current") from None
    password_hash = await hashing.hash(new)
    async with writing(db, replace(act, once=None)) as tx:
        await tx.lock("account", account.id)
        if await accounts.credentials_of(account.id) != found:
            raise StaleVersion("Ce compte vient de changer : recommencez.")
        session = await sessions.find_open_session(hash_of(command.token))
        after = chosen_password(found.account)
        await accounts.save_account(after, expected=found.account.version, password_hash=password_hash)
        await sessions.end_sessions_of(account.id, act.at, End.PASSWORD_CHANGED)
        await tx.journal("password-changed", f"account/{account.id}", before=found.account, after=after)
        sid = session.provider_sid if session else ""
        return await open_session(after, act, session.factor if session else Factor.AWAITED, sid)


def without_password(act: Act, *said: Any) -> Act:
    """The act, with a fingerprint of what was said apart from the password: a fast hash of it must not be kept."""
    if act.once is None:
        return act
    fingerprint = hashlib.sha256(msgspec.json.encode(said)).hexdigest()
    return replace(act, once=Once(key=act.once.key, fingerprint=fingerprint))
