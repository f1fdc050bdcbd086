"""Who may do what with a stay: the roles of the table, at the desk and over the API."""

import pytest

from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import filled, opened, sent, words
from tests.support.stay_desk import DECIDED, Desk, accepted, refused


async def test_an_override_is_decided_by_the_management_and_not_by_an_agent(desk: Desk):
    desk.roles = (Role.AGENT,)
    stay = await desk.stay("2018-01-10")
    stay = accepted(await desk.act(stay, "renewals", {"reason": "Relogement en cours", "decided": DECIDED}))
    again = {"reason": "Encore", "decided": DECIDED, "override_reason": "Bail signé pour octobre"}
    refused(await desk.act(stay, "renewals", again), 403, "permission-missing")
    assert "Renouveler" not in words(await opened(desk, f"/sejours/contrats/{stay['id']}"))
    desk.roles = (Role.AGENT, Role.MANAGER)
    assert "Renouveler" in words(await opened(desk, f"/sejours/contrats/{stay['id']}"))
    assert accepted(await desk.act(stay, "renewals", again))["last_day"] == "2018-10-09"


async def test_a_reader_sees_the_stay_and_neither_a_name_nor_an_address(desk: Desk):
    stay = await desk.stay("2018-01-10")
    contract = f"/sejours/contrats/{stay['id']}"
    entry = f"{contract}/etat-des-lieux/entree"
    await sent(desk, entry, {**await filled(desk, entry), "do": "sign"})
    gone = {"ended_on": "2018-01-10", "reason": "other", "forwarding_address": "9 rue Lointaine"}
    stay = accepted(await desk.send("GET", f"/contracts/{stay['id']}"))
    accepted(await desk.act(stay, "end", gone))
    desk.roles = (Role.READER,)
    for path in ("/sejours?vue=termines", "/sejours/a-faire", contract, entry):
        page = await opened(desk, path)
        assert "Exemple A" not in page, path
        assert "Lointaine" not in page, path
    for path in (f"/contracts/{stay['id']}", f"/contracts/{stay['id']}/inspections/entry", "/contracts"):
        answer = await desk.send("GET", path)
        assert answer.status_code == 200
        assert "Exemple A" not in answer.text, path
        assert "Lointaine" not in answer.text, path


@pytest.mark.parametrize("role", [Role.READER, Role.REGISSEUR, Role.FINANCE, Role.SOCIAL_WORKER, Role.ADMIN])
async def test_a_contract_is_signed_by_nobody_but_an_agent(desk: Desk, role: Role):
    draft = await desk.prepare(await desk.household(), "2018-01-10")
    desk.roles = (role,)
    refused(await desk.sign(draft), 403, "permission-missing")
    assert (await desk.submit(f"/sejours/contrats/{draft['id']}/signature", {})).status_code == 403
    if role is not Role.ADMIN:
        assert "Signer" not in words(await opened(desk, f"/sejours/contrats/{draft['id']}"))
    desk.roles = (Role.AGENT,)
    assert accepted(await desk.sign(draft))["status"] == "signed"


async def test_the_administrator_of_accounts_sees_no_person(desk: Desk):
    household = await desk.household()
    desk.roles = (Role.ADMIN,)
    for path in ("/sejours", "/sejours/menages", f"/sejours/menages/{household['id']}", "/sejours/a-faire"):
        assert (await desk.page(path)).status_code == 403
