"""Turnaround, regime and housing aid of a contract, through the API and the pages, on both engines."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kernel.acts import housekeeping
from kernel.errors import Refusal
from occupancy.actions.presence import tell_days_again
from occupancy.domain.places import PlaceAlreadyTaken
from occupancy.stay_invariants import no_stay_begins_during_a_turnaround
from occupancy.tables.contracts import ContractRow
from occupancy.tables.outbox import OutboxRow
from tests.service.occupancy.test_stay_pages import filled, opened, sent, typed, words
from tests.support.stay_desk import DECIDED, Desk, accepted, refused

T3, SHARED = (str(UUID(int=n)) for n in (1, 2))
LEASE = str(UUID(int=77))


def rented(desk: Desk, unit_id: str = T3, **facts: Any) -> None:
    """The unit is let by an HLM landlord, put in order in two working days."""
    mobilisation = {
        "id": LEASE,
        "kind": "head_lease",
        "owner_kind": "hlm",
        "landlord": "Office exemple",
        "reference": "B-1",
    }
    mobilisation |= {"rent_cents": 40000, "first_day": "2000-01-01", "last_day": None, "end_reason": ""}
    desk.stock.units[unit_id] |= {"turnaround_days": 2, "mobilisations": [mobilisation], **facts}


async def put(desk: Desk, contract: dict[str, Any], what: str, body: dict[str, Any]) -> Any:
    return await desk.send("PUT", f"/contracts/{contract['id']}/{what}", body, version=contract["version"])


async def test_a_contract_keeps_the_turnaround_and_the_four_facts_of_its_regime(desk: Desk):
    rented(desk, territory="972")
    stay = await desk.stay("2018-01-10")
    rented(desk, turnaround_days=9)
    kept = accepted(await desk.send("GET", f"/contracts/{stay['id']}"))
    assert (kept["turnaround_days"], kept["territory"]) == (2, "972")
    assert (kept["legal_regime"], kept["owner_kind"]) == ("SL_HLM", "hlm")
    assert (kept["upstream_contract_id"], kept["funding_scheme"]) == (LEASE, "ALT")


async def test_who_signs_may_choose_another_regime_and_it_never_changes_afterwards(desk: Desk):
    draft = await desk.prepare(await desk.household(), "2018-01-10")
    body = {"signed_on": "2018-01-10", "legal_regime": "LOC40V", "funding_scheme": "FSL"}
    signed = accepted(await desk.act(draft, "signature", body))
    assert (signed["legal_regime"], signed["funding_scheme"]) == ("LOC40V", "FSL")
    db = desk.app.state.db

    async def change() -> None:
        with db.refusing({"contract_signed_facts": PlaceAlreadyTaken}):
            async with housekeeping(db):
                await ContractRow.update({"legal_regime": "COP"}).where(ContractRow.id == UUID(signed["id"]))

    with pytest.raises(Refusal):
        await change()


async def test_the_next_household_comes_after_the_turnaround_and_is_told_until_when(desk: Desk):
    rented(desk)
    there = await desk.stay("2018-01-10")  # until Monday 9 April 2018
    soon = await desk.prepare(await desk.household(), "2018-04-11")
    problem = refused(await desk.sign(soon), 409, "place-in-turnaround")
    assert "11/04/2018" in problem["detail"]
    assert problem["blocker"]["href"] == f"/sejours/contrats/{there['id']}"
    shorter = accepted(await put(desk, there, "turnaround", {"turnaround_days": 1}))
    assert shorter["turnaround_days"] == 1
    assert accepted(await desk.sign(soon))["status"] == "signed"
    problem = refused(await put(desk, shorter, "turnaround", {"turnaround_days": 2}), 409, "turnaround-too-long")
    assert problem["blocker"]["label"].startswith("Contrat C-2018-")
    none = accepted(await put(desk, shorter, "turnaround", {"turnaround_days": 0}))
    assert none["turnaround_days"] == 0


async def test_a_turnaround_of_nothing_that_is_a_number_is_refused(desk: Desk):
    stay = await desk.stay("2018-01-10")
    for days in (-1, 61, None, "2"):
        refused(await put(desk, stay, "turnaround", {"turnaround_days": days}), 400, "invalid-request")
    draft = await desk.prepare(await desk.household(), "2019-01-10")
    refused(await put(desk, draft, "turnaround", {"turnaround_days": 1}), 409, "contract-not-signed")


async def test_after_the_end_the_turnaround_and_the_aid_may_still_be_recorded_and_nothing_else_moves(desk: Desk):
    stay = await desk.stay("2018-01-10")
    desk.clock.move_to(date(2018, 2, 10))
    ended = accepted(await desk.act(stay, "end", {"ended_on": "2018-02-10", "reason": "social_housing"}))
    changed = accepted(await put(desk, ended, "turnaround", {"turnaround_days": 3}))
    aid = {"items": [{"kind": "APL", "first_day": "2018-02-01", "last_day": "2018-02-10"}]}
    aided = accepted(await put(desk, changed, "housing-aid", aid))
    assert aided["housing_aids"] == aid["items"]
    db = desk.app.state.db

    async def move() -> None:
        with db.refusing({"contract_signed_facts": PlaceAlreadyTaken}):
            async with housekeeping(db):
                await ContractRow.update({"ended_on": date(2018, 2, 11)}).where(ContractRow.id == UUID(stay["id"]))

    with pytest.raises(Refusal):
        await move()


async def test_a_renewal_stops_before_a_void_and_before_the_end_of_the_convention(desk: Desk):
    stay = await desk.stay("2018-01-10")
    void = {"id": str(UUID(int=8)), "place_number": 0, "reason": "works", "first_day": "2018-06-01", "last_day": None}
    desk.stock.units[T3]["voids"] = [void]
    problem = refused(await desk.act(stay, "renewals", {"reason": "Suite", "decided": DECIDED}), 409, "place-void")
    assert problem["blocker"]["href"] == f"/logements/{T3}"
    desk.stock.units[T3] |= {"voids": []}
    desk.stock.units[T3]["programmes"][0]["last_day"] = "2018-06-30"
    refused(await desk.act(stay, "renewals", {"reason": "Suite", "decided": DECIDED}), 422, "unit-without-programme")
    short = {"reason": "Suite", "last_day": "2018-06-30", "decided": DECIDED}
    assert accepted(await desk.act(stay, "renewals", short))["last_day"] == "2018-06-30"


async def test_nobody_comes_in_while_the_household_before_has_not_left(desk: Desk):
    await desk.stay("2018-01-10")
    stay = await desk.stay("2018-04-10")
    desk.clock.move_to(date(2018, 4, 12))
    path = f"/sejours/contrats/{stay['id']}/etat-des-lieux/entree"
    answer = await desk.submit(path, {**await filled(desk, path), "do": "sign"})
    assert answer.status_code == 409
    assert "n'est pas enregistré" in answer.text.replace("’", "'").replace("&#39;", "'")


async def test_the_days_of_the_turnaround_and_the_aided_households_are_counted_for_the_months_told(desk: Desk):
    rented(desk)
    stay = await desk.stay("2018-01-10")
    aid = {"items": [{"kind": "AL", "first_day": "2018-03-15", "last_day": None}]}
    accepted(await put(desk, stay, "housing-aid", aid))
    assert await desk.app.state.relay.drain() == 0
    told = {month: body for (_, month), body in desk.stock.presence.items()}
    assert [told[month]["aided_households"] for month in sorted(told)] == [0, 0, 1, 1]
    april = {"number": 0, "days_occupied": 9, "occupied": [[1, 9]], "turnaround": [[10, 11]]}
    assert told["2018-04"]["places"] == [april]
    wrong = {"items": [*aid["items"], {"kind": "APL", "first_day": "2018-05-01", "last_day": "2018-04-01"}]}
    current = accepted(await desk.send("GET", f"/contracts/{stay['id']}"))
    problem = refused(await put(desk, current, "housing-aid", wrong), 422, "housing-aid-wrong")
    assert problem["errors"][0]["field"] == "last_day.1"


async def test_a_month_told_before_days_were_is_told_once_more_with_them(desk: Desk):
    await desk.stay("2018-01-10")
    await desk.app.state.relay.drain()
    db, old = desk.app.state.db, '{"days_occupied": 22, "households": 1, "persons": 1, "places": []}'
    async with housekeeping(db):
        await OutboxRow.update({"payload": old}).where(OutboxRow.month == "2018-01")
    assert await tell_days_again(db, desk.clock.now()) == 1
    assert await tell_days_again(db, desk.clock.now()) == 0
    await desk.app.state.relay.drain()
    january = desk.stock.presence[T3, "2018-01"]
    assert january["places"][0]["occupied"] == [[10, 31]]


async def test_the_pages_show_the_regime_and_change_the_turnaround_and_the_aid(desk: Desk):
    rented(desk)
    draft = await desk.prepare(await desk.household(), "2018-01-10")
    contract = f"/sejours/contrats/{draft['id']}"
    form = typed(await opened(desk, f"{contract}/signature"))
    assert (form["legal_regime"], form["funding_scheme"]) == ("SL_HLM", "ALT")
    await sent(desk, f"{contract}/signature", form)
    seen = words(await opened(desk, contract))
    assert "Sous-location d'un logement HLM" in seen.replace("’", "'")
    assert "2 jours ouvrés, prévue du 10/04/2018 au 11/04/2018" in seen
    form = typed(await opened(desk, f"{contract}/remise-en-etat"))
    wrong = await desk.submit(f"{contract}/remise-en-etat", {**form, "turnaround_days": "deux"})
    assert wrong.status_code == 422
    assert 'value="deux"' in wrong.text
    await sent(desk, f"{contract}/remise-en-etat", {**form, "turnaround_days": "0"})
    form = typed(await opened(desk, f"{contract}/aide-au-logement"))
    gap = {**form, "kind.2": "APL", "first_day.2": "2018-02-01", "last_day.2": "2018-01-01"}
    wrong = await desk.submit(f"{contract}/aide-au-logement", gap)
    assert wrong.status_code == 422
    assert "La fin précède le début" in words(wrong.text)
    await sent(desk, f"{contract}/aide-au-logement", {**gap, "last_day.2": ""})
    seen = words(await opened(desk, contract))
    assert "APL depuis le 01/02/2018" in seen
    assert "Aucune : la place peut être rendue dès le lendemain du départ" in seen


async def test_control_a_turnaround_written_past_the_acts_into_the_next_stay_is_reported(desk: Desk):
    there = await desk.stay("2018-01-10")
    await desk.stay("2018-04-11")
    db = desk.app.state.db
    assert await no_stay_begins_during_a_turnaround(db) == []
    async with housekeeping(db):
        await ContractRow.update({"turnaround_days": 5}).where(ContractRow.id == UUID(there["id"]))
    (found,) = await no_stay_begins_during_a_turnaround(db)
    assert there["reference"] in found


async def test_the_list_of_places_says_how_each_stands_today(desk: Desk):
    rented(desk)
    stay = await desk.stay("2018-01-10", last_day="2018-01-31")
    desk.clock.move_to(date(2018, 1, 31))
    accepted(await desk.act(stay, "end", {"ended_on": "2018-01-31", "reason": "other"}))
    desk.clock.move_to(date(2018, 2, 1))
    desk.stock.units[SHARED]["voids"] = [
        {"id": str(UUID(int=8)), "place_number": 2, "reason": "works", "first_day": "2018-01-20", "last_day": None}
    ]
    seen = words(await opened(desk, "/sejours/contrats/nouveau"))
    assert "Logement 1 – remise en état jusqu'au 02/02/2018" in seen.replace("’", "'")
    assert "Chambre 1 – libre aujourd'hui" in seen.replace("’", "'")
    assert "Chambre 2 – indisponible" in seen
