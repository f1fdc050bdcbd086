"""Set up an authenticator, show the second factor, print recovery codes, help a colleague who lost theirs."""

import hmac
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, Tx, housekeeping, writing
from kernel.db import Database
from kernel.errors import NotSignedIn, StaleVersion
from kernel.keys import drawn_key
from kernel.pace import wait_left
from kernel.vault import Vault, VaultBroken
from staff.actions.hashing import Hashing
from staff.actions.passwords import WrongCurrentPassword
from staff.actions.sessions import SignedIn, SignInRefused, TooManySignIns, open_session, proven, remember_address
from staff.domain import accounts as rules
from staff.domain.accounts import Account
from staff.domain.factors import (
    RECOVERY_BYTES,
    RECOVERY_CODES,
    SECRET_BYTES,
    Authenticator,
    SecondFactorAlreadySet,
    SecondFactorNotSet,
    SecondFactorRefused,
    SecondFactorUnreadable,
    accepted_step,
    enrolment_uri,
    fold_code,
    is_of_the_application,
    readable,
    recovery_code,
)
from staff.domain.sessions import End, Factor, Session, hash_of
from staff.domain.throttle import Attempt, CodeAttempt, ThrottleLimits
from staff.law import LAW
from staff.store import accounts, factors, passkeys, sessions, throttle

_WRONG = "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant."


class FactorKeys:
    """The keys of the second factors, drawn from the program's secret: a copy of the database opens nothing without it."""

    def __init__(self, secret: str, *, issuer: str, former: Sequence[str] = ()) -> None:
        """`former`: the secrets before this one: what they sealed still opens."""
        self.issuer = issuer
        self._vaults = [Vault(one, "palier: second factors, 1") for one in (secret, *former)]
        self._codes = [drawn_key(one, "palier: recovery codes, 1") for one in (secret, *former)]
        self._proposals = drawn_key(secret, "palier: proposed second factors, 1")

    def seal(self, secret: bytes, account_id: UUID) -> str:
        return self._vaults[0].seal(secret, f"authenticator/{account_id}")

    def open(self, one: Authenticator) -> bytes:
        """Raises `SecondFactorUnreadable`."""
        for vault in self._vaults:
            with suppress(VaultBroken):
                return vault.open(one.sealed_secret, f"authenticator/{one.account_id}")
        raise SecondFactorUnreadable(
            "La clé de votre application ne peut plus être lue. Demandez une remise à zéro de votre second facteur."
        )

    def is_current(self, one: Authenticator) -> bool:
        """Whether it is sealed under the secret of today."""
        try:
            self._vaults[0].open(one.sealed_secret, f"authenticator/{one.account_id}")
        except VaultBroken:
            return False
        return True

    def code_hash(self, account_id: UUID, code: str) -> str:
        """What is kept of a recovery code: nobody tries codes against the table without the program's secret."""
        return self.code_hashes(account_id, code)[0]

    def code_hashes(self, account_id: UUID, code: str) -> tuple[str, ...]:
        """The same under each secret that is known, that of today first."""
        said = f"{account_id}/{fold_code(code)}".encode()
        return tuple(hmac.digest(key, said, "sha256").hex() for key in self._codes)

    def proposal(self, token: str, account: Account, known: Authenticator | None) -> bytes:
        """The secret that this very session is offered: the page shows it, the confirmation finds it again, no row keeps it."""
        said = f"{token}/{account.id}/{known.sealed_secret if known else ''}".encode()
        return hmac.digest(self._proposals, said, "sha256")[:SECRET_BYTES]


class Proposal(Struct, frozen=True, kw_only=True):
    """A secret to put into an application, by hand or by the QR code of its address."""

    secret: str
    uri: str
    replaces: bool


class ShowFactor(Struct, frozen=True, kw_only=True):
    """A code of the application, or a recovery code; from where; and the session that waits for it."""

    code: str
    address: str
    token: str


class SetUpAuthenticator(Struct, frozen=True, kw_only=True):
    """The first code of a new application. `password`: whoever replaces one at an open session proves who they are."""

    code: str
    password: str
    address: str
    token: str


class SetUp(Struct, frozen=True, kw_only=True):
    """The session that goes on, and the recovery codes: the only time that they are known here."""

    signed_in: SignedIn
    recovery_codes: tuple[str, ...]


async def propose_authenticator(token: str, act: Act, *, keys: FactorKeys) -> Proposal:
    """What the application is given. Nothing is written: the same session is shown the same secret again.

    Raises `SecondFactorAlreadySet` to who has one and has not shown it, `NotSignedIn`.
    """
    session, account = await session_of(token), await accounts.find_account(act.by.id)
    known = await _replaceable(session, account)
    secret = keys.proposal(token, account, known)
    uri = enrolment_uri(secret, login=account.login, issuer=keys.issuer)
    return Proposal(secret=readable(secret), uri=uri, replaces=known is not None)


async def set_up_authenticator(
    db: Database, command: SetUpAuthenticator, act: Act, *, keys: FactorKeys, hashing: Hashing
) -> SetUp:
    """The application shows the right code: it counts from now on, ten recovery codes are made, the session gets a new token.

    Raises `SecondFactorRefused`, `SecondFactorAlreadySet`, `WrongCurrentPassword`, `TooManySignIns`, `NotSignedIn`.
    """
    session, account = await session_of(command.token), await accounts.find_account(act.by.id)
    known = await _replaceable(session, account)
    if session.factor is not Factor.AWAITED:
        await prove_again(db, account, command.password, command.address, act, hashing=hashing)
    secret = keys.proposal(command.token, account, known)
    step = accepted_step(secret, fold_code(command.code), act.at, last_step=0)
    if step is None:
        wrong = "Ce code n'est pas celui de la clé montrée ici. Vérifiez que l'appareil est à l'heure."
        raise SecondFactorRefused(wrong, field="code")
    one = Authenticator(
        account_id=account.id, sealed_secret=keys.seal(secret, account.id), added_at=act.at, last_step=step
    )
    async with writing(db, replace(act, once=None)) as tx:
        await tx.lock("account", account.id)
        if await factors.find_authenticator(account.id) != known:
            raise StaleVersion("Le second facteur de ce compte vient de changer : recommencez.")
        await factors.put_authenticator(one)
        codes = await new_codes(account, act, keys)
        await tx.journal("second-factor-set-up", f"account/{account.id}", after={"replaces": known is not None})
        protected = rules.with_factor(account)
        signed_in = await step_up(command.token, command.address, protected, act, Factor.AUTHENTICATOR, alone=True)
        return SetUp(signed_in=signed_in, recovery_codes=codes)


async def show_factor(db: Database, command: ShowFactor, act: Act, *, keys: FactorKeys) -> SignedIn:
    """The session that waited goes on under a new token, with all that the roles allow.

    Raises `SecondFactorRefused`, `SecondFactorNotSet`, `SecondFactorUnreadable`, `TooManySignIns`, `NotSignedIn`.
    """
    await session_of(command.token)
    account = await accounts.find_account(act.by.id)
    if not account.has_factor:
        raise SecondFactorNotSet("Installez d'abord une application d'authentification ou une clé d'accès.")
    known = await factors.find_authenticator(account.id)
    code, limits = fold_code(command.code), ThrottleLimits.on(act.today, LAW)
    attempt = CodeAttempt(account_id=account.id, login=account.login, address=command.address)
    step: int | None = None
    code_hash, wait = "", timedelta(0)
    async with housekeeping(db):
        await Tx(db, act).lock("account", account.id)  # codes of one account are compared one after the other
        is_familiar = await throttle.is_familiar(attempt.pair, act.at - limits.familiar)
        counter = attempt.counter(is_familiar=is_familiar)
        failed_at = await throttle.failures_since(counter, act.at - limits.code_window)
        wait = wait_left(failed_at, act.at, most=limits.failures, window=limits.code_window)
        if known is not None and is_of_the_application(code):
            step = accepted_step(keys.open(known), code, act.at, last_step=known.last_step)
        code_hash = await factors.unused_among(account.id, keys.code_hashes(account.id, code))
        good = step is not None or bool(code_hash)
        if not good and not wait:
            await throttle.add_failure([counter], act.at, forget_before=act.at - limits.remembered)
    if wait:
        raise TooManySignIns(wait)
    if not good:
        raise SecondFactorRefused(_WRONG, field="code")
    async with writing(db, replace(act, once=None)) as tx:
        if step is not None:
            factor, first = Factor.AUTHENTICATOR, await factors.use_step(account.id, step)
        else:
            factor, first = Factor.RECOVERY_CODE, await factors.use_recovery_code(account.id, code_hash, act.at)
        if not first:
            raise SecondFactorRefused(_WRONG, field="code")
        await tx.journal("signed-in", f"account/{account.id}", after={"factor": factor})
        return await step_up(command.token, command.address, account, act, factor)


async def reseal_authenticators(db: Database, keys: FactorKeys) -> int:
    """Bring under the secret of today those that a former one sealed; how many. Recovery codes are digests: they stay."""
    done = 0
    for one in await factors.all_authenticators():
        if keys.is_current(one):
            continue
        fresh = keys.seal(keys.open(one), one.account_id)
        async with housekeeping(db):
            done += await factors.reseal_authenticator(one, fresh)
    return done


async def renew_recovery_codes(
    db: Database, password: str, address: str, act: Act, *, keys: FactorKeys, hashing: Hashing
) -> tuple[str, ...]:
    """Ten new codes; all others are worth nothing from now on.

    Raises `SecondFactorNotSet`, `WrongCurrentPassword`, `TooManySignIns`.
    """
    account = await accounts.find_account(act.by.id)
    if not account.has_factor:
        raise SecondFactorNotSet("Installez d'abord une application d'authentification ou une clé d'accès.")
    await prove_again(db, account, password, address, act, hashing=hashing)
    async with writing(db, replace(act, once=None)) as tx:
        await tx.lock("account", account.id)
        codes = await new_codes(account, act, keys)
        await tx.journal("recovery-codes-renewed", f"account/{account.id}")
        return codes


async def reset_second_factor(db: Database, account_id: UUID, act: Act, *, expected: int) -> Account:
    """For a colleague who lost theirs: their sessions end, and the next sign-in sets up another.

    Raises `AccountNotFound`, `StaleVersion`, `OwnAccount`, `SecondFactorNotSet`.
    """
    async with writing(db, act) as tx:
        before = await accounts.find_account(account_id)
        after = rules.without_factor(before, by=act.by.id)
        await accounts.save_account(after, expected=expected)
        await factors.forget_factors(account_id)
        await passkeys.forget_passkeys(account_id)
        await sessions.end_sessions_of(account_id, act.at, End.FACTOR_RESET)
        await tx.journal("second-factor-reset", f"account/{account_id}", before=before, after=after)
        return tx.keep(after)


async def session_of(token: str) -> Session:
    """The open session under this token, whole or half-way. Raises `NotSignedIn`."""
    session = await sessions.find_open_session(hash_of(token))
    if session is None:
        raise NotSignedIn("Votre session est terminée ou n'a pas commencé. Connectez-vous.")
    return session


async def _replaceable(session: Session, account: Account) -> Authenticator | None:
    """The authenticator that another one would replace, if any. Raises `SecondFactorAlreadySet`."""
    check_shown(session, account)
    return await factors.find_authenticator(account.id)


def check_shown(session: Session, account: Account) -> None:
    """Whoever has a factor shows it before changing or adding one. Raises `SecondFactorAlreadySet`."""
    if account.has_factor and session.factor in (Factor.AWAITED, Factor.NONE):
        raise SecondFactorAlreadySet("Montrez d'abord le second facteur que vous avez déjà.")


async def prove_again(
    db: Database, account: Account, password: str, address: str, act: Act, *, hashing: Hashing
) -> None:
    """The holder of an open session types their password again. Raises `WrongCurrentPassword`, `TooManySignIns`."""
    try:
        await proven(db, Attempt(login=account.login, address=address), password, act, hashing=hashing)
    except SignInRefused:
        raise WrongCurrentPassword("Le mot de passe actuel n'est pas le bon.", field="password") from None


async def new_codes(account: Account, act: Act, keys: FactorKeys) -> tuple[str, ...]:
    """Recovery codes in the place of all others. Inside the caller's transaction."""
    codes = tuple(recovery_code(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))
    await factors.put_recovery_codes(account.id, [keys.code_hash(account.id, one) for one in codes], act.at)
    return codes


async def step_up(
    token: str, address: str, account: Account, act: Act, factor: Factor, *, alone: bool = False
) -> SignedIn:
    """The old token dies with the change: who planted or saw it gains nothing. `alone`: so do the person's other sessions."""
    before = await sessions.find_open_session(hash_of(token))
    if before is None or not await sessions.end_session(hash_of(token), act.at, End.STEPPED_UP):
        raise NotSignedIn("Votre session est terminée ou n'a pas commencé. Connectez-vous.")
    if alone:
        await sessions.end_sessions_of(account.id, act.at, End.FACTOR_RESET)
    await remember_address(Attempt(login=account.login, address=address).pair, act)
    return await open_session(account, act, factor, before.provider_sid)
