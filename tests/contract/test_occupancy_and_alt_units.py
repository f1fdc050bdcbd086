"""The contract between the two services, with both real apps: occupancy reads units and tells presence, by HTTP only."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest

from alt_units.app import create_app as create_alt_units
from kernel.acts import Staff
from kernel.clock import MovableClock
from kernel.http.tokens import sign_token
from kernel.settings import Settings
from occupancy.actions.papers import tell_known_letterheads
from occupancy.app import create_app
from tests.support.apps import client_of, running
from tests.support.hostile_pictures import jpeg
from tests.support.stay_desk import CLERK, SECRET, Desk, accepted, open_desk, refused
from tests.support.stock import Stock, unit
from tests.support.stores import Borrowed

DAY = date(2018, 1, 10)
UNIT = {
    "reference": "LOG-COLOC",
    "name": "Logement partagé",
    "dwelling_type": "t3",
    "zone": "I",
    "address": "1 rue des Exemples",
    "postal_code": "77340",
    "city": "Ville d'exemple",
    "water_and_wc": True,
    "heating": True,
    "first_day": "2014-01-01",
    "programme": "ALT",
    "places": ["Chambre bleue", "Chambre verte"],
}


class Pair:
    """Both services, their clock, and a desk at each."""

    def __init__(self, desk: Desk, stock: httpx.AsyncClient, clock: MovableClock) -> None:
        self.desk, self.stock, self.clock = desk, stock, clock

    async def at_alt_units(self, method: str, path: str, body: Any = None, *, caller: str = "demo") -> httpx.Response:
        token = sign_token(SECRET, self.clock, caller=caller, called="alt_units", person=CLERK)
        headers = {"authorization": f"Bearer {token}"}
        return await self.stock.request(method, f"/api/alt-units/v1{path}", json=body, headers=headers)


@asynccontextmanager
async def both(stores: Borrowed) -> AsyncIterator[Pair]:
    clock = MovableClock(DAY)
    settings = Settings(databases={"occupancy": stores.empty(), "alt_units": stores.empty()}, secret=SECRET)
    alt_units = create_alt_units(settings, clock)
    transport = httpx.ASGITransport(app=alt_units)  # type: ignore[arg-type]
    occupancy = create_app(settings, clock, alt_units=transport)
    async with running(alt_units), running(occupancy), client_of(occupancy) as http, client_of(alt_units) as stock:
        yield Pair(Desk(occupancy, http, clock, Stock()), stock, clock)


@pytest.fixture
async def pair(stores: Borrowed) -> AsyncIterator[Pair]:
    async with both(stores) as opened:
        yield opened


async def test_a_stay_on_a_real_unit_is_told_to_the_real_alt_units_month_by_month(pair: Pair):
    made = accepted(await pair.at_alt_units("POST", "/units", UNIT), 201)
    stay = await pair.desk.stay("2018-01-10", unit_id=made["id"], place_number=1)
    assert stay["unit"]["place_name"] == "Chambre bleue"
    await pair.desk.stay("2018-01-20", unit_id=made["id"], place_number=2)
    assert await pair.desk.app.state.relay.drain() == 0
    told = (await pair.at_alt_units("GET", f"/units/{made['id']}/presence")).json()["items"]
    january = next(one for one in told if one["month"] == "2018-01")
    assert (january["days_occupied"], january["households"], january["persons"]) == (22, 2, 2)
    assert [(one["number"], one["days_occupied"]) for one in january["places"]] == [(1, 22), (2, 12)]


async def test_the_days_and_the_aided_households_of_a_month_are_told_place_by_place(pair: Pair):
    made = accepted(await pair.at_alt_units("POST", "/units", {**UNIT, "turnaround_days": 2}), 201)
    stay = await pair.desk.stay("2018-01-10", unit_id=made["id"], place_number=1)
    assert (stay["turnaround_days"], stay["territory"]) == (2, "metropole")
    aid = {"items": [{"kind": "APL", "first_day": "2018-04-01", "last_day": None}]}
    path = f"/contracts/{stay['id']}/housing-aid"
    accepted(await pair.desk.send("PUT", path, aid, version=stay["version"]))
    assert await pair.desk.app.state.relay.drain() == 0
    told = (await pair.at_alt_units("GET", f"/units/{made['id']}/presence")).json()["items"]
    april = next(one for one in told if one["month"] == "2018-04")
    assert april["aided_households"] == 1
    assert april["places"] == [{"number": 1, "days_occupied": 9, "occupied": [[1, 9]], "turnaround": [[10, 11]]}]


async def test_a_void_recorded_by_the_stock_stops_a_signature(pair: Pair):
    made = accepted(await pair.at_alt_units("POST", "/units", UNIT), 201)
    draft = await pair.desk.prepare(await pair.desk.household(), "2018-01-10", unit_id=made["id"], place_number=1)
    void = {"reason": "works", "bearer": "landlord", "first_day": "2018-02-01", "last_day": "2018-02-10"}
    void |= {"place_number": 1, "reference": "Devis 12", "note": "Exemple"}
    token = sign_token(SECRET, pair.clock, caller="demo", called="alt_units", person=CLERK)
    headers = {"authorization": f"Bearer {token}", "if-match": f'"{made["version"]}"'}
    answer = await pair.stock.post(f"/api/alt-units/v1/units/{made['id']}/voids", json=void, headers=headers)
    assert answer.status_code in (200, 201), answer.text
    problem = refused(await pair.desk.sign(draft), 409, "place-void")
    assert "travaux" in problem["detail"]
    assert problem["blocker"]["href"] == f"/logements/{made['id']}"


async def test_presence_told_names_nobody(pair: Pair):
    made = accepted(await pair.at_alt_units("POST", "/units", UNIT), 201)
    await pair.desk.stay("2018-01-10", unit_id=made["id"])
    await pair.desk.app.state.relay.drain()
    assert "Exemple A" not in (await pair.at_alt_units("GET", f"/units/{made['id']}/presence")).text


async def test_a_page_offers_the_real_units_and_their_places(pair: Pair):
    accepted(await pair.at_alt_units("POST", "/units", UNIT), 201)
    household = await pair.desk.household()
    page = await pair.desk.page(f"/sejours/contrats/nouveau?menage={household['id']}")
    assert "Chambre verte – libre aujourd" in page.text


async def test_a_service_that_is_not_expected_is_not_heard(pair: Pair):
    assert (await pair.at_alt_units("GET", "/units", caller="inconnu")).status_code == 401


async def test_a_silent_alt_units_refuses_a_new_contract_in_french_and_the_rest_goes_on(database_url: str):
    stock = Stock(unit(1))
    async with open_desk(database_url, stock, DAY) as desk:
        household = await desk.household()

        async def silent(moment: str, path: str) -> httpx.Response | None:
            raise httpx.ConnectError("coupure")

        stock.fault = silent
        body = {"household_id": household["id"], "unit_id": str(UUID(int=1)), "place_number": 0, "first_day": str(DAY)}
        answer = await desk.send("POST", "/contracts", body)
        assert (answer.status_code, answer.json()["code"]) == (503, "service-silent")
        assert (await desk.page("/sejours")).status_code == 200


async def test_what_a_signature_told_carries_the_person_who_signed(pair: Pair):
    made = accepted(await pair.at_alt_units("POST", "/units", UNIT), 201)
    await pair.desk.stay("2018-01-10", unit_id=made["id"])
    await pair.desk.app.state.relay.drain()
    db = pair.desk.app.state.db
    rows = await db.run("select distinct by_id, by_name from outbox")
    assert [Staff(id=UUID(str(row["by_id"])), name=row["by_name"]) for row in rows] == [CLERK]


def head(name: str, since: str, **more: Any) -> dict[str, Any]:
    return {"since": since, "name": name, **more}


async def reconciliation(pair: Pair) -> str:
    token = sign_token(SECRET, pair.clock, caller="demo", called="alt_units", person=CLERK)
    path = "/logements/aides/rapprochement/2018/rapprochement.pdf?forme=lecture"
    answer = await pair.stock.get(path, headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_the_papers_of_the_funder_carry_the_letterhead_of_their_day_with_its_logo(pair: Pair):
    assert "CCAS de démonstration" in await reconciliation(pair)
    logo = {"logo": base64.b64encode(jpeg()).decode(), "logo_alt": "Arbre rond"}
    accepted(await pair.desk.send("POST", "/letterheads", head("CCAS de Ville-Exemple", "2018-01-10", **logo)), 201)
    accepted(await pair.desk.send("POST", "/letterheads", head("CCAS de demain", "2018-01-11")), 201)
    assert await pair.desk.app.state.relay.drain() == 0
    today = await reconciliation(pair)
    assert "CCAS de Ville-Exemple" in today
    assert 'alt="Arbre rond"' in today
    assert "CCAS de demain" not in today
    pair.clock.move_to(date(2018, 1, 11))
    tomorrow = await reconciliation(pair)
    assert "CCAS de demain" in tomorrow
    assert "Arbre rond" not in tomorrow


async def test_a_version_told_again_is_acknowledged_and_another_content_under_its_name_is_refused(pair: Pair):
    plain = {"number": 1, "address": "", "contact": "", "signatory": "", "signatory_title": "", "logo": None}
    told = head("CCAS de Ville-Exemple", "2018-01-10", logo_alt="", **plain)
    path = f"/letterheads/{UUID(int=5)}"
    first = accepted(await pair.at_alt_units("PUT", path, told, caller="occupancy"))
    pair.clock.move_to(date(2018, 1, 12))
    assert accepted(await pair.at_alt_units("PUT", path, told, caller="occupancy")) == first
    refused(await pair.at_alt_units("PUT", path, told | {"name": "Autre"}, caller="occupancy"), 409, "letterhead-kept")
    no_picture = told | {"logo": "R0lGODlh"}
    answer = await pair.at_alt_units("PUT", f"/letterheads/{UUID(int=6)}", no_picture, caller="occupancy")
    refused(answer, 422, "picture-refused")


async def test_a_version_saved_before_alt_units_was_told_of_them_is_told_at_the_next_start(pair: Pair):
    accepted(await pair.desk.send("POST", "/letterheads", head("CCAS de Ville-Exemple", "2018-01-10")), 201)
    db = pair.desk.app.state.db
    await db.run("delete from outbox where kind = 'letterhead'")
    assert "CCAS de démonstration" in await reconciliation(pair)
    assert await tell_known_letterheads(db, pair.clock.now()) == 1
    assert await tell_known_letterheads(db, pair.clock.now()) == 0
    assert await pair.desk.app.state.relay.drain() == 0
    assert "CCAS de Ville-Exemple" in await reconciliation(pair)
