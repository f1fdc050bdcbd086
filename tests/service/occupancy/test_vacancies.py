"""Search « qui peut entrer où ? » on the real service, both engines: what it offers is signed, what it excludes is refused."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.service.occupancy.test_stay_pages import opened, sent, typed, words
from tests.support.stay_desk import Desk, accepted, open_desk, refused
from tests.support.stock import Stock, unit

TODAY = date(2024, 2, 20)
SHARED = str(UUID(int=2))


def day(number: int) -> str:
    return str(TODAY + timedelta(days=number))


def a_park(chance: random.Random) -> Stock:
    """Three units with turnarounds, voids, programmes that end and rooms."""
    made = [unit(n, places=chance.choice((0, 2)), programme=chance.choice(("ALT", "AML"))) for n in (1, 2, 3)]
    for one in made:
        one["turnaround_days"] = chance.randrange(4)
        one["territory"] = chance.choice(("metropole", "alsace-moselle", "972"))
        if chance.random() < 0.5:
            first = chance.randrange(0, 150)
            void = {"id": str(UUID(int=chance.getrandbits(60))), "reason": "works", "first_day": day(first)}
            void |= {"place_number": chance.choice([0, *(place["number"] for place in one["places"])])}
            one["voids"] = [{**void, "last_day": chance.choice((None, day(first + 20)))}]
        if chance.random() < 0.3:
            one["programmes"][0]["last_day"] = day(chance.randrange(40, 200))
    return Stock(*made)


async def a_history(desk: Desk, chance: random.Random) -> None:
    """Contracts signed where the service lets them, some ended or cancelled."""
    household = await desk.household()
    for _ in range(8):
        one = chance.choice(list(desk.stock.units.values()))
        first = chance.randrange(-20, 120)
        body = {"household_id": household["id"], "unit_id": one["id"], "first_day": day(first)}
        body |= {"place_number": chance.choice([0, *(place["number"] for place in one["places"])])}
        answer = await desk.send("POST", "/contracts", {**body, "last_day": day(first + chance.randrange(10, 60))})
        if answer.status_code != 201:
            continue
        signed = await desk.sign(answer.json())
        if signed.status_code == 200 and first > 0 and chance.random() < 0.3:
            accepted(await desk.act(signed.json(), "cancellation", {"reason": "Jamais venu"}))
        elif signed.status_code == 200 and first < -5 and chance.random() < 0.7:
            accepted(await desk.act(signed.json(), "end", {"ended_on": day(-1), "reason": "other"}))


async def signing(desk: Desk, household: dict[str, Any], vacancy: dict[str, Any]) -> str:
    """Prepare and sign what the search shows, then undo it: the refusal's code, or nothing."""
    body = {name: vacancy[name] for name in ("unit_id", "place_number", "first_day", "last_day")}
    answer = await desk.send("POST", "/contracts", {**body, "household_id": household["id"]})
    if answer.status_code != 201:
        return str(answer.json()["code"])
    signed = await desk.sign(answer.json())
    if signed.status_code != 200:
        return str(signed.json()["code"])
    accepted(await desk.act(signed.json(), "cancellation", {"reason": "Essai"}))
    return ""


async def disagreements(desk: Desk, chance: random.Random) -> tuple[int, int, list[str]]:
    """How many places were offered and excluded, and those where search and signature differ."""
    household = await desk.household("Ménage Exemple Z")
    offered, excluded, wrong = 0, 0, []
    for _ in range(3):
        first = chance.randrange(0, 130)
        query = f"first_day={day(first)}&last_day={day(first + chance.randrange(1, 80))}&excluded=true"
        for found in accepted(await desk.send("GET", f"/vacancies?{query}"))["items"]:
            code = await signing(desk, household, found)
            said = found["blocked_by"]["code"] if found["blocked_by"] else ""
            offered, excluded = offered + found["is_offered"], excluded + bool(said)
            if (code == "") != (said == ""):
                wrong.append(f"{found} : {said or 'offered'} / {code or 'signed'}")
    return offered, excluded, wrong


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_what_is_offered_is_signed_and_what_is_excluded_is_refused(database_url: str, seed: int):
    chance = random.Random(seed)
    async with open_desk(database_url, a_park(chance), TODAY) as desk:
        await a_history(desk, chance)
        offered, excluded, wrong = await disagreements(desk, chance)
    assert wrong == []
    assert offered + excluded > 5


async def test_control_a_day_that_the_search_did_not_look_at_is_caught(sqlite_url: str):
    async with open_desk(sqlite_url, Stock(unit(1)), TODAY) as desk:
        await desk.stay(day(-10), last_day=day(9))
        household = await desk.household()
        found = accepted(await desk.send("GET", f"/vacancies?first_day={day(10)}&last_day={day(60)}"))["items"]
        assert await signing(desk, household, found[0]) == ""
        half_open = {**found[0], "first_day": day(9)}
        assert await signing(desk, household, half_open) == "place-already-taken"


async def test_the_search_names_what_blocks_and_the_next_free_day(desk: Desk):
    there = await desk.stay("2018-01-10", unit_id=SHARED, place_number=1)
    path = "/vacancies?first_day=2018-02-01&excluded=true&programme=ALT"
    found = {(one["reference"], one["place_number"]): one for one in accepted(await desk.send("GET", path))["items"]}
    taken = found["L-002", 1]
    assert taken["blocked_by"]["href"] == f"/sejours/contrats/{there['id']}"
    assert (taken["next_free_day"], taken["free_places"], taken["places"]) == ("2018-04-10", 1, 2)
    assert found["L-003", 0]["misfits"] == ["other_programme"]
    only_offered = accepted(await desk.send("GET", "/vacancies?first_day=2018-02-01"))["items"]
    assert all(one["is_offered"] for one in only_offered)


async def test_a_question_that_cannot_be_read_is_refused_in_french(desk: Desk):
    for query in (
        "",
        "first_day=hier",
        "first_day=0001-01-01",
        "first_day=2018-01-10&persons=0",
        "first_day=2018-01-10&months=61",
        "first_day=9999-12-31",
    ):
        refused(await desk.send("GET", f"/vacancies?{query}"), 400, "invalid-request")
    refused(
        await desk.send("GET", "/vacancies?first_day=2018-01-10&last_day=2018-01-09"), 422, "term-ends-before-start"
    )
    answer = await desk.page("/sejours/places-libres?du=hier&personnes=beaucoup")
    assert answer.status_code == 422
    assert 'value="beaucoup"' in answer.text
    answer = await desk.page("/sejours/places-libres?du=2018-01-10&au=2018-01-09")
    assert answer.status_code == 422
    assert "La période commence le" in words(answer.text)


async def test_a_contract_is_prepared_straight_from_the_page(desk: Desk):
    await desk.household("Ménage Exemple A")
    await desk.stay("2018-01-10", unit_id=SHARED, place_number=1)
    html = await opened(desk, "/sejours/places-libres?du=2018-02-01&exclus=yes")
    seen = words(html)
    assert "1 libre sur 2" in seen
    assert "à partir du 10/04/2018" in seen
    link = next(
        part for part in html.split('href="') if part.startswith("/sejours/contrats/nouveau?place=") and "%3A2&" in part
    )
    form = typed(await opened(desk, link.partition('"')[0].replace("&amp;", "&")))
    assert (form["place"], form["first_day"], form["last_day"]) == (f"{SHARED}:2", "2018-02-01", "2018-04-30")
    households = (await desk.send("GET", "/households")).json()["items"]
    contract = await sent(desk, "/sejours/contrats/nouveau", {**form, "household_id": households[0]["id"]})
    assert "Pas encore signé" in words(await opened(desk, contract))
