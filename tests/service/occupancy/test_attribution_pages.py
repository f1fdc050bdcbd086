"""The pages of attributions: from the programme to the review at home, by the forms, on both engines."""

from html import unescape
from typing import Any

import pytest

from occupancy.domain.attributions import AttributionState
from occupancy.web.attribution_steps import CONSEQUENCE, LABEL, Milestone
from occupancy.web.attribution_words import STATE
from tests.support.attribution_desk import PIECES, AttributionDesk
from tests.support.stay_desk import Desk, accepted

LIST = "/sejours/attributions"
NEW = {
    "kind": "delivery",
    "name": "Résidence Exemple",
    "landlord": "Office Exemple",
    "commune": "Ville-Exemple",
    "territory": "972",
    "dwellings": "1",
    "available_on": "15/01/2027",
    "pre_commission_on": "21/09/2026",
    "commission_on": "05/10/2026",
}


@pytest.fixture
def lls(desk: Desk) -> AttributionDesk:
    return AttributionDesk(desk)


async def read(desk: Desk, path: str) -> str:
    return unescape((await desk.page(path)).text).replace("\u00a0", " ").replace("\u202f", " ")


async def act(desk: Desk, page: str, step: str, fields: dict[str, Any]) -> None:
    """Open the page of the act as a clerk does, then send its form."""
    path = f"{page}/actes/{step}"
    version = (await desk.page(path)).text.split('name="version" value="')[1].split('"')[0]
    answer = await desk.submit(path, {"version": version, **fields})
    assert answer.status_code == 303, unescape(answer.text)


async def opened(desk: Desk, lls: AttributionDesk) -> tuple[str, str]:
    """The addresses of a programme and of a dossier in it, both recorded by the forms."""
    lls.on("2026-08-03")
    answer = await desk.submit(f"{LIST}/programmes/nouveau", NEW)
    operation = answer.headers["location"].partition("?")[0]
    session = (await desk.page(operation)).text.split(f"{LIST}/seances/")[1][:36]
    named = {"household_id": await lls.household(), "session_id": session, "unique_number": "972 0000 0000 0001"}
    named |= {"demand_until": "31/12/2027", "proposed_by": "ccas", "identified_on": "03/08/2026"}
    answer = await desk.submit(f"{LIST}/nouveau", named)
    return operation, answer.headers["location"].partition("?")[0]


async def test_a_clerk_leads_a_household_to_its_dwelling(desk: Desk, lls: AttributionDesk):
    operation, page = await opened(desk, lls)
    assert "il en manque 2" in await read(desk, operation)
    shown = await read(desk, page)
    assert "07/09/2026" in shown
    assert "Procédure historique" in shown
    survey = {"on": "03/08/2026", "body": "department", "opinion": "priority", "motive": "temporary_housing"}
    await act(desk, page, "enquete", survey)
    await act(desk, page, "avis-mairie", {"on": "03/08/2026", "opinion": "favourable"})
    assert "Il manque 7 pièces" in await read(desk, page)
    sheet = await read(desk, f"{page}/fiche-candidat.pdf?forme=lecture")
    assert "il manque 7 pièces" in sheet.replace("\u00a0", " ")
    assert "972000000000001" in sheet or "9720000000000001" in sheet
    assert (await desk.page(f"{page}/bilan-installation.pdf")).status_code == 409
    for piece in PIECES:
        await act(desk, page, "piece", {"piece": piece, "on": "03/08/2026"})
    await act(desk, page, "dossier-complet", {"on": "03/08/2026"})
    await act(desk, page, "reception", {"recipient": "als", "on": "03/08/2026"})
    await act(desk, page, "reception", {"recipient": "deal", "on": "03/08/2026"})
    await act(desk, page, "analyse", {"on": "03/08/2026"})
    assert "actes/contact" not in await read(desk, page)
    await act(desk, page, "demande-de-pieces", {"on": "03/08/2026", "pieces": "income"})
    shown = await read(desk, page)
    assert "Pièces demandées" in shown
    assert "actes/contact" not in shown
    await act(desk, page, "piece", {"piece": "income", "on": "03/08/2026"})
    await act(desk, page, "rapport", {"on": "03/08/2026", "resources_checked_on": "03/08/2026"})
    assert "actes/contact" in await read(desk, page)
    lls.on("2026-10-05")
    await act(desk, page, "pre-commission", {"selection": "selected"})
    await act(desk, page, "commission", {"outcome": "ranked", "rank": "1"})
    await act(desk, page, "decision-cal", {"outcome": "attributed", "on": "05/10/2026"})
    await act(desk, page, "offre", {"on": "05/10/2026"})
    early = await desk.submit(f"{page}/actes/reponse", {"version": "20", "answer": "no_answer", "on": "05/10/2026"})
    assert (early.status_code, "15/10/2026" in unescape(early.text)) == (409, True)
    await act(desk, page, "reponse", {"answer": "accepted", "on": "05/10/2026"})
    await act(desk, page, "entree", {"on": "05/10/2026"})
    assert "05/12/2026" in await read(desk, page)
    to_fill = await read(desk, f"{page}/bilan-installation.pdf?forme=lecture")
    assert "05/12/2026" in to_fill
    assert "Ce que dit le ménage" in to_fill
    await act(desk, page, "bilan", {"on": "05/10/2026"})
    done = await read(desk, f"{page}/bilan-installation.pdf?forme=lecture")
    assert "Aucune difficulté sociale" in done
    assert "Ce que dit le ménage" not in done
    names = ("fiche-candidat", "bilan-installation")
    papers = [(await desk.page(f"{page}/{name}.pdf")).content for name in names]
    assert all(one.startswith(b"%PDF") for one in papers)
    lls.on("2026-11-05")
    assert [(await desk.page(f"{page}/{name}.pdf")).content for name in names] == papers
    kept = await desk.app.state.db.run("select kind, number from issued_document order by kind")
    assert [(one["kind"], one["number"]) for one in kept] == [("candidate-sheet", 1), ("installation-review", 1)]
    await act(desk, page, "cloture", {"on": "05/10/2026"})
    assert "Ce que vous pouvez faire maintenant" not in await read(desk, page)
    assert "LLTS-2026-0001" in await read(desk, f"{LIST}?vue=entres")


async def test_a_late_dossier_says_so_and_offers_the_next_session_first(desk: Desk, lls: AttributionDesk):
    one = await lls.complete(await lls.opened())
    lls.on("2026-09-08")
    for recipient in ("als", "deal"):
        one = await lls.done(one, "receipts", {"recipient": recipient, "on": "2026-09-08"})
    page = f"{LIST}/{one['id']}"
    shown = await read(desk, page)
    assert "Hors délai" in shown
    assert shown.index("actes/seance") < shown.index("actes/accord-hors-delai")
    assert "actes/analyse" not in shown
    assert "Hors délai" in await read(desk, LIST)
    assert "Fait en retard" in shown
    nowhere = await read(desk, f"{page}/actes/seance")
    assert ("Prévoir une séance du programme" in nowhere, "<select" in nowhere) == (True, False)
    operation = f"{LIST}/programmes/{one['operation_id']}"
    days = {"pre_commission_on": "16/11/2026", "commission_on": "30/11/2026"}
    assert (await desk.submit(f"{operation}/seances", days)).status_code == 303
    later = (await read(desk, f"{page}/actes/seance")).split('<option value="')[2][:36]
    await act(desk, page, "seance", {"session_id": later})
    assert "Hors délai" not in await read(desk, page)


async def test_a_session_shows_its_lists_by_rank_and_is_closed_by_its_page(desk: Desk, lls: AttributionDesk):
    first = await lls.listed()
    second = await lls.listed(rank=2)
    page = f"{LIST}/seances/{first['session_id']}"
    shown = await read(desk, page)
    assert "Liste complémentaire, par rang" in shown
    assert shown.index(first["reference"]) < shown.index(second["reference"])
    sheet = (await desk.page(f"{page}?format=csv")).text
    assert sheet.index(first["reference"]) < sheet.index(second["reference"])
    assert (await desk.submit(f"{page}/cloture", {"version": "1"})).status_code == 303
    assert "Séance close" in await read(desk, page)


async def test_a_household_of_the_list_is_proposed_for_a_vacancy_of_the_commune(desk: Desk, lls: AttributionDesk):
    one = await lls.listed()
    elsewhere = await lls.vacancy(commune="Autre-Ville", name="Logement d'ailleurs")
    page = f"{LIST}/{one['id']}"
    here = await lls.vacancy(name="Logement d'ici")
    lls.on("2026-10-01")
    form = await read(desk, f"{page}/actes/proposition")
    assert (here["id"] in form, elsewhere["id"] in form) == (True, False)
    await act(desk, page, "proposition", {"operation_id": here["id"], "on": "01/10/2026"})
    assert "Logement d'ici" in (await read(desk, page)).replace("’", "'")


async def test_a_vacancy_that_the_list_serves_needs_no_session(desk: Desk):
    freed = {**NEW, "kind": "vacancy", "pre_commission_on": "", "commission_on": "", "available_on": "01/09/2026"}
    answer = await desk.submit(f"{LIST}/programmes/nouveau", freed)
    assert "la liste complémentaire sert ce logement" in await read(desk, answer.headers["location"].partition("?")[0])
    refused = await desk.submit(f"{LIST}/programmes/nouveau", {**freed, "kind": "delivery"})
    assert (refused.status_code, "indiquer sa date" in unescape(refused.text)) == (422, True)


async def test_the_page_of_the_household_leads_to_its_dossier(desk: Desk, lls: AttributionDesk):
    one = await lls.opened()
    shown = await read(desk, f"/sejours/menages/{one['household_id']}")
    assert f"{LIST}/{one['id']}" in shown


async def test_the_number_of_the_demand_comes_from_the_household_when_it_is_known_there(
    desk: Desk, lls: AttributionDesk
):
    lls.on("2026-08-03")
    operation = (await desk.submit(f"{LIST}/programmes/nouveau", NEW)).headers["location"].partition("?")[0]
    session = (await desk.page(operation)).text.split(f"{LIST}/seances/")[1][:36]
    household = await lls.household()
    fields = {"household_id": household, "session_id": session, "proposed_by": "ccas", "identified_on": "03/08/2026"}
    unknown = await desk.submit(f"{LIST}/nouveau", fields)
    assert (unknown.status_code, "n’a pas de numéro enregistré" in unescape(unknown.text)) == (422, True)
    demand = {"kind": "demand", "code": "social_housing", "since": "2026-02-01", "reference": "972000000000007"}
    accepted(await desk.send("POST", f"/households/{household}/particulars", demand), 201)
    shown = (await desk.page(f"{LIST}/nouveau?menage={household}")).text
    assert 'value="972000000000007"' in shown
    assert 'value="2027-02-01"' in shown
    opened = await desk.submit(f"{LIST}/nouveau", fields)
    assert opened.status_code == 303
    assert "972000000000007" in await read(desk, opened.headers["location"].partition("?")[0])


async def test_nothing_typed_is_lost_when_a_programme_is_refused(desk: Desk):
    answer = await desk.submit(f"{LIST}/programmes/nouveau", {**NEW, "pre_commission_on": "06/10/2026"})
    shown = unescape(answer.text)
    assert (answer.status_code, "Résidence Exemple" in shown) == (422, True)
    assert "précède" in shown


async def test_the_lists_are_taken_away_as_sheets(desk: Desk, lls: AttributionDesk):
    one = await lls.opened()
    assert one["reference"] in (await desk.page(f"{LIST}?format=csv")).text
    assert "Office Exemple" in (await desk.page(f"{LIST}/programmes?format=csv")).text


async def test_an_act_that_does_not_exist_is_not_found(desk: Desk, lls: AttributionDesk):
    one = await lls.opened()
    assert (await desk.page(f"{LIST}/{one['id']}/actes/annulation")).status_code == 404


def test_every_state_and_every_act_has_its_words():
    assert set(STATE) == set(AttributionState)
    assert set(LABEL) == set(CONSEQUENCE) == set(Milestone)
