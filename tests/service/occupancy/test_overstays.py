"""An authorised overstay keeps the place and goes on with the fee; the days of somebody else are never given to it."""

import re
from datetime import date
from html import unescape

import pytest

from tests.support.stay_desk import DECIDED, Desk, accepted, refused

BEYOND = {"last_day": "2018-06-15", "reason": "Bail au 16 juin", "rehousing_plan": "Relogement", "decided": DECIDED}


@pytest.fixture
async def stay(desk: Desk):
    """From 10 January to 9 April 2018, on the day after its term."""
    signed = await desk.stay("2018-01-10")
    desk.clock.move_to(date(2018, 4, 10))
    return signed


async def fees(desk: Desk, month: str):
    accepted(await desk.send("POST", "/fee-runs", {"month": month}, key=f"appel-{month}"), 201)


async def due(desk: Desk, stay):
    return (await desk.send("GET", f"/households/{stay['household_id']}/account")).json()["balance_cents"]


async def test_nobody_else_is_signed_in_for_the_days_of_an_overstay(desk: Desk, stay):
    other = await desk.prepare(await desk.household("Ménage Exemple B"), "2018-06-15")
    after = await desk.prepare(await desk.household("Ménage Exemple C"), "2018-06-16")
    accepted(await desk.act(stay, "overstays", BEYOND))
    problem = refused(await desk.sign(other), 409, "place-already-taken")
    assert "15/06/2018" in problem["detail"]
    accepted(await desk.sign(after))


async def test_an_overstay_never_takes_the_days_of_a_stay_that_is_signed(desk: Desk):
    signed = await desk.stay("2018-01-10")
    accepted(await desk.sign(await desk.prepare(await desk.household("Ménage Exemple B"), "2018-06-15")))
    desk.clock.move_to(date(2018, 4, 9))
    refused(await desk.act(signed, "overstays", BEYOND), 409, "place-already-taken")
    accepted(await desk.act(signed, "overstays", {**BEYOND, "last_day": "2018-06-14"}))


async def test_the_fee_goes_on_through_an_overstay_and_stops_with_the_real_end(desk: Desk, stay):
    full = stay["fee"]["cents"]
    desk.clock.move_to(date(2018, 5, 2))
    for month in ("2018-04", "2018-05"):
        await fees(desk, month)
    assert await due(desk, stay) == round(full * 9 / 30)
    allowed = accepted(await desk.act(stay, "overstays", BEYOND))
    assert await due(desk, stay) == 2 * full
    desk.clock.move_to(date(2018, 6, 2))
    await fees(desk, "2018-06")
    assert await due(desk, stay) == 2 * full + round(full * 15 / 30)
    ending = {"ended_on": "2018-05-31", "reason": "social_housing", "note": ""}
    accepted(await desk.act(allowed, "end", ending))
    assert await due(desk, stay) == 2 * full


async def test_the_page_tells_what_a_leave_to_stay_changes_before_it_is_confirmed(desk: Desk, stay):
    page = f"/sejours/contrats/{stay['id']}/depassement"
    asked = {
        **DECIDED,
        "last_day": "2018-06-15",
        "reason": "Bail au 16 juin",
        "rehousing_plan": "Relogement",
        "version": "2",
    }
    told = await desk.submit(page, asked)
    assert (told.status_code, "Le séjour va jusqu’au 15/06/2018" in unescape(told.text)) == (200, True)
    assert "Redevances, mois par mois" in told.text
    seen = re.search(r'name="seen" value="([^"]+)"', told.text)
    assert seen
    longer = await desk.submit(page, {**asked, "seen": seen[1], "last_day": "2018-06-20"})
    assert (longer.status_code, "20/06/2018" in longer.text) == (200, True), "other days are told first"
    assert (await desk.submit(page, {**asked, "seen": seen[1]})).status_code == 303
