"""What is told of a household outside is an object of its own, and who opens its file is noted with the purpose. Both engines."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from litestar import Litestar, get
from litestar.params import FromPath

from occupancy.api.file_readings import OPENS, check_declared
from occupancy.store.data_files import household_of
from occupancy.tables.disclosures import FileReadingRow
from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import words
from tests.support.stay_desk import Desk
from tests.support.support_desk import SupportDesk

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
        await db.run("update disclosure set detail = 'palier:1:autre'")


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


def addresses(app: Litestar, known: dict[str, str]) -> list[str]:
    """Every address to read that names one of these things and nothing else, with their identifiers in it."""
    found = []
    for route in app.routes:
        names = list(getattr(route, "path_parameters", {}))
        if len(names) == 1 and names[0] in known and "GET" in route.methods:
            found.append(route.path.replace(f"{{{names[0]}:uuid}}", known[names[0]]))
    return found


async def noted_by_every_address(desk: Desk, known: dict[str, str]) -> list[str]:
    """Addresses that showed something of the file on a day, each on a day of its own, without being noted on that day."""
    missed, shown = [], 0
    for address in addresses(desk.app, known):
        desk.clock.move_to(desk.clock.today() + timedelta(days=1))
        answer = await desk.page(address)
        assert answer.status_code < 500, address
        if answer.status_code != 200:
            continue
        shown += 1
        if not await FileReadingRow.exists().where(FileReadingRow.read_on == desk.clock.today()):
            missed.append(address)
    assert shown > 20
    return missed


async def test_every_address_that_opens_a_household_s_file_notes_who_read_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    measure = await SupportDesk(desk).started()
    known = {"household_id": measure["household_id"], "measure_id": measure["id"]}
    assert await noted_by_every_address(desk, known) == []
    assert await household_of("support_measure", UUID(measure["id"])) == UUID(measure["household_id"])
    for name in known:  # the control: with the names left out, every one of them is missed
        monkeypatch.delitem(OPENS, name)
    assert len(await noted_by_every_address(desk, known)) > 20
    assert {await household_of(table, uuid4()) for table in OPENS.values()} == {None}


def test_a_service_does_not_start_with_an_address_of_which_nobody_said_whether_it_opens_a_file() -> None:
    @get("/dossiers/{dossier_id:uuid}")
    async def dossier(dossier_id: FromPath[UUID]) -> str:
        return str(dossier_id)

    with pytest.raises(RuntimeError, match="dossier_id"):
        check_declared(Litestar([dossier]))


async def test_who_looks_up_who_read_a_file_is_noted_too(desk: Desk):
    household = await desk.household()
    desk.roles = (Role.DPO,)
    page = f"/sejours/donnees/consultations?menage={household['reference']}"
    assert (await desk.page(page)).status_code == 200
    rows = await FileReadingRow.select()
    assert [(row["household_id"], row["purpose"]) for row in rows] == [(UUID(household["id"]), "consultation")]
