"""The composition root of staff: the only place where the service is wired."""

from pathlib import Path

from litestar import Litestar

from kernel.acts import Staff
from kernel.clock import Clock
from kernel.db import Database
from kernel.http.app import build_app
from kernel.settings import SecondFactor, Settings
from staff.access import ACCESS
from staff.actions.factors import FactorKeys
from staff.actions.hashing import Hashing
from staff.actions.passkeys import PasskeyDesk
from staff.actions.sessions import who_holds
from staff.api import accounts as accounts_api
from staff.api import factors as factors_api
from staff.api import law as law_api
from staff.api import passkeys as passkeys_api
from staff.api import people as people_api
from staff.api import sessions as sessions_api
from staff.tables import TABLES
from staff.web import accounts as accounts_pages
from staff.web import factors as factors_pages
from staff.web import labels, paths
from staff.web import law as law_pages
from staff.web import passkeys as passkeys_pages
from staff.web import sessions as sessions_pages

HERE = Path(__file__).parent


def database(settings: Settings) -> Database:
    """The store of this service, not open yet."""
    return Database(settings.database("staff"), TABLES, HERE / "migrations", secret=settings.secret)


def create_app(settings: Settings, clock: Clock, *, hashing: Hashing | None = None) -> Litestar:
    """The whole service. It knows its own sessions, so it asks nobody who is there."""
    db, hashes = database(settings), hashing or Hashing()
    keys = FactorKeys(settings.secret, issuer=f"Palier {settings.organisation}")
    desk = PasskeyDesk(settings.secret, address=settings.browser_address, name=f"Palier {settings.organisation}")
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
            *people_api.HANDLERS,
            *law_api.HANDLERS,
        ],
        pages=[
            *sessions_pages.HANDLERS,
            *factors_pages.HANDLERS,
            *passkeys_pages.HANDLERS,
            *accounts_pages.HANDLERS,
            *law_pages.HANDLERS,
        ],
        identify=identify,
        callers={"occupancy": frozenset({"people.lookup"})},
        templates=HERE / "web" / "pages",
        template_globals={"paths": paths, "labels": labels},
        done=labels.DONE,
        dependencies={
            "hashing": lambda: hashes,
            "keys": lambda: keys,
            "passkey_desk": lambda: desk,
            "factor_required": lambda: required,
        },
    )
