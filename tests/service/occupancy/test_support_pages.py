"""Pages of social support: what a social worker sees and does, and what others never see."""

from typing import Any

import pytest

from staff.domain.roles import Role
from tests.support.stay_desk import Desk, accepted
from tests.support.support_desk import DIAGNOSIS, SupportDesk

BASE = "/sejours/accompagnements"
OTHERS = (Role.AGENT, Role.MANAGER, Role.FINANCE, Role.READER)


@pytest.fixture
def support(desk: Desk) -> SupportDesk:
    return SupportDesk(desk)


async def test_a_social_worker_leads_a_measure_from_page_to_page(support: SupportDesk):
    desk = support.desk
    household = await desk.household()
    operator = await support.operator()
    support.on("2026-01-05")
    desk.roles = (Role.SOCIAL_WORKER,)
    body = {"household_id": household["id"], "kind": "asll", "purpose": "maintenance", "requester": "landlord"}
    opened = await desk.submit(f"{BASE}/nouveau", {**body, "referent": "Référente Exemple", "landlord": "Office"})
    page = opened.headers["location"].partition("?")[0]

    async def act(step: str, fields: dict[str, Any]) -> None:
        nonlocal version
        answer = await desk.submit(f"{page}/{step}", {"version": version, **fields})
        assert answer.status_code == 303, answer.text
        version += 1

    version = 1
    half = {name: text for name, text in DIAGNOSIS.items() if name != "need"}
    await act("diagnostic", half)
    assert "nécessité de la traiter" in (await desk.page(page)).text
    signed = {"household_signed_on": "2026-01-05", "worker_signed_on": "2026-01-05"}
    await act("diagnostic", {**DIAGNOSIS, **signed})
    await act("actes/adhesion", {"adult": "1", "signed_on": "2026-01-05"})
    await act("actes/demande", {"submitted_on": "2026-01-05"})
    decision = {"outcome": "granted", "decided_on": "2026-01-05", "body": "FSL", "months": "6"}
    await act("actes/decision", decision)
    told = {"notified_on": "2026-01-05", "operator_id": operator["id"], "worker": "Intervenante Exemple"}
    await act("actes/notification", told)
    other = {"has_maj": "yes", "contact_maj": "Mandataire Exemple"}
    warned = await desk.submit(f"{page}/actes/debut", {"version": version, "started_on": "2026-01-05", **other})
    assert warned.status_code == 409
    assert "En principe non cumulable" in warned.text
    assert "Mandataire Exemple" in warned.text
    await act("actes/debut", {"started_on": "2026-01-05", **other, "confirm_incompatible": "yes"})
    await act("actes/contrat", {"signed_on": "2026-01-05"})
    await act("actes/rencontre", {"on": "2026-01-05", "place": "home"})
    await act("actes/rencontre", {"on": "2026-01-05", "place": "office", "is_missed": "yes"})
    assert "2026-01-05 office missed" in (await desk.page(f"{page}/actes/rencontre-retiree")).text
    await act("actes/rencontre-retiree", {"meeting": "2026-01-05 office missed"})
    wrong = await desk.submit(f"{page}/actes/rencontre-retiree", {"version": version, "meeting": "rien"})
    assert wrong.status_code == 422
    shown = (await desk.page(page)).text
    assert "rencontre retirée" in shown
    assert "Commencée à côté d’une autre mesure" in shown
    assert "du 05/01/2026 au 04/07/2026" in shown
    assert (await desk.page(BASE)).text.count("AS-2026-0001") == 1
    assert "AS-2026-0001" in (await desk.page(f"/sejours/menages/{household['id']}")).text


async def test_who_is_no_social_worker_never_sees_a_word_of_the_notes(support: SupportDesk):
    measure = await support.started()
    page = f"{BASE}/{measure['id']}"
    support.desk.roles = (Role.SOCIAL_WORKER,)
    wrote = await support.desk.submit(f"{page}/notes", {"kind": "note", "text": "Phrase confidentielle"})
    assert wrote.status_code == 303
    shown = (await support.desk.page(page)).text
    assert "Phrase confidentielle" in shown
    assert DIAGNOSIS["goals"].split(",")[0] in shown
    for role in OTHERS:
        support.desk.roles = (role,)
        assert (await support.desk.page(f"{page}/diagnostic")).status_code == 403
        assert (await support.desk.submit(f"{page}/notes", {"kind": "note", "text": "x"})).status_code == 403
        answer = await support.desk.page(page)
        assert answer.status_code == (200 if role in (Role.AGENT, Role.MANAGER) else 403)
        assert "confidentielle" not in answer.text
        assert "Réservé aux travailleurs sociaux" not in answer.text
        assert DIAGNOSIS["goals"].split(",")[0] not in answer.text


async def test_no_word_of_a_note_is_in_the_list_taken_away(support: SupportDesk):
    measure = await support.started()
    accepted(await support.act(measure, "notes", {"kind": "note", "text": "Phrase confidentielle"}))
    taken = (await support.desk.page(f"{BASE}?format=csv")).text
    assert "AS-2026-0001" in taken
    assert "confidentielle" not in taken
    assert DIAGNOSIS["goals"] not in taken


async def test_a_note_to_read_again_loses_nothing_that_was_typed(support: SupportDesk):
    measure = await support.started()
    text = "Le ménage parle de sa dépression ; rendez-vous fixé."
    answer = await support.desk.submit(f"{BASE}/{measure['id']}/notes", {"kind": "note", "text": text})
    assert answer.status_code == 422
    assert text.replace(" ;", " ;") in answer.text or text in answer.text
    assert "confirm_note" in answer.text
    fields = {"kind": "note", "text": text, "confirm_note": "yes"}
    assert (await support.desk.submit(f"{BASE}/{measure['id']}/notes", fields)).status_code == 303


async def test_the_directory_says_who_is_followed_each_month_and_is_amended(support: SupportDesk):
    operator = await support.operator(monthly_capacity=0, reinforced_capacity=0)
    await support.started(operator=operator)
    shown = (await support.desk.page(f"{BASE}/operateurs")).text
    assert "au-delà" in shown
    fields = {"version": 1, "name": "Association Exemple Z", "monthly_capacity": "12", "is_active": "yes"}
    saved = await support.desk.submit(f"{BASE}/operateurs/{operator['id']}", fields)
    assert saved.status_code == 303
    shown = (await support.desk.page(f"{BASE}/operateurs")).text
    assert "Association Exemple Z" in shown
    assert "au-delà" not in shown


async def test_the_management_allows_a_duration_on_its_own_page(support: SupportDesk):
    measure = await support.open(await support.desk.household())
    page = f"{BASE}/{measure['id']}"
    fields = {"version": 1, "months": "9", "reason": "Relogement prévu"}
    support.desk.roles = (Role.SOCIAL_WORKER,)
    assert (await support.desk.submit(f"{page}/duree", fields)).status_code == 403
    support.desk.roles = (Role.MANAGER,)
    assert (await support.desk.submit(f"{page}/duree", fields)).status_code == 303
    assert "Autre durée admise par la direction" in (await support.desk.page(page)).text


@pytest.mark.parametrize("step", ["adhesion", "demande", "decision", "notification", "debut", "jours", "sans-suite"])
async def test_each_act_has_a_page_even_when_it_is_not_its_turn(support: SupportDesk, step):
    measure = await support.open(await support.desk.household())
    assert (await support.desk.page(f"{BASE}/{measure['id']}/actes/{step}")).status_code == 200
    refused = await support.desk.submit(f"{BASE}/{measure['id']}/actes/{step}", {"version": 1})
    assert refused.status_code in (409, 422)


@pytest.mark.parametrize(
    "step",
    ["contrat", "rencontre", "bilan", "reconduction", "reponse-a-la-reconduction", "information-du-bailleur", "fin"],
)
async def test_each_act_on_a_running_measure_has_its_page(support: SupportDesk, step):
    measure = await support.started()
    page = f"{BASE}/{measure['id']}/actes"
    assert (await support.desk.page(f"{page}/{step}")).status_code == 200
    assert (await support.desk.submit(f"{page}/{step}", {"version": 0})).status_code in (409, 412, 422)
    assert (await support.desk.page(f"{page}/rien")).status_code == 404


@pytest.mark.parametrize("name", ["diagnostic", "contrat-d-accompagnement", "bilan-de-fin"])
async def test_the_papers_of_a_measure_are_printed_by_social_workers_only(support: SupportDesk, name):
    measure = await support.ended("partly")
    address = f"{BASE}/{measure['id']}/{name}.pdf"
    support.desk.roles = (Role.SOCIAL_WORKER,)
    printed = await support.desk.page(address)
    assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
    for role in OTHERS:
        support.desk.roles = (role,)
        assert (await support.desk.page(address)).status_code == 403


async def test_a_contract_of_support_waits_for_the_start_and_an_evaluation_for_the_end(support: SupportDesk):
    measure = await support.open(await support.desk.household())
    for name in ("contrat-d-accompagnement", "bilan-de-fin"):
        assert (await support.desk.page(f"{BASE}/{measure['id']}/{name}.pdf")).status_code == 409


async def test_the_work_tray_leads_to_the_act_that_meets_the_day(support: SupportDesk):
    measure = await support.started()
    support.on("2026-01-21")
    support.desk.roles = (Role.SOCIAL_WORKER,)
    tray = (await support.desk.page("/sejours/a-faire?vue=tout")).text
    assert f"{BASE}/{measure['id']}/actes/information-du-bailleur" in tray
    support.desk.roles = (Role.AGENT,)
    tray = (await support.desk.page("/sejours/a-faire?vue=tout")).text
    assert f'href="{BASE}/{measure["id"]}"' in tray
    assert "information-du-bailleur" not in tray
