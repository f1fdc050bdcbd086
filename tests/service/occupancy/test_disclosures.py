"""What is told of a household outside is an object of its own, and who opens its file is noted with the purpose. Both engines."""

from uuid import UUID, uuid4

import pytest

from occupancy.tables.disclosures import FileReadingRow
from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import words
from tests.support.stay_desk import Desk

TOLD = {
    "recipient_kind": "landlord",
    "recipient": "Office Exemple",
    "what": "payments",
    "detail": "Trois mois payés",
    "basis": "Convention tripartite, article 4",
    "disclosed_on": "10/01/2018",
    "told_on": "",
}


async def test_what_is_told_to_a_landlord_is_recorded_and_never_the_situation_of_the_household(desk: Desk):
    household = await desk.household()
    page = f"/sejours/menages/{household['id']}/communications"
    desk.roles = (Role.AGENT,)
    assert (await desk.submit(page, TOLD)).status_code == 303
    wrong = await desk.submit(page, {**TOLD, "what": "situation"})
    assert (wrong.status_code, "Un bailleur ne reçoit jamais la situation" in words(wrong.text)) == (422, True)
    early = await desk.submit(page, {**TOLD, "disclosed_on": "11/01/2018"})
    assert early.status_code == 422
    assert "Office Exemple" in words((await desk.page(page)).text)
    desk.roles = (Role.DPO,)
    seen = words((await desk.page(f"/sejours/donnees/consultations?menage={household['reference']}")).text)
    assert "Convention tripartite, article 4" in seen
    db = desk.app.state.db
    journal = await db.run("select after_json from journal where verb = 'data-disclosed'")
    assert "Trois mois payés" not in journal[0]["after_json"]
    with pytest.raises(Exception, match="disclosure_landlord"):
        await db.run(
            "insert into disclosure (id, household_id, recipient_kind, recipient, what, detail, basis, disclosed_on,"
            " recorded_on, recorded_by, recorded_by_name) select {}, household_id, 'landlord', 'X', 'situation', '', 'Y',"
            " disclosed_on, recorded_on, recorded_by, recorded_by_name from disclosure", uuid4(),
        )  # fmt: skip
    with pytest.raises(Exception, match="disclosure_immutable"):
        await db.run("update disclosure set detail = 'autre'")


async def test_who_opens_a_file_is_noted_once_a_day_with_the_purpose_of_their_post(desk: Desk):
    household = await desk.household()
    page = f"/sejours/menages/{household['id']}"
    for role in (Role.AGENT, Role.AGENT, Role.SOCIAL_WORKER):
        desk.roles = (role,)
        assert (await desk.page(page)).status_code == 200
    assert (await desk.send("GET", f"/households/{household['id']}")).status_code == 200
    rows = await FileReadingRow.select().where(FileReadingRow.household_id == UUID(household["id"]))
    assert sorted(row["purpose"] for row in rows) == ["stay", "support"]
    assert (await desk.page(f"/sejours/menages/{uuid4()}")).status_code == 404
    assert await FileReadingRow.count() == 2
    desk.roles = (Role.AGENT,)
    asked = f"/sejours/donnees/consultations?menage={household['reference']}"
    assert (await desk.page(asked)).status_code == 403
    desk.roles = (Role.DPO,)
    assert "Gestion du séjour" in words((await desk.page(asked)).text)
    assert "Ménage Exemple A" not in words((await desk.page(asked)).text)


async def test_the_api_tells_what_the_page_tells_refuses_what_it_refuses_and_notes_who_read(desk: Desk):
    household = await desk.household()
    path = f"/households/{household['id']}/disclosures"
    told = {**TOLD, "disclosed_on": "2018-01-10", "told_on": None}
    desk.roles = (Role.AGENT,)
    recorded = await desk.send("POST", path, told, key="communication-0001")
    assert recorded.status_code == 201, recorded.text
    again = await desk.send("POST", path, told, key="communication-0001")
    assert again.json() == recorded.json()
    for field, value in (
        ("what", "situation"),
        ("disclosed_on", "2018-01-11"),
        ("told_on", "2018-01-11"),
        ("basis", " "),
    ):
        wrong = await desk.send("POST", path, {**told, field: value}, key=f"communication-{field}")
        assert wrong.status_code in (400, 422), wrong.text
        assert [one["field"] for one in wrong.json()["errors"]] == [field]
    nobody = f"/households/{uuid4()}/disclosures"
    assert (await desk.send("GET", nobody)).status_code == 404
    assert await FileReadingRow.count() == 0  # recording is no reading, and nobody's file was not opened
    desk.roles = (Role.SOCIAL_WORKER,)
    assert (await desk.send("GET", path)).json() == [recorded.json()]
    desk.roles = (Role.FINANCE,)
    assert (await desk.page(f"/sejours/menages/{household['id']}/communications")).status_code == 200
    readings = await FileReadingRow.select(FileReadingRow.purpose)
    assert sorted(row["purpose"] for row in readings) == ["consultation", "support"]
