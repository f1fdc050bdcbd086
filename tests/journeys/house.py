"""A new installation in a process of its own, in production mode: accounts, and nothing else. What a town starts from."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kernel.acts import Act, Staff
from kernel.clock import SystemClock
from kernel.settings import SERVICES, Settings
from palier.demo.people import EVERYBODY, PASSWORD
from staff.actions.accounts import OpenAccount, open_account
from staff.actions.hashing import Hashing
from staff.app import database
from staff.domain.accounts import SYSTEM
from staff.domain.roles import Role
from tests.support.postgres import wait_for
from tests.support.processes import Process

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"


@contextmanager
def new_house(folder: Path, urls: dict[str, str] | None = None) -> Iterator[str]:
    """The address of a running program whose only content is one account a role. Stopped in the end."""
    chosen = urls or {name: f"sqlite:{folder / name}.sqlite" for name in SERVICES}
    wait_for(open_accounts(Settings(databases=chosen, secret=SECRET)))
    environment = {
        **{f"PALIER_{name.upper()}_DATABASE": url for name, url in chosen.items()},
        "PALIER_MODE": "production",
        "PALIER_SECOND_FACTOR": "optional",  # one code serves once: people who sign in ten times a minute would wait
        "PALIER_SECRET": SECRET,
        "PALIER_ORGANISATION": "CCAS de Commune-Exemple",
    }
    with Process("tout", environment) as process:
        yield process.url


async def open_accounts(settings: Settings) -> None:
    db, clock, hashing = database(settings), SystemClock(), Hashing(memory_kib=8, time_cost=1)
    await db.open()
    try:
        for person in EVERYBODY:
            act = Act(
                by=Staff(id=SYSTEM, name="Installation"), at=clock.now(), today=clock.today(), request_id="install"
            )
            command = OpenAccount(login=person.login, name=person.name, roles=(Role(person.role),), password=PASSWORD)
            await open_account(db, command, act, hashing=hashing)
    finally:
        await db.close()
