"""A flat to inspect: a signed stay in a running program, behind a network that a test may break at the worst moment."""

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import uvicorn

from kernel.acts import Act, Staff
from kernel.clock import MovableClock, SystemClock
from kernel.http.asgi import App, Message, Receive, Scope, Send
from kernel.settings import SERVICES, Settings
from occupancy.actions.inspections import prepare_inspection
from occupancy.domain.inspections import InspectionKind
from palier.demo.clerk import Desk
from palier.demo.park import RIGHTS, TOWN
from palier.demo.people import AGENT, MANAGER
from palier.site import create_site
from tests.journeys.house import SECRET, open_accounts
from tests.support.apps import running
from tests.support.postgres import wait_for
from tests.support.processes import free_port

UNIT: dict[str, Any] = {
    **TOWN,
    "reference": "ALT-02",
    "name": "Chambre des Tilleuls",
    "dwelling_type": "room_single",
    "programme": "ALT",
    "address": "1 allée des Exemples",
    "surface_dm2": 1800,
    "water_and_wc": True,
    "heating": True,
    "persons_max": 2,
    "accessible": False,
    "floor": 2,
    "turnaround_days": 2,
    "places": [],
}


class Faults:
    """Between the browser and the program: fails what is sent, before it arrives or after it was kept.

    `before`: that many first sendings of each thing are answered 500 without reaching the program.
    `after`: that many answers are lost once the program has given them. `seen`: how often each thing arrived.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.before = self.after = 0
        self.sent: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        self.sent[path] += 1
        if self.sent[path] <= self.before:
            await _failed(send)
            return
        self.seen[path] += 1
        if self.seen[path] <= self.after:
            await self.app(scope, receive, _nowhere)
            await _failed(send)
            return
        await self.app(scope, receive, send)


async def _nowhere(message: Message) -> None:
    """An answer that nobody receives."""


async def _failed(send: Send) -> None:
    await send({"type": "http.response.start", "status": 500, "headers": []})
    await send({"type": "http.response.body", "body": b""})


class Flat:
    """Where the program answers, the page of the inspection, and what its database holds."""

    def __init__(self, base: str, faults: Faults, folder: Path, inspection_id: UUID) -> None:
        self.base, self.faults, self._folder = base, faults, folder
        self.inspection_id = inspection_id
        self.page = f"/sejours/etats-des-lieux/{inspection_id}"

    def rows(self, sql: str) -> list[Any]:
        """What the database of occupancy says."""
        with closing(sqlite3.connect(self._folder / "occupancy.sqlite")) as connection:
            return connection.execute(sql).fetchall()

    def stored(self) -> tuple[int, int, int, str]:
        """Photos, visits accepted, visits set aside, and the state of the inspection."""
        ((photos,),) = self.rows("select count(*) from inspection_photo")
        ((accepted,),) = self.rows("select count(*) from inspection_visit where outcome = 'accepted'")
        ((aside,),) = self.rows("select count(*) from inspection_visit where outcome = 'set_aside'")
        ((status,),) = self.rows("select status from inspection")
        return photos, accepted, aside, status


def prepare(folder: Path) -> UUID:
    """The databases of a household that signed today, and its entry inspection, ready to be taken along."""
    wait_for(open_accounts(_settings(folder)))
    return wait_for(_prepared(_settings(folder)))


@contextmanager
def served(folder: Path, inspection_id: UUID) -> Iterator[Flat]:
    """The program, on a socket and on these databases."""
    faults = Faults(create_site(_settings(folder), SystemClock()))
    port = free_port()
    config = uvicorn.Config(faults, host="127.0.0.1", port=port, log_config=None, lifespan="on", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Flat(f"http://127.0.0.1:{port}", faults, folder, inspection_id)
    finally:
        server.should_exit = True
        thread.join(30)


def environment(folder: Path) -> dict[str, str]:
    """The same settings for a process of its own."""
    settings = _settings(folder)
    return {
        **{f"PALIER_{name.upper()}_DATABASE": url for name, url in settings.databases.items()},
        "PALIER_MODE": "production",
        "PALIER_SECOND_FACTOR": "optional",
        "PALIER_SECRET": SECRET,
        "PALIER_ORGANISATION": settings.organisation,
        "PALIER_ORGANISATION_ADDRESS": settings.organisation_address,
    }


def _settings(folder: Path) -> Settings:
    return Settings(
        databases={name: f"sqlite:{folder / name}.sqlite" for name in SERVICES},
        data=folder,
        secret=SECRET,
        organisation="CCAS de Commune-Exemple",
        organisation_address="1 place de l'Exemple, 77000 Commune-Exemple",
    )


async def _prepared(settings: Settings) -> UUID:
    """The stay, and the draft that a tablet takes along: of a single room, so that a test is quick."""
    today = SystemClock().today()
    clock = MovableClock(datetime.combine(today - timedelta(days=30), datetime.min.time(), UTC))
    site = create_site(settings, clock)
    async with running(site.apps["staff"]), running(site.apps["alt_units"]), running(site.apps["occupancy"]):
        desk = Desk(site, settings, clock)
        began = {"first_day": str(clock.today())}
        unit = await desk.post(MANAGER, "alt_units/v1/units", UNIT | began)
        rights = f"alt_units/v1/units/{unit['id']}/mobilisations"
        await desk.post(MANAGER, rights, RIGHTS["ALT"] | began, version=unit["version"])
        clock.move_to(datetime.combine(today, datetime.min.time(), UTC))
        person = {"last_name": "Ménage Exemple", "first_name": "A", "situation": "single", "adults": 1, "children": 0}
        household = await desk.post(AGENT, "occupancy/v1/households", person | {"orientation": "siao"})
        body = {"household_id": household["id"], "unit_id": unit["id"], "place_number": 0}
        contract = await desk.post(AGENT, "occupancy/v1/contracts", body | {"first_day": str(today)})
        path = f"occupancy/v1/contracts/{contract['id']}/signature"
        await desk.post(AGENT, path, {"signed_on": str(today)}, version=contract["version"])
        act = Act(by=Staff(id=UUID(int=9), name="Agent Exemple"), at=clock.now(), today=today, request_id="flat")
        prepared = await prepare_inspection(
            site.apps["occupancy"].state.db,
            UUID(contract["id"]),
            InspectionKind.ENTRY,
            act,
            household="Ménage Exemple A",
            seat=settings.organisation_address,
        )
        await desk.close()
        return prepared.id
