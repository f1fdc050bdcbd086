"""The desk and the régie as the staff sees them: claims chosen by hand, quittances offered, a count that is refused."""

import re
from datetime import date
from uuid import uuid4

from tests.service.occupancy.test_money_pages import desk_of, payment, receive, regie, stay
from tests.support.stay_desk import accepted

__all__ = ["regie", "stay"]


async def test_the_agent_chooses_which_month_is_paid(desk, regie, stay):
    desk.clock.move_to(date(2018, 2, 1))
    accepted(await desk.send("POST", "/fee-runs", {"month": "2018-02"}, key=uuid4().hex), 201)
    shown = await desk.submit(desk_of(stay), payment(regie, stay, amount="50"))
    old, new = re.findall(r'name="(part-[0-9a-f-]+)"', shown.text)
    asked = payment(regie, stay, amount="50", **{f"usual-{old}": "50,00", f"usual-{new}": "", "confirmed": "yes"})
    over = await desk.submit(desk_of(stay), {**asked, old: "", new: "50,01"})
    assert over.status_code == 422
    done = await desk.submit(desk_of(stay), {**asked, old: "", new: "50,00"})
    assert done.status_code == 303
    account = accepted(await desk.send("GET", f"/households/{stay['household_id']}/account"))
    assert [one["open_cents"] for one in account["due"]] == [7097, 5000]


async def test_the_receipt_that_pays_a_month_offers_its_quittance_and_no_other(desk, regie, stay):
    partial = await receive(desk, regie, stay, amount="50")
    assert "quittance.pdf" not in (await desk.page(partial.headers["location"])).text
    whole = await receive(desk, regie, stay, amount="20,97")
    assert "Quittance 01/2018" in (await desk.page(whole.headers["location"])).text


async def test_a_household_is_found_by_its_unit(desk, regie, stay):
    reference = accepted(await desk.send("GET", f"/contracts/{stay['id']}"))["unit"]["reference"]
    found = await desk.page(f"/sejours/encaissements?q={reference.lower()}")
    assert desk_of(stay) in found.text


async def test_a_count_that_differs_is_told_and_keeps_what_was_typed(desk, regie, stay):
    await receive(desk, regie, stay, amount="50")
    page = f"/sejours/encaissements/regies/{regie['id']}"
    wrong = await desk.submit(f"{page}/arrete", {"day": "2018-01-10", "n2000": "2"})
    assert wrong.status_code == 422
    assert "10,00\u00a0€ manquants" in wrong.text
    assert 'name="n2000" type="text" value="2"' in wrong.text
    assert (await desk.submit(f"{page}/arrete", {"day": "2018-01-10", "n5000": "1"})).status_code == 303
    late = await receive(desk, regie, stay, amount="1")
    assert late.status_code == 409
    assert "Caisse arrêtée" in late.text
