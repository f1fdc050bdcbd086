"""Sign in through the town's identity provider: leave with a sealed note, come back with a code, go on as an account of ours."""

import hmac
import secrets
from uuid import uuid4

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, Staff, writing
from kernel.db import Database
from kernel.vault import Vault, VaultBroken
from staff.actions.hashing import Hashing
from staff.actions.role_grants import give_roles
from staff.actions.sessions import SignedIn, open_session, remember_address
from staff.clients.provider import Departure, ProviderClient, departure
from staff.domain import accounts as rules
from staff.domain.accounts import SYSTEM, Account
from staff.domain.providers import Named, NobodyHere, ProviderLink, ProviderRefused, named
from staff.domain.role_grants import GrantSource, to_propose
from staff.domain.roles import Role, checked_roles
from staff.domain.sessions import End, Factor, hash_of
from staff.domain.throttle import Attempt
from staff.store import accounts, provider_links, sessions

AWAY = 600
"""Seconds that a visit to the provider may take: time to find a telephone."""
_PLACE = "departure"


class WayIn(Struct, frozen=True, kw_only=True):
    """The provider of this installation and the key of the sealed notes."""

    client: ProviderClient
    vault: Vault

    @property
    def name(self) -> str:
        return self.client.provider.name


class ComeBack(Struct, frozen=True, kw_only=True):
    """What the browser brings back: the address's parts, the sealed note, and the session that it had before."""

    code: str
    state: str
    note: str
    address: str
    replaced: str | None
    factor_required: bool


class Entered(Struct, frozen=True, kw_only=True):
    """The session, and where the person was going."""

    signed_in: SignedIn
    suite: str


async def leave(way: WayIn, suite: str, act: Act) -> tuple[str, str]:
    """The provider's address for this browser, and the note that it must bring back. Raises `ProviderSilent`."""
    leaving = departure(suite, act.at.timestamp())
    return await way.client.authorize(leaving), way.vault.seal(msgspec.json.encode(leaving), _PLACE)


async def come_back(db: Database, way: WayIn, back: ComeBack, act: Act, *, hashing: Hashing) -> Entered:
    """A session for the account of the person that the provider named. Our second factor is asked unless theirs was as good.

    Raises `ProviderRefused`, `ProviderSilent`, `NobodyHere`, and the refusals of the rules of accounts when roles change.
    """
    leaving = _opened(way, back, act)
    who = named(way.client.provider, await way.client.claims(back.code, leaving))
    by_provider = replace(act, by=Staff(id=SYSTEM, name=way.name), once=None)
    account = await _account(db, who, by_provider, hashing)
    async with writing(db, by_provider) as tx:
        await tx.lock("account", account.id)
        if await accounts.find_account(account.id) != account:
            raise ProviderRefused("Votre compte vient de changer. Recommencez.")
        if back.replaced:
            await sessions.end_session(hash_of(back.replaced), act.at, End.REPLACED)
        if who.is_strong:
            factor = Factor.PROVIDER
        else:
            factor = Factor.AWAITED if account.has_factor or back.factor_required else Factor.NONE
        if factor is not Factor.AWAITED:
            await remember_address(Attempt(login=account.login, address=back.address).pair, act)
        await tx.journal("signed-in-by-provider", f"account/{account.id}", after={"factor": factor})
        return Entered(signed_in=await open_session(account, act, factor, who.sid), suite=leaving.suite)


def _opened(way: WayIn, back: ComeBack, act: Act) -> Departure:
    try:
        leaving = msgspec.json.decode(way.vault.open(back.note, _PLACE), type=Departure)
    except (VaultBroken, msgspec.DecodeError):
        raise ProviderRefused("Cette connexion n'a pas commencé dans ce navigateur. Recommencez.") from None
    if not hmac.compare_digest(leaving.state.encode(), back.state.encode()):
        raise ProviderRefused("Cette réponse n'est pas celle de votre demande. Recommencez.")
    if not 0 <= act.at.timestamp() - leaving.left_at < AWAY:
        raise ProviderRefused("La connexion a pris trop de temps. Recommencez.")
    return leaving


async def _account(db: Database, who: Named, act: Act, hashing: Hashing) -> Account:
    """The account of this person: linked already, opened for their address, or opened now where the provider tells roles."""
    if who.roles == ():
        raise NobodyHere("Aucun de vos groupes n'a de rôle dans Palier. Demandez à l'administrateur des comptes.")
    link = await provider_links.find_link(who.issuer, who.subject)
    account = await accounts.find_account(link.account_id) if link else await _first_time(db, who, act, hashing)
    if not account.is_active:
        raise NobodyHere("Votre compte est désactivé. Demandez à l'administrateur des comptes.")
    if who.roles is not None and set(who.roles) != set(account.roles):
        return await _with_roles(db, account, who.roles, act)
    return account


async def _first_time(db: Database, who: Named, act: Act, hashing: Hashing) -> Account:
    """The account is bound to the person for ever: an address of theirs that changes, or goes to another, moves nothing."""
    login = rules.fold_login(who.email)
    unusable = await hashing.hash(secrets.token_urlsafe(48)) if who.roles else ""  # only then is an account opened
    async with writing(db, act) as tx:
        await tx.lock("roster", accounts.ROSTER)
        found = await accounts.find_credentials(login) if login else None
        if found and await provider_links.has_link(who.issuer, found.account.id):
            raise NobodyHere("Ce compte est déjà celui d'une autre personne du fournisseur d'identité.")
        if found is None and (not login or not who.roles):
            raise NobodyHere(
                "Aucun compte de Palier n'a votre adresse électronique pour identifiant, ou le fournisseur ne l'a pas "
                "vérifiée. Demandez à l'administrateur des comptes d'en ouvrir un."
            )
        if found:
            account, done = found.account, "account-linked"
        else:
            name, done = who.name or login, "account-opened"
            account = rules.open_account(uuid4(), login=login, name=name, roles=who.roles or (), temporary=False)
            await accounts.add_account(db, account, unusable)
            await give_roles(replace(account, roles=()), account.roles, act, GrantSource.PROVIDER)
        link = ProviderLink(id=uuid4(), account_id=account.id, issuer=who.issuer, subject=who.subject, linked_at=act.at)
        await provider_links.add_link(db, link)
        await tx.journal(done, f"account/{account.id}", after={"issuer": who.issuer, "roles": account.roles})
        return account


async def _with_roles(db: Database, account: Account, roles: tuple[Role, ...], act: Act) -> Account:
    async with writing(db, act) as tx:
        await tx.lock("roster", accounts.ROSTER)
        before = await accounts.find_account(account.id)
        others = await accounts.count_other_admins(account.id)
        after = rules.amend(before, name=before.name, roles=roles, by=SYSTEM, other_admins=others)
        await accounts.save_account(after, expected=before.version)
        after = await give_roles(after, to_propose(checked_roles(roles), after, ()), act, GrantSource.PROVIDER)
        await sessions.end_sessions_of(account.id, act.at, End.ROLES_CHANGED)
        await tx.journal("account-amended", f"account/{account.id}", before=before, after=after)
        return after
