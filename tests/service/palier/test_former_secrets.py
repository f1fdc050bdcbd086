"""After a change of the secret, `palier rotate-keys` leaves nothing that the former one alone opens. Both engines."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import occupancy
from kernel.clock import MovableClock
from kernel.db import Database
from kernel.key_ring import KeyRing
from kernel.sealed_columns import sealed
from kernel.settings import Settings
from occupancy.store.households import find_household
from occupancy.tables import TABLES
from occupancy.tables.households import HouseholdRow
from palier.key_rotation import rotate_all
from staff.actions.factors import FactorKeys
from staff.app import database
from staff.domain.factors import Authenticator
from staff.store import factors
from tests.support.stores import Borrowed, migrated

OLD, NEW = "le-secret-d-avant-assez-long-pour-signer-0123456789", "le-secret-d-aujourd-hui-tire-au-hasard-9876543210"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WHO = UUID(int=7)


def stays(url: str, secret: str) -> Database:
    return Database(url, list(TABLES), Path(occupancy.__file__).parent / "migrations", secret=secret)


async def test_what_the_former_secret_sealed_is_brought_under_that_of_today(stores: Borrowed):
    urls = {name: await migrated(stores, name) for name in ("staff", "alt_units", "occupancy")}
    household, before = uuid4(), FactorKeys(OLD, issuer="X")
    db = stays(urls["occupancy"], OLD)
    await db.open()
    row = {
        "id": household, "version": 1, "reference": "M-1", "last_name": "Exemple", "first_name": "", "phone": None,
        "situation": "single", "adults": 1, "children": 0, "email": None, "orientation": "siao", "note": "Une note",
        "search_key": "",
    }  # fmt: skip
    async with db.engine.transaction():
        await HouseholdRow.insert(HouseholdRow(**await sealed(HouseholdRow, row)))
    await db.close()
    accounts = database(Settings(databases=urls, secret=OLD))
    await accounts.open()
    await accounts.run(
        "insert into account (id, version, login, name, is_active, password_hash, password_is_temporary)"
        " values ({}, 1, 'ada', 'Ada Exemple', {}, '$argon2id$', {})",
        WHO, True, False,
    )  # fmt: skip
    sealed_secret = before.seal(b"un secret", WHO)
    await factors.put_authenticator(
        Authenticator(account_id=WHO, sealed_secret=sealed_secret, added_at=NOW, last_step=0)
    )
    await accounts.close()

    said: list[str] = []
    done = await rotate_all(Settings(databases=urls, secret=NEW, former_secrets=(OLD,)), MovableClock(NOW), said.append)
    assert done["occupancy"].under == {KeyRing(NEW).current: 1}
    assert "staff : 1 second(s) facteur(s) sous le secret d'aujourd'hui" in said

    db = stays(urls["occupancy"], NEW)  # the former secret is not given
    await db.open()
    assert (await find_household(household)).note == "Une note"
    await db.close()
    accounts = database(Settings(databases=urls, secret=NEW))
    await accounts.open()
    kept = await factors.find_authenticator(WHO)
    await accounts.close()
    assert kept
    assert FactorKeys(NEW, issuer="X").open(kept) == b"un secret"
    assert not before.is_current(kept)  # the control: it was sealed again, not left as it was
