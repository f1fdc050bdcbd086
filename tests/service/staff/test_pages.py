"""The pages of signing in and of the team."""

import re

import httpx
import pytest

from kernel.http.identity import COOKIE
from staff.web.paths import local
from tests.service.staff.conftest import PASSWORD, House, is_in


async def signed_in(house: House, login: str, address: str = "192.0.2.1") -> httpx.AsyncClient:
    browser = await house.browser(address)
    answer = await browser.post("/connexion", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return browser


def hidden(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the last form of a page."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))


@pytest.mark.parametrize(
    ("login", "start"),
    [("agent", "/sejours/a-faire"), ("regie", "/sejours/a-faire"), ("admin.un", "/equipe")],
)
async def test_each_one_starts_where_their_work_is(house: House, login: str, start: str) -> None:
    browser = await house.browser()
    answer = await browser.post("/connexion", data={"login": login, "password": PASSWORD})
    assert answer.headers["location"] == start


async def test_the_sign_in_goes_on_to_the_page_that_was_asked_for(house: House) -> None:
    browser = await house.browser()
    asked = await browser.get("/equipe")
    assert asked.headers["location"] == "/connexion?suite=/equipe"
    form = await browser.get(asked.headers["location"])
    answer = await browser.post("/connexion", data={**hidden(form), "login": "admin.un", "password": PASSWORD})
    assert answer.headers["location"] == "/equipe"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "\\\\evil.test",
        "/\t/evil.test",
        "javascript:alert(1)",
        "evil",
        "",
        "/connexion?suite=/x",
        "/deconnexion",
        "/api/staff/v1/session",
        "/logements\r\nset-cookie: a=b",
    ],
)
def test_the_sign_in_never_leads_elsewhere(address: str) -> None:
    assert local(address) == ""


def test_a_local_page_is_kept_with_its_question() -> None:
    assert local("/logements?zone=II") == "/logements?zone=II"


async def test_a_wrong_password_says_one_sentence_and_draws_no_password_again(house: House) -> None:
    browser = await house.browser()
    answer = await browser.post("/connexion", data={"login": "agent", "password": "gravier lanterne soupe"})
    assert answer.status_code == 401
    assert "Identifiant ou mot de passe incorrect." in answer.text
    assert 'value="agent"' in answer.text
    assert "soupe" not in answer.text


async def test_empty_fields_are_named(house: House) -> None:
    answer = await (await house.browser()).post("/connexion", data={})
    assert answer.status_code == 422
    assert "2 réponses sont à corriger" in answer.text


async def test_whoever_is_signed_in_does_not_sign_in_again(house: House) -> None:
    browser = await signed_in(house, "agent")
    assert (await browser.get("/connexion?suite=/logements")).headers["location"] == "/logements"


async def test_a_link_from_a_webmail_leads_on_without_signing_in_again(house: House) -> None:
    """The Strict cookie does not come along with a link from another site; the next step from our own page has it."""
    answer = await (await house.browser()).get("/connexion?suite=/equipe/moi", headers={"sec-fetch-site": "cross-site"})
    assert '<a href="/equipe/moi">' in answer.text


async def test_signing_out_empties_the_cookie_and_ends_the_session(house: House) -> None:
    browser = await signed_in(house, "agent")
    token = browser.cookies[COOKIE]
    own = await browser.get("/equipe/moi")
    answer = await browser.post("/deconnexion", data={"_csrf": hidden(own)["_csrf"]})
    assert answer.headers["location"] == "/connexion?fait=signed-out"
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    browser.cookies.set(COOKIE, token)
    assert not await is_in(browser)


async def test_a_form_without_its_token_is_refused(house: House) -> None:
    browser = await signed_in(house, "agent")
    assert (await browser.post("/deconnexion", data={})).status_code == 403
    assert await is_in(browser)


async def test_a_temporary_password_leads_to_the_page_that_changes_it(house: House) -> None:
    admin = await signed_in(house, "admin.un")
    new = await admin.get("/equipe/nouveau")
    sent = {"login": "nouvelle", "name": "Agente Exemple", "roles": "agent", "password": "sentier cuivre orage"}
    opened = await admin.post("/equipe/nouveau", data={**hidden(new), **sent})
    assert opened.status_code == 303, opened.text
    shown = await admin.get(opened.headers["location"])
    assert "Mot de passe provisoire" in shown.text

    newcomer = await house.browser("203.0.113.7")
    answer = await newcomer.post("/connexion", data={"login": "nouvelle", "password": "sentier cuivre orage"})
    assert answer.headers["location"] == "/equipe/moi"
    own = await newcomer.get("/equipe/moi")
    assert "Choisissez votre mot de passe" in own.text
    sent = {"current": "sentier cuivre orage", "new": "tuile hamac boussole", "again": "tuile hamac boussole"}
    changed = await newcomer.post("/equipe/moi", data={**hidden(own), **sent})
    assert changed.headers["location"] == "/equipe/moi?fait=password-changed"
    assert "Votre mot de passe est changé" in (await newcomer.get(changed.headers["location"])).text


async def test_two_different_new_passwords_are_told_and_nothing_changes(house: House) -> None:
    browser = await signed_in(house, "agent")
    sent = {"current": PASSWORD, "new": "tuile hamac boussole", "again": "tuile hamac boussolle"}
    answer = await browser.post("/equipe/moi", data={**hidden(await browser.get("/equipe/moi")), **sent})
    assert answer.status_code == 422
    assert "boussol" not in answer.text
    await signed_in(house, "agent", "203.0.113.5")


async def test_a_colleague_is_amended_deactivated_and_reactivated_page_by_page(house: House) -> None:
    admin = await signed_in(house, "admin.un")
    team = await admin.get("/equipe")
    found = re.search(r'href="(/equipe/[0-9a-f-]{36})">Agent Exemple<', team.text)
    assert found
    edit = await admin.get(f"{found[1]}/modifier")
    assert 'value="agent" checked' in edit.text
    sent = {"name": "Agent Exemple, accueil", "roles": ["agent", "reader"]}
    amended = await admin.post(f"{found[1]}/modifier", data={**hidden(edit), **sent})
    assert amended.headers["location"] == f"{found[1]}?fait=account-amended"
    for act, word in (("desactivation", "Désactivé"), ("reactivation", "Actif")):
        shown = await admin.get(found[1])
        answer = await admin.post(f"{found[1]}/{act}", data=hidden(shown))
        assert answer.status_code == 303, answer.text
        assert word in (await admin.get(answer.headers["location"])).text


async def test_a_change_made_on_an_old_page_is_refused_and_keeps_what_was_typed(house: House) -> None:
    admin = await signed_in(house, "admin.un")
    team = await admin.get("/equipe")
    agent = re.search(r'href="(/equipe/[0-9a-f-]{36})">Agent Exemple<', team.text)
    assert agent
    old, other = await admin.get(f"{agent[1]}/modifier"), await admin.get(f"{agent[1]}/modifier")
    await admin.post(f"{agent[1]}/modifier", data={**hidden(other), "name": "Premier Exemple", "roles": "agent"})
    late = await admin.post(f"{agent[1]}/modifier", data={**hidden(old), "name": "Second Exemple", "roles": "agent"})
    assert late.status_code == 412
    assert "Modifié entre-temps" in late.text
    assert 'value="Second Exemple"' in late.text


@pytest.mark.parametrize(
    "sent",
    [
        {"login": "x\x00y", "name": "n\x00", "roles": "chief", "password": "\x00"},
        {"login": "a" * 500, "name": "b" * 500, "roles": ["agent"] * 600, "password": "c" * 500},
        {"login": "<script>", "name": "{{ 7*7 }}", "roles": "agent", "password": "ééé"},
    ],
)
async def test_nonsense_in_a_form_is_answered_with_what_is_wrong(house: House, sent: dict[str, object]) -> None:
    admin = await signed_in(house, "admin.un")
    answer = await admin.post("/equipe/nouveau", data={**hidden(await admin.get("/equipe/nouveau")), **sent})
    assert answer.status_code == 422
    assert "<script>" not in answer.text.replace('<script src="', "")


async def test_anybody_signed_in_reads_the_limits_of_sign_in_with_their_date_and_source(house: House) -> None:
    agent = await signed_in(house, "agent")
    shown = re.sub(r"[\u00a0\u202f]", " ", (await agent.get("/equipe/regles")).text)
    told = ("Déconnexion après inactivité", "30 minutes", "10 heures", "5 essais", "depuis le 01/01/2000")
    for words in (*told, "OWASP ASVS 5.0"):
        assert words in shown, words
    items = {one["key"]: one["in_force"]["number"] for one in (await agent.get("/api/staff/v1/law")).json()["items"]}
    assert items == {
        "session_idle_minutes": 30, "session_absolute_hours": 10, "sign_in_failures": 5, "sign_in_window_minutes": 5,
        "sign_in_familiar_days": 30, "session_half_way_minutes": 15, "second_factor_window_minutes": 15,
        "role_grant_days": 14,
    }  # fmt: skip
    assert (await agent.get("/equipe/regles", params={"format": "csv"})).content.startswith(b"\xef\xbb\xbf")
