"""The pages of sliding leases: from the convention to the household as the holder, by the forms, on both engines."""

from html import unescape
from typing import Any

import pytest

from tests.support.sliding_desk import SlidingDesk
from tests.support.stay_desk import Desk

LIST = "/sejours/baux-glissants"
NEW = {
    "landlord": "Office Exemple",
    "is_hlm": "yes",
    "upstream_reference": "BP-1",
    "upstream_signed_on": "01/01/2026",
    "signed_on": "31/03/2026",
    "landlord_referent": "Référente Exemple",
    "ccas_referent": "Référent Exemple",
    "exam_period_months": "12",
    "review_interval_months": "6",
    "convocation_days": "15",
}


@pytest.fixture
def sliding(desk: Desk) -> SlidingDesk:
    return SlidingDesk(desk)


async def act(desk: Desk, page: str, step: str, fields: dict[str, Any]) -> None:
    """Open the page of the act as a clerk does, then send its form."""
    path = f"{page}/actes/{step}"
    version = (await desk.page(path)).text.split('name="version" value="')[1].split('"')[0]
    answer = await desk.submit(path, {"version": version, **fields})
    assert answer.status_code == 303, unescape(answer.text)


async def read(desk: Desk, path: str) -> str:
    return unescape((await desk.page(path)).text).replace("\u00a0", " ").replace("\u202f", " ")


async def minute(desk: Desk, page: str, number: int, day: str) -> None:
    path = f"{page}/examens/{number}"
    version = (await desk.page(path)).text.split('name="version" value="')[1].split('"')[0]
    fields = {"version": version, "held_on": day, "recommendation": "slide_now", "unconvened_reason": "Convenu"}
    for party in ("landlord", "ccas", "household"):
        fields |= {f"position_{party}": "Favorable", f"signature_{party}": "signed"}
    criteria = ("regular_payment", "peaceful_occupation", "maintenance", "insurance", "eligibility", "housing_aid")
    fields |= {f"met_{one}": "met" for one in (*criteria, "solvency")}
    assert (await desk.submit(path, fields)).status_code == 303


async def test_a_clerk_leads_a_sub_lease_to_the_household_as_the_holder(desk: Desk, sliding: SlidingDesk):
    stay = await sliding.sublet()
    answer = await desk.submit(f"{LIST}/nouveau", {**NEW, "contract_id": stay["id"]})
    page = answer.headers["location"].partition("?")[0]
    shown = await read(desk, page)
    for day in ("30/09/2026", "31/12/2026", "31/01/2027", "31/03/2027"):
        assert day in shown
    assert "décision CAL" in shown
    sliding.on("2026-10-01")
    assert "Examen en retard" in await read(desk, LIST)
    await minute(desk, page, 1, "2026-10-01")
    sliding.on("2026-12-20")
    await minute(desk, page, 0, "2026-12-20")
    await act(desk, page, "proposition", {"proposed_on": "2026-12-20"})
    await act(desk, page, "position-du-bailleur", {"answer": "offer", "given_on": "2026-12-20"})
    await act(desk, page, "decision-cal", {"outcome": "attributed", "decided_on": "2026-12-20"})
    await act(desk, page, "date-du-glissement", {"slide_on": "2027-01-15", "deposit_mode": "refund_and_new"})
    sliding.on("2027-01-15")
    blocked = await desk.submit(f"{page}/actes/glissement", {"version": "7"})
    assert (blocked.status_code, "fin du bail principal" in unescape(blocked.text)) == (409, True)
    for paper in ("d9_direct_lease", "d10_end_of_upstream", "d11_inspection_at_slide", "household_consent"):
        await act(desk, page, "document", {"paper": paper, "signed_on": "2027-01-15"})
    await act(desk, page, "document", {"paper": "tenant_insurance", "signed_on": "2027-01-15", "until": "2027-12-31"})
    assert "Rien ne manque" in await read(desk, page)
    told = await read(desk, f"{page}/actes/glissement")
    assert "Le séjour finit le 14/01/2027" in told
    assert "Redevances, mois par mois" in told
    await act(desk, page, "glissement", {})
    assert "Le ménage est titulaire" in await read(desk, page)
    assert "Bail glissé" in await read(desk, f"{LIST}?vue=glisses")


async def test_nothing_typed_is_lost_when_the_convention_is_refused(desk: Desk, sliding: SlidingDesk):
    stay = await sliding.sublet()
    answer = await desk.submit(f"{LIST}/nouveau", {**NEW, "contract_id": stay["id"], "review_interval_months": "7"})
    shown = unescape(answer.text)
    assert (answer.status_code, "Office Exemple" in shown, "Au plus 6" in shown) == (422, True, True)


async def test_a_convocation_too_late_is_said_beside_its_day_and_nothing_typed_is_lost(
    desk: Desk, sliding: SlidingDesk
):
    lease = await sliding.opened()
    page = f"{LIST}/{lease['id']}"
    sliding.on("2026-09-10")
    fields = {"version": "1", "number": "1", "meeting_on": "24/09/2026", "meeting_at": "14:30", "place": "Salle B"}
    fields |= {"sent_on": "10/09/2026", "landlord_by": "email", "household_by": "letter"}
    answer = await desk.submit(f"{page}/actes/convocation", fields)
    assert answer.status_code == 422
    assert "au plus tôt le 25/09/2026" in unescape(answer.text)
    assert "Salle B" in answer.text
    await act(desk, page, "convocation", {**fields, "meeting_on": "25/09/2026"})
    shown = await read(desk, page)
    assert "pour le 25/09/2026 à 14:30, preuve à enregistrer" in shown
    assert "Preuve de la convocation" in shown


async def test_an_act_that_does_not_exist_is_not_found(desk: Desk, sliding: SlidingDesk):
    lease = await sliding.opened()
    assert (await desk.page(f"{LIST}/{lease['id']}/actes/annulation")).status_code == 404


async def test_the_list_is_taken_away_as_a_sheet(desk: Desk, sliding: SlidingDesk):
    await sliding.opened()
    text = (await desk.page(f"{LIST}?format=csv")).text
    assert "BG-2026-0001" in text
    assert "Office Exemple" in text


async def test_the_page_says_a_refusal_with_its_reasons_and_how_the_dossier_ended(desk: Desk, sliding: SlidingDesk):
    lease = await sliding.opened()
    page = f"{LIST}/{lease['id']}"
    refusal = {"answer": "refusal", "given_on": "2026-03-31", "reasons": "Impayés répétés"}
    await act(desk, page, "position-du-bailleur", refusal | {"copied_to_household_on": "2026-03-31"})
    shown = await read(desk, page)
    assert "Impayés répétés" in shown
    assert "Proposer le glissement" in shown
    absence = {"number": "1", "noted_on": "2026-03-31", "new_on": "2026-04-30", "reason": "Bailleur absent"}
    await act(desk, page, "examen-non-tenu", absence)
    assert "reporté au 30/04/2026" in await read(desk, page)
    await act(desk, page, "prolongation", {"months": "6", "decided_on": "2026-03-31", "reason": "Plan en cours"})
    assert "29/09/2027" in await read(desk, page)
    left = {
        "state": "rehoused_elsewhere",
        "on": "2026-03-31",
        "reason": "Relogement accepté",
        "proof": "Bail du 31 mars",
    }
    await act(desk, page, "autre-issue", left)
    shown = await read(desk, page)
    assert "Relogement accepté" in shown
    assert "Ce que vous pouvez faire maintenant" not in shown
