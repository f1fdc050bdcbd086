"""Current households and stays brought in from a file: preview, errors by cell, all or nothing, the checks of the desk."""

import base64
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.intake.waiting import WAITS
from occupancy.store.stay_imports import WAITING
from staff.domain.roles import Role
from tests.support.park_files import park, unit_row
from tests.support.stay_desk import accepted, refused
from tests.support.stay_files import household_row, member_row, stay_row, stays


def sent(content, **more):
    return {"file_name": "séjours.xlsx", "content": base64.b64encode(content).decode(), **more}


async def preview(desk, content):
    return await desk.send("POST", "/stay-imports/preview", sent(content))


async def bring_in(desk, content, **more):
    return await desk.send("POST", "/stay-imports", sent(content, **more), key=uuid4().hex)


async def count(desk, table):
    return (await desk.app.state.db.run(f"select count(*) as n from {table}"))[0]["n"]


async def test_a_household_its_members_and_its_current_stay_come_in_as_if_signed_at_the_desk(desk):
    file = stays(
        [stay_row(situation="Famille monoparentale", children=1, unit="L-001")],
        [member_row(), member_row(relation="Enfant", first_name="Enfant", born_on="01/05/2010", gender="Femme")],
    )
    tried = accepted(await preview(desk, file))
    assert (tried["households"], tried["stays"], tried["members"], tried["warnings"]) == (1, 1, 2, [])
    assert await count(desk, "household") == 0
    report = accepted(await bring_in(desk, file), 201)
    assert [one["kind"] for one in report["created"]] == ["household", "contract"]
    contract = accepted(await desk.send("GET", f"/contracts/{report['created'][1]['id']}"))
    assert (contract["status"], contract["first_day"], contract["last_day"], contract["persons"]) == (
        "signed", "2017-12-01", "2018-02-28", 2,
    )  # fmt: skip
    assert await desk.app.state.relay.drain() == 0
    assert desk.stock.presence
    waiting = await desk.app.state.db.run("select count(*) as n from deadline where status = 'open'")
    assert waiting[0]["n"] > 0
    assert await count(desk, "journal") == 1


async def test_past_renewals_are_deduced_from_the_rule_and_leave_no_gap(desk):
    file = stays([stay_row(first_day="01/10/2017", last_day="31/03/2018")])
    report = accepted(await bring_in(desk, file), 201)
    terms = (await desk.send("GET", f"/contracts/{report['created'][1]['id']}/terms")).json()
    rows = terms["items"] if isinstance(terms, dict) else terms
    assert [(one["first_day"], one["last_day"], one["override_reason"]) for one in rows] == [
        ("2017-10-01", "2017-12-31", None),
        ("2018-01-01", "2018-03-31", None),
    ]


async def test_a_stay_beyond_the_rule_is_warned_of_and_needs_a_reason(desk):
    file = stays([stay_row(first_day="01/07/2017", last_day="31/03/2018")])
    assert [one["column"] for one in accepted(await preview(desk, file))["warnings"]]
    problem = refused(await bring_in(desk, file), 422, "import-warnings-unread")
    assert problem["errors"][0]["field"] == "reason"
    assert await count(desk, "household") == 0
    report = accepted(await bring_in(desk, file, reason="Prolongé par le conseil"), 201)
    assert report["reason"] == "Prolongé par le conseil"


@pytest.mark.parametrize(
    ("rows", "column", "said"),
    [
        ([stay_row(unit="INCONNU")], "Logement", "aucun logement"),
        ([household_row(place="Chambre 1")], "Place", "indiquez aussi le logement"),
        ([household_row(unit="L-001", first_day="01/12/2017")], "Échéance", "obligatoire"),
        ([household_row(situation="Couple")], "Adultes", "deux adultes"),
        ([household_row(email="sans arobase")], "Courriel", "nom@exemple.fr"),
        ([stay_row(), stay_row("2")], "", ""),
        ([stay_row(last_day="30/11/2017")], "Échéance", "commence"),
        ([stay_row(signed_on="01/02/2018")], "Signé le", "signature"),
        ([stay_row(first_day="01/12/1999")], "Premier jour", "2000"),
        ([stay_row(unit="L-002", place="Chambre 9")], "Place", "place"),
    ],
)
async def test_what_is_wrong_is_named_by_row_and_cell_and_nothing_is_written(desk, rows, column, said):
    problem = refused(await bring_in(desk, stays([*rows, household_row("9")])), 422, "cells-wrong")
    assert all(one["field"].startswith("Ménages et séjours!") for one in problem["errors"])
    assert any(column in one["message"] and said in one["message"].lower() for one in problem["errors"]), problem
    assert await count(desk, "household") == 0


async def test_a_place_that_is_taken_is_refused_as_at_the_desk(desk):
    await desk.stay("2018-01-02")
    problem = refused(await bring_in(desk, stays([stay_row()])), 422, "cells-wrong")
    assert len(problem["errors"]) == 1
    assert await count(desk, "household") == 1


async def test_the_same_file_twice_adds_nothing(desk):
    file = stays([stay_row()], [member_row()])
    accepted(await bring_in(desk, file), 201)
    refused(await bring_in(desk, file), 409, "nothing-to-import")
    assert (await count(desk, "household"), await count(desk, "contract")) == (1, 1)
    more = stays([stay_row(), household_row("2")])
    assert accepted(await bring_in(desk, more), 201)["unchanged"] == 1


async def test_a_household_of_the_same_name_is_another_one_only_with_a_reason(desk):
    await desk.household("Ménage Importé 1")
    file = stays([stay_row()])
    (warning,) = accepted(await preview(desk, file))["warnings"]
    assert "déjà enregistré" in warning["message"]
    refused(await bring_in(desk, file), 422, "import-warnings-unread")


async def test_two_holders_and_a_person_without_household_are_refused_in_the_sheet_of_members(desk):
    file = stays([household_row()], [member_row(), member_row(first_name="Second"), member_row("7", first_name="Seul")])
    problem = refused(await bring_in(desk, file), 422, "cells-wrong")
    assert [one["field"][:8] for one in problem["errors"]] == ["Membres!", "Membres!"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (stays(), "blank-template"),
        (stays([household_row()], year=2019), "wrong-template"),
        (park(units=[unit_row()]), "wrong-template"),
        (b"PK\x03\x04 not a workbook", "file-unreadable"),
    ],
)
async def test_a_blank_or_wrong_template_is_said_so(desk, content, code):
    answer = await bring_in(desk, content)
    assert (answer.status_code // 100, answer.json()["code"]) == (4, code)
    assert await count(desk, "household") == 0


async def test_the_page_shows_the_faults_then_the_preview_then_the_report(desk):
    desk.roles = (Role.MANAGER,)
    start = "/sejours/menages/import"
    assert (await desk.page(f"{start}/modele.xlsx")).content[:2] == b"PK"

    async def upload(content):
        headers = desk.headers()
        return await desk.http.post(
            start, data={"_key": "k" * 20}, files={"file": ("s.xlsx", content)}, headers=headers
        )

    wrong = await upload(stays([stay_row(unit="INCONNU")]))
    assert wrong.status_code == 422
    assert "aucun logement du parc" in wrong.text
    waiting = await upload(stays([stay_row()], [member_row()]))
    assert waiting.status_code == 303, waiting.text
    address = waiting.headers["location"].partition("?")[0]
    assert "Ménage Importé 1" in (await desk.page(address)).text
    done = await desk.submit(address, {})
    assert done.status_code == 303
    assert "Ménages créés" in (await desk.page(done.headers["location"].partition("?")[0])).text
    assert (await desk.page(address)).status_code == 404
    assert await count(desk, "stay_upload") == 0


async def test_a_file_that_nobody_confirmed_is_gone_at_the_next_start(desk):
    desk.roles = (Role.MANAGER,)
    headers = desk.headers()
    files = {"file": ("s.xlsx", stays([stay_row()]))}
    await desk.http.post("/sejours/menages/import", data={"_key": "k" * 20}, files=files, headers=headers)
    db, now = desk.app.state.db, desk.clock.now()
    await WAITING.forget_expired(db, now + WAITS - timedelta(seconds=1))
    assert await count(desk, "stay_upload") == 1
    await WAITING.forget_expired(db, now + WAITS + timedelta(seconds=1))
    assert await count(desk, "stay_upload") == 0


async def test_only_the_management_brings_stays_in(desk):
    desk.roles = (Role.AGENT,)
    assert (await desk.page("/sejours/menages/import")).status_code == 403
    assert (await preview(desk, stays([stay_row()]))).status_code == 403
