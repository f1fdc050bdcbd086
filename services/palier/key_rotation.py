"""The rotation of the keys in every database of an installation."""

from kernel.clock import Clock
from kernel.db import Database
from kernel.key_rotation import Rotated, Tell, rotate
from kernel.settings import SERVICES, Settings
from palier.site import create_one
from staff.actions.factors import reseal_authenticators
from staff.app import factor_keys


async def rotate_all(settings: Settings, clock: Clock, tell: Tell) -> dict[str, Rotated]:
    """What was done in each service. Raises `KeyUnknown`, `VaultBroken`."""
    done = {}
    for service in SERVICES:
        db: Database = create_one(service, settings, clock).state.db
        await db.open()
        try:
            if service == "staff" and (resealed := await reseal_authenticators(db, factor_keys(settings))):
                tell(f"{service} : {resealed} second(s) facteur(s) sous le secret d'aujourd'hui")
            done[service] = await rotate(db, lambda words, one=service: tell(f"{one} : {words}"))  # type: ignore[misc]
        finally:
            await db.close()
    return done
