"""The composition root of staff: the only place where the service is wired."""

from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from litestar import Litestar

from kernel.acts import Staff
from kernel.clock import Clock
from kernel.db import Database
from kernel.http.app import build_app
from kernel.settings import SecondFactor, Settings, UnsafeSettings
from kernel.vault import Vault
from staff.access import ACCESS
from staff.actions.factors import FactorKeys
from staff.actions.hashing import Hashing
from staff.actions.passkeys import PasskeyDesk
from staff.actions.provider_sign_in import WayIn
from staff.actions.sessions import who_holds
from staff.api import accounts as accounts_api
from staff.api import factors as factors_api
from staff.api import law as law_api
from staff.api import passkeys as passkeys_api
from staff.api import people as people_api
from staff.api import role_grants as grants_api
from staff.api import sessions as sessions_api
from staff.clients.provider import ProviderClient
from staff.domain.providers import Provider
from staff.store.watched import watched
from staff.tables import TABLES
from staff.web import accounts as accounts_pages
from staff.web import factors as factors_pages
from staff.web import labels, paths
from staff.web import law as law_pages
from staff.web import passkeys as passkeys_pages
from staff.web import provider as provider_pages
from staff.web import role_grants as grants_pages
from staff.web import sessions as sessions_pages

HERE = Path(__file__).parent


def database(settings: Settings) -> Database:
    """The store of this service, not open yet."""
    keys, former = settings.keys, settings.former_secrets
    url, migrations = settings.database("staff"), HERE / "migrations"
    return Database(url, TABLES, migrations, secret=settings.secret, keys=keys, former=former)


def factor_keys(settings: Settings) -> FactorKeys:
    """What opens the second factors of this installation."""
    return FactorKeys(settings.secret, issuer=f"Palier {settings.organisation}", former=settings.former_secrets)


def way_in(settings: Settings, clock: Clock) -> WayIn | None:
    """The identity provider that the installation describes, if it does. Raises `UnsafeSettings`."""
    if settings.sign_in_provider is None:
        return None
    try:
        provider = msgspec.toml.decode(settings.sign_in_provider.read_bytes(), type=Provider)
    except (OSError, msgspec.MsgspecError) as error:
        raise UnsafeSettings(f"PALIER_SIGN_IN_PROVIDER : {error}") from error
    here, there = settings.browser_address, urlsplit(provider.issuer)
    if not here:
        raise UnsafeSettings("PALIER_PUBLIC_ADDRESS : le fournisseur d'identité y renvoie les navigateurs")
    if there.scheme != "https" and there.hostname not in ("localhost", "127.0.0.1"):
        raise UnsafeSettings("PALIER_SIGN_IN_PROVIDER : « issuer » doit commencer par https://")
    back, left = f"{here}{paths.PROVIDER_BACK}", f"{here}{paths.SIGN_IN}"
    client = ProviderClient(provider, back=back, left=left, clock=clock)
    return WayIn(client=client, vault=Vault(settings.secret, "palier: visits to the identity provider, 1"))


def create_app(settings: Settings, clock: Clock, *, hashing: Hashing | None = None) -> Litestar:
    """The whole service. It knows its own sessions, so it asks nobody who is there."""
    db, hashes = database(settings), hashing or Hashing()
    keys = factor_keys(settings)
    desk = PasskeyDesk(settings.secret, address=settings.browser_address, name=f"Palier {settings.organisation}")
    provided = way_in(settings, clock)
    required = settings.second_factor is SecondFactor.REQUIRED

    async def identify(cookie: str) -> Staff | None:
        return await who_holds(db, cookie, clock, factor_required=required)

    return build_app(
        name="staff",
        title="Palier : comptes et connexion",
        settings=settings,
        clock=clock,
        db=db,
        access=ACCESS,
        api=[
            *sessions_api.HANDLERS,
            *factors_api.HANDLERS,
            *passkeys_api.HANDLERS,
            *accounts_api.HANDLERS,
            *grants_api.HANDLERS,
            *people_api.HANDLERS,
            *law_api.HANDLERS,
        ],
        pages=[
            *sessions_pages.HANDLERS,
            *factors_pages.HANDLERS,
            *passkeys_pages.HANDLERS,
            *provider_pages.HANDLERS,
            *accounts_pages.HANDLERS,
            *grants_pages.HANDLERS,
            *law_pages.HANDLERS,
        ],
        identify=identify,
        callers={"occupancy": frozenset({"people.lookup"})},
        templates=HERE / "web" / "pages",
        template_globals={"paths": paths, "labels": labels},
        done=labels.DONE,
        watch=watched,
        dependencies={
            "hashing": lambda: hashes,
            "keys": lambda: keys,
            "passkey_desk": lambda: desk,
            "way_in": lambda: provided,
            "factor_required": lambda: required,
        },
    )
