"""Transfers of households, with both real apps: a line of the bank is receipted once, whoever asks and whatever stops midway."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from alt_units.app import create_app as create_alt_units
from alt_units.invariants import BANK_INVARIANTS
from alt_units.store.bank_lines import find_line
from kernel.clock import MovableClock
from kernel.http.tokens import sign_token
from kernel.settings import Settings
from occupancy.actions.bank_erasures import tell_erased_lines_again
from occupancy.actions.erasure_replays import erase_again
from occupancy.app import create_app
from occupancy.domain.data_eliminations import DataElimination, DueFile, Stage
from occupancy.invariants import MONEY_INVARIANTS
from occupancy.store.erasure_ledger import keep_erasure
from tests.support.apps import client_of, running
from tests.support.bank_files import IBAN, MAPPING, Movement, as_csv
from tests.support.stay_desk import CLERK, SECRET, Desk, accepted, refused
from tests.support.stock import Stock
from tests.support.stores import Borrowed

DAY = date(2018, 1, 10)
COMING = [
    Movement(
        on=date(2018, 1, number), cents=12000, reference=f"VIR-{number}", label="VIR LOYER EXEMPLE DURAND", payer="M"
    )
    for number in range(1, 9)
] + [
    Movement(on=date(2018, 1, 9), cents=30000, reference="FSL", label="FSL TROIS FAMILLES", payer="FSL DEPARTEMENT"),
    Movement(on=date(2018, 1, 9), cents=-500, reference="FRAIS", label="FRAIS DE TENUE", payer="BANQUE"),
]
"""A transfer for each test, one for three households, and what is not received."""
Fault = Callable[[str, httpx.Request], Awaitable[None]]


class Killed(BaseException):
    """The process stops there: nothing after it runs."""


async def silent(moment: str, request: httpx.Request) -> None:
    """Nobody answers."""
    raise httpx.ConnectError("coupure")


class Wire(httpx.AsyncBaseTransport):
    """The way from the stays to the stock; `fault` is asked before and after each effect there."""

    def __init__(self, app: Any) -> None:
        self.inner, self.fault = httpx.ASGITransport(app=app), None
        self.lies = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.fault:
            await self.fault("before", request)
        if self.lies and request.method == "PUT":
            return httpx.Response(200, json={"id": str(uuid4()), "returned": False})
        answer = await self.inner.handle_async_request(request)
        if self.fault:
            await self.fault("after", request)
        return answer


class Town:
    """Both services, a régie, and a statement that was imported."""

    def __init__(self, desk: Desk, stock: httpx.AsyncClient, wire: Wire, alt_units: Any) -> None:
        self.desk, self.stock, self.wire, self.alt_units = desk, stock, wire, alt_units

    async def at_stock(self, method: str, path: str, body: Any = None) -> Any:
        token = sign_token(SECRET, self.desk.clock, caller="demo", called="alt_units", person=CLERK)
        headers = {"authorization": f"Bearer {token}", "idempotency-key": uuid4().hex}
        return await self.stock.request(method, f"/api/alt-units/v1{path}", json=body, headers=headers)

    async def look_around(self) -> None:
        """What was prepared: the régie, three households, the lines of the statement."""
        self.regie = (await self.desk.send("GET", "/regies")).json()[0]
        found = (await self.desk.send("GET", "/households")).json()["items"]
        self.holders = sorted(found, key=lambda one: one["reference"])
        self.lines = {one["reference"]: one for one in (await self.at_stock("GET", "/bank-lines")).json()["items"]}

    def body(self, *shares: tuple[dict[str, Any], int], **more: Any) -> dict[str, Any]:
        parts = [{"household_id": one["id"], "amount_cents": cents} for one, cents in shares]
        return {"regie_id": self.regie["id"], "received_on": "2018-01-09", "payer": "Exemple", "shares": parts, **more}

    async def collect(self, reference: str, body: dict[str, Any], key: str = "") -> httpx.Response:
        path = f"/bank-lines/{self.lines[reference]['id']}/receipts"
        return await self.desk.send("POST", path, body, key=key or uuid4().hex)

    async def state(self, reference: str) -> str:
        return (await self.at_stock("GET", f"/bank-lines/{self.lines[reference]['id']}")).json()["state"]

    async def receipts(self, reference: str) -> int:
        """How many receipts a line made, cancelled ones too."""
        sql = "select count(*) as n from bank_line_receipt where line_id = {}"
        rows = await self.desk.app.state.db.run(sql, UUID(self.lines[reference]["id"]))
        return int(rows[0]["n"])

    async def wrong(self) -> list[str]:
        here, there = self.desk.app.state.db, self.alt_units.state.db
        found = [said for check in MONEY_INVARIANTS for said in await check(here)]
        return found + [said for check in BANK_INVARIANTS for said in await check(there)]


def settings(occupancy: str = "sqlite:", alt_units: str = "sqlite:") -> Settings:
    return Settings(databases={"occupancy": occupancy, "alt_units": alt_units}, secret=SECRET)


async def a_statement(url: str) -> None:
    """The stock's service, with a statement that was imported."""
    clock = MovableClock(DAY)
    app = create_alt_units(settings(alt_units=url), clock)
    async with running(app), client_of(app) as http:
        made = Town(Desk(app, http, clock, Stock()), http, Wire(app), app)
        mapping = {name: getattr(MAPPING, name) for name in MAPPING.__struct_fields__}
        source = {"name": "Compte DFT", "format": "csv", "account": IBAN, "mapping": mapping}
        known = accepted(await made.at_stock("POST", "/bank-sources", source), 201)
        sent = {"source_id": known["id"], "file_name": "releve.csv", "content": b64encode(as_csv(COMING)).decode()}
        accepted(await made.at_stock("POST", "/bank-imports", sent), 201)


async def a_regie(url: str) -> None:
    """The stays, with a régie and three households."""
    clock = MovableClock(DAY)
    app = create_app(settings(occupancy=url), clock, alt_units=Stock())
    async with running(app), client_of(app) as http:
        desk = Desk(app, http, clock, Stock())
        founding = {"code": "LT", "name": "Régie exemple", "founding_act": "Décision n° 1", "opened_on": "2017-01-01"}
        founding |= {"collects_fees": True, "collects_deposits": True}
        accepted(await desk.send("POST", "/regies", founding), 201)
        for name in ("Durand", "Ménage B", "Ménage C"):
            await desk.household(name)


@pytest.fixture(scope="module")
async def town(shared_stores: Borrowed) -> AsyncIterator[Town]:
    """One for all the tests of an engine: each has a line of its own."""
    clock = MovableClock(DAY)
    both = settings(occupancy=shared_stores.empty(), alt_units=shared_stores.empty())
    await a_regie(both.database("occupancy"))
    await a_statement(both.database("alt_units"))
    alt_units = create_alt_units(both, clock)
    wire = Wire(alt_units)
    occupancy = create_app(both, clock, alt_units=wire)
    async with running(alt_units), running(occupancy), client_of(occupancy) as http, client_of(alt_units) as stock:
        occupancy.state.relay.stop()
        made = Town(Desk(occupancy, http, clock, Stock()), stock, wire, alt_units)
        await made.look_around()
        yield made


async def test_a_line_is_receipted_once_and_comes_back_when_its_receipt_is_cancelled(town: Town):
    holder = town.holders[0]
    waiting = accepted(await town.desk.send("GET", "/bank-lines"))["items"]
    assert [one["reference"] for one in waiting if one["booked_on"] < "2018-01-02"] == ["VIR-1"]
    assert "FRAIS" not in [one["reference"] for one in waiting]
    assert waiting[0]["candidates"][0]["grounds"] == ["full_name"]
    key, body = uuid4().hex, town.body((holder, 12000))
    made = accepted(await town.collect("VIR-1", body, key), 201)
    assert [(one["means"], one["amount_cents"]) for one in made["items"]] == [("transfer", 12000)]
    assert accepted(await town.collect("VIR-1", body, key), 201) == made
    refused(await town.collect("VIR-1", body), 409, "bank-line-taken")
    assert (await town.state("VIR-1"), await town.receipts("VIR-1"), await town.wrong()) == ("collected", 1, [])
    path = f"/receipts/{made['items'][0]['id']}/cancellation"
    accepted(await town.desk.send("POST", path, {"reason": "Erreur de ménage"}, key=uuid4().hex), 201)
    assert await town.desk.app.state.relay.drain() == 0
    assert (await town.state("VIR-1"), await town.wrong()) == ("suspense", [])
    accepted(await town.collect("VIR-1", body), 201)
    assert (await town.state("VIR-1"), await town.receipts("VIR-1"), await town.wrong()) == ("collected", 2, [])


async def test_one_payment_for_three_households_makes_three_receipts_and_goes_back_with_the_last(town: Town):
    holders = town.holders
    short = town.body((holders[0], 10000), (holders[1], 10000), third_party="fsl")
    refused(await town.collect("FSL", short), 422, "bank-line-parts-wrong")
    body = town.body(*((one, 10000) for one in holders), third_party="fsl")
    made = accepted(await town.collect("FSL", body), 201)["items"]
    assert [one["third_party"] for one in made] == ["fsl"] * 3
    for number, one in enumerate(made, 1):
        assert await town.state("FSL") == "collected"
        path = f"/receipts/{one['id']}/cancellation"
        accepted(await town.desk.send("POST", path, {"reason": "Erreur"}, key=uuid4().hex), 201)
        await town.desk.app.state.relay.drain()
        assert await town.state("FSL") == ("suspense" if number == 3 else "collected")
    assert await town.wrong() == []


async def test_of_the_agents_who_take_the_same_line_at_once_one_does(town: Town):
    holders = town.holders
    aside = f"/bank-lines/{town.lines['VIR-2']['id']}/setting-aside"
    acts = [town.collect("VIR-2", town.body((holders[number % 2], 12000))) for number in range(6)]
    answers = await asyncio.gather(*acts, town.at_stock("POST", aside, {"reason": "Facture"}))
    done = [one.status_code for one in answers if one.status_code < 400]
    assert (done, {one.status_code for one in answers} - {201}) == ([201], {409})
    await town.desk.app.state.relay.drain()
    assert await town.receipts("VIR-2") == (1 if await town.state("VIR-2") == "collected" else 0)
    assert await town.wrong() == []


async def test_a_process_killed_between_the_claim_and_the_receipt_gives_the_line_back(town: Town):
    holder, relay = town.holders[0], town.desk.app.state.relay

    async def kill(moment: str, request: httpx.Request) -> None:
        if moment == "after" and request.method == "PUT":
            raise Killed

    town.wire.fault = kill
    with pytest.raises(BaseException):  # noqa: B017  a killed process, whatever wraps it
        await town.collect("VIR-4", town.body((holder, 12000)))
    town.wire.fault = None
    assert (await town.state("VIR-4"), await town.receipts("VIR-4")) == ("collected", 0)
    await relay.drain()
    assert await town.state("VIR-4") == "collected"
    town.desk.clock.move_to(town.desk.clock.now() + timedelta(minutes=3))
    assert await relay.drain() == 0
    assert (await town.state("VIR-4"), await town.wrong()) == ("suspense", [])
    accepted(await town.collect("VIR-4", town.body((holder, 12000))), 201)
    assert await town.receipts("VIR-4") == 1


async def test_an_answer_that_is_lost_receipts_nothing_and_the_line_goes_back(town: Town):
    holder = town.holders[0]

    async def cut(moment: str, request: httpx.Request) -> None:
        if moment == "after" and request.method == "PUT":
            raise httpx.ReadError("coupure")

    town.wire.fault = cut
    refused(await town.collect("VIR-5", town.body((holder, 12000))), 503, "service-silent")
    town.wire.fault = None
    assert await town.desk.app.state.relay.drain() == 0
    assert (await town.state("VIR-5"), await town.receipts("VIR-5"), await town.wrong()) == ("suspense", 0, [])


async def test_a_silent_stock_is_told_in_french_and_nothing_typed_is_lost(town: Town):
    holder = town.holders[0]

    town.wire.fault = silent
    assert "Les relevés ne peuvent pas être lus" in (await town.desk.page("/sejours/encaissements/virements")).text
    typed = {"household_1": holder["reference"], "amount_1": "120,00", "kind_1": "fees", "payer": "Ménage Exemple"}
    typed |= {"regie_id": town.regie["id"], "received_on": "2018-01-09", "third_party": ""}
    answer = await town.desk.submit(f"/sejours/encaissements/virements/{town.lines['VIR-6']['id']}", typed)
    town.wire.fault = None
    assert answer.status_code == 503
    assert "120,00" in answer.text
    assert holder["reference"] in answer.text


async def test_an_agent_receipts_a_line_from_its_page(town: Town):
    holder = town.holders[0]
    path = f"/sejours/encaissements/virements/{town.lines['VIR-7']['id']}"
    taken = (await town.desk.page("/sejours/encaissements/virements?format=csv")).text
    assert f"{holder['reference']} " in next(line for line in taken.splitlines() if "VIR-7" in line), "as proposed"
    assert holder["reference"] in (await town.desk.page(path)).text
    typed = {"household_1": holder["reference"], "amount_1": "120,00", "kind_1": "fees", "payer": "Ménage Exemple"}
    typed |= {"regie_id": town.regie["id"], "received_on": "2018-01-09", "third_party": ""}
    assert "Établir le reçu" in (await town.desk.submit(path, typed)).text
    answer = await town.desk.submit(path, typed | {"confirmed": "yes"})
    assert (answer.status_code, await town.receipts("VIR-7")) == (303, 1)
    assert "déjà encaissé" in (await town.desk.page(path)).text


async def erased(town: Town, holder: dict[str, Any], number: int, ledger: Path) -> None:
    """The household's file and accounts go under a visa, as at the start after a restoration."""
    line = {"household_id": UUID(holder["id"]), "due_on": DAY, "last_contact_on": DAY, "rows_kept": 1, "erased": True}
    keep_erasure(
        ledger,
        DataElimination(
            id=uuid4(), version=1, reference=f"BORD-2018-{number:04d}", reason="Terme échu", proposed_on=DAY,
            proposed_by=UUID(int=1), proposed_by_name="Agent Exemple", visa="Visa 1", visa_on=DAY, carried_out_on=DAY,
            carried_out_by=UUID(int=2), carried_out_by_name="Autre Exemple",
            lines=tuple(DueFile(stage=stage, **line) for stage in Stage),
        ),
    )  # fmt: skip
    assert await erase_again(town.desk.app.state.db, ledger, town.desk.clock.now(), DAY) == 1


async def test_a_line_names_nobody_once_the_accounts_of_its_households_are_erased_and_its_sum_stays(
    town: Town, tmp_path: Path
):
    here, there = town.desk.app.state.db, town.alt_units.state.db
    line_id, holders = UUID(town.lines["VIR-8"]["id"]), town.holders
    shares = town.body((holders[1], 6000), (holders[2], 6000))
    accepted(await town.collect("VIR-8", shares), 201)
    with pytest.raises(Exception, match="bank_line_immutable"):
        await there.run("update bank_line set payer = 'effacé', label = 'effacé', reference = 'effacé x'")

    await erased(town, holders[2], 1, tmp_path)
    assert await town.desk.app.state.relay.drain() == 0
    assert (await find_line(line_id)).label == "VIR LOYER EXEMPLE DURAND", (
        "the other household is still in the accounts"
    )

    before = await find_line(line_id)
    await erased(town, holders[1], 2, tmp_path)
    town.wire.fault = silent
    assert await town.desk.app.state.relay.drain() == 1
    town.wire.fault = None
    assert await town.desk.app.state.relay.drain() == 0
    after = await find_line(line_id)
    assert (after.label, after.payer, after.reference) == ("effacé", "effacé", f"effacé {line_id}")
    assert {one.reason for one in after.decisions} == {"effacé"}
    assert (after.amount_cents, after.booked_on, after.state) == (before.amount_cents, before.booked_on, before.state)
    kept = await here.run("select payer, label from bank_collection where line_id = {}", line_id)
    assert kept == [{"payer": "effacé", "label": "effacé"}]
    assert await town.wrong() == []
    await tell_erased_lines_again(here)  # a start, after which the other service may be an older backup of itself
    town.wire.fault = silent
    assert await town.desk.app.state.relay.drain() == 1
    town.wire.fault = None
    assert await town.desk.app.state.relay.drain() == 0
    assert await find_line(line_id) == after
    with pytest.raises(Exception, match="bank_line_immutable"):
        await there.run("update bank_line set amount_cents = 1, label = 'effacé' where id = {}", line_id)


async def test_without_the_reservation_two_agents_make_two_receipts_of_one_line(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    """The control: no index, no look at who holds the line, and a stock that says yes to everybody."""
    for index in ("bank_collection_once", "bank_collection_attempt"):
        await town.desk.app.state.db.run(f"drop index {index}")

    async def nobody(line_id: UUID) -> None:
        return None

    monkeypatch.setattr("occupancy.store.bank_collections.live_collection", nobody)
    town.wire.lies = True
    holder = town.holders[0]
    for _ in range(2):
        accepted(await town.collect("VIR-3", town.body((holder, 12000))), 201)
    assert await town.receipts("VIR-3") == 2
