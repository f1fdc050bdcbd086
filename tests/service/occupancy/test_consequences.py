"""What a renewal, a notice or an end will do is told first, then it is what happens. On both engines."""

from datetime import date
from typing import Any

import httpx
import pytest

from occupancy.store.timeline import timeline
from tests.service.occupancy.test_stay_pages import opened, sent, typed, words
from tests.support.stay_desk import DECIDED, Desk, accepted, refused

GRANTED = {"reason": "Suite", "decided": DECIDED}
PREVIEWS = (
    ("renewal-preview", GRANTED),
    ("end-preview", {"ended_on": "2018-01-20", "reason": "other"}),
    ("notice-preview", {"given_on": "2018-01-20", "by": "household"}),
)


async def told(desk: Desk, stay: dict[str, Any], what: str, body: dict[str, Any]) -> dict[str, Any]:
    return accepted(await desk.send("POST", f"/contracts/{stay['id']}/{what}", body))


@pytest.mark.parametrize(("what", "body"), PREVIEWS)
async def test_to_be_told_writes_nothing(desk: Desk, what: str, body: dict[str, Any]):
    stay = await desk.stay("2018-01-10")
    desk.clock.move_to(date(2018, 1, 20))
    before = await timeline((f"contract/{stay['id']}",))
    await told(desk, stay, what, body)
    assert await timeline((f"contract/{stay['id']}",)) == before
    assert accepted(await desk.send("GET", f"/contracts/{stay['id']}")) == stay


async def test_the_month_already_charged_is_corrected_by_what_was_told(desk: Desk):
    stay = await desk.stay("2018-01-10", fee_cents=9000)
    accepted(await desk.send("POST", "/fee-runs", {"month": "2018-01"}, key="redevances-2018-01"), 201)
    desk.clock.move_to(date(2018, 1, 20))
    body = {"ended_on": "2018-01-19", "reason": "other"}
    found = await told(desk, stay, "end-preview", body)
    assert found["after"] == {"first_day": "2018-01-10", "last_day": "2018-01-19"}
    assert found["fees"][0] == {"month": "2018-01", "before_cents": 6387, "after_cents": 2903, "is_charged": True}
    assert found["presence"][0] == {
        "month": "2018-01",
        "before_days": 22,
        "after_days": 10,
        "is_begun": True,
        "is_claimed": False,
    }
    accepted(await desk.act(stay, "end", body))
    account = accepted(await desk.send("GET", f"/households/{stay['household_id']}/account"))
    assert account["balance_cents"] == 2903


async def test_what_the_act_would_refuse_is_refused_when_it_is_told(desk: Desk):
    stay = await desk.stay("2018-01-10")
    await desk.stay("2018-04-10")
    path = f"/contracts/{stay['id']}/renewal-preview"
    refused(await desk.send("POST", path, GRANTED), 409, "place-already-taken")
    slid = {"ended_on": "2018-01-10", "reason": "slid"}
    refused(await desk.send("POST", f"/contracts/{stay['id']}/end-preview", slid), 409, "slid-only-by-the-slide")


async def test_the_page_tells_first_keeps_what_was_typed_and_tells_again_when_the_day_changes(desk: Desk):
    stay = await desk.stay("2018-01-10")
    page = f"/sejours/contrats/{stay['id']}/renouvellement"
    fields = {**typed(await opened(desk, page)), "last_day": "2018-05-31", "reason": "Offre en cours", **DECIDED}
    first = await desk.submit(page, fields)
    seen = words(first.text)
    assert "Le séjour va jusqu’au 31/05/2018 au lieu du 09/04/2018." in seen
    assert "avril 2018" in seen
    assert "Confirmer le renouvellement" in seen
    assert typed(first.text)["last_day"] == "2018-05-31"
    assert "Offre en cours" in seen
    assert accepted(await desk.send("GET", f"/contracts/{stay['id']}"))["last_day"] == "2018-04-09"
    confirmed = {**fields, "seen": typed(first.text)["seen"]}
    other = await desk.submit(page, {**confirmed, "last_day": "2018-06-30"})
    assert "Le séjour va jusqu’au 30/06/2018" in words(other.text)
    await sent(desk, page, confirmed)
    assert accepted(await desk.send("GET", f"/contracts/{stay['id']}"))["last_day"] == "2018-05-31"


async def test_a_notice_is_told_as_the_day_it_leads_to_then_recorded(desk: Desk):
    stay = await desk.stay("2018-01-10")
    page = f"/sejours/contrats/{stay['id']}/conge"
    fields = {**typed(await opened(desk, page)), "by": "household"}
    first = await desk.submit(page, fields)
    assert "Si le ménage part le 25/01/2018, le séjour finit ce jour-là au lieu du 09/04/2018." in words(first.text)
    await sent(desk, page, {**fields, "seen": typed(first.text)["seen"]})
    assert accepted(await desk.send("GET", f"/contracts/{stay['id']}"))["notice"]["last_day"] == "2018-01-25"


async def test_the_months_really_claimed_are_those_of_alt_units_and_a_silent_stock_is_said(desk: Desk):
    stay = await desk.stay("2018-01-10")
    desk.clock.move_to(date(2018, 1, 20))
    desk.stock.claimed = {"2018-02"}
    body = {"ended_on": "2018-01-19", "reason": "other"}
    found = await told(desk, stay, "end-preview", body)
    claimed = {one["month"]: one["is_claimed"] for one in found["presence"]}
    assert claimed == {"2018-01": False, "2018-02": True, "2018-03": False, "2018-04": False}

    async def silent(moment: str, path: str) -> httpx.Response | None:
        return httpx.Response(503) if path.endswith("/claimed-months") else None

    desk.stock.fault = silent
    page = f"/sejours/contrats/{stay['id']}/fin"
    fields = {**typed(await opened(desk, page)), "ended_on": "19/01/2018", "reason": "other"}
    shown = words((await desk.submit(page, fields)).text)
    assert "n’ont pas pu être vérifiés" in shown
    assert "non vérifié" in shown


async def test_the_days_of_a_draft_are_corrected_before_its_signature_and_never_after(desk: Desk):
    draft = await desk.prepare(await desk.household(), "2018-01-10")
    days = {"first_day": "2018-02-28"}
    found = await told(desk, draft, "days-preview", days)
    assert (found["before"]["last_day"], found["after"]["last_day"]) == ("2018-04-09", "2018-05-27")
    assert accepted(await desk.send("GET", f"/contracts/{draft['id']}")) == draft
    longer = {**days, "last_day": "2018-05-28"}
    refused(await desk.send("POST", f"/contracts/{draft['id']}/days-preview", longer), 422, "term-too-long")
    page = f"/sejours/contrats/{draft['id']}/dates"
    fields = {**typed(await opened(desk, page)), "first_day": "28/02/2018"}
    first = (await desk.submit(page, fields)).text
    assert "Le séjour ira du 28/02/2018 au 27/05/2018" in words(first)
    await sent(desk, page, {**fields, "seen": typed(first)["seen"]})
    corrected = accepted(await desk.send("GET", f"/contracts/{draft['id']}"))
    assert (corrected["first_day"], corrected["last_day"]) == ("2018-02-28", "2018-05-27")
    desk.clock.move_to(date(2018, 2, 28))
    signed = accepted(await desk.sign(corrected))
    refused(await desk.act(signed, "days", {"first_day": "2018-03-01"}), 409, "contract-not-draft")
