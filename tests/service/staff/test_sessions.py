"""A session belongs to who proved a password, in one browser, and ends when it must."""

from datetime import timedelta

import pytest

from kernel.acts import Staff
from kernel.http.identity import COOKIE
from staff.actions import sessions as actions
from staff.actions.hashing import Hashing
from staff.domain.accounts import SYSTEM
from staff.domain.sessions import hash_of
from staff.tables import SessionRow
from tests.service.staff.conftest import (
    PASSWORD,
    QUICK,
    House,
    account_of,
    act_of,
    address_of,
    is_in,
    sign_in,
    version_of,
)

PLANTED = "a-value-that-somebody-else-knows-000000000"


async def test_the_session_says_who_it_is_and_what_they_may_do(house: House) -> None:
    browser = await house.signed_in("regie")
    said = (await browser.get("/api/staff/v1/session")).json()
    assert said["name"] == "Régie Exemple"
    assert said["roles"] == ["regisseur"]
    assert "payments.write" in said["permissions"]
    assert "deposits.refund" not in said["permissions"]
    assert said["csrf"]


async def test_the_cookie_is_for_this_host_only_and_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    browser = await house.browser()
    cookie = (await sign_in(browser, "agent")).headers["set-cookie"]
    assert cookie.startswith("__Host-palier=")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "path=/", "samesite=strict", "secure"}


async def test_only_the_hash_of_the_token_is_stored(house: House) -> None:
    browser = await house.signed_in("agent")
    token = browser.cookies[COOKIE]
    assert len(token) >= 43  # 256 bits in base 64
    rows = await SessionRow.select()
    assert [row["token_hash"] for row in rows] == [hash_of(token)]
    assert token not in str(rows)


async def test_each_sign_in_gets_a_new_token_and_ends_the_session_before(house: House) -> None:
    browser = await house.signed_in("agent")
    before = browser.cookies[COOKIE]
    await sign_in(browser, "agent")
    assert browser.cookies[COOKIE] != before
    other = await house.browser()
    other.cookies.set(COOKIE, before)
    assert not await is_in(other)


async def planted_session_opens(house: House) -> bool:
    """Whether somebody who planted a cookie before the sign-in is signed in after it."""
    victim, attacker = await house.browser(), await house.browser("198.51.100.9")
    for browser in (victim, attacker):
        browser.cookies.set(COOKIE, PLANTED, domain="palier.test")
    assert not await is_in(attacker)
    assert (await sign_in(victim, "agent")).status_code == 201
    return await is_in(attacker)


async def test_a_planted_cookie_never_becomes_a_session(house: House) -> None:
    assert not await planted_session_opens(house)


async def test_control_adopting_the_visitors_cookie_would_let_the_planter_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "token_urlsafe", lambda size: PLANTED)
    assert await planted_session_opens(house)


async def test_a_session_ends_after_half_an_hour_without_a_visit(house: House) -> None:
    browser = await house.signed_in("agent")
    house.later(minutes=29)
    assert await is_in(browser)
    house.later(minutes=29)
    assert await is_in(browser)
    house.later(minutes=30)
    assert not await is_in(browser)


async def test_a_session_ends_after_ten_hours_of_steady_work(house: House) -> None:
    browser = await house.signed_in("agent")
    for _ in range(29):
        house.later(minutes=20)
        assert await is_in(browser)
    house.later(minutes=20)
    assert not await is_in(browser)


async def test_a_visit_is_written_at_most_each_minute(house: House) -> None:
    browser = await house.signed_in("agent")
    opened_at = house.clock.now()
    house.later(seconds=59)
    await is_in(browser)
    assert (await SessionRow.select())[0]["last_seen_at"] == opened_at
    house.later(seconds=1)
    await is_in(browser)
    assert (await SessionRow.select())[0]["last_seen_at"] == opened_at + timedelta(minutes=1)


async def test_signing_out_counts_at_once_even_for_a_copied_cookie(house: House) -> None:
    browser, copy = await house.signed_in("agent"), await house.browser()
    copy.cookies.set(COOKIE, browser.cookies[COOKIE])
    assert await is_in(copy)
    assert (await browser.delete("/api/staff/v1/session")).status_code == 204
    assert not await is_in(copy)
    assert COOKIE not in browser.cookies


async def test_signing_out_of_one_browser_leaves_the_other_open(house: House) -> None:
    office, home = await house.signed_in("agent"), await house.signed_in("agent", "203.0.113.5")
    await office.delete("/api/staff/v1/session")
    assert await is_in(home)


async def test_deactivation_ends_every_session_of_the_account_at_once(house: House) -> None:
    admin, office = await house.signed_in("admin.un"), await house.signed_in("agent")
    agent = await account_of(admin, "agent")
    answer = await admin.post(address_of(agent, "deactivation"), headers=version_of(agent))
    assert answer.status_code == 200, answer.text
    assert not await is_in(office)
    assert (await sign_in(await house.browser(), "agent")).status_code == 401


async def test_a_change_of_roles_ends_the_sessions_and_counts_at_the_next_sign_in(house: House) -> None:
    admin, office = await house.signed_in("admin.un"), await house.signed_in("agent")
    agent = await account_of(admin, "agent")
    body = {"name": agent["name"], "roles": ["reader"]}
    assert (await admin.put(address_of(agent), json=body, headers=version_of(agent))).status_code == 200
    assert not await is_in(office)
    assert "units.write" not in (await sign_in(office, "agent")).json()["permissions"]


async def test_a_change_of_name_leaves_the_sessions_open(house: House) -> None:
    admin, office = await house.signed_in("admin.un"), await house.signed_in("agent")
    agent = await account_of(admin, "agent")
    body = {"name": "Agent Exemple, accueil", "roles": agent["roles"]}
    assert (await admin.put(address_of(agent), json=body, headers=version_of(agent))).status_code == 200
    assert await is_in(office)


async def test_changing_ones_password_ends_all_sessions_and_goes_on_in_a_new_one(house: House) -> None:
    office, home = await house.signed_in("agent"), await house.signed_in("agent", "203.0.113.5")
    before = office.cookies[COOKIE]
    answer = await office.put(
        "/api/staff/v1/session/password", json={"current": PASSWORD, "new": "sentier cuivre orage"}
    )
    assert answer.status_code == 200, answer.text
    assert office.cookies[COOKIE] != before
    assert await is_in(office)
    assert not await is_in(home)
    assert (await sign_in(home, "agent")).status_code == 401
    assert (await sign_in(home, "agent", "sentier cuivre orage")).status_code == 201


async def test_whoever_sits_at_an_open_session_must_still_know_the_password_to_change_it(house: House) -> None:
    office = await house.signed_in("agent")
    answer = await office.put(
        "/api/staff/v1/session/password", json={"current": "autre", "new": "sentier cuivre orage"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong-current-password")
    assert answer.json()["errors"][0]["field"] == "current"


async def test_a_write_without_the_form_token_of_this_very_session_is_refused(house: House) -> None:
    office, other = await house.signed_in("agent"), await house.signed_in("regie")
    for token in ("", "made-up", other.headers["x-csrf-token"]):
        answer = await office.delete("/api/staff/v1/session", headers={"x-csrf-token": token})
        assert (answer.status_code, answer.json()["code"]) == (403, "forged-request")
    assert await is_in(office)


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.test"}]
)
async def test_another_site_cannot_sign_anybody_in(house: House, headers: dict[str, str]) -> None:
    browser = await house.browser()
    body = {"login": "agent", "password": PASSWORD}
    for path, sent in (("/connexion", {"data": body}), ("/api/staff/v1/sessions", {"json": body})):
        answer = await browser.post(path, headers=headers, **sent)  # type: ignore[arg-type]
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


class ClosedMeanwhile(Hashing):
    """The account is closed while the password is being compared."""

    def __init__(self, house: House) -> None:
        super().__init__(**QUICK)
        self.house = house

    async def matches(self, password: str, kept: str | None) -> bool:
        good = await super().matches(password, kept)
        await self.house.db.run("update account set is_active = {} where login = {}", False, "agent")
        return good


async def test_an_account_closed_while_its_password_is_compared_gets_no_session(house: House) -> None:
    command = actions.SignIn(login="agent", password=PASSWORD, address="192.0.2.1")
    act = act_of(Staff(id=SYSTEM, name="Palier"))
    with pytest.raises(actions.SignInRefused):
        await actions.sign_in(house.db, command, act, hashing=ClosedMeanwhile(house))
    assert await SessionRow.count() == 0
