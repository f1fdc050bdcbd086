"""A household is handed all that both services keep of it, once recognised; another household is not in it. Both engines."""

import io
import json
import zipfile
from html import unescape
from uuid import UUID

from occupancy.store.data_files import rows_of
from staff.domain.roles import Role
from tests.support.stay_desk import Desk, accepted
from tests.support.support_desk import DIAGNOSIS, SupportDesk

ACCESS = "/sejours/donnees/acces"
WRITTEN = "Phrase confidentielle du canari"


async def test_a_person_reads_all_that_is_kept_of_them_and_nobody_else_and_the_journal_keeps_no_word(desk: Desk):
    support = SupportDesk(desk)
    household = await desk.household("Canari Exemple", note="Remarque du canari", phone="01 23 45 67 89")
    await desk.household("Voisine Exemple", note="Remarque de la voisine")
    contract = accepted(await desk.sign(await desk.prepare(household, "2026-01-05")))
    measure = await support.started(household)
    desk.roles = (Role.SOCIAL_WORKER,)
    await desk.submit(f"/sejours/accompagnements/{measure['id']}/notes", {"kind": "note", "text": WRITTEN})
    asked = {"reference": household["reference"], "received_on": "05/01/2026", "identity": "known"}
    for role in (Role.MANAGER, Role.AGENT, Role.SOCIAL_WORKER, Role.ADMIN):
        desk.roles = (role,)
        assert (await desk.submit(ACCESS, asked)).status_code == 403
    desk.roles = (Role.DPO,)
    assert (await desk.submit(ACCESS, {**asked, "reference": "M-1999-0001"})).status_code == 422
    answer = await desk.submit(ACCESS, asked)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        told = json.loads(archive.read("donnees.json"))
        page = unescape(archive.read("donnees.html").decode())
    data = told["donnees"]
    assert [one["last_name"] for one in data["household_member"] or data["household"]] == ["Canari Exemple"]
    assert [one["reference"] for one in data["contract"]] == [contract["reference"]]
    assert {WRITTEN} <= {one["content"] for one in data["support_note"]}
    assert told["logements"][0]["address"].endswith("Ville d'exemple")
    for words in ("Canari Exemple", "01 23 45 67 89", WRITTEN, DIAGNOSIS["goals"], "rue des Exemples"):
        assert words in page, words
    assert "oisine" not in page + json.dumps(told)
    assert "Agent Exemple" not in json.dumps(data["household"])
    rows = await desk.app.state.db.run("select * from journal where verb in ('household-data-given', 'data-requested')")
    assert {row["verb"] for row in rows} == {"household-data-given", "data-requested"}
    assert WRITTEN not in str(rows)
    assert (await desk.submit(ACCESS, asked)).status_code == 200
    assert len((await rows_of(UUID(household["id"])))["data_request"]) == 1
