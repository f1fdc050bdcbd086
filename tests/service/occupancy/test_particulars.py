"""Particulars of households over the API and on the pages: who reads them, how they end, what waits."""

import pytest

from staff.domain.roles import Role
from tests.support.stay_desk import accepted, refused

PERMIT = {"kind": "residence", "code": "residence_permit", "since": "2018-01-05", "until": "2018-03-01"}


async def record(desk, household, **facts):
    path = f"/households/{household['id']}/particulars"
    return accepted(await desk.send("POST", path, {**PERMIT, **facts}), 201)


async def waiting(desk):
    sql = "select rule, due_on from deadline where status = 'open' and rule like 'MENAGE%'"
    return [row["rule"] for row in await desk.app.state.db.run(sql)]


async def test_a_check_names_who_made_it_and_waits_until_the_household_has_left(desk):
    contract = await desk.stay("2018-01-02")
    household = {"id": contract["household_id"]}
    one = await record(desk, household)
    assert one["recorded_by"] == "Agent Exemple"
    assert await waiting(desk) == ["MENAGE-SEJOUR"]
    ending = {"ended_on": "2018-01-09", "reason": "with_relatives", "note": ""}
    accepted(await desk.act(contract, "end", ending))
    assert await waiting(desk) == []


async def test_what_is_withdrawn_no_longer_waits_and_stays_in_the_file(desk):
    household = await desk.household()
    one = await record(desk, household)
    path = f"/particulars/{one['id']}/withdrawal"
    accepted(await desk.send("POST", path, {"reason": "Autre ménage"}, version=1))
    assert await waiting(desk) == []
    refused(await desk.send("POST", path, {"reason": "Encore"}, version=2), 409, "particular-withdrawn")
    (kept,) = (await desk.send("GET", f"/households/{household['id']}/particulars")).json()
    assert kept["withdrawn_reason"] == "Autre ménage"


@pytest.mark.parametrize("column", ["code", "since", "name", "recorded_by"])
async def test_the_database_never_rewrites_what_was_recorded(desk, column):
    one = await record(desk, await desk.household())
    value = {"since": "2018-01-04", "name": "palier:1:autre"}.get(column, "autre")
    with pytest.raises(Exception, match="particular_kept"):
        await desk.app.state.db.run(f"update household_particular set {column} = '{value}' where id = {{}}", one["id"])


async def test_a_person_of_another_household_is_refused_by_name_of_field(desk):
    one, other = await desk.household(), await desk.household("Ménage Exemple B")
    body = {"relation": "holder", "last_name": "Ménage Exemple B", "joined_on": "2018-01-01"}
    member = accepted(await desk.send("POST", f"/households/{other['id']}/members", body), 201)
    path = f"/households/{one['id']}/particulars"
    problem = refused(await desk.send("POST", path, {**PERMIT, "member_id": member["id"]}), 404, "member-not-found")
    assert problem["errors"][0]["field"] == "member_id"


@pytest.mark.parametrize("role", [Role.REGISSEUR, Role.FINANCE, Role.READER])
async def test_who_takes_money_or_only_reads_learns_nothing_of_it(desk, role):
    household = await desk.household()
    one = await record(desk, household, kind="protection", code="curatelle", organisation="Mandataire Exemple")
    desk.roles = (role,)
    assert (await desk.send("GET", f"/households/{household['id']}/particulars")).status_code == 403
    assert (await desk.page(f"/sejours/menages/renseignements/{one['id']}")).status_code == 403
    shown = await desk.page(f"/sejours/menages/{household['id']}")
    assert "Mandataire Exemple" not in shown.text
    desk.roles = (Role.SOCIAL_WORKER,)
    assert "Mandataire Exemple" in (await desk.page(f"/sejours/menages/{household['id']}")).text


async def test_the_form_of_a_kind_keeps_what_was_typed_and_names_what_is_missing(desk):
    desk.roles = (Role.SOCIAL_WORKER,)
    household = await desk.household()
    new = f"/sejours/menages/{household['id']}/renseignements/nouveau"
    assert "Numéro unique" in (await desk.page(f"{new}?rubrique=demand")).text
    typed = {"kind": "contact", "code": "relative", "since": "2018-01-01", "name": "Personne Exemple"}
    wrong = await desk.submit(new, typed)
    assert wrong.status_code == 422
    assert "Indiquez un téléphone ou un courriel" in wrong.text
    assert "Personne Exemple" in wrong.text
    assert (await desk.submit(new, {**typed, "phone": "01 00 00 00 00"})).status_code == 303
    (one,) = (await desk.send("GET", f"/households/{household['id']}/particulars")).json()
    page = f"/sejours/menages/renseignements/{one['id']}"
    assert "01 00 00 00 00" in (await desk.page(page)).text
    assert (await desk.submit(f"{page}/fin", {"version": "1", "until": "2017-12-31"})).status_code == 422
    assert (await desk.submit(f"{page}/fin", {"version": "1", "until": "2018-01-31"})).status_code == 303
    assert (await desk.submit(f"{page}/retrait", {"version": "2", "reason": ""})).status_code == 422
