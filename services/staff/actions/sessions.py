"""Sign in, sign out, and find who holds a session."""

from datetime import timedelta
from math import ceil
from secrets import token_urlsafe

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, Staff, housekeeping, writing
from kernel.clock import Clock
from kernel.db import Database
from kernel.errors import Kind, Refusal, TooManyTries
from staff.actions.hashing import Hashing
from staff.domain.accounts import Account, AccountNotFound, fold_login
from staff.domain.passwords import normal
from staff.domain.roles import permissions_of
from staff.domain.sessions import End, Factor, Session, SessionLimits, csrf_of, hash_of, is_alive, is_to_touch
from staff.domain.throttle import Attempt, ThrottleLimits, wait_before_next
from staff.law import LAW
from staff.store import accounts, sessions, throttle

TOKEN_BYTES = 32


class SignInRefused(Refusal):
    """Wrong login, wrong password or closed account: the answer never tells which."""

    code, title, kind = "sign-in-refused", "Connexion refusée", Kind.ANONYMOUS


class TooManySignIns(TooManyTries):
    """Too many wrong passwords, or codes, for this login or from this address. The wait is never longer than the window."""

    code, title = "too-many-sign-ins", "Trop d'essais de connexion"

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = ceil(wait.total_seconds())
        minutes = ceil(self.retry_after / 60)
        super().__init__(f"Trop d'essais de connexion. Réessayez dans {minutes} minute{'s' if minutes > 1 else ''}.")


class SignIn(Struct, frozen=True, kw_only=True):
    """What somebody types, from where, the session that this browser had before, and what this installation asks for."""

    login: str
    password: str
    address: str
    replaced: str | None = None
    factor_required: bool = False


class SignedIn(Struct, frozen=True, kw_only=True):
    """Who it is, and the token for the cookie: the only time that it is known here."""

    staff: Staff
    token: str
    password_is_temporary: bool
    factor: Factor


async def sign_in(db: Database, command: SignIn, act: Act, *, hashing: Hashing) -> SignedIn:
    """Open a session under a token of ours; the one that the browser had before ends.

    Where a second factor is still to be shown, the session opens nothing else, and the address is not familiar yet.

    Raises `SignInRefused`, `TooManySignIns`.
    """
    attempt = Attempt(login=fold_login(command.login), address=command.address)
    found = await proven(db, attempt, command.password, act, hashing=hashing)
    stronger = None
    if hashing.is_outdated(found.password_hash):
        stronger = await hashing.hash(normal(command.password))
    async with writing(db, replace(act, by=staff_of(found.account), once=None)) as tx:
        await tx.lock("account", found.account.id)
        if await accounts.find_credentials(attempt.login) != found:
            raise SignInRefused(_REFUSED)  # closed or changed while the password was being compared
        if stronger:
            await accounts.refresh_hash(found.account.id, stronger)
        if command.replaced:
            await sessions.end_session(hash_of(command.replaced), act.at, End.REPLACED)
        if found.account.has_factor or command.factor_required:
            await tx.journal("password-proven", f"account/{found.account.id}")
            return await open_session(found.account, act, Factor.AWAITED)
        await remember_address(attempt.pair, act)
        await tx.journal("signed-in", f"account/{found.account.id}", after={"factor": Factor.NONE})
        return await open_session(found.account, act, Factor.NONE)


async def sign_out(db: Database, token: str, act: Act) -> None:
    """End this browser's session; it is refused from the next request on."""
    async with writing(db, replace(act, once=None)) as tx:
        await sessions.end_session(hash_of(token), act.at, End.SIGNED_OUT)
        await tx.journal("signed-out", f"account/{act.by.id}")


async def sign_out_everywhere(db: Database, act: Act) -> None:
    """End all sessions of the person, in this browser and in all others."""
    async with writing(db, replace(act, once=None)) as tx:
        await sessions.end_sessions_of(act.by.id, act.at, End.EVERYWHERE)
        await tx.journal("signed-out-everywhere", f"account/{act.by.id}")


async def who_holds(db: Database, token: str, clock: Clock, *, factor_required: bool = False) -> Staff | None:
    """The person whose session this token opens, or None. An unknown token is never adopted.

    While the second factor is awaited, the person is named and may do nothing.
    """
    now = clock.now()
    session = await sessions.find_open_session(hash_of(token))
    if session is None or not is_alive(session, now, SessionLimits.on(clock.today(), LAW)):
        return None
    try:
        account = await accounts.find_account(session.account_id)
    except AccountNotFound:
        return None
    if not account.is_active:
        return None
    if is_to_touch(session, now):
        async with housekeeping(db):
            await sessions.touch(session.token_hash, now)
    return staff_of(account, csrf=csrf_of(token), awaits_factor=session.awaits_factor(required=factor_required))


async def open_session(account: Account, act: Act, factor: Factor, provider_sid: str = "") -> SignedIn:
    """A session under a new token. Inside the caller's transaction."""
    token = token_urlsafe(TOKEN_BYTES)
    session = Session(
        token_hash=hash_of(token),
        account_id=account.id,
        opened_at=act.at,
        last_seen_at=act.at,
        factor=factor,
        provider_sid=provider_sid,
    )
    await sessions.add_session(session)
    return SignedIn(
        staff=staff_of(account, csrf=csrf_of(token), awaits_factor=session.awaits_factor(required=False)),
        token=token,
        password_is_temporary=account.password_is_temporary,
        factor=factor,
    )


async def remember_address(pair: str, act: Act) -> None:
    """Whoever came in whole from here is no stranger for some days. Inside the caller's transaction."""
    forget_before = act.at - ThrottleLimits.on(act.today, LAW).familiar
    await throttle.make_familiar(pair, act.at, forget_before=forget_before)


async def proven(db: Database, attempt: Attempt, password: str, act: Act, *, hashing: Hashing) -> accounts.Credentials:
    """The account, once its password is proven. The throttle is read and the password compared in one slot.

    Raises `SignInRefused`, `TooManySignIns`.
    """
    limits = ThrottleLimits.on(act.today, LAW)
    async with hashing.slot:
        is_familiar = await throttle.is_familiar(attempt.pair, act.at - limits.familiar)
        counters = attempt.counters(is_familiar=is_familiar)
        failures = [await throttle.failures_since(counter, act.at - limits.window) for counter in counters]
        if wait := max(wait_before_next(failed_at, act.at, limits) for failed_at in failures):
            raise TooManySignIns(wait)
        found = await accounts.find_credentials(attempt.login)
        good = await hashing.matches(normal(password), found.password_hash if found else None)
        if found and good and found.account.is_active:
            return found
        async with housekeeping(db):
            await throttle.add_failure(counters, act.at, forget_before=act.at - limits.remembered)
    raise SignInRefused(_REFUSED)


def staff_of(account: Account, *, csrf: str = "", awaits_factor: bool = False) -> Staff:
    """The person as the services know them.

    A temporary password opens nothing but the way to change it, a password alone nothing but the ways to show the rest.
    """
    may_nothing = account.password_is_temporary or awaits_factor
    return Staff(
        id=account.id,
        name=account.name,
        roles=tuple(role.value for role in account.roles),
        permissions=frozenset() if may_nothing else permissions_of(account.roles),
        csrf=csrf,
        awaits_factor=awaits_factor,
    )


_REFUSED = "Identifiant ou mot de passe incorrect."
