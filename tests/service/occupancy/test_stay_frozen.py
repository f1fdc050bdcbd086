"""What is decided or received about a stay stays as it was, even when the check of the program is missing. On both engines."""

from datetime import date
from typing import Any

import pytest

from tests.service.occupancy.test_renewals import ASKED, INSURED
from tests.service.occupancy.test_stay_pages import opened, sent, typed, words
from tests.support.stay_desk import DECIDED, Desk, accepted, refused

LETTER = {"sent_on": "2018-01-10", "channel": "registered_letter"}
KEPT = {
    "insurance_attestation": "insurer = 'Autre'",
    "renewal_request": "reason = 'Autre'",
    "overstay": "last_day = '2019-01-01'",
    "deadline": "due_on = '2019-01-01'",
    "insurance_demand": "sent_on = '2018-01-11'",
    "decision_report": "reported_on = '2018-01-11'",
}
"""By table, a change that would rewrite what was."""


@pytest.fixture
async def lived(desk: Desk) -> Desk:
    """One row at least in each table: a demand, an attestation, a request denied, an overstay, a report, deadlines."""
    stay = await desk.stay("2018-01-10")
    path = f"/contracts/{stay['id']}"
    accepted(await desk.send("POST", f"{path}/insurance-demands", LETTER), 201)
    accepted(await desk.send("POST", f"{path}/insurances", INSURED), 201)
    asked = accepted(await desk.act(stay, "renewal-requests", ASKED))
    denied = accepted(await desk.act(asked, "renewal-denial", {"reason": "Non", "decided": DECIDED}))
    beyond = {"last_day": "2018-05-04", "reason": "Attente", "rehousing_plan": "Dossier", "decided": DECIDED}
    accepted(await desk.act(denied, "overstays", beyond))
    accepted(await desk.send("POST", "/delegated-decisions/report", {"reported_on": "2018-01-10"}))
    return desk


def attempts(db: Any, table: str) -> list[str]:
    found = [f"update {table} set {KEPT[table]}", f"delete from {table}"]
    return [*found, f"truncate {table}"] if db.dialect == "postgresql" else found


async def unprotect(db: Any, table: str) -> None:
    if db.dialect == "postgresql":
        await db.run(f"alter table {table} disable trigger user")
        return
    for row in await db.run(f"select name from sqlite_master where type = 'trigger' and tbl_name = '{table}'"):
        await db.run(f"drop trigger {row['name']}")


async def content(db: Any, table: str) -> list[str]:
    return sorted(str(sorted(row.items())) for row in await db.run(f"select * from {table}"))


@pytest.mark.parametrize("table", sorted(KEPT))
async def test_what_was_said_is_neither_rewritten_nor_removed(lived: Desk, table: str):
    db = lived.app.state.db
    before = await content(db, table)
    assert before, "nothing to protect"
    for statement in attempts(db, table):
        with pytest.raises(Exception, match=r"kept|immutable"):
            await db.run(statement)
    assert await content(db, table) == before


@pytest.mark.parametrize("table", sorted(KEPT))
async def test_without_its_triggers_the_same_statements_pass(lived: Desk, table: str):
    """The control of the test above."""
    db = lived.app.state.db
    await unprotect(db, table)
    for statement in attempts(db, table):
        await db.run(statement)
    assert await content(db, table) == []


async def test_a_demand_has_its_month_in_the_tray_until_an_attestation_answers_it(desk: Desk):
    stay = await desk.stay("2018-01-10")
    path = f"/sejours/contrats/{stay['id']}"
    form = {**typed(await opened(desk, f"{path}/mise-en-demeure-assurance")), "channel": "registered_letter"}
    await sent(desk, f"{path}/mise-en-demeure-assurance", form)
    assert "Mise en demeure du 10/01/2018, lettre recommandée" in words(await opened(desk, path))
    again = f"/contracts/{stay['id']}/insurance-demands"
    refused(await desk.send("POST", again, LETTER), 409, "insurance-already-demanded")
    tray = words(await opened(desk, "/sejours/a-faire?vue=tout"))
    assert "Réponse à la mise en demeure d'assurance" in tray.replace("’", "'")
    desk.clock.move_to(date(2018, 1, 20))
    accepted(
        await desk.send("POST", f"/contracts/{stay['id']}/insurances", INSURED | {"received_on": "2018-01-20"}), 201
    )
    tray = words(await opened(desk, "/sejours/a-faire?vue=tout"))
    assert "Réponse à la mise en demeure" not in tray
    refused(await desk.send("POST", again, LETTER | {"sent_on": "2018-01-20"}), 409, "insurance-is-there")


async def test_no_act_makes_a_household_leave_and_a_page_says_what_the_law_requires(desk: Desk):
    seen = words(await opened(desk, "/sejours/depart-force"))
    assert "2 mois après le commandement" in seen
    assert "du 1er novembre au 31 mars" in seen
    assert seen.count("à confirmer") >= 3
    paths = [route.path for route in desk.app.routes]
    assert [path for path in paths if "expulsion" in path or "eviction" in path] == []
    assert [method for route in desk.app.routes if "depart-force" in route.path for method in route.methods] != []
    assert not any("POST" in route.methods for route in desk.app.routes if "depart-force" in route.path)
